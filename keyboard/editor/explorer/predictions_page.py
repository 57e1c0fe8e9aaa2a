"""Predictions: which tokens may come next, and what would come after each of them."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from keyboard.editor.arrangement import halves, row
from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, ReadText, facts_label, read_text
from keyboard.editor.explorer.shades import cool, shade, visible
from keyboard.editor.explorer.token_tables import LabelledSlider, PathTree, WordTokensTable, text_of
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import plain_tip
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import bits, decimal, percent
from keyboard.engine.exploration_messages import NextTokens, NextTokensRequest, TokenProbability, WordTokens, WordTokensRequest
from keyboard.writing.query import Suggestions

_Index = QModelIndex | QPersistentModelIndex
_TOKEN = Qt.ItemDataRole.UserRole
_PADDING = 8
_PIECE_SHARE = 0.4
_ROW_MARGIN = 3
_TRACK_SHARE = 0.1


class NextTokenBars(QListWidget):
    """Lists tokens, the best first; the best token has the longest bar."""

    taken = Signal(object)  # a token was clicked, or Enter pressed on it; the `TokenProbability`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tokens: tuple[TokenProbability, ...] = ()
        self.setItemDelegate(_BarDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Next tokens"))
        self.itemClicked.connect(lambda item: self.taken.emit(item.data(_TOKEN)))

    def show_tokens(self, tokens: Sequence[TokenProbability]) -> None:
        """Show these tokens; the current row stays, so that the user can choose the next token from there."""
        row = min(self.currentRow(), len(tokens) - 1)
        self.tokens = tuple(tokens)
        self.clear()
        for token in tokens:
            self.addItem(self._item(token))
        self.setCurrentRow(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (item := self.currentItem()):
            self.taken.emit(item.data(_TOKEN))
        else:
            super().keyPressEvent(event)

    def _item(self, token: TokenProbability) -> QListWidgetItem:
        piece = visible(token.piece)
        item = QListWidgetItem(f"{piece}  {percent(token.probability)}")
        tip = self.tr("{piece}: token {id}, {percent}")
        item.setToolTip(plain_tip(tip.format(piece=piece, id=token.id, percent=f"{decimal(100 * token.probability, 4)} %")))
        item.setData(_TOKEN, token)
        return item


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

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = option.fontMetrics.height() + 2 * _ROW_MARGIN
        return QSize(super().sizeHint(option, index).width(), height)


_MOST, _USUAL = 50, 10
_GREATEST_TOP_K = 100
_BACK, _FORWARD = "Alt+Left", "Alt+Right"


class PredictionsPage(ExplorerPage):
    """Shows the next tokens as bars; a chosen token extends a path, which enters the text only when the user inserts it."""

    export_name = "predictions"
    title = QT_TRANSLATE_NOOP("PredictionsPage", "Predictions")

    def __init__(self, text_area: TextArea, link: ExplorerLink) -> None:
        super().__init__(text_area, link)
        self._read = ReadText()
        self._answer: NextTokens | None = None
        self._is_answered = False  # the bars belong to the path
        self._words: WordTokens | None = None
        self.bars = NextTokenBars(self)
        self.tree = PathTree(self)
        self._tree_view = QTreeView(self)
        self.words = WordTokensTable(self)
        self.path = QLineEdit(self, readOnly=True, frame=False)
        self._cost = facts_label(self)
        self._back = self._arrow("◀", self.tr("Back on the path"), _BACK)
        self._forward = self._arrow("▶", self.tr("Forward on the path"), _FORWARD)
        self._insert = QPushButton(self.tr("&Insert"), self)
        self._count = QSpinBox(self, minimum=1, maximum=_MOST, value=_USUAL)
        tip = self.tr("What the logits are divided by: below 1 the best tokens gain, above 1 the others do.")
        self._temperature = LabelledSlider(self.tr("Temperat&ure"), (10, 200), 100, lambda value: decimal(value / 100, 2), tip)
        tip = self.tr("How many tokens share all the probability; the others get none.")
        self._top_k = LabelledSlider(
            self.tr("Top-&k"), (0, _GREATEST_TOP_K), 0, lambda value: str(value) if value else self.tr("all"), tip
        )
        self._lay_out()
        self._connect()
        self._show_path()

    def showEvent(self, event: QShowEvent) -> None:
        """Set the tab order from top to bottom; Qt drops an order that is set before the page is in its window."""
        super().showEvent(event)
        path = (self._back, self._forward, self.path, self._insert)
        controls = (self._temperature.slider, self._top_k.slider, self._count)
        for before, after in pairwise((*path, *controls, self.bars, self._tree_view, self.words)):
            QWidget.setTabOrder(before, after)

    def text_changed(self, read: ReadText) -> None:
        """Ask for the next tokens; another text starts another tree."""
        if read != self._read:
            self._read = read
            self._begin_path()
        self._ask()

    def model_changed(self) -> None:
        """Forget the path: its tokens belong to another vocabulary."""
        self._begin_path()
        self.bars.show_tokens(())
        self.words.show_words(())
        self._answer = self._words = None

    def words_shown(self, answer: Suggestions) -> None:
        """Ask for the tokens of the words on the buttons, once the words no longer change."""
        words = tuple(suggestion.word for suggestion in answer.suggestions)
        if answer.final and words:
            self.link.ask(WordTokensRequest(NO_ID, answer.context, words), self._show_words)
        elif not words:
            self.words.show_words(())

    def data(self) -> Any:
        return {
            "model": self.link.model,
            "text": self._read.text,
            "path": self.tree.path,
            "temperature": self._temperature.slider.value() / 100,
            "top_k": self._top_k.slider.value(),
            "next_tokens": self._answer,
            "words_on_buttons": self._words.words if self._words else (),
        }

    def _ask(self) -> None:
        request = NextTokensRequest(
            NO_ID,
            self._read.text,
            path=tuple(token.id for token in self.tree.path),
            count=self._count.value(),
            temperature=self._temperature.slider.value() / 100,
            top_k=self._top_k.slider.value(),
        )
        self._is_answered = False
        self.link.ask(request, self._show_tokens)

    def _show_tokens(self, answer: NextTokens) -> None:
        self._answer, self._is_answered = answer, True
        self.bars.show_tokens(answer.tokens)
        cost = self.tr("%Ln token(s) evaluated", "", answer.tokens_evaluated)
        self._cost.setText(self.tr("{cost} · entropy {bits} bits").format(cost=cost, bits=bits(answer.entropy_bits)))

    def _show_words(self, answer: WordTokens) -> None:
        self._words = answer
        self.words.show_words(answer.words)

    def _follow_token(self, token: TokenProbability) -> None:
        # A second click before the answer to the first refers to a list that is gone.
        if self._is_answered:
            self._walk(partial(self.tree.go_to_token, token))

    def _walk(self, step: Callable[[], None]) -> None:
        step()
        self._show_path()
        self._ask()

    def _insert_path(self) -> None:
        text, is_same = text_of(self.tree.path), read_text(self.text_area.text_before_cursor().text) == self._read
        if text and is_same:
            self.text_area.insert_text(self._read.insertion(text))

    def _begin_path(self) -> None:
        self.tree.begin(self._read.text)
        self._show_path()

    def _show_path(self) -> None:
        path = self.tree.path
        self._back.setEnabled(bool(path))
        self._forward.setEnabled(self.tree.here.hasChildren())
        self._insert.setEnabled(bool(text_of(path)))
        self.path.setText("".join(visible(token.piece) for token in path))
        self._tree_view.setVisible(self.tree.item(0).hasChildren())
        self._tree_view.expand(self.tree.here.index().parent())
        self._tree_view.setCurrentIndex(self.tree.here.index())

    def _arrow(self, sign: str, title: str, keys: str) -> QPushButton:
        button = QPushButton(sign, self)
        button.setObjectName("findButton")
        button.setAccessibleName(title)
        button.setToolTip(f"{title} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
        return button

    def _connect(self) -> None:
        self.bars.taken.connect(self._follow_token)
        for signal in (self._tree_view.clicked, self._tree_view.activated):
            signal.connect(lambda index: self._walk(partial(self.tree.go_to, index)))
        self._back.clicked.connect(lambda _checked: self._walk(self.tree.go_back))
        self._forward.clicked.connect(lambda _checked: self._walk(self.tree.go_forward))
        for button, keys in ((self._back, _BACK), (self._forward, _FORWARD)):
            # On a Mac these keys move by word in the text, so only the page has them.
            QShortcut(QKeySequence(keys), self, button.click, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._insert.clicked.connect(lambda _checked: self._insert_path())
        self._count.valueChanged.connect(lambda _count: self._ask())
        for control in (self._temperature, self._top_k):
            control.slider.valueChanged.connect(lambda _value: self._ask())

    def _lay_out(self) -> None:
        self._tree_view.setModel(self.tree)
        self._tree_view.setFrameShape(QFrame.Shape.NoFrame)
        self._tree_view.setAccessibleName(self.tr("Paths taken"))
        self._tree_view.header().setStretchLastSection(False)
        self._tree_view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.path.setPlaceholderText(self.tr("Choose a token to go on."))
        self.path.setAccessibleName(self.tr("Path"))
        self.path.setMinimumWidth(40)
        self._insert.setToolTip(self.tr("Types the path at the cursor; one Undo takes it back."))
        self._count.setAccessibleName(self.tr("How many tokens"))
        self._count.setToolTip(self.tr("How many tokens to show"))
        views = halves((self.bars, 3), (self._tree_view, 1))
        views.setSizes([300, 100])
        sliders = QGridLayout()
        for place, slider in enumerate((self._temperature, self._top_k)):
            slider.add_to(sliders, place)
        way = row(self._back, self._forward, (self.path, 1), self._insert)
        self.lay_out(way, sliders, row((self._cost, 1), self._count), (views, 1), self.words)
