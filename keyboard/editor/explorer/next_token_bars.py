"""The tokens that may come next as a list: a bar for each probability, and a token to be taken by a click or Enter."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from keyboard.editor.explorer.pieces import visible
from keyboard.editor.explorer.shades import cool, shade
from keyboard.editor.figures import decimal, percent
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.plain_text import plain_tip
from keyboard.engine.exploration_messages.token_probability import TokenProbability

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_TOKEN = _Role.UserRole
_PADDING = 8
_PIECE_SHARE = 0.4
_ROW_MARGIN = 3
_TRACK_SHARE = 0.1


class NextTokenBars(QListView):
    """Tokens best first, one a row; the longest bar is the best token's.

    Signals:
        taken: A token was clicked, or Enter pressed on it; the `TokenProbability`.
    """

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _NextTokens(self)
        self.setModel(self._model)
        self.setItemDelegate(_BarDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Next tokens"))
        self.clicked.connect(self._take)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    @property
    def tokens(self) -> tuple[TokenProbability, ...]:
        """The tokens shown, best first."""
        return self._model.tokens

    def show_tokens(self, tokens: Sequence[TokenProbability]) -> None:
        """Show these; the row that the keyboard is on stays, so that the next token can be taken from there."""
        row = self.currentIndex().row()
        self._model.show_tokens(tuple(tokens))
        if row >= 0 and tokens:
            self.setCurrentIndex(self._model.index(min(row, len(tokens) - 1), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the current token with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _take(self, index: QModelIndex) -> None:
        self.taken.emit(index.data(_TOKEN))


class _NextTokens(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tokens: tuple[TokenProbability, ...] = ()

    def show_tokens(self, tokens: tuple[TokenProbability, ...]) -> None:
        self.beginResetModel()
        self.tokens = tokens
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self.tokens)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        token = self.tokens[index.row()]
        match role:
            case _Role.DisplayRole:
                return f"{visible(token.piece)}  {percent(token.probability)}"
            case _Role.ToolTipRole:
                share = f"{decimal(100 * token.probability, 4)} %"
                tip = self.tr("{piece}: token {id}, {percent}")
                return plain_tip(tip.format(piece=visible(token.piece), id=token.id, percent=share))
            case _ if role == _TOKEN:
                return token
        return None


class _BarDelegate(QStyledItemDelegate):
    """Paints a row: the token, its bar, and its probability in percent."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view, token = self.parent(), index.data(_TOKEN)
        assert isinstance(view, NextTokenBars)  # noqa: S101 - it is made by one
        colours = current_colours()
        box = QRectF(option.rect)
        state, metrics = option.state, option.fontMetrics
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colours.button_hover))
        numbers = metrics.horizontalAdvance("< 0.01 %") + _PADDING
        pieces = min(max(metrics.horizontalAdvance(visible(token.piece)) for token in view.tokens), box.width() * _PIECE_SHARE)
        piece = QRectF(box.left() + _PADDING, box.top(), pieces, box.height())
        bar = box.adjusted(pieces + 2 * _PADDING, _ROW_MARGIN + 1, -numbers - _PADDING, -_ROW_MARGIN - 1)
        painter.fillRect(bar, shade(QColor(colours.muted), _TRACK_SHARE))
        best = max(view.tokens[0].probability, 1e-12)
        painter.fillRect(
            QRectF(bar.topLeft(), bar.size()).adjusted(0, 0, -bar.width() * (1 - token.probability / best), 0), cool()
        )
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        middle = Qt.AlignmentFlag.AlignVCenter
        text = metrics.elidedText(visible(token.piece), Qt.TextElideMode.ElideRight, int(pieces) + 1)
        painter.drawText(piece, middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.drawText(box.adjusted(0, 0, -_PADDING, 0), middle | Qt.AlignmentFlag.AlignRight, percent(token.probability))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -1.5, -1.5))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        height = option.fontMetrics.height() + 2 * _ROW_MARGIN
        return QSize(super().sizeHint(option, index).width(), height)
