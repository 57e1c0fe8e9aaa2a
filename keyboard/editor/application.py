"""The program with its window, from start to end."""

import gc
import signal
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.looks.theme import apply_theme
from keyboard.editor.main_window import MainWindow
from keyboard.editor.recovery.journal import RecoveredText
from keyboard.editor.session.session import SessionRecord, WindowState
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.translation import ENGLISH, language_for, speak
from keyboard.editor.updates import announce_update
from keyboard.engine.engine_state import choice_of
from keyboard.settings.settings_file import read_settings

_STEP = 28


class Windows(QObject):
    """The open windows. The engine answers the one that asked last, in which the user types."""

    def __init__(self, link: EngineLink, settings: SettingsAccess) -> None:
        """`link` starts its engine with the first window, and ends it with the last."""
        super().__init__()
        self._link = link
        self._settings = settings
        self._record = SessionRecord(self)
        self._windows: list[MainWindow] = []

    def open_first(self, file: Path | None) -> MainWindow:
        """Open the first window with a file if one is named, or else the windows of the last session."""
        window = self._new()
        window.persistence.session.others_left.connect(self._reopen)
        window.start(file)
        return window

    def open_another(self) -> MainWindow:
        """Open an empty window, a little below the last one."""
        last = self._windows[-1]
        window = self._new()
        window.start(is_first=False)
        window.move(last.x() + _STEP, last.y() + _STEP)
        return window

    def quit(self) -> None:
        """Close all windows once every text is saved or discarded; if the user cancels, all stay open."""
        self._settle({})

    def keep_all(self) -> None:
        """Reopen at the next start all windows that close from now on, because the desktop's session ends."""
        self._record.quit()

    def _settle(self, settled: dict[MainWindow, int]) -> None:
        """Ask about each unsaved text, one window after the other; `settled` holds the revisions already decided about."""

        def is_settled(window: MainWindow) -> bool:
            text = window.text_area.document()
            return not text.isModified() or settled.get(window) == text.revision()

        if unsettled := next((window for window in self._windows if not is_settled(window)), None):
            unsettled.activateWindow()
            text = unsettled.text_area.document()
            unsettled.document.settle(lambda: self._settle(settled | {unsettled: text.revision()}))
            return
        self._record.quit()
        # At the next start the one used last comes first.
        for window in sorted(self._windows, key=lambda window: window.isActiveWindow()):
            window.close_settled()

    def _reopen(self, states: tuple[WindowState, ...]) -> None:
        """Open windows in their last states."""
        for state in states:
            window = self._new()
            window.persistence.session.last = state
            window.start(is_first=False)
            if state.document:
                window.document.open(state.document, state.cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the files that a Mac asks the application to open, in the active window."""
        if not isinstance(event, QFileOpenEvent) or not event.file() or not self._windows:
            return super().eventFilter(watched, event)
        path = Path(event.file())
        window = next((window for window in self._windows if window.isActiveWindow()), self._windows[-1])
        window.document.settle(lambda: window.document.open(path))
        return True

    def _recover(self, text: RecoveredText) -> None:
        self.open_another().persistence.recovered.take(text)

    def _forget(self, window: MainWindow) -> None:
        self._windows.remove(window)
        window.deleteLater()

    def _new(self) -> MainWindow:
        window = MainWindow(self._link, self._settings, self._record)
        self._settings.setParent(self)
        window.closed.connect(lambda: self._forget(window))
        window.another_requested.connect(self.open_another)
        window.quit_requested.connect(self.quit)
        window.persistence.recovered.wanted_elsewhere.connect(self._recover)
        window.explorer.tour_wanted_elsewhere.connect(lambda: self.open_another().explorer.take_tour())
        self._windows.append(window)
        return window


_INTERVAL_MS = 1000


class GarbageCollection(QObject):
    """Collects Python's garbage on the window's thread, by a timer.

    Python's own collection runs wherever something is allocated, even on another thread. There it could delete a widget or a text
    cursor, which Qt allows only on their own thread. The objects of the start are frozen: traversing them again would take tens
    of milliseconds in the middle of a keystroke.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        gc.disable()
        self._timer.start()

    def _collect(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones."""
        if not gc.get_freeze_count():
            gc.freeze()
        due = [number for number, (n, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if n > most]
        if due:
            gc.collect(due[-1])


_SWITCH_INTERVAL_S = 0.001


def run(file: Path | None, model: str | None) -> int:
    """Open the window, with a file if one is named, and return the exit code when it is closed.

    `keyboard.editor.platform_check` tells beforehand whether a window can be opened.
    """
    # The file is small, and no window waits for it yet.
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
    application.installEventFilter(windows)
    window.install_gpt2_in_background()
    if read.settings.check_for_updates:
        announce_update(window)
    # Python handles Ctrl+C in the terminal only while its own code runs.
    signal.signal(signal.SIGINT, lambda *_: windows.quit())
    heartbeat = QTimer(interval=200)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start()
    return application.exec()


def new_application(language: str = ENGLISH) -> QApplication:
    """Return the application object with its name, theme and language."""
    application = QApplication(sys.argv[:1])
    # The window may wait this long for another thread of Python; the default is 5 ms.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    application.setApplicationName("keyboard")
    application.setApplicationDisplayName("keyboard")
    application.setDesktopFileName("keyboard")
    speak(application, language)
    apply_theme(application)
    return application
