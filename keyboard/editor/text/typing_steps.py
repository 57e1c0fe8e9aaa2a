"""Each word that is typed is one step for Undo."""

from collections.abc import Callable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit


class TypingSteps:
    """Cuts what is typed into steps, each a word with the space after it.

    Qt makes one step of all that is typed until the cursor moves: one Undo would take a whole paragraph.
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._left_at: tuple[int, int] | None = None  # the cursor and the document's revision after the last key

    def enter(self, text: str, act: Callable[[], None]) -> None:
        """Let `act` enter a text at the cursor, as part of the last step where that goes on, else of a new one."""
        cursor = self._editor.textCursor()
        if self._goes_on(cursor, text):
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        act()
        cursor.endEditBlock()
        self._left_at = self._place(self._editor.textCursor())

    def _goes_on(self, cursor: QTextCursor, text: str) -> bool:
        if cursor.hasSelection() or self._left_at != self._place(cursor):
            return False
        return text.isspace() or not self._editor.document().characterAt(cursor.position() - 1).isspace()

    def _place(self, cursor: QTextCursor) -> tuple[int, int]:
        return cursor.position(), self._editor.document().revision()
