"""Attention: how much one token attends to each token before it, in every head of every layer."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QPointF, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from keyboard.editor.arrangement import row
from keyboard.editor.explorer.head_grid import AttentionWeights, HeadChoice, HeadGrid
from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, ReadText, facts_label
from keyboard.editor.explorer.shades import cool, hot, shade, visible
from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import percent, whole
from keyboard.engine.exploration_messages import Attention, AttentionRequest

# A weaker weight shows only as the background of its token: a hundred thin arcs would hide the few that matter.
_LEAST_WEIGHT = 0.03
_WIDEST = 5.0
_LOWEST, _HIGHEST = 6.0, 30.0


class ArcFlow(TokenFlow):
    """Draws an arc to each token with a noticeable weight; the arc's width shows the weight."""

    line_gap = 14
    _end = -1
    _weights: Sequence[float] = ()

    def show_arcs(self, end: int, weights: Sequence[float]) -> None:
        """Draw arcs from the token `end` to the tokens at the start of the text that these weights belong to."""
        self._end, self._weights = end, weights
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not 0 <= self._end < self.count:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, weight in enumerate(self._weights[: self.count]):
            if weight >= _LEAST_WEIGHT and place != self._end:
                self._paint_arc(painter, place, weight)

    def _paint_arc(self, painter: QPainter, place: int, weight: float) -> None:
        start, end = self._top_of(self._end), self._top_of(place)
        height = min(max(abs(start.x() - end.x()) / 6, _LOWEST), _HIGHEST)
        path = QPainterPath(start)
        path.cubicTo(start - QPointF(0, height), end - QPointF(0, height), end)
        colour = QColor(hot())
        colour.setAlphaF(0.35 + 0.55 * min(weight, 1.0))
        painter.setPen(QPen(colour, 1 + (_WIDEST - 1) * weight))
        painter.drawPath(path)

    def _top_of(self, place: int) -> QPointF:
        box = self.box_of(place)
        return QPointF(box.center().x(), box.top() + 2)


_AT_END = -1
_TOLD = 3


