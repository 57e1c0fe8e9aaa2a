"""Ctrl+C while llama.cpp runs: ctypes prints and swallows what arrives in a callback, so it waits until the call is over."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruption() -> Iterator[Callable[[], bool]]:
    """Give what tells whether Ctrl+C was pressed, while the `with` statement lasts; pressed again, it ends the program."""
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
    """Give what tells whether Ctrl+C was pressed, and raise `KeyboardInterrupt` for it when the `with` statement ends.

    Pressed again, it ends the program. Where Python would not raise it here, in another thread or where the program has a
    handler of its own, nothing is held.
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
