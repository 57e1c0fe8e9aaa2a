"""The look of the text and the bar: fonts and sizes, zoom, focus mode, and the frame of a private window."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMainWindow, QToolTip, QWidget

from keyboard.editor.bar.suggestion_bar import SuggestionBar
from keyboard.editor.bar.suggestion_controller import SuggestionController
from keyboard.editor.looks.theme import PRIVATE_FRAME_WIDTH, choose_theme
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.settings.description import descriptions
from keyboard.settings.settings import Settings


class Appearance(QObject):
    """Applies the settings to a window's text and bar, now and when they change."""

    def __init__(
        self, text_area: TextArea, bar: SuggestionBar, suggestions: SuggestionController, settings: SettingsAccess
    ) -> None:
        super().__init__(text_area)
        self._text_area, self._bar = text_area, bar
        self._suggestions, self._settings = suggestions, settings
        text, buttons = self._apply_text_look, self._apply_button_look
        self._appliers = {
            **dict.fromkeys(("font", "font_size", "zoom", "line_width", "line_spacing"), text),
            **dict.fromkeys(("button_font", "button_font_size", "button_height"), buttons),
            "suggestion_count": self._count_buttons,
            "suggestion_order": lambda: self._bar.buttons.set_order(self._now.suggestion_order),
            "top_k": lambda: self._bar.set_top_k(self._now.top_k),
            "theme": self._apply_theme,
        }
        self._bar.buttons.set_count(self._now.suggestion_count)
        for apply in dict.fromkeys(self._appliers.values()):
            apply()
        self._settings.changed.connect(self._apply)
        self._bar.top_k_changed.connect(lambda value: self._settings.change(top_k=value))

    @property
    def _now(self) -> Settings:
        return self._settings.current

    def _apply(self, name: str) -> None:
        if name in self._appliers:
            self._appliers[name]()

    def _apply_text_look(self) -> None:
        now = self._now
        font = _font(now.font, max(1.0, now.font_size * now.zoom / 100))
        self._text_area.set_look(font, now.line_width, now.line_spacing)

    def _apply_button_look(self) -> None:
        now = self._now
        self._bar.buttons.set_look(_font(now.button_font, now.button_font_size), now.button_height)

    def _apply_theme(self) -> None:
        if isinstance(application := QApplication.instance(), QApplication):
            choose_theme(application, self._now.theme)

    def _count_buttons(self) -> None:
        before, count = self._bar.count, self._now.suggestion_count
        if count == before:
            return
        self._bar.buttons.set_count(count)
        # A pool as large as the bar grows with it: otherwise the new buttons stay empty.
        if self._now.top_k == before:
            self._settings.change(top_k=count)
        self._suggestions.void()


def _font(family: str, points: float) -> QFont:
    """Return a font of the user's, or the system's in that size."""
    font = QFont(family) if family else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(points)
    return font


_STEP = 10
_NOTCH = 120  # one step of a wheel, in Qt's units


class Zoom(QObject):
    """Changes the setting `zoom`; the wheel with Ctrl does too, over the text."""

    def __init__(self, text_area: TextArea, settings: SettingsAccess) -> None:
        super().__init__(text_area)
        self._settings = settings
        self._turned = 0
        for widget in (text_area, text_area.viewport()):
            widget.installEventFilter(self)

    def enlarge(self) -> None:
        self._change(_STEP)

    def reduce(self) -> None:
        self._change(-_STEP)

    def restore(self) -> None:
        self._settings.change(zoom=Settings.zoom)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QWheelEvent) or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        # A touchpad turns by fractions of a step.
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _NOTCH)
        self._turned -= steps * _NOTCH
        if steps:
            self._change(steps * _STEP)
        event.accept()
        return True

    def _change(self, percent: int) -> None:
        bounds = descriptions(Settings)["zoom"]
        least, greatest = int(bounds.minimum or 0), int(bounds.maximum or 0)
        self._settings.change(zoom=min(greatest, max(least, self._settings.current.zoom + percent)))


_TIP_ROOM = 64


class FocusMode(QObject):
    """Hides the menus, the status line and the find bar until Esc or the menu entry's key brings them back.

    Failures are still shown. Hidden menu entries keep their keys.
    """

    changed = Signal(bool)
    full_screen_changed = Signal(bool)  # the window enters or leaves full screen, for whatever reason

    def __init__(self, window: QMainWindow, text_area: TextArea, bar: QWidget, find_bar: QWidget) -> None:
        super().__init__(window)
        self._window, self._text_area, self._bar, self._find_bar = window, text_area, bar, find_bar
        self.is_on = False
        for watched in (window, text_area):
            watched.installEventFilter(self)

    def set_on(self, is_on: bool) -> None:
        if is_on == self.is_on:
            return
        self.is_on = is_on
        window = self._window
        window.menuBar().setVisible(not is_on)
        window.statusBar().setVisible(not is_on)
        if is_on:
            self._find_bar.hide()
            self._text_area.setFocus()
            above_bar = self._bar.mapToGlobal(QPoint(0, -_TIP_ROOM))
            QToolTip.showText(above_bar, self.tr("Esc brings the menus back."), window)
        self.changed.emit(is_on)

    def set_full_screen(self, is_full: bool) -> None:
        state = self._window.windowState()
        full = Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | full if is_full else state & ~full)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave focus mode on Esc, and follow changes of the window's state."""
        if watched is self._window:
            if event.type() == QEvent.Type.WindowStateChange:
                self.full_screen_changed.emit(self._window.isFullScreen())
            return False
        is_escape = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        if not (self.is_on and is_escape):
            return False
        self.set_on(False)
        return True


class PrivateFrame(QFrame):
    """Contains the window's parts, framed in a colour of the theme while nothing is learnt or kept."""

    def __init__(self, window: QMainWindow, *, is_on: bool) -> None:
        super().__init__(window)
        self.setObjectName("privateFrame")
        self.label = QLabel(self.tr("Private"), window)
        self.label.setObjectName("privateLabel")
        self.label.setToolTip(self.tr("Nothing that you type is learnt or kept for recovery."))
        self.label.setAccessibleDescription(self.label.toolTip())
        window.statusBar().addPermanentWidget(self.label)
        self.set_on(is_on)

    def set_on(self, on: bool) -> None:
        self.label.setVisible(on)
        width = PRIVATE_FRAME_WIDTH if on else 0
        self.setContentsMargins(width, width, width, width)
        self.setProperty("isOn", on)
        self.style().unpolish(self)
        self.style().polish(self)
