"""Cache results per dataset and free them with it, so that old versions and previews do not stay in memory."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary, ref

from data.dataset import Dataset

Answer = TypeVar("Answer")
Rest = ParamSpec("Rest")


def cached(question: Callable[[Dataset], Answer]) -> Callable[[Dataset], Answer]:
    """Cache the result of ``question`` per dataset, for as long as the dataset is referenced.

    The result must not reference the dataset, because that would keep both in memory.
    """
    known: WeakKeyDictionary[Dataset, Answer] = WeakKeyDictionary()

    @wraps(question)
    def answer(dataset: Dataset) -> Answer:
        if dataset not in known:
            known[dataset] = question(dataset)
        return known[dataset]

    return answer


def cached_views(
    at_most: int,
) -> Callable[[Callable[Concatenate[Dataset, Rest], Answer]], Callable[Concatenate[Dataset, Rest], Answer]]:
    """Return a decorator like :func:`cached` for functions with further arguments; it keeps up to ``at_most`` results per dataset."""

    def decorate(question: Callable[Concatenate[Dataset, Rest], Answer]) -> Callable[Concatenate[Dataset, Rest], Answer]:
        known: WeakKeyDictionary[Dataset, Callable[Rest, Answer]] = WeakKeyDictionary()

        def of(held: "ref[Dataset]") -> Callable[Rest, Answer]:
            @lru_cache(maxsize=at_most)
            def ask(*args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
                dataset = held()
                assert dataset is not None  # the caller holds a reference
                return question(dataset, *args, **kwargs)

            return cast("Callable[Rest, Answer]", ask)

        @wraps(question)
        def answer(dataset: Dataset, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
            if dataset not in known:
                known[dataset] = of(ref(dataset))
            return known[dataset](*args, **kwargs)

        return cast("Callable[Concatenate[Dataset, Rest], Answer]", answer)

    return decorate
