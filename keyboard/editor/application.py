"""The program with its window, from start to end."""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.editor.theme import apply_theme
from keyboard.engine.model_choice import ModelChoice


def run(file: Path | None, model: str | None) -> int:
    """Open the window, with a file if one is named, and return the exit code when it is closed.

    `keyboard.editor.platform_check` says beforehand whether a window can be opened.
    """
    application = new_application()
    window = MainWindow(EngineLink(ModelChoice(model)))
    window.start(file)
    # Python sees Ctrl+C in the terminal only when it runs now and then.
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    heartbeat = QTimer(interval=200)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start()
    code = application.exec()
    window.link.close()
    return code


def new_application() -> QApplication:
    """Return the application object, named and dressed."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("keyboard")
    application.setApplicationDisplayName("keyboard")
    application.setDesktopFileName("keyboard")
    apply_theme(application)
    return application
