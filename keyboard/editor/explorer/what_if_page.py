"""What if: hide some tokens from the later ones, or change the text, and compare the predictions."""

import math
from itertools import zip_longest
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSignalBlocker, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QWidget,
)

from keyboard.editor.arrangement import column, halves, row
from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, ReadText
from keyboard.editor.explorer.shades import hot, shade, visible
from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.explorer.token_tables import Cell, TokenTable
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import decimal, percent
from keyboard.engine.exploration_messages import TokenChange, WhatIf, WhatIfRequest

_EDIT_PACE_MS = 200
_MASKED_SHADE = 0.7


class WhatIfPage(ExplorerPage):
    """Lets the user mask tokens or edit a copy of the text, and shows the predictions before and after side by side."""

    export_name = "what-if"
    title = QT_TRANSLATE_NOOP("WhatIfPage", "What-if")

    def __init__(self, text_area: TextArea, link: ExplorerLink) -> None:
        super().__init__(text_area, link)
        self._read = ReadText()
        self.masked: frozenset[int] = frozenset()  # the places of tokens; the begin token is at 0
        self._answer: WhatIf | None = None
        self.masks = QRadioButton(self.tr("&Mask tokens"), self)
        self.masks.setChecked(True)
        self._changes_text = QRadioButton(self.tr("C&hange the text"), self)
        self._reset = QPushButton(self.tr("&Reset"), self)
        self._reset.setToolTip(self.tr("Unmasks all tokens, and copies the text again."))
        self.tokens = TokenFlow(self.tr("Tokens to mask"), self._ground_of, self._tip_of, self)
        self.other_text = QPlainTextEdit(self, tabChangesFocus=True)
        self.other_text.setAccessibleName(self.tr("Copy of the text to change"))
        self.said = QLabel(self, wordWrap=True)
        self.changes = TokenTable(self.tr("Next tokens before and after"), self)
        self.changes.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._ways = QStackedWidget(self)
        self._ask_soon = QTimer(self, singleShot=True, interval=_EDIT_PACE_MS)
        self._ask_soon.timeout.connect(self._ask)
        self._lay_out()
        self._connect()

    @property
    def _other(self) -> str:
        # `toPlainText` replaces no-break spaces.
        return self.other_text.document().toRawText().replace("\u2029", "\n")

    def text_changed(self, read: ReadText) -> None:
        """Ask about the current text; masks stay while the text only grows, and an edited copy stays."""
        if not read.text.startswith(self._read.text):
            self.masked = frozenset()
        if self._other == self._read.text:
            self._copy(read.text)
        self._read = read
        self._ask()

    def model_changed(self) -> None:
        """Forget the masks and both predictions: another model has other tokens."""
        self.masked = frozenset()
        self._answer = None
        self.tokens.show_pieces(())
        self.changes.setRowCount(0)
        self.said.clear()

    def data(self) -> Any:
        return {
            "model": self.link.model,
            "text": self._read.text,
            "masked": sorted(self.masked) if self.masks.isChecked() else [],
            "other_text": "" if self.masks.isChecked() else self._other,
            "answer": self._answer,
        }

    def _ask(self) -> None:
        self._ask_soon.stop()
        if self.masks.isChecked():
            request = WhatIfRequest(NO_ID, self._read.text, masked=tuple(sorted(self.masked)))
        elif not self._other:
            self.said.setText(self.tr("The copy is empty; write something, or take it from the text again with Reset."))
            return
        else:
            request = WhatIfRequest(NO_ID, self._read.text, other_text=self._other)
        self.link.ask(request, self._show)

    def _show(self, answer: WhatIf) -> None:
        self._answer = answer
        self.tokens.show_pieces(answer.pieces)
        self.tokens.viewport().update()
        self.said.setText(self._difference_in_words(answer))
        self.changes.show_cells(
            [self.tr("Before"), self.tr("After"), self.tr("Change")],
            [str(place + 1) for place in range(max(len(answer.before), len(answer.after)))],
            [_row(before, after) for before, after in zip_longest(answer.before, answer.after)],
        )

    def _difference_in_words(self, answer: WhatIf) -> str:
        if self.masks.isChecked() and not self.masked:
            return self.tr("Mask a token with a click or Space: later tokens cannot look at it then.")
        if not self.masks.isChecked() and self._other == self._read.text:
            return self.tr("Change the copy above; the text itself stays as it is.")
        masked = ", ".join(f"“{visible(answer.pieces[place])}”" for place in sorted(self.masked) if place < len(answer.pieces))
        what = self.tr("With {tokens} masked").format(tokens=masked) if self.masks.isChecked() else self.tr("With the other text")
        return self.tr("{what}, the prediction differs by {bits} bits from before (KL divergence).").format(
            what=what, bits=decimal(answer.divergence_bits, 2)
        )

    def _mask(self, masked: frozenset[int]) -> None:
        self.masked = masked
        self.tokens.viewport().update()
        self._ask()

    def _start_over(self) -> None:
        self._copy(self._read.text)
        self._mask(frozenset())

    def _copy(self, text: str) -> None:
        """Set the copy's text without asking about it."""
        with QSignalBlocker(self.other_text):
            self.other_text.setPlainText(text)
            self.other_text.moveCursor(self.other_text.textCursor().MoveOperation.End)

    def _turn(self, *, masks: bool) -> None:
        self._ways.setCurrentWidget(self.tokens if masks else self.other_text)
        self._ask()

    def _ground_of(self, place: int) -> QColor | None:
        return shade(hot(), _MASKED_SHADE) if place in self.masked else None

    def _tip_of(self, place: int) -> str:
        assert self._answer is not None  # noqa: S101 - a token is shown
        piece = visible(self._answer.pieces[place])
        return self.tr("“{piece}”, masked").format(piece=piece) if place in self.masked else f"“{piece}”"

    def _connect(self) -> None:
        self.tokens.taken.connect(lambda place: self._mask(self.masked ^ {place}))
        self.masks.toggled.connect(lambda is_on: self._turn(masks=is_on))
        self.other_text.textChanged.connect(self._ask_soon.start)
        self._reset.clicked.connect(lambda _checked: self._start_over())

    def _lay_out(self) -> None:
        self._ways.addWidget(self.tokens)
        self._ways.addWidget(self.other_text)
        below = QWidget(self)
        column(self.said, (self.changes, 1), owner=below)
        ways = row(self.masks, self._changes_text, None, self._reset)
        self.lay_out(ways, (halves((self._ways, 1), (below, 2)), 1))


def change_in_bits(change: TokenChange) -> str:
    """Return log2(after / before) with its sign, as in "+1.5 bits", or "" if either is zero."""
    if not change.before or not change.after:
        return ""
    return f"{math.log2(change.after / change.before):+.1f} bits".replace("-", "−")


def _row(before: TokenChange | None, after: TokenChange | None) -> list[Cell]:
    """Return a row's cells: the tokens at one rank before and after, and the change of the latter."""
    return [
        Cell(f"{visible(before.piece)}  {percent(before.before)}", before.before) if before else Cell(""),
        Cell(f"{visible(after.piece)}  {percent(after.after)}", after.after) if after else Cell(""),
        Cell(change_in_bits(after) if after else ""),
    ]
