"""Tokens: the text in the pieces that the model reads, and how much each of them surprises it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, ReadText, read_text
from keyboard.editor.explorer.shades import surprise_shade, visible
from keyboard.editor.explorer.surprises import ScoredText, SurpriseLegend, SurpriseOverlay
from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import bits, decimal, percent, whole
from keyboard.engine.exploration_messages import TokenScore, TokenScores, TokenScoresRequest

# Reading a whole text takes a while, so it begins when the typing pauses.
_PAUSE_MS = 400
# In UTF-16 units. What is read of a longer text moves with the cursor, a quarter at a time.
MOST_READ = 100_000
_STEP = MOST_READ // 4


class TokensPage(ExplorerPage):
    """The whole text as tokens, coloured by surprise; the colours can be laid over the text itself too.

    Attributes:
        flow: The tokens.
        facts: What is known of the token that the mouse or the keyboard is on.
        sums: The text's tokens, bits and perplexity.
    """

    export_name = "tokens"

    def __init__(self, text_area: TextArea, link: ExplorerLink, parent: QWidget | None = None) -> None:
        super().__init__(text_area, link, parent)
        self._scored = ScoredText()
        self._offset = 0  # of the text that is read, in UTF-16 units of the document
        self._asked_about = (-1, -1)  # the document's revision, and the offset
        self._overlay = SurpriseOverlay(text_area)
        self.sums = QLabel(self, wordWrap=True)
        self.facts = QLabel(self, wordWrap=True)
        self.facts.setObjectName("explorerFacts")
        self.flow = TokenFlow(self.tr("The text in tokens"), self._ground_of, self._tip_of, self)
        self.shows_ids = QCheckBox(self.tr("&Ids"), self)
        self.colours_text = QCheckBox(self.tr("Colour the te&xt"), self)
        self._ask_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._ask_soon.timeout.connect(self._ask)
        self.flow.pointed_at.connect(self._tell_of)
        self.flow.current_changed.connect(self._tell_of)
        self.shows_ids.toggled.connect(lambda _is_on: self._show_tokens())
        self.colours_text.toggled.connect(lambda _is_on: self._colour_text())
        self._lay_out()
        self._show_tokens()

    @property
    def title(self) -> str:
        """What is on the tab."""
        return self.tr("Tokens")

    def text_changed(self, _read: ReadText) -> None:
        """Read the whole text once the typing pauses; at once where the page shows nothing yet."""
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
        """Give up reading, and take the colours from the text."""
        self._ask_soon.stop()
        if not self._scored.is_complete:
            self.link.forget(TokenScoresRequest)
        self._overlay.hide()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow other colours of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._overlay.refresh()

    def data(self) -> Any:
        """Return the text, its tokens, and the perplexity of what is known."""
        return {
            "model": self.link.model,
            "text": self._scored.text,
            "is_complete": self._scored.is_complete,
            "perplexity": self._scored.perplexity,
            "tokens": self._scored.tokens,
        }

    @property
    def _is_asked(self) -> bool:
        """Whether the text as it is now is read already, or being read."""
        return self._asked_about == (self.text_area.document().revision(), self._start()) and self._is_being_read

    @property
    def _is_being_read(self) -> bool:
        return self._scored.is_complete or self.link.awaits(TokenScoresRequest)

    def _start(self) -> int:
        """Return where the part of the document begins that is read."""
        position = self.text_area.textCursor().position()
        start = max(position - MOST_READ // 2, 0) // _STEP * _STEP
        return self._whole(start) if self.text_area.document().characterCount() > MOST_READ else 0

    def _whole(self, position: int) -> int:
        """Return a position in the document, or the next one where it would cut a character of two units."""
        return position + ("\udc00" <= self.text_area.document().characterAt(position) <= "\udfff")

    def _ask(self) -> None:
        self._ask_soon.stop()
        if self._is_asked or not self.link.is_ready:
            return
        start = self._start()
        text = self._part_from(start)
        self._asked_about = (self.text_area.document().revision(), start)
        # Another font makes another revision of the same text.
        if (text, start) == (self._scored.text, self._offset) and self._is_being_read:
            self._colour_text()
            return
        if start != self._offset:
            self._scored, self._offset = ScoredText(), start
        self._scored.follow(text)
        self.link.ask(TokenScoresRequest(NO_ID, self._scored.to_read), self._add)
        self._show_tokens()

    def _part_from(self, start: int) -> str:
        """Return what is read of the document; as elsewhere, a space at its end is left to the next token."""
        length = self.text_area.document().characterCount() - 1
        if length < MOST_READ:
            return read_text(self.text_area.whole_text()).text
        cursor = QTextCursor(self.text_area.document())
        cursor.setPosition(start)
        cursor.setPosition(self._whole(min(start + MOST_READ, length)), QTextCursor.MoveMode.KeepAnchor)
        return read_text(cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")).text

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
        self._tell_of(self.flow.current)
        self._colour_text()

    def _pieces_and_notes(self, tokens: Sequence[TokenScore]) -> tuple[list[str], list[str]]:
        notes = [str(token.id) for token in tokens] if self.shows_ids.isChecked() else []
        return [token.piece for token in tokens], notes

    def _colour_text(self) -> None:
        # What comes in about a text that has been edited since fits it no more.
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

    def _tell_of(self, place: int) -> None:
        """Tell what is known of a token; of the current one where the mouse is on none."""
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

    def _lay_out(self) -> None:
        self.colours_text.setToolTip(self.tr("Lays the colours over the text while this page is in view."))
        switches = QHBoxLayout()
        switches.addWidget(self.shows_ids)
        switches.addWidget(self.colours_text)
        switches.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 0)
        layout.setSpacing(8)
        layout.addWidget(self.sums)
        layout.addWidget(SurpriseLegend(self))
        layout.addWidget(self.flow, stretch=1)
        layout.addWidget(self.facts)
        layout.addLayout(switches)
