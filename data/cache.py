"""Cache results per dataset and free them with it, so that old versions and previews do not stay in memory; limit caches by bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, cast, runtime_checkable
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


@runtime_checkable
class _View(Protocol):
    """A selection: what a viewer has chosen."""

    def only(self, *names: str) -> "_View":
        """Return the same view in the years and the fields ``names``, and the default in all others."""


def cached_views(
    at_most: int, needs: Sequence[str] | None = None
) -> Callable[[Callable[Concatenate[Dataset, Rest], Answer]], Callable[Concatenate[Dataset, Rest], Answer]]:
    """Return a decorator like :func:`cached` for functions with further arguments; it keeps up to ``at_most`` results per dataset.

    Of a selection among these arguments, the function gets the years and the fields ``needs`` and defaults for all others, so that views
    that differ only in those share a result. None stands for all fields.
    """

    def decorate(question: Callable[Concatenate[Dataset, Rest], Answer]) -> Callable[Concatenate[Dataset, Rest], Answer]:
        known: WeakKeyDictionary[Dataset, Callable[..., Answer]] = WeakKeyDictionary()

        def of(held: "ref[Dataset]") -> Callable[..., Answer]:
            @lru_cache(maxsize=at_most)
            def ask(*args: Any, **kwargs: Any) -> Answer:
                dataset = held()
                assert dataset is not None  # the caller holds a reference
                return question(dataset, *args, **kwargs)

            return cast("Callable[..., Answer]", ask)

        @wraps(question)
        def answer(dataset: Dataset, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
            if dataset not in known:
                known[dataset] = of(ref(dataset))
            asked = args if needs is None else [part.only(*needs) if isinstance(part, _View) else part for part in args]
            return known[dataset](*asked, **kwargs)

        return cast("Callable[Concatenate[Dataset, Rest], Answer]", answer)

    return decorate


class ByteCache(Generic[Answer]):
    """Keep results up to a number and a total size, dropping the least recently used first; several threads may use it."""

    def __init__(self, at_most: int, max_bytes: int, size: Callable[[Answer], int] = len) -> None:  # type: ignore[assignment]
        """Keep up to ``at_most`` results and ``max_bytes`` in all; ``size`` returns the size of a result in bytes."""
        self._at_most, self._max_bytes, self._size = at_most, max_bytes, size
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Answer | None:
        """Return the result kept under ``key``, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, result: Answer) -> None:
        """Keep ``result`` under ``key``, unless it alone is larger than the whole cache."""
        with self._lock:
            if key in self._kept:
                self.bytes -= self._size(self._kept.pop(key))
            if self._size(result) > self._max_bytes:
                return
            self._kept[key] = result
            self.bytes += self._size(result)
            while self.bytes > self._max_bytes or len(self._kept) > self._at_most:
                self.bytes -= self._size(self._kept.popitem(last=False)[1])

    def made(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return the result kept under ``key``, else the one that ``make`` returns, and keep it."""
        known = self.get(key)
        if known is None:
            known = make()
            self.put(key, known)
        return known
