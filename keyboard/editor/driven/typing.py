"""Typing into a window by real key events, as a person would: for the benchmark, the screenshots and the smoke test."""

import time

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest

from keyboard.editor.main_window import MainWindow

_PATIENCE_S = 120.0


class NoSuggestionsError(Exception):
    """No words have appeared on the buttons in time; the text says what the window shows instead."""


def type_text(window: MainWindow, text: str, key_interval_ms: int = 40) -> None:
    """Press a key for each character; a line end is the Return key."""
    for character in text:
        press(window, character)
        wait(key_interval_ms)


def press(window: MainWindow, character: str) -> None:
    """Press the key of one character."""
    QTest.keyClicks(window.text_area, "\r" if character == "\n" else character)


def wait(milliseconds: int) -> None:
    """Let the window live so long; unlike `QTest.qWait`, which sleeps between events, this is an event loop as in real use."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for_words(window: MainWindow) -> list[str]:
    """Wait until the engine runs and the buttons show words, and return them; raise `NoSuggestionsError` where they do not."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        wait(50)
        if window.bar.words and not window.notice.sentence:
            return window.bar.words
    raise NoSuggestionsError(
        f"no words are on the buttons after {_PATIENCE_S:.0f} s; the window says: {window.notice.sentence!r}"
    )
