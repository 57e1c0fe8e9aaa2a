"""The steps of attention in one head: query, key and value; the scores; the sum of the values; and what the cache saves."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from keyboard.editor.explorer.number_grid import NumberGrid, Numbers, faded, share_colours, signed_colours
from keyboard.editor.explorer.score_views import ScoreBars
from keyboard.editor.explorer.shades import cool, ink_on, shade, visible
from keyboard.editor.explorer.step_sections import Section, StepNumbers, StripSection
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.translation import decimal, percent
from keyboard.engine.exploration_messages import Step


class HeadGroups(QWidget):
    """Draws the query heads above the key and value heads that they share."""

    def __init__(self) -> None:
        super().__init__()
        self._heads, self._kv_heads, self._head = 1, 1, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_heads(self, answer: Step) -> None:
        self._heads, self._kv_heads, self._head = answer.heads, answer.kv_heads, answer.head
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 4 * self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, line = QPainter(self), self.fontMetrics().height()
        width, shared = min(self.width() / self._heads, 3.0 * line), self._heads // self._kv_heads
        for head in range(self._heads):
            kv_head = head // shared
            top = QRectF(head * width + 1, 1, width - 2, line + 2)
            below = QRectF(kv_head * shared * width + 1, 3 * line - 3, shared * width - 2, line + 2)
            is_marked = head == self._head
            painter.setPen(QPen(QColor(current_colours().muted), 1))
            painter.drawLine(QLineF(top.center().x(), top.bottom(), top.center().x(), below.top()))
            self._paint_box(painter, top, f"Q{head}", is_marked=is_marked)
            if head % shared == 0:
                self._paint_box(painter, below, f"K{kv_head} V{kv_head}", is_marked=kv_head == self._head // shared)

    def _paint_box(self, painter: QPainter, box: QRectF, text: str, *, is_marked: bool) -> None:
        ground = cool() if is_marked else shade(cool(), 0.15)
        painter.fillRect(box, ground)
        painter.setPen(ink_on(ground))
        if painter.fontMetrics().horizontalAdvance(text) <= box.width():
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class QuerySection(StripSection):
    """Step 2: norm, query, key and value."""

    def __init__(self) -> None:
        self._groups = HeadGroups()
        super().__init__(
            self.tr("2  Norm, query, key and value"),
            {
                "attention_norm": self.tr("After the norm"),
                "query_unturned": self.tr("Query, before its position turns it"),
                "query": self.tr("Query"),
                "key_unturned": self.tr("Key, before its position turns it"),
                "key": self.tr("Key"),
                "value": self.tr("Value"),
            },
            self._groups,
        )

    def show_step(self, numbers: StepNumbers) -> None:
        super().show_step(numbers)
        answer, width = numbers.answer, numbers.head_width
        shared = answer.heads // answer.kv_heads
        self._groups.setVisible(shared > 1)
        self._groups.show_heads(answer)
        first = answer.head // shared * shared
        self.say(
            self.tr(
                "The weight matrices make {heads} × {width} numbers of query and {kv_heads} × {width} of key and of value out of "
                "the {size} after the norm; head {head} has {width} of each."
            ).format(
                heads=answer.heads,
                kv_heads=answer.kv_heads,
                width=width,
                size=len(numbers.vectors["attention_norm"]),
                head=answer.head,
            ),
            self.tr("Heads {first} to {last} share key and value {kv_head}.").format(
                first=first, last=first + shared - 1, kv_head=answer.head // shared
            )
            if shared > 1
            else "",
            self.tr("Position {position} turns query and key.").format(position=answer.position)
            if "query_unturned" in numbers.vectors
            else "",
        )


class ScoreSection(Section):
    """Step 3: the query's scores."""

    def __init__(self) -> None:
        self.bars = ScoreBars(self.tr("Scores and weights"))
        super().__init__(self.tr("3  Scores"), self.bars)

    def show_step(self, numbers: StepNumbers) -> None:
        answer, vectors = numbers.answer, numbers.vectors
        self.bars.show_scores(answer.pieces, answer.first, vectors["scores"], vectors["weights"])
        is_usual = math.isclose(answer.scale, numbers.head_width**-0.5, rel_tol=1e-3)
        by = f"/ √{numbers.head_width}" if is_usual else f"× {decimal(answer.scale, 4)}"
        later = len(answer.pieces) - answer.position - 1
        self.say(
            self.tr("Query · key {by} for each token up to this one, {count} in all, and the result of the softmax.").format(
                by=by, count=len(vectors["scores"])
            ),
            self.tr("This block has a sliding window: it looks at token {first} and later ones.").format(first=answer.first)
            if answer.first
            else "",
            self.tr("%Ln later token(s) are masked: −∞.", "", later) if later else "",
            "" if self._is_softmax(vectors) else self.tr("This model changes the scores further before the softmax."),
        )

    @staticmethod
    def _is_softmax(vectors: dict[str, Numbers]) -> bool:
        scores = vectors["scores"].astype(np.float64)
        shares = np.exp(scores - scores.max())
        return bool(np.abs(shares / shares.sum() - vectors["weights"]).max() < 0.02)


