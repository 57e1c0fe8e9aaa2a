"""The bar under the text: the suggestion buttons and the top-k slider."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QWidget

from keyboard.editor.bar.suggestion_buttons import SuggestionButtons
from keyboard.settings import Settings

# An answer is on its way: buttons that were emptied are not painted empty before this is over, so that the bar does not blink.
_REPAINT_DELAY_MS = 50
_SLIDER_WIDTH = 120
_LEAST_SLIDER_WIDTH = 56
# In a narrower window the words need the room more than the slider and its label.
_COMFORTABLE_WIDTH = 720


class SuggestionBar(QFrame):
    """Three to six buttons, and the slider for the pool they are filled from.

    Attributes:
        buttons: The buttons.

    Signals:
        chosen: A button was clicked; its place, from 0, which is the best word's.
        rejected: A word is never to be suggested again.
        top_k_changed: The slider moved; the new value.
        painted: The buttons were painted with the words that were last shown.
    """

    chosen = Signal(int)
    rejected = Signal(str)
    top_k_changed = Signal(int)
    painted = Signal()

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
        self.buttons.chosen.connect(self.chosen)
        self.buttons.rejected.connect(self.rejected)
        self.buttons.painted.connect(self.painted)
        self._slider.valueChanged.connect(self._change_top_k)

    @property
    def top_k(self) -> int:
        """The slider's value, from 1 to 100."""
        return self._slider.value()

    @property
    def words(self) -> list[str]:
        """The words on the buttons that have one."""
        return self.buttons.words

    @property
    def count(self) -> int:
        """How many words there is room for."""
        return len(self.buttons.buttons)

    @property
    def word_under_mouse(self) -> str:
        """The word on the button that the mouse points at, or ""."""
        return next((button.word for button in self.buttons.buttons if button.underMouse()), "")

    @property
    def is_pressed(self) -> bool:
        """Whether a button is held down, about to be let go."""
        return any(button.isDown() for button in self.buttons.buttons)

    def set_top_k(self, value: int) -> None:
        """Move the slider."""
        self._slider.setValue(value)

    def take_keys(self) -> None:
        """Move the keyboard here: to the first word, or to the slider where there is none."""
        first = next((button for button in self.buttons.in_order if button.word), self._slider)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_words(self, words: Sequence[str]) -> None:
        """Put words on the buttons, best first; buttons beyond them are empty."""
        self.buttons.show_words(words, awaits_paint=True)
        self._release()

    def void_words(self) -> None:
        """Take all words away: the text has changed, and an answer is on its way."""
        if not self._held_back.isActive():
            self.setUpdatesEnabled(False)
            self._held_back.start()
        self.buttons.show_words(())

    def clear(self) -> None:
        """Take all words away for good."""
        self.buttons.show_words(())
        self._release()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the words the room in a narrow window."""
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
                "How many of the most probable words the buttons choose from. 1 always offers the most probable word alone, "
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
