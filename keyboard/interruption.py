"""Ctrl+C while llama.cpp evaluates: a call into it cannot be left by an exception, but it asks whether to go on."""

import signal
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
