"""Where tokens stand in lines: boxes one after the other, and a new line where one does not fit or a line end was."""

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QPoint, QRect

_GAP = 2
MARGIN = 8


class FlowLayout:
    """The boxes of tokens in a column, by their places from 0; all in pixels.

    Attributes:
        boxes: Of each token.
    """

    def __init__(self) -> None:
        self.boxes: list[QRect] = []
        self._tops: list[int] = []  # of each line, and its first token
        self._firsts: list[int] = []
        self._ends_line = False
        self._right = self._box_height = self._line_gap = 0

    @property
    def height(self) -> int:
        """The height of all lines, with room above the first and below the last."""
        return self._tops[-1] + self._box_height + self._line_gap + MARGIN // 2 if self._tops else 0

    def begin(self, width: int, box_height: int, line_gap: int) -> None:
        """Forget all boxes: those that come stand in a column of this width, so far from line to line."""
        self.keep(0)
        self._right, self._box_height, self._line_gap = width - MARGIN, box_height, line_gap

    def add(self, width: int, *, ends_line: bool) -> None:
        """Add a token that would be so wide; one that is wider than the column is cut to it."""
        width = min(width, max(self._right - MARGIN, 1))
        left = self.boxes[-1].right() + 1 + _GAP if self.boxes else MARGIN
        if not self.boxes or self._ends_line or left + width > self._right:
            left = MARGIN
            below = self._tops[-1] + self._box_height + self._line_gap if self._tops else max(MARGIN // 2, self._line_gap)
            self._tops.append(below)
            self._firsts.append(len(self.boxes))
        self.boxes.append(QRect(left, self._tops[-1], width, self._box_height))
        self._ends_line = ends_line

    def keep(self, count: int, *, ends_line: bool = False) -> None:
        """Forget all but the first so many tokens, of which the last ends its line or not."""
        lines = bisect_left(self._firsts, count)
        del self.boxes[count:], self._tops[lines:], self._firsts[lines:]
        self._ends_line = ends_line

    def between(self, top: int, bottom: int) -> range:
        """Return the places of the tokens in the lines between two heights."""
        if not self._tops:
            return range(0)
        first = max(bisect_right(self._tops, top) - 1, 0)
        after = bisect_right(self._tops, bottom)
        return range(self._firsts[first], self._firsts[after] if after < len(self._firsts) else len(self.boxes))

    def at(self, point: QPoint) -> int:
        """Return the place of the token at a point, or -1."""
        return next((place for place in self.between(point.y(), point.y()) if self.boxes[place].contains(point)), -1)

    def lines_away(self, place: int, step: int) -> int:
        """Return the place of the token above (-1) or below (1) another; that itself where there is no such line."""
        line = bisect_right(self._firsts, place) - 1 + step
        if not 0 <= line < len(self._tops):
            return place
        middle = self.boxes[place].center().x()
        return min(self.between(self._tops[line], self._tops[line]), key=lambda n: abs(self.boxes[n].center().x() - middle))
