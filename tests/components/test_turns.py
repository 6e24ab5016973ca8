"""Scripts take turns, and whoever works long lets others go on."""

import threading
import time

import pytest

from components.turns import aside, breathe, turn


def test_one_at_a_time_and_an_error_ends_a_turn():
    inside, most = 0, 0

    def script():
        nonlocal inside, most
        with turn():
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
    with pytest.raises(KeyError), turn():
        raise KeyError
    with turn():
        pass


def test_long_work_lets_others_go_on():
    done = threading.Event()

    def other():
        with turn():
            done.set()

    with turn():
        thread = threading.Thread(target=other)
        thread.start()
        assert not done.wait(0.05)
        with aside():
            assert done.wait(5)
    thread.join()


def test_who_waits_for_the_browser_lets_others_go_on():
    done = threading.Event()

    def other():
        with turn():
            done.set()

    with turn():
        threading.Thread(target=other, daemon=True).start()
        assert not done.wait(0.05)
        for _ in range(100):  # a breath is short, and a busy machine may be late to wake the other
            breathe()
            if done.is_set():
                break
        assert done.is_set()


def test_a_turn_within_a_turn_is_the_same_turn():
    left_early, through = threading.Event(), threading.Event()

    def other():
        with turn():
            left_early.set()

    def nested():
        with turn():
            with turn():
                pass
            threading.Thread(target=other, daemon=True).start()
            assert not left_early.wait(0.05), "the inner block gives away what is not its own"
            with aside(), turn():
                pass
        through.set()

    # Beside the test, which a turn that waits for itself would never end.
    threading.Thread(target=nested, daemon=True).start()
    assert through.wait(5)
    assert left_early.wait(5)
