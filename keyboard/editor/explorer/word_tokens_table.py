"""The words on the buttons, and the tokens that each is made of."""

from collections.abc import Sequence
from math import prod

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHeaderView, QSizePolicy, QTreeView, QWidget

from keyboard.editor.explorer.pieces import visible
from keyboard.editor.figures import percent
from keyboard.editor.plain_text import plain_tip
from keyboard.engine.exploration_messages.word_tokens import WordInTokens

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
