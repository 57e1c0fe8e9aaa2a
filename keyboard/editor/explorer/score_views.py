"""The scores of a query with each key: the row of one token as bars, and the square table of the whole text."""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from keyboard.editor.arrangement import column, row
from keyboard.editor.explorer.number_grid import NumberGrid, Numbers, share_colours, signed_colours
from keyboard.editor.explorer.shades import cool, hot, shade, visible
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.translation import decimal, percent
from keyboard.engine.exploration_messages import Scores

MASKED = "−∞"
_SCORE, _WEIGHT, _PIECE = (Qt.ItemDataRole.UserRole + n for n in range(3))
_PADDING, _ROW_MARGIN, _ROWS = 4, 2, 9
_PIECE_SHARE, _TRACK_SHARE, _LATER_SHARE = 0.3, 0.1, 0.5
_Index = QModelIndex | QPersistentModelIndex


class _ScoreModel(QAbstractListModel):
    """The rows of `ScoreBars`; of a thousand, the view asks only for the visible ones."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pieces: Sequence[str] = ()
        self.first = 0  # the place of the first score
        self.scores = self.weights = np.zeros(0, dtype=np.float32)

    def show_scores(self, pieces: Sequence[str], first: int, scores: Numbers, weights: Numbers) -> None:
        self.beginResetModel()
        self.pieces, self.first, self.scores, self.weights = pieces, first, scores, weights
        self.endResetModel()

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return len(self.pieces)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        piece, place = visible(self.pieces[index.row()]), index.row() - self.first
        if role == _PIECE:
            return piece
        is_masked = not 0 <= place < len(self.scores)
        if role == Qt.ItemDataRole.DisplayRole:
            said = MASKED if is_masked else f"{decimal(float(self.scores[place]), 2)}  {percent(float(self.weights[place]))}"
            return f"{piece}  {said}"
        if role in {_SCORE, _WEIGHT} and not is_masked:
            return float((self.scores if role == _SCORE else self.weights)[place])
        return None


class ScoreBars(QListView):
    """Lists the tokens of a text with their scores as numbers and bars from 0, and the weights; later tokens are masked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._scores = _ScoreModel(self)
        self.setModel(self._scores)
        self.setAccessibleName(name)
        self.setItemDelegate(_BarDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self.least = self.most = 0.0  # the ends of the bars

    def show_scores(self, pieces: Sequence[str], first: int, scores: Numbers, weights: Numbers) -> None:
        """Show the tokens; those before the first score, whose place is `first`, and after the last are masked."""
        self.least, self.most = min(float(scores.min()), 0.0), max(float(scores.max()), 0.0)
        self._scores.show_scores(pieces, first, scores, weights)
        self.updateGeometry()
        self.scrollTo(self._scores.index(first + len(scores) - 1))

    def set_current(self, place: int) -> None:
        self.setCurrentIndex(self._scores.index(place))

    def sizeHint(self) -> QSize:
        return QSize(320, (self.fontMetrics().height() + 2 * _ROW_MARGIN) * max(min(self._scores.rowCount(), _ROWS), 1) + 2)


class _BarDelegate(QStyledItemDelegate):
    """Paints a row: the token, its score's bar, the score, and the weight."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view, score, weight = self.parent(), index.data(_SCORE), index.data(_WEIGHT)
        assert isinstance(view, ScoreBars)  # noqa: S101 - it is made by one
        colours, box = current_colours(), QRectF(option.rect)
        metrics, middle = option.fontMetrics, Qt.AlignmentFlag.AlignVCenter
        piece_room, score_room = box.width() * _PIECE_SHARE, metrics.horizontalAdvance("−00.00") + _PADDING
        weight_room = metrics.horizontalAdvance("< 0.01 %") + 3 * _PADDING
        bar = box.adjusted(piece_room + _PADDING, _ROW_MARGIN + 1, -score_room - weight_room, -_ROW_MARGIN - 1)
        text = option.palette.color(QPalette.ColorRole.Text)
        painter.setPen(text if score is not None else QColor(colours.muted))
        piece = metrics.elidedText(index.data(_PIECE), Qt.TextElideMode.ElideRight, int(piece_room))
        painter.drawText(box.adjusted(_PADDING, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, piece)
        numbers = box.adjusted(0, 0, -weight_room, 0)
        painter.drawText(numbers, middle | Qt.AlignmentFlag.AlignRight, MASKED if score is None else decimal(score, 2))
        painter.fillRect(bar, shade(QColor(colours.muted), _TRACK_SHARE))
        if score is not None:
            painter.drawText(box.adjusted(0, 0, -_PADDING, 0), middle | Qt.AlignmentFlag.AlignRight, percent(weight))
            width = bar.width() / max(view.most - view.least, 1e-9)
            zero = bar.left() - view.least * width
            painter.fillRect(QRectF(zero, bar.top(), score * width, bar.height()).normalized(), hot() if score > 0 else cool())
        state = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -1.5, -1.5))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 2 * _ROW_MARGIN)


TILE = 128
_MOST_WITH_TEXTS = 16
_BEFORE, _AFTER_MASK, _AFTER_SOFTMAX = range(3)


class ScoreTable(QWidget):
    """The square table of a head in one of its stages; for a long text one tile, which the user chooses."""

    tile_wanted = Signal(int, int)  # another part should be shown; its first row and column
    pair_taken = Signal(int, int)  # a cell was clicked; the token that looks, and the one that is looked at

    def __init__(self) -> None:
        super().__init__()
        self._answer: Scores | None = None
        self._pieces: Sequence[str] = ()
        self._scores = self._weights = np.zeros((0, 0), dtype=np.float32)
        self.stage = QComboBox(self)
        self.stage.addItems([self.tr("Scores, before the mask"), self.tr("After the mask"), self.tr("After the softmax")])
        self.stage.setCurrentIndex(_AFTER_SOFTMAX)
        self.stage.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stage.setAccessibleName(self.tr("Stage of the table"))
        self._rows, self._columns = QComboBox(self), QComboBox(self)
        self._rows.setAccessibleName(self.tr("Rows of the table"))
        self._columns.setAccessibleName(self.tr("Columns of the table"))
        self._tile = QWidget(self)
        tile = row(QLabel(self.tr("Rows"), self._tile), self._rows, QLabel(self.tr("Columns"), self._tile), self._columns, None)
        tile.setContentsMargins(0, 0, 0, 0)
        self._tile.setLayout(tile)
        self.grid = NumberGrid(self.tr("Who looks at whom"), self._tip_of, self)
        column(self.stage, self._tile, self.grid, owner=self)
        self.stage.currentIndexChanged.connect(lambda _stage: self.show_again())
        for choice in (self._rows, self._columns):
            choice.activated.connect(lambda _place: self.tile_wanted.emit(self._rows.currentData(), self._columns.currentData()))
        self.grid.taken.connect(self._take)

    def show_tiles(self, pieces: Sequence[str], first_row: int, first_column: int) -> None:
        """Offer the tiles of a text of these tokens, and choose one."""
        self._pieces = pieces
        for choice, first in ((self._rows, first_row), (self._columns, first_column)):
            choice.clear()
            for start in range(0, len(pieces), TILE):
                choice.addItem(f"{start}–{min(start + TILE, len(pieces)) - 1}", start)
            choice.setCurrentIndex(first // TILE)
        self._tile.setVisible(len(pieces) > TILE)

    def show_scores(self, answer: Scores) -> None:
        self._answer = answer
        self._scores, self._weights = (
            np.frombuffer(base64.b64decode(table), dtype="<f4").reshape(answer.rows, answer.columns)
            for table in (answer.scores, answer.weights)
        )
        self.show_again()

    def show_again(self) -> None:
        """Show the same in another stage or in other colours."""
        if (answer := self._answer) is None:
            return
        stage = self.stage.currentIndex()
        table = self._weights if stage == _AFTER_SOFTMAX else self._scores
        colours = share_colours(table) if stage == _AFTER_SOFTMAX else signed_colours(np.nan_to_num(table))
        later = ~np.isfinite(self._scores) if stage == _BEFORE else self._later(answer)
        grey = shade(QColor(current_colours().border), _LATER_SHARE).rgb()
        texts: list[str] = []
        if answer.columns <= _MOST_WITH_TEXTS:
            cells = zip(table.flat, later.flat, strict=True)
            texts = [self._text(float(value), stage, is_later=bool(is_later)) for value, is_later in cells]
        names = self._pieces[answer.row : answer.row + answer.rows]
        self.grid.show_cells(np.where(later, np.uint32(grey), colours), answer.columns, tuple(map(visible, names)), texts)

    @staticmethod
    def _text(value: float, stage: int, *, is_later: bool) -> str:
        if stage == _AFTER_SOFTMAX:
            return f"{100 * value:.0f}"
        return MASKED if is_later else decimal(value, 1)

    def data(self) -> dict[str, object] | None:
        if (answer := self._answer) is None:
            return None
        place = {"layer": answer.layer, "head": answer.head, "first_row": answer.row, "first_column": answer.column}
        known = self._scores.astype(object)
        known[~np.isfinite(self._scores)] = None  # JSON has no NaN
        return {**place, "scores": known.tolist(), "weights": self._weights.tolist()}

    def clear(self) -> None:
        self._answer = None
        self.grid.show_cells(np.zeros(0, dtype=np.uint32))

    @staticmethod
    def _later(answer: Scores) -> np.ndarray:
        """Return which cells are masked, (rows, columns): those of tokens that come after the one that looks."""
        rows, columns = np.ogrid[: answer.rows, : answer.columns]
        later: np.ndarray = columns + answer.column > rows + answer.row
        return later

    def _pair(self, place: int) -> tuple[int, int]:
        assert self._answer is not None  # noqa: S101 - a cell is shown
        line, column = divmod(place, self._answer.columns)
        return self._answer.row + line, self._answer.column + column

    def _take(self, place: int) -> None:
        self.pair_taken.emit(*self._pair(place))

    def _tip_of(self, place: int) -> str:
        looking, looked_at = self._pair(place)
        score, weight = float(self._scores.flat[place]), float(self._weights.flat[place])
        return self.tr("“{one}” ({place}) looks at “{other}” ({other_place}): score {score}, {weight}").format(
            one=visible(self._pieces[looking]),
            place=looking,
            other=visible(self._pieces[looked_at]),
            other_place=looked_at,
            score=decimal(score, 2),
            weight=percent(weight) if looked_at <= looking else self.tr("masked: {sign}").format(sign=MASKED),
        )
