"""Marks on the text, and its visible part."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from keyboard.editor.text.utf16 import text_between, units


def highlight(cursor: QTextCursor, colour: QColor, alpha: int = 255) -> QTextEdit.ExtraSelection:
    """Return a mark with a background, from transparent at alpha 0 to opaque at 255."""
    mark = QTextEdit.ExtraSelection()
    mark.cursor = cursor
    ground = QColor(colour)
    ground.setAlpha(alpha)
    mark.format.setBackground(ground)
    return mark


class Marks:
    """The marks of one text, by their source; later sources are painted over earlier ones."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._layers: dict[str, list[QTextEdit.ExtraSelection]] = {}

    def show(self, source: str, marks: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Replace the marks of a source with these."""
        if not marks and not self._layers.get(source):
            return
        self._layers[source] = list(marks)
        self._editor.setExtraSelections([mark for layer in self._layers.values() for mark in layer])

    def of(self, source: str) -> list[QTextEdit.ExtraSelection]:
        return list(self._layers.get(source, ()))


# A word that the edge of the view cuts is included whole, up to this many characters.
_MARGIN = 64


@dataclass(frozen=True)
class TextInView:
    """A piece of the text, and its start in UTF-16 units of the document."""

    text: str
    offset: int

    def position(self, index: int) -> int:
        """Return the position in the document of a character of the piece, in UTF-16 units."""
        return self.offset + units(self.text[:index])


def text_in_view(editor: QPlainTextEdit) -> TextInView:
    """Return the visible text, with some characters around it."""
    viewport = editor.viewport()
    last = editor.document().characterCount() - 1
    start = max(editor.cursorForPosition(viewport.rect().topLeft()).position() - _MARGIN, 0)
    end = min(editor.cursorForPosition(viewport.rect().bottomRight()).position() + _MARGIN, last)
    text = text_between(editor.document(), start, end)
    return _without_cut_words(text, start, is_start=start == 0, is_end=end == last)


def _without_cut_words(text: str, start: int, *, is_start: bool, is_end: bool) -> TextInView:
    """Leave out the parts of words, at both ends, that a piece may have cut."""
    whole = TextInView(text, start)
    first = 0 if is_start else next((place for place, character in enumerate(text) if character.isspace()), len(text))
    stop = len(text) if is_end else len(text) - next((n for n, c in enumerate(reversed(text)) if c.isspace()), len(text))
    return TextInView(text[first : max(first, stop)], whole.position(first))
