"""The program with its window, from start to end."""

import signal
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.files.file_open_request import FileOpenRequest
from keyboard.editor.garbage import GarbageCollection
from keyboard.editor.looks.theme import apply_theme
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.translation import ENGLISH, language_for, speak
from keyboard.editor.updates import tell_of_update
from keyboard.editor.windows import Windows
from keyboard.engine.model_choice import choice_of
from keyboard.settings_file import read_settings

_SWITCH_INTERVAL_S = 0.001


def run(file: Path | None, model: str | None) -> int:
    """Open the window, with a file if one is named, and return the exit code when it is closed.

    `keyboard.editor.platform_check` says beforehand whether a window can be opened.
    """
    # So small a file is read before there is a window that could wait for it.
    read = read_settings()
    application = new_application(language_for(read.settings.language))
    GarbageCollection(application)
    choice = choice_of(read.settings)
    link = EngineLink(replace(choice, model=model) if model else choice)
    windows = Windows(link, SettingsAccess(read.settings))
    application.commitDataRequest.connect(lambda _session: windows.keep_all())
    window = windows.open_first(file)
    window.welcome.greet()
    if read.notice:
        window.say(read.notice)
    FileOpenRequest(application, window.document)
    window.install_gpt2_in_background()
    if read.settings.check_for_updates:
        tell_of_update(window)
    # Python sees Ctrl+C in the terminal only when it runs now and then.
    signal.signal(signal.SIGINT, lambda *_: windows.quit())
    heartbeat = QTimer(interval=200)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start()
    return application.exec()


def new_application(language: str = ENGLISH) -> QApplication:
    """Return the application object, named and dressed, that speaks a language."""
    application = QApplication(sys.argv[:1])
    # So long the window may wait for another thread of Python before each thing that it does; the default is 5 ms.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    application.setApplicationName("keyboard")
    application.setApplicationDisplayName("keyboard")
    application.setDesktopFileName("keyboard")
    speak(application, language)
    apply_theme(application)
    return application
