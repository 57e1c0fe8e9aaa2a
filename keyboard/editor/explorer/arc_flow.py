"""Tokens in lines, with arcs from one of them to those that it looks at."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen

from keyboard.editor.explorer.shades import hot
from keyboard.editor.explorer.token_flow import TokenFlow

# What weighs less is told by the ground of its token alone: a hundred thin arcs hide the few that matter.
_LEAST_WEIGHT = 0.03
_WIDEST = 5.0
_LOWEST, _HIGHEST = 6.0, 30.0


class ArcFlow(TokenFlow):
    """Draws an arc to each token of some weight, the wider the more it weighs."""

    line_gap = 14
    _end = -1
    _weights: Sequence[float] = ()

    def show_arcs(self, end: int, weights: Sequence[float]) -> None:
        """Draw the arcs of the token `end` to the tokens that these weights are of, from the first on."""
        self._end, self._weights = end, weights
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the tokens in view, and the arcs over them."""
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
