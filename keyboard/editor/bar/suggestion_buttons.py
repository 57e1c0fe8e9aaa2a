"""The buttons of the bar: how many, in which order, how large, and the words on them."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from keyboard.editor.bar.suggestion_button import SuggestionButton

MOST_BUTTONS = 6
_SPACING = 10


class SuggestionButtons(QWidget):
    """Buttons in one row, or in two where words would have too little room in one. A button's place is its word's rank, from 0.

    Signals:
        chosen: A button was clicked; its place.
        rejected: A word is never to be suggested again.
        painted: The buttons were painted with the words that were last shown.
    """

    chosen = Signal(int)
    rejected = Signal(str)
    painted = Signal()

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[SuggestionButton] = []
        self._order = "left"
        self._look: tuple[QFont, int] | None = None
        self._keys: dict[int, str] = {}
        self._shape: list[list[int]] = []  # the ranks of the buttons, as they stand
        self._is_paint_awaited = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_SPACING)
        self.set_count(count)

    @property
    def words(self) -> list[str]:
        """The words on the buttons that have one."""
        return [button.word for button in self.buttons if button.word]

    @property
    def in_order(self) -> list[SuggestionButton]:
        """The buttons as they stand, row by row from the left."""
        return [self.buttons[rank] for row in self._shape for rank in row]

    def show_words(self, words: Sequence[str], *, awaits_paint: bool = False) -> None:
        """Put words on the buttons, best first; buttons beyond them are empty."""
        for place, button in enumerate(self.buttons):
            button.set_word(words[place] if place < len(words) else "")
        self._is_paint_awaited = awaits_paint

    def set_count(self, count: int) -> None:
        """Have so many buttons."""
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
        """Write the words in this font, on buttons of a height in pixels."""
        self._look = (font, height)
        for button in self.buttons:
            button.set_look(font, height)
        self._arrange()

    def set_keys(self, place: int, keys: str) -> None:
        """Show on a button which keys take its word."""
        self._keys[place] = keys
        if place < len(self.buttons):
            self.buttons[place].set_keys(keys)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Notice when new words are painted; all buttons are, in one go."""
        if self._is_paint_awaited and event.type() == QEvent.Type.Paint and watched is self.buttons[0]:
            self._is_paint_awaited = False
            QTimer.singleShot(0, self.painted.emit)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Use a second row where one has too little room."""
        super().resizeEvent(event)
        self._arrange()

    def _new_button(self, place: int) -> SuggestionButton:
        button = SuggestionButton(place + 1, self)
        button.clicked.connect(lambda _checked: self.chosen.emit(place))
        button.rejected.connect(self.rejected)
        button.installEventFilter(self)
        if self._look:
            button.set_look(*self._look)
        if place in self._keys:
            button.set_keys(self._keys[place])
        button.show()
        return button

    def _arrange(self) -> None:
        """Lay the buttons out, row by row, and let Tab go through them as they stand."""
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
