"""Starts the real window, types a sentence, reads the buttons, taps one, and fails if anything is wrong."""

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from keyboard.editor.application import new_application
from keyboard.editor.driven.typing_benchmark import NoSuggestionsError, type_text, wait, wait_for_words
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.engine.engine_state import ModelChoice

_SENTENCE = "Thank you very much for your help. We are looking forward to see"


def main() -> int:
    """Return the exit code."""
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's signature
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

    window.bar.painted.connect(tell)
    QTimer.singleShot(_PATIENCE_MS, lambda: application.exit(1))
    window.start()
    code = application.exec()
    if code:
        print("no suggestion came", file=sys.stderr)  # noqa: T201 - the parent reads it
    return code
