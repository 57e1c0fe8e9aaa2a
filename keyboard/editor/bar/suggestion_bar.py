"""The bar under the text: the suggestion buttons and the top-k slider."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from keyboard.editor.bar.suggestion_button import SuggestionButton
from keyboard.settings.settings import Settings

MOST_BUTTONS = 6
_SPACING = 10


class SuggestionButtons(QWidget):
    """Buttons in one row, or in two if there is too little room. A button's place is its word's rank, from 0."""

    chosen = Signal(int)  # a button was clicked; its place
    line_chosen = Signal(int)  # a button was clicked on its second line; its place
    rejected = Signal(str)  # the word must never be suggested again
    let_go = Signal()  # the mouse or the focus has left a button, or it is no longer pressed
    painted = Signal()  # the buttons were painted with the newest words

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[SuggestionButton] = []
        self._order = "left"
        self._look: tuple[QFont, int] | None = None
        self._keys: dict[int, str] = {}
        self._shape: list[list[int]] = []  # the ranks of the buttons, as laid out
        self._is_paint_awaited = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_SPACING)
        self.set_count(count)

    @property
    def words(self) -> list[str]:
        return [button.word for button in self.buttons if button.word]

    @property
    def in_order(self) -> list[SuggestionButton]:
        """The buttons row by row, from the left."""
        return [self.buttons[rank] for row in self._shape for rank in row]

    def show_words(self, words: Sequence[str], replaced: Sequence[str] = (), *, awaits_paint: bool = False) -> None:
        """Put words on the buttons, best first, with the letters that each corrects; buttons beyond them are empty."""
        for place, button in enumerate(self.buttons):
            button.set_word("".join(words[place : place + 1]), "".join(replaced[place : place + 1]))
        self._is_paint_awaited = awaits_paint

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show on each button the words that follow its own, or ""."""
        for button, line in zip(self.buttons, lines, strict=False):
            button.set_line(line)

    def set_count(self, count: int) -> None:
        while len(self.buttons) > count:
            button = self.buttons.pop()
            self._grid.removeWidget(button)
            button.hide()
            button.setParent(None)
            button.deleteLater()
        while len(self.buttons) < count:
            self.buttons.append(self._new_button(len(self.buttons)))
        self._arrange()

    def set_order(self, order: str) -> None:
        """Put the best word on the `left`, in the `middle` or on the `right`."""
        self._order = order
        self._arrange()

    def set_look(self, font: QFont, height: int) -> None:
        """Show the words in this font, on buttons of this height in pixels."""
        self._look = (font, height)
        for button in self.buttons:
            button.set_look(font, height)
        self._arrange()

    def set_keys(self, place: int, keys: str) -> None:
        """Show on a button which keys take its word."""
        self._keys[place] = keys
        if place < len(self.buttons):
            self.buttons[place].set_keys(keys)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when new words are painted, all buttons at once, and when the mouse or the focus leaves a button."""
        if event.type() in {QEvent.Type.Leave, QEvent.Type.FocusOut, QEvent.Type.MouseButtonRelease}:
            self.let_go.emit()
        if self._is_paint_awaited and event.type() == QEvent.Type.Paint and watched is self.buttons[0]:
            self._is_paint_awaited = False
            QTimer.singleShot(0, self.painted.emit)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use a second row if one has too little room."""
        super().resizeEvent(event)
        self._arrange()

    def _new_button(self, place: int) -> SuggestionButton:
        button = SuggestionButton(place + 1, self)
        button.clicked.connect(lambda _checked: (self.line_chosen if button.is_line_clicked else self.chosen).emit(place))
        button.rejected.connect(self.rejected)
        button.installEventFilter(self)
        if self._look:
            button.set_look(*self._look)
        if place in self._keys:
            button.set_keys(self._keys[place])
        button.show()
        return button

    def _arrange(self) -> None:
        """Lay the buttons out row by row, and let Tab follow that order."""
        count = len(self.buttons)
        has_room = self.width() >= count * self.buttons[0].comfortable_width + (count - 1) * _SPACING
        columns = count if has_room else (count + 1) // 2
        rows = [range(start, min(start + columns, count)) for start in range(0, count, columns)]
        shape = [[row[place] for place in _places(len(row), self._order)] for row in rows]
        if shape == self._shape:
            return
        self._shape = shape
        for button in self.buttons:
            self._grid.removeWidget(button)
        for row, ranks in enumerate(shape):
            for column, rank in enumerate(ranks):
                self._grid.addWidget(self.buttons[rank], row, column)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for first, second in pairwise(self.in_order):
            QWidget.setTabOrder(first, second)


