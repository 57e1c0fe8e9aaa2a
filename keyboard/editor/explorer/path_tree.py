"""The tokens that were chosen one after the other, as a tree: each node can be gone back to, and another branch begun there."""

import re
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider

from keyboard.editor.explorer.shades import visible
from keyboard.editor.translation import percent
from keyboard.engine.exploration_messages import TokenProbability

# Half a character, or a sign for the model alone such as `<|endoftext|>`.
_NO_TEXT = re.compile(r"<0x[0-9A-F]{2}>|<\|.*\|>")
_END_SHOWN = 24
_TOKEN = Qt.ItemDataRole.UserRole
_LAST_ROW = Qt.ItemDataRole.UserRole + 1  # of the child that was gone to last


class PathTree(QStandardItemModel):
    """The paths taken after one text. The text is the root, and one node is where the reader stands."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalHeaderLabels([self.tr("Path"), self.tr("Probability")])
        self.begin("")

    def begin(self, text: str) -> None:
        """Forget all paths: they begin after another text."""
        self.setRowCount(0)
        end = visible(text[-_END_SHOWN:])
        self._here = _node(f"…{end}" if len(text) > _END_SHOWN else end)
        self.appendRow([self._here, _node("")])

    @property
    def path(self) -> tuple[TokenProbability, ...]:
        """The tokens from the text to where the reader stands."""
        tokens, node = [], self._here
        while (above := node.parent()) is not None:
            tokens.append(node.data(_TOKEN))
            node = above
        return tuple(reversed(tokens))

    @property
    def has_paths(self) -> bool:
        """Whether a token was ever chosen after the text."""
        return self.item(0).hasChildren()

    @property
    def here(self) -> QModelIndex:
        """The node where the reader stands."""
        return self._here.index()

    @property
    def can_go_back(self) -> bool:
        """Whether a token was chosen."""
        return self._here.parent() is not None

    @property
    def can_go_forward(self) -> bool:
        """Whether one was gone back over."""
        return self._here.hasChildren()

    def go_to_token(self, token: TokenProbability) -> None:
        """Go on with a token, on the branch that it has or on one of its own."""
        rows = (row for row in range(self._here.rowCount()) if self._here.child(row).data(_TOKEN).id == token.id)
        row = next(rows, self._here.rowCount())
        if row == self._here.rowCount():
            node = _node(visible(token.piece))
            node.setData(token, _TOKEN)
            self._here.appendRow([node, _node(percent(token.probability))])
        self._go_to(self._here.child(row))

    def go_back(self) -> None:
        """Go to the token before; the branch stays."""
        self._here = self._here.parent() or self._here

    def go_forward(self) -> None:
        """Go on with the token that was last chosen here."""
        if self.can_go_forward:
            self._go_to(self._here.child(self._here.data(_LAST_ROW)))

    def go_to(self, index: QModelIndex) -> None:
        """Go to a node; from all above it, forward leads there."""
        self._go_to(self.itemFromIndex(index.siblingAtColumn(0)))

    def _go_to(self, node: QStandardItem) -> None:
        self._here = node
        while (above := node.parent()) is not None:
            above.setData(node.row(), _LAST_ROW)
            node = above


def text_of(path: tuple[TokenProbability, ...]) -> str:
    """Return a path as text, or "" where it is none: a token is a part of a character, or a sign for the model alone."""
    if any(_NO_TEXT.fullmatch(token.piece) for token in path):
        return ""
    return "".join(token.piece for token in path)


def _node(text: str) -> QStandardItem:
    node = QStandardItem(text)
    node.setEditable(False)
    return node


class LabelledSlider(QObject):
    """Three widgets for a row of a grid.

    Attributes:
        slider: The slider itself, over whole numbers.
    """

    def __init__(self, title: str, bounds: tuple[int, int], value: int, format_value: Callable[[int], str], tip: str) -> None:
        """`format_value` turns a value into what is shown of it."""
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

    @property
    def value(self) -> int:
        """The slider's value."""
        return self.slider.value()

    def add_to(self, grid: QGridLayout, row: int) -> None:
        """Put the widgets into a row's first three columns."""
        for column, widget in enumerate((self._label, self.slider, self._value)):
            grid.addWidget(widget, row, column)

    def _show_value(self, value: int) -> None:
        self._value.setText(self._format(value))
        self.slider.setAccessibleDescription(self._format(value))
