"""The text in the window coloured by surprise, token by token, as far as it is in view."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from msgspec.structs import replace
from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from keyboard.editor.explorer.shades import FULL_BITS, ink_on, surprise_shade
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.text_in_view import text_in_view
from keyboard.editor.text.utf16 import units
from keyboard.engine.exploration_messages import TokenScore, TokenScores

# What is read again before an edit, in characters: some 700 tokens, more than the half window that any token has before it.
_CONTEXT = 3000


@dataclass
class ScoredText:
    """What is known of a text's tokens.

    After an edit in a long text only what follows it is read, after so much context that its scores are as good; a short text
    is read from its start.

    Attributes:
        text: The text.
        tokens: Of its start, in their order.
        in_all: How many tokens the text has, 0 before the first answer.
    """

    text: str = ""
    tokens: list[TokenScore] = field(default_factory=list)
    in_all: int = 0
    _known: int = 0  # tokens that an edit has left as they were
    _read: int = 0  # tokens up to the last that was read
    _first: int = 0  # the first token that is read, and where it begins
    _start: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether all tokens are known."""
        return 0 < self.in_all <= self._read

    @property
    def to_read(self) -> str:
        """What is to be read so that all tokens are known."""
        return self.text[self._start :]

    @property
    def bits(self) -> float:
        """The surprise of all that is known, in bits."""
        return sum(token.bits for token in self.tokens)

    @property
    def perplexity(self) -> float:
        """Two to the mean surprise: among so many equally probable tokens the model would choose as well."""
        return 2 ** (self.bits / len(self.tokens)) if self.tokens else 0.0

    def follow(self, text: str) -> None:
        """Go on with an edited text: what stands before the edit is as it was."""
        same = _common_length(self.text, text)
        # The last token before the edit may have become a part of a longer one.
        self.tokens = [token for token in self.tokens if token.end < same or text == self.text]
        self.text, self.in_all, self._read, self._known = text, 0, 0, len(self.tokens)
        self._first, self._start = self._place_to_begin()

    def add(self, part: TokenScores) -> range:
        """Put a part of the answer about `to_read` in its place, and return the places of the tokens that are new."""
        first = self._first + part.first
        new = range(max(first, self._known), max(first + len(part.tokens), self._known))
        moved = [replace(token, start=token.start + self._start, end=token.end + self._start) for token in part.tokens]
        self.tokens[new.start : new.stop] = moved[new.start - first :]
        self.in_all, self._read = self._first + part.in_all, first + len(part.tokens)
        if self.is_complete:
            del self.tokens[self.in_all :]
        return new

    def _place_to_begin(self) -> tuple[int, int]:
        """Return the token to begin at and its start: at a line's start, where a text is cut into tokens as if it began there."""
        known_end = self.tokens[-1].end if self.tokens else 0
        start = self.text.rfind("\n", 0, max(known_end - _CONTEXT, 0)) + 1
        place = bisect_left(self.tokens, start, key=lambda token: token.start)
        is_cut_there = place < len(self.tokens) and self.tokens[place].start == start
        return (place, start) if is_cut_there and not self.text[start].isspace() else (0, 0)


def _common_length(first: str, second: str) -> int:
    """Return how many characters two texts have in common at their start."""
    least, most = 0, min(len(first), len(second))
    while least < most:
        middle = (least + most + 1) // 2
        if first[least:middle] == second[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


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


_STEPS = (0, 4, 8, 12, int(FULL_BITS))
_PADDING = 2


class SurpriseLegend(QWidget):
    """Fields of rising surprise, each with its bits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Scale of surprise, from 0 to {bits} bits").format(bits=_STEPS[-1]))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a line of text."""
        return QSize(240, self.fontMetrics().height() + 2 * _PADDING)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the fields."""
        painter = QPainter(self)
        width = self.width() / len(_STEPS)
        for place, bits in enumerate(_STEPS):
            field = QRectF(place * width, 0, width, self.height())
            ground = surprise_shade(bits)
            painter.fillRect(field, ground)
            painter.setPen(QColor(ink_on(ground)))
            template = {_STEPS[0]: self.tr("{bits} bits"), _STEPS[-1]: "{bits}+"}.get(bits, "{bits}")
            painter.drawText(field, Qt.AlignmentFlag.AlignCenter, template.format(bits=bits))
