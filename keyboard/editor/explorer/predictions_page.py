"""Predictions: which tokens may come next, and what would come after each of them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSpinBox,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, ReadText, read_text
from keyboard.editor.explorer.shades import cool, shade, visible
from keyboard.editor.explorer.token_tables import LabelledSlider, PathTree, WordTokensTable, text_of
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import plain_tip
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import bits, decimal, percent
from keyboard.engine.exploration_messages import NextTokens, NextTokensRequest, TokenProbability, WordTokens, WordTokensRequest
from keyboard.writing.query import Suggestions

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_TOKEN = _Role.UserRole
_PADDING = 8
_PIECE_SHARE = 0.4
_ROW_MARGIN = 3
_TRACK_SHARE = 0.1


class NextTokenBars(QListView):
    """Lists tokens, the best first; the best token has the longest bar.

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
        self.clicked.connect(self._emit_taken)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    @property
    def tokens(self) -> tuple[TokenProbability, ...]:
        """The tokens shown, best first."""
        return self._model.tokens

    def show_tokens(self, tokens: Sequence[TokenProbability]) -> None:
        """Show these tokens; the current row stays, so that the user can choose the next token from there."""
        row = self.currentIndex().row()
        self._model.show_tokens(tuple(tokens))
        if row >= 0 and tokens:
            self.setCurrentIndex(self._model.index(min(row, len(tokens) - 1), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the current token with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._emit_taken(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _emit_taken(self, index: QModelIndex) -> None:
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


_MOST, _USUAL = 50, 10
_GREATEST_TOP_K = 100
_BACK, _FORWARD = "Alt+Left", "Alt+Right"


class PredictionsPage(ExplorerPage):
    """Shows the next tokens as bars; a chosen token extends a path, which enters the text only when the user inserts it.

    Attributes:
        bars: The tokens that may come next.
        path: The one that is followed, to be read.
        tree: All that were taken.
        words: The words on the buttons.
    """

    export_name = "predictions"

    def __init__(self, text_area: TextArea, link: ExplorerLink, parent: QWidget | None = None) -> None:
        super().__init__(text_area, link, parent)
        self._read = ReadText()
        self._answer: NextTokens | None = None
        self._is_answered = False  # the bars belong to the path
        self._words: WordTokens | None = None
        self.bars = NextTokenBars(self)
        self.tree = PathTree(self)
        self._tree_view = QTreeView(self)
        self.words = WordTokensTable(self)
        self.path = QLineEdit(self, readOnly=True, frame=False)
        self._cost = QLabel(self, wordWrap=True)
        self._cost.setObjectName("explorerFacts")
        self._back = self._arrow("◀", self.tr("Back on the path"), _BACK)
        self._forward = self._arrow("▶", self.tr("Forward on the path"), _FORWARD)
        self._insert = QPushButton(self.tr("&Insert"), self)
        self._count = QSpinBox(self, minimum=1, maximum=_MOST, value=_USUAL)
        self._temperature, self._top_k = self._new_sliders()
        self._lay_out()
        self._connect()
        self._show_path()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Set the tab order from top to bottom; Qt drops an order that is set before the page is in its window."""
        super().showEvent(event)
        path = (self._back, self._forward, self.path, self._insert)
        controls = (self._temperature.slider, self._top_k.slider, self._count)
        for before, after in pairwise((*path, *controls, self.bars, self._tree_view, self.words)):
            QWidget.setTabOrder(before, after)

    @property
    def title(self) -> str:
        """The tab's title."""
        return self.tr("Predictions")

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
        """Ask which tokens the words on the buttons consist of, once the words stay."""
        words = tuple(suggestion.word for suggestion in answer.suggestions)
        if answer.final and words:
            self.link.ask(WordTokensRequest(NO_ID, answer.context, words), self._show_words)
        elif not words:
            self.words.show_words(())

    def data(self) -> Any:
        """Return the next tokens, the path, and the words."""
        return {
            "model": self.link.model,
            "text": self._read.text,
            "path": self.tree.path,
            "temperature": self._temperature.value / 100,
            "top_k": self._top_k.value,
            "next_tokens": self._answer,
            "words_on_buttons": self._words.words if self._words else (),
        }

    def _ask(self) -> None:
        request = NextTokensRequest(
            NO_ID,
            self._read.text,
            path=tuple(token.id for token in self.tree.path),
            count=self._count.value(),
            temperature=self._temperature.value / 100,
            top_k=self._top_k.value,
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
            self.tree.go_to_token(token)
            self._follow_path()

    def _walk_to(self, index: QModelIndex) -> None:
        self.tree.go_to(index)
        self._follow_path()

    def _go_back(self) -> None:
        self.tree.go_back()
        self._follow_path()

    def _go_forward(self) -> None:
        self.tree.go_forward()
        self._follow_path()

    def _insert_path(self) -> None:
        text, is_same = text_of(self.tree.path), read_text(self.text_area.text_before_cursor().text) == self._read
        if text and is_same:
            self.text_area.insert_text(self._read.insertion(text))

    def _begin_path(self) -> None:
        self.tree.begin(self._read.text)
        self._show_path()

    def _follow_path(self) -> None:
        self._show_path()
        self._ask()

    def _show_path(self) -> None:
        path = self.tree.path
        self._back.setEnabled(self.tree.can_go_back)
        self._forward.setEnabled(self.tree.can_go_forward)
        self._insert.setEnabled(bool(text_of(path)))
        self.path.setText("".join(visible(token.piece) for token in path))
        self._tree_view.setVisible(self.tree.has_paths)
        self._tree_view.expand(self.tree.here.parent())
        self._tree_view.setCurrentIndex(self.tree.here)

    def _new_sliders(self) -> tuple[LabelledSlider, LabelledSlider]:
        temperature = LabelledSlider(
            self.tr("Temperat&ure"),
            (10, 200),
            100,
            lambda value: decimal(value / 100, 2),
            self.tr("What the logits are divided by: below 1 the best tokens gain, above 1 the others do."),
        )
        top_k = LabelledSlider(
            self.tr("Top-&k"),
            (0, _GREATEST_TOP_K),
            0,
            lambda value: str(value) if value else self.tr("all"),
            self.tr("How many tokens share all the probability; the others get none."),
        )
        return temperature, top_k

    def _arrow(self, sign: str, title: str, keys: str) -> QPushButton:
        button = QPushButton(sign, self)
        button.setObjectName("findButton")
        button.setAccessibleName(title)
        button.setToolTip(f"{title} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
        return button

    def _connect(self) -> None:
        self.bars.taken.connect(self._follow_token)
        for signal in (self._tree_view.clicked, self._tree_view.activated):
            signal.connect(self._walk_to)
        self._back.clicked.connect(lambda _checked: self._go_back())
        self._forward.clicked.connect(lambda _checked: self._go_forward())
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
        self._count.setToolTip(self.tr("How many tokens are shown"))
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        for place, (view, share) in enumerate(((self.bars, 3), (self._tree_view, 1))):
            splitter.addWidget(view)
            splitter.setStretchFactor(place, share)
        splitter.setSizes([300, 100])
        way = QHBoxLayout()
        for widget, share in ((self._back, 0), (self._forward, 0), (self.path, 1), (self._insert, 0)):
            way.addWidget(widget, share)
        sliders = QGridLayout()
        for row, slider in enumerate((self._temperature, self._top_k)):
            slider.add_to(sliders, row)
        facts = QHBoxLayout()
        facts.addWidget(self._cost, stretch=1)
        facts.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 0)
        layout.setSpacing(6)
        for rows in (way, sliders, facts):
            layout.addLayout(rows)
        layout.addWidget(splitter, stretch=1)
        layout.addWidget(self.words)