_MOST_VALUES = 24


class SumSection(StripSection):
    """Step 5: the sum of the values, the heads joined, and what attention adds."""

    def __init__(self) -> None:
        self._width = 1  # of a head
        self._pieces: Sequence[str] = ()
        self._rows = np.zeros(0, dtype=np.int64)
        self._weights: Numbers = np.zeros(0, dtype=np.float32)
        self.values = NumberGrid(self.tr("Values, faded by their weights"), self._tip_of)
        super().__init__(
            self.tr("5  Sum of the values"),
            {
                "mixed": self.tr("Their sum"),
                "heads": self.tr("All heads side by side"),
                "attention_output": self.tr("Projected: what attention adds"),
                "attention_residual": self.tr("Residual: what came in, and this"),
            },
            first=(self.values,),
        )

    def show_step(self, numbers: StepNumbers) -> None:
        super().show_step(numbers)
        answer, vectors = numbers.answer, numbers.vectors
        self._width = numbers.head_width
        self._pieces, self._weights = answer.pieces[answer.first :], vectors["weights"]
        # For a long text the rows with the greatest weights, in the text's order.
        rows = self._rows = np.sort(self._weights.argsort()[::-1][:_MOST_VALUES])
        weights = self._weights[rows]
        colours = faded(
            signed_colours(vectors["values"][rows]), np.broadcast_to(weights[:, None], (len(rows), numbers.head_width))
        )
        self.values.show_cells(colours, numbers.head_width, [visible(self._pieces[row]) for row in rows])
        self.say(
            self.tr("The value of each token, {count} × {width} numbers, is multiplied by its weight.").format(
                count=len(self._weights), width=numbers.head_width
            ),
            self.tr("Shows the {count} with the greatest weights.").format(count=len(rows))
            if len(rows) < len(self._weights)
            else "",
            self.tr(
                "The sums of all {heads} heads, joined, make {joined} numbers, which a matrix projects to the {size} added."
            ).format(heads=answer.heads, joined=vectors["heads"].size, size=len(vectors["attention_output"])),
        )

    def _tip_of(self, place: int) -> str:
        line, number = divmod(place, self._width)
        row = int(self._rows[line])
        return self.tr("Value of “{piece}”, number {number}, with {weight}").format(
            piece=visible(self._pieces[row]), number=number, weight=percent(float(self._weights[row]))
        )


_FROM_CACHE, _EVALUATED = 0.06, 1.0


class PairSection(Section):
    """Two tokens one after the other: which keys and values came from the cache."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self.grid = NumberGrid(self.tr("Keys and values of two tokens"), self._tip_of)
        super().__init__(self.tr("Two tokens, one after the other"), self.grid)

    def show_pair(self, steps: Sequence[Step]) -> None:
        """Show the answers about two tokens in a row, or about one if there is none before it."""
        self._steps = list(steps)
        width = steps[-1].position + 1
        shares = np.zeros((len(steps), width), dtype=np.float32)
        for line, step in enumerate(steps):
            shares[line, : step.position + 1] = _EVALUATED
            shares[line, : step.from_cache] = _FROM_CACHE
        self.grid.show_cells(share_colours(shares), width, [visible(step.pieces[step.position]) for step in steps])
        self.say(
            self.tr("Each token needs the keys and values of all before it, in all {layers} blocks.").format(
                layers=steps[-1].layers
            ),
            *(
                self.tr("“{piece}”: {cached} came from the cache (faint), {evaluated} evaluated (strong).").format(
                    piece=visible(step.pieces[step.position]),
                    cached=step.from_cache,
                    evaluated=step.position + 1 - step.from_cache,
                )
                for step in steps
            ),
        )

    def _tip_of(self, place: int) -> str:
        line, position = divmod(place, self._steps[-1].position + 1)
        step = self._steps[line]
        piece = visible(self._steps[-1].pieces[position])
        if position > step.position:
            return self.tr("“{piece}” comes later").format(piece=piece)
        if position < step.from_cache:
            return self.tr("Key and value of “{piece}”: from the cache").format(piece=piece)
        return self.tr("Key and value of “{piece}”: evaluated").format(piece=piece)
