"""The text in the window coloured by surprise, token by token, as far as it is in view."""

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from keyboard.editor.explorer.scored_text import ScoredText
from keyboard.editor.explorer.shades import ink_on, surprise_shade
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.text_in_view import text_in_view
from keyboard.editor.text.utf16 import units
from keyboard.engine.exploration_messages.token_scores import TokenScore

_SOURCE = "surprise"


class SurpriseOverlay(QObject):
    """Marks tokens in the text until it is edited.

    Qt paints a line of text once for each mark on it, which would be felt at each key.
    """

    def __init__(self, text_area: TextArea) -> None:
        super().__init__(text_area)
        self._text_area = text_area
        self._scored: ScoredText | None = None
        self._offset = 0
        self._draw_soon = QTimer(self, singleShot=True, interval=0)
        self._draw_soon.timeout.connect(self._draw)
        text_area.document().contentsChange.connect(lambda _position, _removed, _added: self.hide())
        scroll_bar = text_area.verticalScrollBar()
        for signal in (scroll_bar.valueChanged, scroll_bar.rangeChanged):
            signal.connect(self.refresh)

    def show_scores(self, scored: ScoredText, offset: int) -> None:
        """Show the scores of the text that begins so many UTF-16 units into the document."""
        self._scored, self._offset = scored, offset
        self._draw_soon.start()

    def refresh(self) -> None:
        """Colour anew what is in view."""
        if self._scored is not None:
            self._draw_soon.start()

    def hide(self) -> None:
        """Take all colours away."""
        self._draw_soon.stop()
        self._scored = None
        self._text_area.marks.show(_SOURCE, ())

    def _draw(self) -> None:
        if self._scored is None:
            return
        view, text, tokens = text_in_view(self._text_area), self._scored.text, self._scored.tokens
        first = _characters(text, view.offset - self._offset)
        tokens = tokens[bisect_left(tokens, first, key=_start) : bisect_right(tokens, first + len(view.text), key=_start)]
        marks, reached = [], 0
        position = self._offset
        for token in tokens:
            start = position + units(text[reached : token.start])
            reached, position = token.end, start + units(text[token.start : token.end])
            marks.append(self._mark(start, position, token.bits))
        self._text_area.marks.show(_SOURCE, marks)

    def _mark(self, start: int, end: int, bits: float) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(self._text_area.document())
        mark.cursor.setPosition(start)
        mark.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        ground = surprise_shade(bits)
        mark.format = QTextCharFormat()
        mark.format.setBackground(ground)
        mark.format.setForeground(ink_on(ground))
        return mark


def _start(token: TokenScore) -> int:
    return token.start


def _characters(text: str, count: int) -> int:
    """Return how many characters of a text are in its first UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * max(count, 0)].decode("utf-16-le", "replace"))
