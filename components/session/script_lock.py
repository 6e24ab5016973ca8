"""Scripts take turns: a process computes on one core at a time, and threads that fight for it cost more than waiting does.

Measured with ``make load``: with turns one process carries half as many viewers again, and a crowd that is too large makes answers late
instead of making all work dearer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local
from time import sleep
from typing import Final

_turn: Final = BoundedSemaphore(1)
_mine: Final = local()


@contextmanager
def script_lock() -> Iterator[None]:
    """Wait for a turn and hold it for the time of the block; a block within it shares its turn."""
    if getattr(_mine, "held", False):
        yield
        return
    with _turn:
        _mine.held = True
        try:
            yield
        finally:
            _mine.held = False


@contextmanager
def without_script_lock() -> Iterator[None]:
    """Within a turn: let others go on for the time of the block, for work that takes seconds."""
    _mine.held = False
    _turn.release()
    try:
        yield
    finally:
        _turn.acquire()
        _mine.held = True


def pause_for_browser() -> None:
    """Within a turn: wait until the browser draws what it has, so that it does so before what stands below it arrives.

    The framework gathers what arrives within ten milliseconds before it draws. Without a breath a chart in sight is seen when the one
    below is drawn, too: some 40 milliseconds later.
    """
    with without_script_lock():
        sleep(0.02)
