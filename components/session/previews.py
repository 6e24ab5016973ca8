"""Data that a clerk looks at before anybody else does: kept in the memory of this process, for one session each."""

from collections import OrderedDict
from secrets import token_urlsafe
from threading import Lock
from typing import Final

from data.dataset import Dataset

#: More previews than this at one time push the oldest out.
PREVIEWS_AT_MOST: Final = 8

_previews: OrderedDict[str, Dataset] = OrderedDict()
_lock = Lock()


def begin(facts: Dataset) -> str:
    """Keep ``facts`` and return the secret word by which their session finds them."""
    word = token_urlsafe()
    with _lock:
        _previews[word] = facts
        while len(_previews) > PREVIEWS_AT_MOST:
            _previews.popitem(last=False)
    return word


def previewed(word: str) -> Dataset | None:
    """Return the data of the preview ``word``, None where there is none (any more)."""
    return _previews.get(word) if word else None


def end(word: str) -> None:
    """Forget the preview ``word``."""
    with _lock:
        _previews.pop(word, None)
