"""Tables of tokens, shaded by probability, and the tree of the tokens that the user chose."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from keyboard.editor.explorer.shades import cool, ink_on, shade, visible
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import plain_tip
from keyboard.editor.translation import percent
from keyboard.engine.exploration_messages import TokenProbability, WordInTokens

_PROBABILITY = Qt.ItemDataRole.UserRole
_PADDING = 4
_Resize = QHeaderView.ResizeMode


@dataclass(frozen=True)
class Cell:
    """A cell's text, and the probability that shades it, if any."""

    text: str
    probability: float | None = None


def token_cell(token: TokenProbability) -> Cell:
    """Return the cell of a token."""
    return Cell(f"{visible(token.piece)}  {percent(token.probability)}", token.probability)


class TokenTable(QTableWidget):
    """A read-only table; the shade shows the absolute probability, so that two tables can be compared."""

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

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = option.fontMetrics
        return QSize(metrics.horizontalAdvance(index.data() or "") + 3 * _PADDING, metrics.height() + 2 * _PADDING)


def _item(cell: Cell) -> QTableWidgetItem:
    item = QTableWidgetItem(cell.text)
    item.setToolTip(plain_tip(cell.text))
    if cell.probability is not None:
        item.setData(_PROBABILITY, cell.probability)
    return item


class WordTokensTable(QTreeWidget):
    """A row for each word: its tokens, and their joint probability."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRootIsDecorated(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(self.tr("Words on the buttons"))
        self.setHeaderLabels([self.tr("On the buttons"), self.tr("Tokens"), self.tr("Probability")])
        self.header().setStretchLastSection(False)
        for column, mode in enumerate((_Resize.ResizeToContents, _Resize.Stretch, _Resize.ResizeToContents)):
            self.header().setSectionResizeMode(column, mode)

    def show_words(self, words: Sequence[WordInTokens]) -> None:
        self.clear()
        self.addTopLevelItems([_row(word) for word in words])
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for the rows and no more, so that the rest of the page keeps its room."""
        rows = self.topLevelItemCount()
        height = self.header().sizeHint().height() + rows * max(self.sizeHintForRow(0), self.fontMetrics().height()) + 2
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.header().sizeHint().height() + self.fontMetrics().height() + 2)


def _row(word: WordInTokens) -> QTreeWidgetItem:
    tokens = " | ".join(visible(token.piece) for token in word.tokens)
    in_a_row = prod(token.probability for token in word.tokens)
    item = QTreeWidgetItem([word.word, tokens, percent(in_a_row) if word.tokens else "–"])
    each = ", ".join(f"{visible(token.piece)} {percent(token.probability)}" for token in word.tokens)
    for column in range(item.columnCount()):
        item.setToolTip(column, plain_tip(each))
    item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


# Half a character, or a sign for the model alone such as `<|endoftext|>`.
_NO_TEXT = re.compile(r"<0x[0-9A-F]{2}>|<\|.*\|>")
_END_SHOWN = 24
_TOKEN = Qt.ItemDataRole.UserRole
_LAST_ROW = Qt.ItemDataRole.UserRole + 1  # the child last visited


class PathTree(QStandardItemModel):
    """The paths chosen after one text. The text is the root; one node is the current one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalHeaderLabels([self.tr("Path"), self.tr("Probability")])
        self.begin("")

    def begin(self, text: str) -> None:
        self.setRowCount(0)
        end = visible(text[-_END_SHOWN:])
        self.here = _node(f"…{end}" if len(text) > _END_SHOWN else end)  # the current node
        self.appendRow([self.here, _node("")])

    @property
    def path(self) -> tuple[TokenProbability, ...]:
        tokens, node = [], self.here
        while (above := node.parent()) is not None:
            tokens.append(node.data(_TOKEN))
            node = above
        return tuple(reversed(tokens))

    def go_to_token(self, token: TokenProbability) -> None:
        """Continue with a token, on its branch or on a new one."""
        rows = (row for row in range(self.here.rowCount()) if self.here.child(row).data(_TOKEN).id == token.id)
        row = next(rows, self.here.rowCount())
        if row == self.here.rowCount():
            node = _node(visible(token.piece))
            node.setData(token, _TOKEN)
            self.here.appendRow([node, _node(percent(token.probability))])
        self._go_to(self.here.child(row))

    def go_back(self) -> None:
        """Go to the previous token; the branch stays."""
        self.here = self.here.parent() or self.here

    def go_forward(self) -> None:
        """Continue with the token that was last chosen here."""
        if self.here.hasChildren():
            self._go_to(self.here.child(self.here.data(_LAST_ROW)))

    def go_to(self, index: QModelIndex) -> None:
        """Go to a node; from every node above it, forward leads there."""
        self._go_to(self.itemFromIndex(index.siblingAtColumn(0)))

    def _go_to(self, node: QStandardItem) -> None:
        self.here = node
        while (above := node.parent()) is not None:
            above.setData(node.row(), _LAST_ROW)
            node = above


def text_of(path: tuple[TokenProbability, ...]) -> str:
    """Return a path as text, or "" if it is none: a token may be part of a character or a control token."""
    if any(_NO_TEXT.fullmatch(token.piece) for token in path):
        return ""
    return "".join(token.piece for token in path)


def _node(text: str) -> QStandardItem:
    node = QStandardItem(text)
    node.setEditable(False)
    return node


class LabelledSlider(QObject):
    """A slider over whole numbers, its name and its value, for a row of a grid."""

    def __init__(self, title: str, bounds: tuple[int, int], value: int, format_value: Callable[[int], str], tip: str) -> None:
        """`format_value` returns the text shown for a value."""
        super().__init__()
        self._format = format_value
        self._label = QLabel(title)
        self._value = QLabel()
        self._value.setMinimumWidth(max(self._value.fontMetrics().horizontalAdvance(format_value(bound)) for bound in bounds))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(*bounds)
        self.slider.setAccessibleName(title.replace("&", ""))
        self._label.setBuddy(self.slider)
        for widget in (self._label, self.slider):
            widget.setToolTip(tip)
        self.slider.valueChanged.connect(self._show_value)
        self.slider.setValue(value)
        self._show_value(value)

    def add_to(self, grid: QGridLayout, row: int) -> None:
        """Add the widgets to the first three columns of a row."""
        for column, widget in enumerate((self._label, self.slider, self._value)):
            grid.addWidget(widget, row, column)

    def _show_value(self, value: int) -> None:
        self._value.setText(self._format(value))
        self.slider.setAccessibleDescription(self._format(value))
