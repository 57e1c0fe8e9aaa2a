"""What is set before the model writes: where from, how it draws, and how much."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QGridLayout, QLabel, QSpinBox, QWidget

from keyboard.editor.explorer.explorer_link import NO_ID
from keyboard.engine.exploration_messages.sampling import SampleRequest

SIDE_BY_SIDE = (1, 3, 40)
_USUAL = SampleRequest(NO_ID, "")
_MOST_TOKENS = 1024
_MOST_TOP_K = 1000
_MOST_SEED = 2**31 - 1


class SamplingControls(QWidget):
    """The settings of a sample, with the usual ones to begin with.

    Attributes:
        is_unconditional: Whether the model begins from nothing; else it goes on after the text.
        top_k: The pool of most probable tokens; 0 is all.
        is_side_by_side: Whether three pools are compared, in the place of one; the page has a place for it.
        top_p: The pool whose probabilities add up to it.
        temperature: What the logits are divided by; 0 takes the most probable token.
        repetition_penalty: How much tokens that came before lose.
        seed: What the draw begins with.
        tokens: How many are written.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = QComboBox(self)
        self._start.addItems([self.tr("After the text, at the cursor"), self.tr("From nothing (unconditional)")])
        self.top_k = QSpinBox(self, minimum=0, maximum=_MOST_TOP_K, value=_USUAL.top_k[0])
        self.top_k.setSpecialValueText(self.tr("all"))
        self.is_side_by_side = QCheckBox(
            self.tr("Side &by side: k = {sizes}").format(sizes=", ".join(map(str, SIDE_BY_SIDE))), self
        )
        self.is_side_by_side.toggled.connect(self.top_k.setDisabled)
        self.top_p = _share(self, 0.05, 1.0, _USUAL.top_p)
        self.temperature = _share(self, 0.0, 2.0, _USUAL.temperature)
        self.repetition_penalty = _share(self, 1.0, 2.0, _USUAL.repetition_penalty)
        self.seed = QSpinBox(self, minimum=0, maximum=_MOST_SEED, value=_USUAL.seed)
        self.tokens = QSpinBox(self, minimum=1, maximum=_MOST_TOKENS, value=_USUAL.tokens)
        self._lay_out()

    @property
    def is_unconditional(self) -> bool:
        """Whether the model begins from nothing; else it goes on after the text."""
        return self._start.currentIndex() == 1

    def set_unconditional(self, *, is_on: bool) -> None:
        """Let the model begin from nothing, or go on after the text."""
        self._start.setCurrentIndex(int(is_on))

    def request(self, text: str) -> SampleRequest:
        """Return what to ask for, if `text` stands before the cursor."""
        return SampleRequest(
            NO_ID,
            "" if self.is_unconditional else text,
            SIDE_BY_SIDE if self.is_side_by_side.isChecked() else (self.top_k.value(),),
            self.top_p.value(),
            self.temperature.value(),
            self.repetition_penalty.value(),
            self.seed.value(),
            self.tokens.value(),
        )

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(_named(self._start, self.tr("W&rites"), "", layout, 0, 0), 0, 1, 1, 3)
        rows = (
            (self.top_k, self.tr("Top-&k"), self.tr("How many of the most probable tokens are drawn from.")),
            (self.top_p, self.tr("Top-&p"), self.tr("The most probable tokens are drawn from until they add up to this.")),
            (self.temperature, self.tr("Temperat&ure"), self.tr("Below 1 the best tokens gain; 0 always takes the best.")),
            (self.repetition_penalty, self.tr("Re&petition"), self.tr("Above 1, tokens that came before become less probable.")),
            (self.seed, self.tr("See&d"), self.tr("The same seed gives the same text; another one, another text.")),
            (self.tokens, self.tr("T&okens"), self.tr("How many tokens are written.")),
        )
        for place, (control, title, tip) in enumerate(rows):
            row, column = divmod(place, 2)
            layout.addWidget(_named(control, title, tip, layout, row + 1, 2 * column), row + 1, 2 * column + 1)
        layout.setColumnStretch(1, 1)
        layout.setColumnStretch(3, 1)


def _share(parent: QWidget, lowest: float, highest: float, value: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox(parent, decimals=2, singleStep=0.05)
    box.setRange(lowest, highest)
    box.setValue(value)
    return box


def _named(control: QWidget, title: str, tip: str, layout: QGridLayout, row: int, column: int) -> QWidget:
    """Put a control's name into the grid before it, and return the control."""
    label = QLabel(title)
    label.setBuddy(control)
    layout.addWidget(label, row, column)
    control.setAccessibleName(title.replace("&", ""))
    control.setToolTip(tip)
    control.setMinimumWidth(48)
    return control
