"""Ctrl+C during calls of llama.cpp, delayed until the call ends: ctypes swallows a `KeyboardInterrupt` in a callback."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruption() -> Iterator[Callable[[], bool]]:
    """Yield a function that returns whether Ctrl+C was pressed within the `with` statement; a second Ctrl+C ends the program."""
    was_pressed = False
    before = signal.getsignal(signal.SIGINT)

    def press(_signal: int, _frame: FrameType | None) -> None:
        nonlocal was_pressed
        was_pressed = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    signal.signal(signal.SIGINT, press)
    try:
        yield lambda: was_pressed
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def held_interrupt() -> Iterator[Callable[[], bool]]:
    """Yield a function that returns whether Ctrl+C was pressed, and raise `KeyboardInterrupt` when the `with` statement ends.

    A second Ctrl+C ends the program. In a thread other than the main one, or if the program has its own handler, nothing is
    delayed, because Python would not raise `KeyboardInterrupt` here.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) != signal.default_int_handler:
        yield lambda: False
        return
    with interruption() as was_pressed:
        try:
            yield was_pressed
        finally:
            if was_pressed():
                raise KeyboardInterrupt
