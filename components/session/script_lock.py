"""Run one script at a time, because a process computes on one core and threads that compete for it cost more than waiting does.

Measured with ``make load``: with the lock one process serves about 50 % more viewers, and too many viewers delay responses instead of
making all work slower.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local
from time import sleep
from typing import Final

_lock: Final = BoundedSemaphore(1)
_thread: Final = local()


@contextmanager
def script_lock() -> Iterator[None]:
    """Wait for the lock and hold it during the block; a nested block of the same thread does not wait again."""
    if getattr(_thread, "held", False):
        yield
        return
    with _lock:
        _thread.held = True
        try:
            yield
        finally:
            _thread.held = False


@contextmanager
def without_script_lock() -> Iterator[None]:
    """Release the lock, which the caller must hold, during the block, so that other scripts can run; for work that takes seconds."""
    _thread.held = False
    _lock.release()
    try:
        yield
    finally:
        _lock.acquire()
        _thread.held = True


def pause_for_browser() -> None:
    """Pause for 20 ms without the lock, which the caller must hold, so that the browser draws what it has before more arrives.

    The framework collects what arrives within 10 ms before it draws. Without the pause a visible chart appears only together with the
    chart below it, about 40 ms later.
    """
    with without_script_lock():
        sleep(0.02)
