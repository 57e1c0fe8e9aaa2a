"""Shift+Tab leads from the text to the bar, and Esc from there and from the lines above it back to the text."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from keyboard.editor.bar.suggestion_bar import SuggestionBar


class WayToBar(QObject):
    """Leads the keyboard to the bar whatever else is open, and takes the Esc that no widget around the text has used."""

    def __init__(self, frame: QWidget, text_area: QWidget, bar: SuggestionBar) -> None:
        """`frame` holds the text and what is around it."""
        super().__init__(frame)
        self._text_area = text_area
        self._bar = bar
        text_area.installEventFilter(self)
        frame.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the two keys."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self._text_area:
            if event.key() != Qt.Key.Key_Backtab:
                return False
            self._bar.take_keys()
            return True
        if event.key() != Qt.Key.Key_Escape or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        self._text_area.setFocus()
        return True
