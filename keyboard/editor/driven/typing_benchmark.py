"""Types into the real window and measures what a user feels: the time from a key to its suggestions, and freezes."""

import statistics
import time
from dataclasses import dataclass

import psutil
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
from PySide6.QtTest import QTest

from keyboard.editor.application import GarbageCollection, new_application
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.engine.engine_state import ModelChoice

_PATIENCE_S = 120.0


class NoSuggestionsError(Exception):
    """The buttons showed no words in time; the text says what the window shows instead."""


def type_text(window: MainWindow, text: str, key_interval_ms: int = 40) -> None:
    """Press the key of each character; a line end is the Return key."""
    for character in text:
        press(window, character)
        wait(key_interval_ms)


def press(window: MainWindow, character: str) -> None:
    """Press the key of one character."""
    QTest.keyClicks(window.text_area, "\r" if character == "\n" else character)


def wait(milliseconds: int) -> None:
    """Run the event loop for this time, as in real use; `QTest.qWait` sleeps between events."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for_words(window: MainWindow) -> list[str]:
    """Wait until the engine runs and the buttons show words, and return them; raise `NoSuggestionsError` otherwise."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        wait(50)
        if window.bar.words and not window.notice.sentence:
            return window.bar.words
    raise NoSuggestionsError(
        f"no words are on the buttons after {_PATIENCE_S:.0f} s; the window says: {window.notice.sentence!r}"
    )


_KEY_INTERVAL_S = 0.06
# After so many words the typist looks up, long enough for words in gray to come.
_WORDS_BEFORE_PAUSE = 5
_PAUSE_MS = 800


@dataclass(frozen=True)
class WindowFigures:
    """One typing run in the window."""

    paint_ms_median: float  # from a key to its suggestions painted
    event_loop_blocked_ms: float  # the longest time that the event loop was busy
    pauses_with_gray_words: int  # of typing, after each fifth word
    memory_mb: float  # resident memory of the window's process and the engine's


class EventLoopWatch:
    """Measures how long the event loop is busy between waking up and going back to sleep."""

    def __init__(self) -> None:
        """Watch this thread's event loop."""
        self.longest_s = 0.0
        self._awake_since: float | None = None
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._wake)
        dispatcher.aboutToBlock.connect(self._sleep)

    def restart(self) -> None:
        """Discard the measurements so far."""
        self.longest_s = 0.0
        self._awake_since = None

    def _wake(self) -> None:
        self._awake_since = time.perf_counter()

    def _sleep(self) -> None:
        if self._awake_since is not None:
            self.longest_s = max(self.longest_s, time.perf_counter() - self._awake_since)
            self._awake_since = None


def measure_window(text: str, model: str | None) -> WindowFigures:
    """Type a text into the window, one key every 60 ms with a pause after each fifth word, and return the figures."""
    application = new_application()
    GarbageCollection(application)
    window = MainWindow(EngineLink(ModelChoice(model)), is_private=True)
    watch = EventLoopWatch()
    window.start()
    wait_for_words(window)
    wait(1000)
    latencies_ms: list[float] = []
    pressed_at: list[float] = []

    def note_paint() -> None:
        now = time.perf_counter()
        # A key whose answer a later key overtook waits for the later answer.
        latencies_ms.extend((now - pressed) * 1000 for pressed in pressed_at)
        pressed_at.clear()

    window.bar.painted.connect(note_paint)
    words = pauses_with_gray_words = 0
    watch.restart()
    for character in text:
        now = time.perf_counter()
        pressed_at.append(now)
        press(window, character)
        left_s = _KEY_INTERVAL_S - (time.perf_counter() - now)
        wait(max(1, int(left_s * 1000)))
        words += character.isspace()
        if character.isspace() and words % _WORDS_BEFORE_PAUSE == 0:
            wait(_PAUSE_MS)
            pauses_with_gray_words += bool(window.text_area.session.continuation.text)
    processes = [psutil.Process(), psutil.Process(window.link.engine_pid)]
    memory_mb = sum(process.memory_info().rss for process in processes) / 1e6
    longest_ms = watch.longest_s * 1000
    window.text_area.document().setModified(False)
    window.close()
    application.processEvents()
    return WindowFigures(statistics.median(latencies_ms), longest_ms, pauses_with_gray_words, memory_mb)
