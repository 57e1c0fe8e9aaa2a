"""Loading a long text into the text area, and reading it out, in pieces that never hold up typing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor

from keyboard.editor.recovery.journal import Edit, TextChanges
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import selection, units

# Qt takes one to four milliseconds for a piece; pieces of half the size would double the total time.
_PIECE_LENGTH = 32_000


class ChunkedLoad(QObject):
    """Replaces the text by another: a short one at once, a long one piece by piece.

    What the user types into the loaded pieces stays. Undo cannot go back beyond the end of the load.
    """

    def __init__(self, text_area: TextArea) -> None:
        super().__init__(text_area)
        self.is_inserting = False  # a piece is being inserted, so the current change is not the user's
        self.is_under_way = False  # more pieces follow
        self._text_area = text_area
        self._text = ""
        self._place = 0
        self._is_touched = False
        self._then: Callable[[], None] = lambda: None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._insert_next)
        text_area.document().contentsChange.connect(self._note_change)

    def fill(self, text: str, cursor: int, *, is_modified: bool, then: Callable[[], None]) -> None:
        """Replace the text area's text, set the cursor to `cursor` (in UTF-16 units), and call `then` at the end.

        The text then counts as modified if `is_modified`, or if the user typed meanwhile.
        """
        self._text, self._place, self._then = text, _PIECE_LENGTH, then
        self._is_touched = is_modified
        self._cursor = cursor
        self.is_under_way = True
        is_long = len(text) > _PIECE_LENGTH
        if is_long:
            self._text_area.document().setUndoRedoEnabled(False)
        with self._inserting():
            self._text_area.setPlainText(text[:_PIECE_LENGTH])
        if is_long:
            self._timer.start()
        else:
            self._end()

    def _insert_next(self) -> None:
        cursor = self._text_area.textCursor()
        is_at_end, position = cursor.atEnd(), cursor.position()
        with self._inserting():
            end = QTextCursor(self._text_area.document())
            end.movePosition(QTextCursor.MoveOperation.End)
            end.insertText(self._text[self._place : self._place + _PIECE_LENGTH])
        if is_at_end and not cursor.hasSelection():
            cursor.setPosition(position)
            self._text_area.setTextCursor(cursor)
        self._place += _PIECE_LENGTH
        if self._place >= len(self._text):
            self._timer.stop()
            self._text_area.document().setUndoRedoEnabled(True)
            self._end()

    @contextmanager
    def _inserting(self) -> Iterator[None]:
        self.is_inserting = True
        try:
            yield
        finally:
            self.is_inserting = False

    def _end(self) -> None:
        self._text = ""
        self.is_under_way = False
        cursor = self._text_area.textCursor()
        if self._cursor and not cursor.position():
            cursor.setPosition(min(self._cursor, self._text_area.document().characterCount() - 1))
            self._text_area.setTextCursor(cursor)
        self._text_area.document().setModified(self._is_touched)
        self._then()

    def _note_change(self) -> None:
        if not self.is_inserting:
            self._is_touched = True


# In UTF-16 units; Qt takes about a millisecond for this many.
_SNAPSHOT_PIECE_LENGTH = 1 << 16


class Snapshot(QObject):
    """Takes the text as edits that lead from an empty text to the text at the time of the last piece.

    A change in the part already taken becomes one more edit.
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
        """Call `then` with the edits, at once for a short text. Takes one snapshot at a time."""
        self._edits, self._taken, self._then = [], 0, then
        self._timer.start()
        self._take_next()

    def _take_next(self) -> None:
        length = self._document.characterCount() - 1
        end = min(self._taken + _SNAPSHOT_PIECE_LENGTH, length)
        if "\udc00" <= self._document.characterAt(end) <= "\udfff":
            end += 1
        text = selection(self._document, self._taken, end).selectedText().replace("\u2029", "\n")
        self._edits.append(Edit(self._taken, 0, text))
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
