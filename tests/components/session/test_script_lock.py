"""Script lock: one script runs at a time, and long work releases the lock."""

import threading
import time

import pytest

from components.session.script_lock import pause_for_browser, script_lock, without_script_lock


def test_one_at_a_time_and_an_error_ends_a_turn():
    inside, most = 0, 0

    def script():
        nonlocal inside, most
        with script_lock():
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1

    threads = [threading.Thread(target=script) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    with pytest.raises(KeyError), script_lock():
        raise KeyError
    with script_lock():
        pass


def test_long_work_lets_others_go_on():
    done = threading.Event()

    def other():
        with script_lock():
            done.set()

    with script_lock():
        thread = threading.Thread(target=other)
        thread.start()
        assert not done.wait(0.05)
        with without_script_lock():
            assert done.wait(5)
    thread.join()


def test_who_waits_for_the_browser_lets_others_go_on():
    done = threading.Event()

    def other():
        with script_lock():
            done.set()

    with script_lock():
        threading.Thread(target=other, daemon=True).start()
        assert not done.wait(0.05)
        for _ in range(100):  # a breath is short, and a busy machine may be late to wake the other
            pause_for_browser()
            if done.is_set():
                break
        assert done.is_set()


def test_a_turn_within_a_turn_is_the_same_turn():
    left_early, through = threading.Event(), threading.Event()

    def other():
        with script_lock():
            left_early.set()

    def nested():
        with script_lock():
            with script_lock():
                pass
            threading.Thread(target=other, daemon=True).start()
            assert not left_early.wait(0.05), "the inner block gives away what is not its own"
            with without_script_lock(), script_lock():
                pass
        through.set()

    # Beside the test, which a turn that waits for itself would never end.
    threading.Thread(target=nested, daemon=True).start()
    assert through.wait(5)
    assert left_early.wait(5)