def _places(count: int, order: str) -> list[int]:
    """Return the ranks of a row's words from the left to the right, 0 being the best.

    >>> _places(4, "middle")
    [3, 1, 0, 2]
    """
    ranks = list(range(count))
    if order == "middle":
        return [*reversed(ranks[1::2]), *ranks[0::2]]
    return ranks[::-1] if order == "right" else ranks


# While an answer is on its way, emptied buttons are painted empty only after this time, so that the bar does not blink.
_REPAINT_DELAY_MS = 50
_SLIDER_WIDTH = 120
_LEAST_SLIDER_WIDTH = 56
# In a narrower window the words need the room more than the slider and its label.
_COMFORTABLE_WIDTH = 720


class SuggestionBar(QFrame):
    """Three to six buttons, and the slider for the pool that fills them."""

    top_k_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suggestionBar")
        self.buttons = SuggestionButtons(Settings.suggestion_count, self)
        self._slider = self._new_slider()
        self._label = QLabel(self.tr("top-&k"), self)
        self._value = QLabel(str(self._slider.value()), self)
        self._value.setObjectName("topKValue")
        self._value.setMinimumWidth(self._value.fontMetrics().horizontalAdvance("100"))
        self._held_back = QTimer(self, singleShot=True, interval=_REPAINT_DELAY_MS)
        self._held_back.timeout.connect(self._release)
        self._lay_out()
        self._slider.valueChanged.connect(self._change_top_k)

    @property
    def top_k(self) -> int:
        """The slider's value, from 1 to 100."""
        return self._slider.value()

    @property
    def words(self) -> list[str]:
        return self.buttons.words

    @property
    def descriptions(self) -> list[str]:
        """The words on the buttons, each with a description of what it replaces."""
        return [button.description for button in self.buttons.buttons if button.word]

    @property
    def count(self) -> int:
        """How many words there is room for."""
        return len(self.buttons.buttons)

    @property
    def word_under_mouse(self) -> str:
        """The word on the button that the mouse points at, or ""."""
        return next((button.word for button in self.buttons.buttons if button.underMouse()), "")

    @property
    def held_places(self) -> set[int]:
        """The places of the words that the mouse or the focus is on, or that are pressed."""
        buttons = enumerate(self.buttons.buttons)
        return {place for place, button in buttons if button.underMouse() or button.hasFocus() or button.isDown()}

    def set_top_k(self, value: int) -> None:
        self._slider.setValue(value)

    def take_keys(self) -> None:
        """Move the focus here: to the first word, or to the slider if there is none."""
        first = next((button for button in self.buttons.in_order if button.word), self._slider)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_words(self, words: Sequence[str], replaced: Sequence[str] = ()) -> None:
        """Put words on the buttons, best first, with the letters that each corrects or ""; buttons beyond them are empty."""
        self.buttons.show_words(words, replaced, awaits_paint=True)
        self._release()

    def void_words(self) -> None:
        """Remove all words, because the text has changed and an answer is on its way."""
        if not self._held_back.isActive():
            self.setUpdatesEnabled(False)
            self._held_back.start()
        self.buttons.show_words(())

    def clear(self) -> None:
        """Remove all words at once."""
        self.buttons.show_words(())
        self._release()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words the slider's room in a narrow window."""
        is_comfortable = self.width() >= _COMFORTABLE_WIDTH
        self._label.setVisible(is_comfortable)
        self._slider.setFixedWidth(_SLIDER_WIDTH if is_comfortable else _LEAST_SLIDER_WIDTH)
        super().resizeEvent(event)

    def _release(self) -> None:
        self._held_back.stop()
        self.setUpdatesEnabled(True)

    def _change_top_k(self, value: int) -> None:
        self._value.setText(str(value))
        self.top_k_changed.emit(value)

    def _new_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(1, 100)
        slider.setValue(Settings.top_k)
        # A drag leaves the cursor in the text, as a click on a button does.
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.setAccessibleName(self.tr("top-k"))
        slider.setToolTip(
            self.tr(
                "How many of the most probable words the buttons choose from. 1 always offers only the most probable word, "
                "and repeats itself in the end; larger numbers bring variety."
            )
        )
        return slider

    def _lay_out(self) -> None:
        self._label.setObjectName("topKLabel")
        self._label.setBuddy(self._slider)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(10)
        layout.addWidget(self.buttons, stretch=1)
        layout.addSpacing(8)
        layout.addWidget(self._label)
        layout.addWidget(self._slider)
        layout.addWidget(self._value)
