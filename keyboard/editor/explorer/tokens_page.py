"""Tokens: the text in the pieces that the model reads, and how much each one surprises it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QTextEdit, QWidget

from keyboard.editor.arrangement import row
from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, ReadText, facts_label, read_text
from keyboard.editor.explorer.shades import FULL_BITS, ink_on, surprise_shade, visible
from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.text.marks import highlight, text_in_view
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import selection, text_between, units
from keyboard.editor.translation import bits, decimal, percent, whole
from keyboard.engine.exploration_messages import TokenScore, TokenScores, TokenScoresRequest

# Characters read again before an edit: some 700 tokens, more than the half window before any token.
_CONTEXT = 3000


@dataclass
class ScoredText:
    """The scores of a text's tokens.

    After an edit in a long text only the rest is read again, with enough context before it for equally good scores. A short text
    is read from its start.
    """

    text: str = ""  # the text
    tokens: list[TokenScore] = field(default_factory=list)  # of its start, in their order
    in_all: int = 0  # how many tokens the text has, 0 before the first answer
    _known: int = 0  # tokens that an edit has left as they were
    _read: int = 0  # tokens up to the last that was read
    _first: int = 0  # the first token that is read, and where it begins
    _start: int = 0

    @property
    def is_complete(self) -> bool:
        return 0 < self.in_all <= self._read

    @property
    def to_read(self) -> str:
        return self.text[self._start :]

    @property
    def bits(self) -> float:
        return sum(token.bits for token in self.tokens)

    @property
    def perplexity(self) -> float:
        """Two to the mean surprise: the number of equally probable tokens that would be as hard to choose among."""
        return 2 ** (self.bits / len(self.tokens)) if self.tokens else 0.0

    def follow(self, text: str) -> None:
        """Follow an edit of the text; the tokens before it keep their scores."""
        same = _common_length(self.text, text)
        # The last token before the edit may have become a part of a longer one.
        self.tokens = [token for token in self.tokens if token.end < same or text == self.text]
        self.text, self.in_all, self._read, self._known = text, 0, 0, len(self.tokens)
        self._first, self._start = self._place_to_begin()

    def add(self, part: TokenScores) -> range:
        """Insert a part of the answer about `to_read`; return the places of the new tokens."""
        first = self._first + part.first
        new = range(max(first, self._known), max(first + len(part.tokens), self._known))
        moved = [replace(token, start=token.start + self._start, end=token.end + self._start) for token in part.tokens]
        self.tokens[new.start : new.stop] = moved[new.start - first :]
        self.in_all, self._read = self._first + part.in_all, first + len(part.tokens)
        if self.is_complete:
            del self.tokens[self.in_all :]
        return new

    def _place_to_begin(self) -> tuple[int, int]:
        """Return the token to begin at and its start: the start of a line, where tokenization can begin."""
        known_end = self.tokens[-1].end if self.tokens else 0
        start = self.text.rfind("\n", 0, max(known_end - _CONTEXT, 0)) + 1
        place = bisect_left(self.tokens, start, key=lambda token: token.start)
        is_cut_there = place < len(self.tokens) and self.tokens[place].start == start
        return (place, start) if is_cut_there and not self.text[start].isspace() else (0, 0)


def _common_length(first: str, second: str) -> int:
    """Return the length of the prefix that two texts share."""
    lengths = range(1, min(len(first), len(second)) + 1)
    return bisect_left(lengths, True, key=lambda length: not second.startswith(first[:length]))


_SOURCE = "surprise"


class SurpriseOverlay(QObject):
    """Colours tokens in the text until an edit: Qt paints a line once for each mark, too slow for every keystroke."""

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
        """Show the scores of the text that begins at `offset`, in UTF-16 units."""
        self._scored, self._offset = scored, offset
        self._draw_soon.start()

    def refresh(self) -> None:
        if self._scored is not None:
            self._draw_soon.start()

    def hide(self) -> None:
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
        ground = surprise_shade(bits)
        mark = highlight(selection(self._text_area.document(), start, end), ground)
        mark.format.setForeground(ink_on(ground))
        return mark


def _start(token: TokenScore) -> int:
    return token.start


def _characters(text: str, count: int) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * max(count, 0)].decode("utf-16-le", "replace"))


_STEPS = (0, 4, 8, 12, int(FULL_BITS))
_PADDING = 2


class SurpriseLegend(QWidget):
    """Draws fields of rising surprise, each with its bits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Scale of surprise, from 0 to {bits} bits").format(bits=_STEPS[-1]))

    def sizeHint(self) -> QSize:
        return QSize(240, self.fontMetrics().height() + 2 * _PADDING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.width() / len(_STEPS)
        for place, step in enumerate(_STEPS):
            field = QRectF(place * width, 0, width, self.height())
            ground = surprise_shade(step)
            painter.fillRect(field, ground)
            painter.setPen(QColor(ink_on(ground)))
            template = {_STEPS[0]: self.tr("{bits} bits"), _STEPS[-1]: "{bits}+"}.get(step, "{bits}")
            painter.drawText(field, Qt.AlignmentFlag.AlignCenter, template.format(bits=step))


# Reading a whole text takes a while, so it starts when the typing pauses.
_PAUSE_MS = 400
# In UTF-16 units. In a longer text the part that is read moves with the cursor, a quarter at a time.
MOST_READ = 100_000
_STEP = MOST_READ // 4


class TokensPage(ExplorerPage):
    """Shows the whole text as tokens coloured by surprise; the text area can show the colours too."""

    export_name = "tokens"
    title = QT_TRANSLATE_NOOP("TokensPage", "Tokens")

    def __init__(self, text_area: TextArea, link: ExplorerLink) -> None:
        super().__init__(text_area, link)
        self._scored = ScoredText()
        self._offset = 0  # of the text that is read, in UTF-16 units of the document
        self._asked_about = (-1, -1)  # the document's revision, and the offset
        self._overlay = SurpriseOverlay(text_area)
        self.sums = QLabel(self, wordWrap=True)
        self.facts = facts_label(self)
        self.flow = TokenFlow(self.tr("The text in tokens"), self._ground_of, self._tip_of, self)
        self.shows_ids = QCheckBox(self.tr("&Ids"), self)
        self.colours_text = QCheckBox(self.tr("Colour the te&xt"), self)
        self.colours_text.setToolTip(self.tr("Colours the text too while this page is visible."))
        self._ask_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._ask_soon.timeout.connect(self._ask)
        self.flow.pointed_at.connect(self._show_facts)
        self.flow.current_changed.connect(self._show_facts)
        self.shows_ids.toggled.connect(lambda _is_on: self._show_tokens())
        self.colours_text.toggled.connect(lambda _is_on: self._colour_text())
        self.lay_out(self.sums, SurpriseLegend(self), (self.flow, 1), self.facts, row(self.shows_ids, self.colours_text, None))
        self._show_tokens()

    def text_changed(self, _read: ReadText) -> None:
        """Read the whole text once typing pauses, or at once if the page is empty."""
        if self._is_asked:
            self._colour_text()
        elif self._scored.tokens:
            self._ask_soon.start()
        else:
            self._ask()

    def model_changed(self) -> None:
        """Forget the tokens: another model has others."""
        self._scored = ScoredText()
        self._show_tokens()

    def hidden(self) -> None:
        """Stop reading, and remove the colours from the text."""
        self._ask_soon.stop()
        if not self._scored.is_complete:
            self.link.forget(TokenScoresRequest)
        self._overlay.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._overlay.refresh()

    def data(self) -> Any:
        return {
            "model": self.link.model,
            "text": self._scored.text,
            "is_complete": self._scored.is_complete,
            "perplexity": self._scored.perplexity,
            "tokens": self._scored.tokens,
        }

    @property
    def _is_asked(self) -> bool:
        """Whether the current text has been read or is being read."""
        return self._asked_about == (self.text_area.document().revision(), self._start()) and self._is_being_read

    @property
    def _is_being_read(self) -> bool:
        return self._scored.is_complete or self.link.awaits(TokenScoresRequest)

    def _start(self) -> int:
        """Return where the part to read begins in the document."""
        position = self.text_area.textCursor().position()
        start = max(position - MOST_READ // 2, 0) // _STEP * _STEP
        return self._whole(start) if self.text_area.document().characterCount() > MOST_READ else 0

    def _whole(self, position: int) -> int:
        """Return a position in the document, moved on if it would split a surrogate pair."""
        return position + ("\udc00" <= self.text_area.document().characterAt(position) <= "\udfff")

    def _ask(self) -> None:
        self._ask_soon.stop()
        if self._is_asked or not self.link.is_ready:
            return
        start = self._start()
        text = self._part_from(start)
        self._asked_about = (self.text_area.document().revision(), start)
        # A new font changes the revision, not the text.
        if (text, start) == (self._scored.text, self._offset) and self._is_being_read:
            self._colour_text()
            return
        if start != self._offset:
            self._scored, self._offset = ScoredText(), start
        self._scored.follow(text)
        self.link.ask(TokenScoresRequest(NO_ID, self._scored.to_read), self._add)
        self._show_tokens()

    def _part_from(self, start: int) -> str:
        """Return the part of the document to read, without a final space, which belongs to the next token."""
        length = self.text_area.document().characterCount() - 1
        if length < MOST_READ:
            return read_text(self.text_area.whole_text()).text
        end = self._whole(min(start + MOST_READ, length))
        return read_text(text_between(self.text_area.document(), start, end)).text

    def _add(self, part: TokenScores) -> None:
        new = self._scored.add(part)
        self.flow.put_pieces(new.start, *self._pieces_and_notes(self._scored.tokens[new.start : new.stop]))
        if self._scored.is_complete:
            self.flow.keep_pieces(self._scored.in_all)
        self._show_sums()

    def _show_tokens(self) -> None:
        self.flow.show_pieces(*self._pieces_and_notes(self._scored.tokens))
        self._show_sums()

    def _show_sums(self) -> None:
        self.sums.setText(self._sums_in_words())
        self._show_facts(self.flow.current)
        self._colour_text()

    def _pieces_and_notes(self, tokens: Sequence[TokenScore]) -> tuple[list[str], list[str]]:
        notes = [str(token.id) for token in tokens] if self.shows_ids.isChecked() else []
        return [token.piece for token in tokens], notes

    def _colour_text(self) -> None:
        # The answer is about the text before an edit.
        if self.colours_text.isChecked() and self.isVisible() and self._is_asked:
            self._overlay.show_scores(self._scored, self._offset)
        else:
            self._overlay.hide()

    def _sums_in_words(self) -> str:
        scored = self._scored
        count = len(scored.tokens)
        if not count:
            return self.tr("Nothing is read yet.") if scored.text else self.tr("The text is empty.")
        words = [
            self.tr("perplexity {perplexity}").format(perplexity=decimal(scored.perplexity, 1)),
            self.tr("{bits} bits a token").format(bits=bits(scored.bits / count)),
        ]
        if scored.is_complete:
            words.append(self.tr("%Ln token(s)", "", count))
        elif scored.in_all:
            words.append(self.tr("{count} of {all} tokens read").format(count=whole(count), all=whole(scored.in_all)))
        if self._offset or self.text_area.document().characterCount() > MOST_READ:
            words.append(self.tr("{most} characters around the cursor").format(most=whole(MOST_READ)))
        return " · ".join(words)

    def _show_facts(self, place: int) -> None:
        """Show the facts of a token, or of the current one if the mouse points at none."""
        place = place if place >= 0 else self.flow.current
        self.facts.setText(self._tip_of(place) if place >= 0 else self.tr("Point at a token, or walk to it."))

    def _ground_of(self, place: int) -> QColor:
        return surprise_shade(self._scored.tokens[place].bits)

    def _tip_of(self, place: int) -> str:
        token = self._scored.tokens[place]
        return self.tr("{piece}: token {id}, {percent}, rank {rank}, {bits} bits").format(
            piece=visible(token.piece),
            id=token.id,
            percent=percent(token.probability),
            rank=whole(token.rank),
            bits=bits(token.bits),
        )
