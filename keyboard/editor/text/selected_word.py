"""A word that is selected, for which others may be offered."""

import re
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor

from keyboard.editor.text.tap_edit import REST_OF_WORD

_LONGEST = 60
# One word, and the space after it that Ctrl+Shift+Right selects with it.
_WORD = re.compile(rf"(?!['’])({REST_OF_WORD.pattern}) ?")


@dataclass(frozen=True)
class SelectedWord:
    """One whole word of the text, and nothing else but a space after it.

    Attributes:
        start: Where it begins, in UTF-16 units of the document.
        word: Its letters.
    """

    start: int
    word: str


def selected_word(cursor: QTextCursor) -> SelectedWord | None:
    """Return the word that a selection holds, or None where it holds anything else: more, less or a part of one."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    if not 0 < end - start <= _LONGEST:
        return None
    found = _WORD.fullmatch(cursor.selectedText())
    document = cursor.document()
    is_part = document.characterAt(start - 1).isalnum() or (
        document.characterAt(end - 1) != " " and document.characterAt(end).isalnum()
    )
    return SelectedWord(start, found[1]) if found and not is_part else None
