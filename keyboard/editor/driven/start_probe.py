"""A start of the window that tells when it was first painted, and when its first suggestion was."""

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer

from keyboard.editor.application import new_application
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.engine.model_choice import ModelChoice

_PATIENCE_MS = 120_000


class _FirstPaint(QObject):
    """Notes when the watched widget is painted for the first time; `time_s` is 0 before."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self.time_s = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's signature
        """Let every event through."""
        if event.type() == QEvent.Type.Paint and not self.time_s:
            # The event comes before the painting; this is called when what is painted is on its way to the screen.
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