class AttentionPage(ExplorerPage):
    """Shows the text with arcs from the chosen token to the tokens it attends to, and the grid of heads to choose from."""

    export_name = "attention"
    title = QT_TRANSLATE_NOOP("AttentionPage", "Attention")
    steps_wanted = Signal(int, int, int)  # the user asks how a weight came about; the token's position, the layer and the head

    def __init__(self, text_area: TextArea, link: ExplorerLink) -> None:
        super().__init__(text_area, link)
        self._read = ReadText()
        self._pieces: tuple[str, ...] = ()
        self._weights: AttentionWeights | None = None
        self._row: list[float] = []  # of the heads chosen, (position + 1)
        self._pointed = -1
        self.tokens = ArcFlow(self.tr("Tokens to choose from"), self._ground_of, self._tip_of, self)
        self.grid = HeadGrid(self)
        self.hides_begin = QCheckBox(self.tr("&Hide the begin token and share out the rest"), self)
        self.said = QLabel(self, wordWrap=True)
        self._shares = facts_label(self)
        self._legend = facts_label(self)
        self._average = QPushButton(self.tr("&Average of All"), self)
        self.how = QPushButton(self.tr("Ho&w is this weight computed?"), self)
        self.how.setToolTip(self.tr("Shows the steps of this head or, among several heads, of the one with the greatest weight."))
        legend = row((self._legend, 1), self._average)
        self.lay_out(self.said, (self.tokens, 3), self.hides_begin, row(self.how, None), self._shares, (self.grid, 2), legend)
        self.tokens.current_changed.connect(self._look_from)
        self.tokens.pointed_at.connect(self._point_at)
        self.grid.chosen.connect(lambda _choice: self._show_row())
        self.hides_begin.toggled.connect(lambda _is_on: self._show_row())
        self._average.clicked.connect(lambda _checked: self.grid.choose(HeadChoice()))
        self.how.clicked.connect(lambda _checked: self._ask_for_steps())

    def text_changed(self, read: ReadText) -> None:
        """Ask for the attention of the last token; the answer also lists the tokens."""
        self._read = read
        self._ask(_AT_END, self._show_text)

    def model_changed(self) -> None:
        """Forget the weights and the choice: another model has other tokens and heads."""
        self._weights = None
        self._pieces, self._row = (), []
        self.tokens.show_pieces(())
        self.grid.choose(HeadChoice())
        self.said.clear()
        self._shares.clear()

    def data(self) -> Any:
        if self._weights is None:
            return None
        answer, choice = self._weights.answer, self.grid.choice
        return {
            "model": self.link.model,
            "pieces": answer.pieces,
            "position": answer.position,
            "layer": choice.layer,
            "head": choice.head,
            "begin_token_hidden": self.hides_begin.isChecked(),
            "weights": self._row,
            "focus_by_layer_and_head": self._weights.focus().tolist(),
        }

    def _ask(self, position: int, then: Any) -> None:
        self.link.ask(AttentionRequest(NO_ID, self._read.text, position), then)

    def _show_text(self, answer: Attention) -> None:
        """Show another text. The chosen token stays chosen if it is still there; otherwise the last one is."""
        was_at_end = self.tokens.current >= len(self._pieces) - 1
        self._pieces = answer.pieces
        self.tokens.show_pieces(answer.pieces)
        self._show(answer)
        if was_at_end or self.tokens.current < 0:
            self.tokens.set_current(answer.position)
        else:
            self._look_from(self.tokens.current)

    def _look_from(self, place: int) -> None:
        if self._weights is None or place != self._weights.answer.position:
            self._ask(place, self._show)

    def _show(self, answer: Attention) -> None:
        self._weights = AttentionWeights(answer)
        self._shade_grid()
        self._show_row()

    def _show_row(self) -> None:
        if self._weights is None:
            return
        weights = self._weights.of(self.grid.choice, hides_begin=self.hides_begin.isChecked())
        self._row = [float(weight) for weight in weights]
        self.tokens.show_arcs(self._weights.answer.position, self._row)
        self.said.setText(self._in_words(self._weights.answer.pieces, weights.argsort()[::-1][:_TOLD].tolist()))
        self._shares.setText(self._shares_in_words(percent(float(self._weights.of(self.grid.choice)[0]))))

    def _in_words(self, pieces: Sequence[str], best: list[int]) -> str:
        if len(self._row) == 1:
            return self.tr("The begin token can only look at itself.")
        looked_at = ", ".join(f"“{visible(pieces[n])}” {percent(self._row[n])}" for n in best if self._row[n] > 0)
        return self.tr("{heads}: “{piece}” looks at {tokens}.").format(
            heads=self.grid.name_of(self.grid.choice), piece=visible(pieces[-1]), tokens=looked_at
        )

    def _shares_in_words(self, sink: str) -> str:
        if self.hides_begin.isChecked():
            return self.tr(
                "Shares of the weight that is not on the begin token, which has {weight}; these are not the model's own weights."
            ).format(weight=sink)
        return self.tr("{weight} is on the begin token. Causal: a token cannot look at later tokens.").format(weight=sink)

    def _ask_for_steps(self) -> None:
        """Ask for the steps of the head that has the greatest weight among the chosen ones, on the token that has it."""
        if self._weights is None:
            return
        looked_at = max(range(len(self._row)), key=self._row.__getitem__)
        choice = self.grid.choice
        on_it = self._weights.on(looked_at)[choice.cells]
        layer, head = np.unravel_index(int(on_it.argmax()), on_it.shape)
        self.steps_wanted.emit(self._weights.answer.position, int(layer) + (choice.layer or 0), int(head) + (choice.head or 0))

    def _point_at(self, place: int) -> None:
        self._pointed = place
        self._shade_grid()

    def _shade_grid(self) -> None:
        if self._weights is None:
            return
        if 0 <= self._pointed < len(self._pieces):
            self.grid.show_values(self._weights.on(self._pointed))
            piece = visible(self._pieces[self._pointed])
            self._legend.setText(
                self.tr("Each cell is a head: the stronger its colour, the more it looks at “{piece}”.").format(piece=piece)
            )
        else:
            self.grid.show_values(self._weights.focus())
            self._legend.setText(
                self.tr("Each cell is a head: the stronger its colour, the fewer tokens it looks at. Point at a token.")
            )

    def _ground_of(self, place: int) -> QColor | None:
        return shade(cool(), float(np.sqrt(self._row[place]))) if place < len(self._row) else None

    def _tip_of(self, place: int) -> str:
        piece = visible(self._pieces[place])
        if self._weights is None or place > self._weights.answer.position:
            return self.tr("“{piece}” comes later: a token only looks back").format(piece=piece)
        if place >= len(self._row):
            return piece
        return self.tr("“{piece}”, token {number}: {weight}").format(
            piece=piece, number=whole(place), weight=percent(self._row[place])
        )
