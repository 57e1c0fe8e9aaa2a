"""Esc leads from the bar and the lines above it back to the text."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class WayBack(QObject):
    """Takes the Esc that none of the widgets around the text has used."""

    def __init__(self, frame: QWidget, text_area: QWidget) -> None:
        """`frame` holds the text and what is around it."""
        super().__init__(frame)
        self._text_area = text_area
        frame.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Give the keyboard to the text."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() != Qt.Key.Key_Escape or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        self._text_area.setFocus()
        return True
