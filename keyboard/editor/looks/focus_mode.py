"""Nothing but the text and the bar, or the whole screen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolTip

if TYPE_CHECKING:
    from keyboard.editor.main_window import MainWindow

_TIP_ROOM = 64


class FocusMode(QObject):
    """Hides the menus, the status line and the find bar until Esc or the menu entry's key brings them back.

    What goes wrong is said all the same. Menu entries keep their keys while they are hidden.

    Signals:
        changed: It begins or ends.
        full_screen_changed: The window takes the whole screen or gives it back, whoever has asked for that.
    """

    changed = Signal(bool)
    full_screen_changed = Signal(bool)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._is_on = False
        for watched in (window, window.text_area):
            watched.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether it holds."""
        return self._is_on

    def set_on(self, is_on: bool) -> None:
        """Begin or end it."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        window = self._window
        window.menuBar().setVisible(not is_on)
        window.statusBar().setVisible(not is_on)
        if is_on:
            window.find_bar.hide()
            window.text_area.setFocus()
            above_bar = window.bar.mapToGlobal(QPoint(0, -_TIP_ROOM))
            QToolTip.showText(above_bar, self.tr("Esc brings the menus back."), window)
        self.changed.emit(is_on)

    def set_full_screen(self, is_full: bool) -> None:
        """Let the window take the whole screen, or give it back as large as it was."""
        state = self._window.windowState()
        full = Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if is_full else state & ~full)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take Esc from the text while it holds, and notice what becomes of the window."""
        if watched is self._window:
            if event.type() == QEvent.Type.WindowStateChange:
                self.full_screen_changed.emit(self._window.isFullScreen())
            return False
        is_escape = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        if not (self._is_on and is_escape):
            return False
        self.set_on(False)
        return True
