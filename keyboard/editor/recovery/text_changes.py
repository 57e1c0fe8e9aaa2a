"""What changed in the text area, as edits."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from keyboard.editor.recovery.edits import Edit
from keyboard.editor.text.text_area import TextArea


class TextChanges(QObject):
    """Follows a text area.

    Signals:
        edited: An `Edit` that leads from the text as it was to the text as it is.
    """

    edited = Signal(object)

    def __init__(self, text_area: TextArea) -> None:
        super().__init__(text_area)
        self._document = text_area.document()
        self._length = self._length_now()
        self._document.contentsChange.connect(self._tell)

    def _tell(self, position: int, _removed: int, added: int) -> None:
        """Tell of a change. Where all is replaced, Qt counts the end of the last paragraph too, which is no part of the text."""
        length = self._length_now()
        end = min(position + added, length)
        removed = self._length - (length - (end - position))
        self._length = length
        cursor = QTextCursor(self._document)
        cursor.setPosition(position)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.edited.emit(Edit(position, removed, cursor.selectedText().replace("\u2029", "\n")))

    def _length_now(self) -> int:
        return self._document.characterCount() - 1
