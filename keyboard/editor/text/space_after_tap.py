"""The space after a tap, which what is typed next may change."""

from collections.abc import Callable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from keyboard.editor.text.utf16 import units
from keyboard.writing.soft_space import AfterTap, KeyEffect, key_effect


class SpaceAfterTap:
    """Does to a text what `writing.soft_space` says of the keys after a tap, while the cursor stays where they leave it."""

    def __init__(self, editor: QPlainTextEdit, text_before_cursor: Callable[[], str]) -> None:
        self._editor = editor
        self._text_before_cursor = text_before_cursor
        self._after_tap = AfterTap.NOTHING
        self._position = 0  # where the cursor is then

    def begin(self) -> None:
        """Begin where a tap has left the cursor: after a space that is soft now, or after none."""
        position = self._editor.textCursor().position()
        has_space = self._editor.document().characterAt(position - 1) == " "
        self._leave(AfterTap.SPACE if has_space else AfterTap.NOTHING, position)

    def follow_cursor(self) -> None:
        """Make an ordinary space of it where the cursor has gone elsewhere."""
        if self._editor.textCursor().position() != self._position:
            self._after_tap = AfterTap.NOTHING

    def take(self, typed: str) -> bool:
        """Enter what is typed if it is not just added to the text, as one undo step; tell whether it was entered."""
        cursor = self._editor.textCursor()
        is_after_tap = self._after_tap is not AfterTap.NOTHING and cursor.position() == self._position
        if not is_after_tap or cursor.hasSelection() or self._editor.isReadOnly():
            return False
        effect = key_effect(self._after_tap, self._text_before_cursor(), typed)
        if effect == KeyEffect(0, typed):
            return False
        self._leave(effect.leaves, cursor.position() - effect.replaced + units(effect.text))
        is_as_typed = not effect.replaced and effect.text == typed
        if not is_as_typed:
            replace_before_cursor(self._editor, effect.replaced, effect.text)
        return not is_as_typed

    def _leave(self, after_tap: AfterTap, position: int) -> None:
        self._after_tap, self._position = after_tap, position


def replace_before_cursor(editor: QPlainTextEdit, length: int, text: str) -> None:
    """Put `text` in the place of `length` UTF-16 units before the cursor, as one undo step."""
    cursor = editor.textCursor()
    cursor.beginEditBlock()
    cursor.setPosition(cursor.position() - length, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(text)
    cursor.endEditBlock()
    editor.setTextCursor(cursor)
