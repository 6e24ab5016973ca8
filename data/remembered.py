"""Answers about a dataset that are worked out once and forgotten with it, so that old versions and previews leave nothing behind."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from data.dataset import Dataset

Answer = TypeVar("Answer")


def remembered(question: Callable[[Dataset], Answer]) -> Callable[[Dataset], Answer]:
    """Return ``question`` so that each dataset is asked once, as long as anybody holds it. The answer must not hold it."""
    known: WeakKeyDictionary[Dataset, Answer] = WeakKeyDictionary()

    @wraps(question)
    def answer(dataset: Dataset) -> Answer:
        if dataset not in known:
            known[dataset] = question(dataset)
        return known[dataset]

    return answer
