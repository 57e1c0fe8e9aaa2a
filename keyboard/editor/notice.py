"""A line above the bar that says in one sentence how things stand, where there is something to say."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from keyboard.editor.announcement import announce


class Notice(QFrame):
    """A sentence, a progress where there is one, and a button or two where there is something to do.

    Signals:
        action_requested: The button was clicked.
        declined: The second button was.
    """

    action_requested = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)  # names of files stand in it
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 100)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.setFixedWidth(180)
        self._button = self._new_button(self.action_requested)
        self._second_button = self._new_button(self.declined)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self._label)
        layout.addWidget(self._progress)
        layout.addWidget(self._button)
        layout.addWidget(self._second_button)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says, or "" where it is not shown."""
        return "" if self.isHidden() else self._label.text()

    def say(self, sentence: str, *, progress: float | None = None, action: str = "", second_action: str = "") -> None:
        """Show a sentence, with a progress from 0 to 1 and buttons where they are given; "" hides the line.

        A screen reader says it, of a progress the first sentence, and again with each of the buttons.
        """
        is_progress = progress is not None and self._progress.isVisible()
        is_news = sentence != self.sentence and not is_progress
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self._progress.setVisible(progress is not None)
        self._progress.setValue(int((progress or 0.0) * 100))
        for button, title in ((self._button, action), (self._second_button, second_action)):
            button.setText(title)
            button.setAccessibleDescription(sentence)
            button.setVisible(bool(title))
        self.setVisible(bool(sentence))
        if is_news and self.isVisible():
            announce(self, sentence)

    def _new_button(self, clicked: SignalInstance) -> QPushButton:
        button = QPushButton(self)
        # A click leaves the cursor in the text.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(clicked)
        return button
