"""Drives the real window: types a text to measure what a user feels, or one sentence to check that everything works."""

import json
import statistics
import sys
import time
from dataclasses import dataclass

import psutil
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QObject, Qt, QTimer
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
# The typist pauses after this many words, long enough for words in gray to come.
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
        self.longest_s = 0.0
        self._awake_since: float | None = None
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._wake)
        dispatcher.aboutToBlock.connect(self._sleep)

    def restart(self) -> None:
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

    window.bar.buttons.painted.connect(note_paint)
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


_SENTENCE = "Thank you very much for your help. We are looking forward to see"


def smoke_test() -> int:
    """Type a sentence, read the buttons and tap one; return exit code 0, or print what is wrong and return 1."""
    application = new_application()
    window = MainWindow(EngineLink(), is_private=True)
    window.start()
    QTest.qWaitForWindowActive(window)
    try:
        trouble = _trouble(window)
    except NoSuggestionsError as error:
        trouble = str(error)
    window.text_area.document().setModified(False)
    window.close()
    application.processEvents()
    print(trouble or "The window works.", file=sys.stderr if trouble else sys.stdout)
    return 1 if trouble else 0


def _trouble(window: MainWindow) -> str:
    """Type and tap; return what went wrong, or ""."""
    print("before the first key:", wait_for_words(window))  # noqa: T201
    type_text(window, _SENTENCE)
    wait(300)
    words = wait_for_words(window)
    print(f"after {_SENTENCE!r}:", words)  # noqa: T201
    if "seeing" not in words:
        return f"the buttons show {words} and not 'seeing'"
    QTest.keyClick(window.text_area, Qt.Key.Key_1 + words.index("seeing"), Qt.KeyboardModifier.ControlModifier)
    wait(300)
    words = wait_for_words(window)
    print("after the tap:", words)  # noqa: T201
    expected = _SENTENCE + "ing "
    if window.text_area.toPlainText() != expected:
        return f"the text is {window.text_area.toPlainText()!r} and not {expected!r}"
    return "" if "you" in words else f"the buttons show {words} and not 'you'"


_PATIENCE_MS = 120_000


class _FirstPaint(QObject):
    """Records when the watched widget is first painted; `time_s` is 0 before."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.time_s = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """Let every event pass."""
        if event.type() == QEvent.Type.Paint and not self.time_s:
            # The event precedes the painting; this call comes once the painted pixels are on their way to the screen.
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.time_s = self.time_s or time.time()


def print_start(model: str | None) -> int:
    """Open the window on an empty text; print both times as JSON, in seconds of the wall clock, and return the exit code."""
    application = new_application()
    window = MainWindow(EngineLink(ModelChoice(model)), is_private=True)
    first_paint = _FirstPaint(window.text_area.viewport())

    def tell() -> None:
        if window.bar.words:
            times = {"first_paint": first_paint.time_s, "first_suggestion": time.time()}
            print(json.dumps(times), flush=True)  # noqa: T201 - the parent reads it
            window.close()
            application.exit(0)

    window.bar.buttons.painted.connect(tell)
    QTimer.singleShot(_PATIENCE_MS, lambda: application.exit(1))
    window.start()
    code = application.exec()
    if code:
        print("no suggestion came", file=sys.stderr)  # noqa: T201 - the parent reads it
    return code
