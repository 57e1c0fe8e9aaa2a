"""A table of tokens whose cells are shaded by their probability."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from keyboard.editor.explorer.pieces import visible
from keyboard.editor.explorer.shades import cool, ink_on, shade
from keyboard.editor.figures import percent
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.plain_text import plain_tip
from keyboard.engine.exploration_messages.token_probability import TokenProbability

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
