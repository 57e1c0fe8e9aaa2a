"""All of a long text taken from the text area piece by piece, while one goes on typing in it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor

from keyboard.editor.recovery.edits import Edit
from keyboard.editor.recovery.text_changes import TextChanges
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import units

# In UTF-16 units; Qt takes about a millisecond for so many.
_PIECE_LENGTH = 1 << 16


class Snapshot(QObject):
    """Takes the text as edits that lead from nothing to the text as it is when the last piece is taken.

    What changes meanwhile in the part that was taken is one more edit; the rest is not taken yet, and comes as it then is.
    """

    def __init__(self, text_area: TextArea) -> None:
        super().__init__(text_area)
        self._document = text_area.document()
        self._edits: list[Edit] = []
        self._taken = 0  # units from the text's start
        self._then: Callable[[list[Edit]], None] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._take_next)
        TextChanges(text_area).edited.connect(self._follow)

    def take(self, then: Callable[[list[Edit]], None]) -> None:
        """Call `then` with the edits: at once for a short text. One is taken at a time."""
        self._edits, self._taken, self._then = [], 0, then
        self._timer.start()
        self._take_next()

    def _take_next(self) -> None:
        length = self._document.characterCount() - 1
        end = min(self._taken + _PIECE_LENGTH, length)
        if "\udc00" <= self._document.characterAt(end) <= "\udfff":
            end += 1
        cursor = QTextCursor(self._document)
        cursor.setPosition(self._taken)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._edits.append(Edit(self._taken, 0, cursor.selectedText().replace("\u2029", "\n")))
        self._taken = end
        if end == length and self._then:
            self._timer.stop()
            then, self._then = self._then, None
            then(self._edits)

    def _follow(self, edit: Edit) -> None:
        if self._then is None or edit.position > self._taken:
            return
        removed = min(edit.removed, self._taken - edit.position)
        self._edits.append(Edit(edit.position, removed, edit.text))
        self._taken += units(edit.text) - removed
