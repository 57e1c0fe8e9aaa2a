"""Several windows over one engine."""

from pathlib import Path

from PySide6.QtCore import QObject

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.editor.settings_access import SettingsAccess

_STEP = 28


class Windows(QObject):
    """Opens windows. The engine answers the one that asked last, which is the one that is typed in."""

    def __init__(self, link: EngineLink, settings: SettingsAccess) -> None:
        """`link` starts its engine with the first window, and ends it with the last."""
        super().__init__()
        self._link = link
        self._settings = settings
        # A closed window is kept: work of its own may still be under way on another thread.
        self._windows: list[MainWindow] = []

    def open_first(self, file: Path | None) -> MainWindow:
        """Open the first window, with a file if one is named, or with what was left of last time."""
        window = self._new()
        window.start(file)
        return window

    def open_another(self) -> MainWindow:
        """Open an empty window, a little below the last one."""
        last = self._windows[-1]
        window = self._new()
        window.start(is_first=False)
        window.move(last.x() + _STEP, last.y() + _STEP)
        return window

    def _new(self) -> MainWindow:
        window = MainWindow(self._link, self._settings)
        self._settings.setParent(self)
        window.another_requested.connect(self.open_another)
        window.explorer.tour_wanted_elsewhere.connect(lambda: self.open_another().explorer.take_tour())
        self._windows.append(window)
        return window
