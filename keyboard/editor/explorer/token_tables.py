"""A table of tokens whose cells are shaded by their probability."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QTreeView,
    QWidget,
)

from keyboard.editor.explorer.shades import cool, ink_on, shade, visible
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import plain_tip
from keyboard.editor.translation import percent
from keyboard.engine.exploration_messages import TokenProbability, WordInTokens

_PROBABILITY = Qt.ItemDataRole.UserRole
_PADDING = 4


@dataclass(frozen=True)
class Cell:
    """What a cell says, and the probability that it is shaded by, if it is one's."""

    text: str
    probability: float | None = None


def token_cell(token: TokenProbability) -> Cell:
    """Return the cell of a token."""
    return Cell(f"{visible(token.piece)}  {percent(token.probability)}", token.probability)


class TokenTable(QTableWidget):
    """Cells to be read; the shade is that of the whole probability, so that two tables can be compared."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_ShadedDelegate(self))
        self.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 2 * _PADDING)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_cells(self, columns: Sequence[str], rows: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """Show a row of cells for each name in `rows`; a row may be shorter than `columns`."""
        self.setColumnCount(len(columns))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(columns))
        self.setVerticalHeaderLabels(list(rows))
        for row, line in enumerate(cells):
            for column in range(len(columns)):
                self.setItem(row, column, _item(line[column] if column < len(line) else Cell("")))


class _ShadedDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        probability = index.data(_PROBABILITY)
        page = QColor(current_colours().page)
        ground = page if probability is None else shade(cool(), probability)
        box, state, palette = option.rect, option.state, option.palette
        painter.fillRect(box.adjusted(0, 0, -1, -1), ground)
        painter.setPen(palette.color(QPalette.ColorRole.Text) if ground == page else ink_on(ground))
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box.adjusted(_PADDING, 0, -_PADDING, 0), place, index.data())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(current_colours().accent), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        metrics = option.fontMetrics
        return QSize(metrics.horizontalAdvance(index.data() or "") + 3 * _PADDING, metrics.height() + 2 * _PADDING)


def _item(cell: Cell) -> QTableWidgetItem:
    item = QTableWidgetItem(cell.text)
    item.setToolTip(plain_tip(cell.text))
    if cell.probability is not None:
        item.setData(_PROBABILITY, cell.probability)
    return item


_BETWEEN = " | "
_Resize = QHeaderView.ResizeMode


class WordTokensTable(QTreeView):
    """A row a word: its tokens, and how probable they are in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setRootIsDecorated(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(self.tr("Words on the buttons"))
        self._model.setHorizontalHeaderLabels([self.tr("On the buttons"), self.tr("Tokens"), self.tr("Probability")])
        self.header().setStretchLastSection(False)
        for column, mode in enumerate((_Resize.ResizeToContents, _Resize.Stretch, _Resize.ResizeToContents)):
            self.header().setSectionResizeMode(column, mode)

    def show_words(self, words: Sequence[WordInTokens]) -> None:
        """Show these words."""
        self._model.setRowCount(0)
        for word in words:
            self._model.appendRow(_row(word))
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for the rows, so that no other part of the page is smaller than it need be."""
        rows = self._model.rowCount()
        height = self.header().sizeHint().height() + rows * max(self.sizeHintForRow(0), self.fontMetrics().height()) + 2
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for the heading and one row."""
        return QSize(100, self.header().sizeHint().height() + self.fontMetrics().height() + 2)

    def row(self, place: int) -> tuple[str, str, str]:
        """Return what a row shows."""
        parent = QModelIndex()
        word, tokens, probability = (self._model.index(place, column, parent).data() for column in range(3))
        return word, tokens, probability


def _row(word: WordInTokens) -> list[QStandardItem]:
    tokens = _BETWEEN.join(visible(token.piece) for token in word.tokens)
    each = ", ".join(f"{visible(token.piece)} {percent(token.probability)}" for token in word.tokens)
    in_a_row = prod(token.probability for token in word.tokens)
    items = [QStandardItem(text) for text in (word.word, tokens, percent(in_a_row) if word.tokens else "–")]
    for item in items:
        item.setEditable(False)
        item.setToolTip(plain_tip(each))
    items[2].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return items
