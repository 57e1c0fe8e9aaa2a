"""Several windows over one engine."""

from pathlib import Path

from PySide6.QtCore import QObject

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.editor.recovery.recovered_text import RecoveredText
from keyboard.editor.session.session import WindowState
from keyboard.editor.session.session_record import SessionRecord
from keyboard.editor.settings.settings_access import SettingsAccess

_STEP = 28


class Windows(QObject):
    """Opens windows, and closes all of them. The engine answers the one that asked last, which is the one that is typed in."""

    def __init__(self, link: EngineLink, settings: SettingsAccess) -> None:
        """`link` starts its engine with the first window, and ends it with the last."""
        super().__init__()
        self._link = link
        self._settings = settings
        self._record = SessionRecord(self)
        # A closed window is kept until the next one opens: work of its own may still be under way on another thread.
        self._windows: list[MainWindow] = []

    def open_first(self, file: Path | None) -> MainWindow:
        """Open the first window, with a file if one is named, or with what was left of last time, in more windows if need be."""
        window = self._new()
        window.safety.session.others_left.connect(self._reopen)
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
        """Close all windows once nothing can be lost by it; where the user cancels, all stay open."""
        self._settle({})

    def keep_all(self) -> None:
        """Remember all windows that are closed from here on, because the desktop's session ends."""
        self._record.quit()

    def _settle(self, settled: dict[MainWindow, int]) -> None:
        """Ask what becomes of each text, one window after the other; `settled` has the revisions that were asked about."""

        def is_settled(window: MainWindow) -> bool:
            text = window.text_area.document()
            return not text.isModified() or settled.get(window) == text.revision()

        still_open = [window for window in self._windows if not window.is_closed]
        if unsettled := next((window for window in still_open if not is_settled(window)), None):
            unsettled.activateWindow()
            text = unsettled.text_area.document()
            unsettled.document.settle(lambda: self._settle(settled | {unsettled: text.revision()}))
            return
        self._record.quit()
        # The one used last comes first at the next start.
        for window in sorted(still_open, key=lambda window: window.isActiveWindow()):
            window.close_settled()

    def _reopen(self, states: tuple[WindowState, ...]) -> None:
        """Open windows as they were last time."""
        for state in states:
            window = self._new()
            window.safety.session.last = state
            window.start(is_first=False)
            if state.document:
                window.document.open(state.document, state.cursor)

    def _recover(self, text: RecoveredText) -> None:
        self.open_another().safety.recovered.take(text)

    def _free_closed(self) -> None:
        for window in [window for window in self._windows if window.is_closed]:
            self._windows.remove(window)
            window.deleteLater()

    def _new(self) -> MainWindow:
        self._free_closed()
        window = MainWindow(self._link, self._settings, self._record)
        self._settings.setParent(self)
        window.another_requested.connect(self.open_another)
        window.quit_requested.connect(self.quit)
        window.safety.recovered.wanted_elsewhere.connect(self._recover)
        window.explorer.tour_wanted_elsewhere.connect(lambda: self.open_another().explorer.take_tour())
        self._windows.append(window)
        return window
