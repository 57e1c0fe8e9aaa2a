"""Positions in a document as Qt counts them, in UTF-16 units. An emoji has two; Python and the engine count characters."""

from dataclasses import dataclass
from typing import NewType

from PySide6.QtGui import QInputMethodEvent, QTextCursor, QTextDocument

from keyboard.writing.edits import Characters

Utf16 = NewType("Utf16", int)


def selection(document: QTextDocument, start: int, end: int) -> QTextCursor:
    """Return a cursor that selects the text between two positions."""
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def text_between(document: QTextDocument, start: int, end: int) -> str:
    """Return the text between two positions, with "\\n" for each line end."""
    return selection(document, start, end).selectedText().replace("\u2029", "\n").replace("\u2028", "\n")


def units(text: str) -> int:
    """Return the number of UTF-16 units of a text; half of a pair is one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, length: int) -> str:
    """Return the first characters of a text, up to `length` UTF-16 units."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * length].decode("utf-16-le", "ignore")


def last_units(text: str, length: int) -> str:
    """Return the last characters of a text, up to `length` UTF-16 units."""
    start = len(text)
    while start > 0 and length > 0:
        start -= 1
        length -= units(text[start])
    return text[start:]


def with_whole_letters(event: QInputMethodEvent, caret: int, document: QTextDocument) -> QInputMethodEvent:
    """Return an event that replaces no half of a surrogate pair; some input methods count characters, and Qt UTF-16 units."""
    if not event.replacementLength():
        return event
    start = caret + event.replacementStart()
    end = start + event.replacementLength()
    start -= start > 0 and "\udc00" <= document.characterAt(start) <= "\udfff"
    end += "\udc00" <= document.characterAt(end) <= "\udfff"
    whole = QInputMethodEvent(event.preeditString(), event.attributes())
    whole.setCommitString(event.commitString(), start - caret, end - start)
    return whole


@dataclass(frozen=True)
class TextTail:
    """The end of the text before a place."""

    text: str
    start: Utf16  # its start in the document
    offset: Characters  # the number of characters before it


class CharacterPlaces:
    """Counts the characters of a document before a place, at a cost that does not grow with the document.

    It counts on from the last place that it was asked about. After a change before that place it counts again from the start.
    """

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._place, self._characters = 0, 0
        document.contentsChange.connect(self._follow)

    def characters_before(self, place: Utf16) -> Characters:
        """Return the number of characters before a place; a line end is one."""
        if place != self._place:
            between = len(text_between(self._document, min(place, self._place), max(place, self._place)))
            self._characters += between if place > self._place else -between
            self._place = place
        return Characters(self._characters)

    def _follow(self, position: int, _removed: int, _added: int) -> None:
        if position < self._place:
            self._place, self._characters = 0, 0
