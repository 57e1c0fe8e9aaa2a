"""Larger and smaller text, by key and by wheel."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent

from keyboard.described_setting import descriptions
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.settings import Settings

_STEP = 10
_NOTCH = 120  # what Qt calls one step of a wheel


class Zoom(QObject):
    """Changes the setting `zoom`; the wheel with Ctrl does too, over the text."""

    def __init__(self, text_area: TextArea, settings: SettingsAccess) -> None:
        super().__init__(text_area)
        self._settings = settings
        self._turned = 0
        for widget in (text_area, text_area.viewport()):
            widget.installEventFilter(self)

    def enlarge(self) -> None:
        """Show the text a step larger."""
        self._change(_STEP)

    def reduce(self) -> None:
        """Show the text a step smaller."""
        self._change(-_STEP)

    def restore(self) -> None:
        """Show the text in its own size."""
        self._settings.change(zoom=Settings.zoom)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the wheel from the text while Ctrl is held."""
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
