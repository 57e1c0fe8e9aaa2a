"""One line of the settings: what it is called, what it does, its control, and the way back to the default."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_CONTROL_WIDTH = 168


class SettingRow(QFrame):
    """A title and a sentence beside a control.

    Signals:
        reset_requested: The default is wanted back.
    """

    reset_requested = Signal()

    def __init__(
        self, section: str, title: str, sentence: str, control: QWidget, parent: QWidget, *, choices: Sequence[str] = ()
    ) -> None:
        """`choices` are the titles of the values that the control offers, where they are known; they are found too."""
        super().__init__(parent)
        self.setObjectName("settingRow")
        self.section = section
        self.title = title
        self._searched = " ".join((section, title, sentence, *choices)).casefold()
        self._sentence = sentence
        heading = QLabel(title, self, wordWrap=True)
        heading.setBuddy(control)
        self._explanation = QLabel(sentence, self, wordWrap=True)
        self._explanation.setVisible(bool(sentence))
        self._explanation.setObjectName("settingSentence")
        self._reset = QPushButton(self.tr("Reset"), self, autoDefault=False)
        self._reset.setAccessibleName(self.tr("Reset {title}").format(title=title))
        self._reset.clicked.connect(lambda _checked: self.reset_requested.emit())
        room = self._reset.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(room)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(heading)
        texts.addWidget(self._explanation)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(12)
        layout.addLayout(texts, stretch=1)
        control.setFixedWidth(_CONTROL_WIDTH)
        layout.addWidget(control, alignment=Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._reset, alignment=Qt.AlignmentFlag.AlignVCenter)
        QWidget.setTabOrder(control, self._reset)

    def show_changed(self, is_changed: bool) -> None:
        """Offer the default where another value is set."""
        self._reset.setVisible(is_changed)

    def complain(self, sentence: str) -> None:
        """Say in the sentence's place why something cannot be set; "" says again what the setting does."""
        self._explanation.setText(sentence or self._sentence)
        self._explanation.setVisible(bool(sentence or self._sentence))

    @property
    def explanation(self) -> str:
        """What stands under the title."""
        text: str = self._explanation.text()
        return text

    def matches(self, wanted: str) -> bool:
        """Tell whether each word of a search is in the section, the title, the sentence or a choice."""
        return all(word in self._searched for word in wanted.casefold().split())
