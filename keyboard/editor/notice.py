"""A line above the bar that says in one sentence how things stand, where there is something to say."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget


class Notice(QFrame):
    """A sentence, a progress where there is one, and a button where there is something to do.

    Signals:
        action_requested: The button was clicked.
    """

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 100)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.setFixedWidth(180)
        self._button = QPushButton(self)
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self.action_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self._label)
        layout.addWidget(self._progress)
        layout.addWidget(self._button)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says, or "" where it is not shown."""
        return "" if self.isHidden() else self._label.text()

    def say(self, sentence: str, *, progress: float | None = None, action: str = "") -> None:
        """Show a sentence, with a progress from 0 to 1 and a button where they are given; "" hides the line."""
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self._progress.setVisible(progress is not None)
        self._progress.setValue(int((progress or 0.0) * 100))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setVisible(bool(sentence))
