"""The tour's line in the panel: what to try, what to see, and the way on."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from keyboard.editor.explorer.tour_steps import STEPS
from keyboard.editor.translation import translated


class TourBar(QFrame):
    """Shows one step at a time.

    Attributes:
        step: Which one, from 0.
        back: Goes to the step before.
        next: Goes to the next one, or ends the tour after the last.
        end: Ends the tour.

    Signals:
        turned: Another step is shown.
        ended: The reader has had enough.
    """

    turned = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explorerSentence")
        self.step = 0
        self._title = QLabel(self)
        self._words = QLabel(self, wordWrap=True)
        self.back = QPushButton(self.tr("&Back"), self)
        self.next = QPushButton(self)
        self.end = QPushButton(self.tr("E&nd Tour"), self)
        self.back.clicked.connect(lambda _checked: self._go(-1))
        self.next.clicked.connect(lambda _checked: self._go(1))
        self.end.clicked.connect(lambda _checked: self.ended.emit())
        buttons = QHBoxLayout()
        buttons.addWidget(self.end)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._words)
        layout.addLayout(buttons)

    def begin(self) -> None:
        """Show the first step."""
        self.step = 0
        self._show()

    def _go(self, steps: int) -> None:
        if self.step + steps >= len(STEPS):
            self.ended.emit()
            return
        self.step += steps
        self._show()

    def _show(self) -> None:
        step = STEPS[self.step]
        title = self.tr("Tour, {number} of {count}: {title}").format(
            number=self.step + 1, count=len(STEPS), title=translated(step.title)
        )
        self._title.setText(f"<b>{title}</b>")
        try_it, see = translated(step.to_try), translated(step.to_see)
        self._words.setText(self.tr("<b>Try:</b> {what}<br><b>See:</b> {seen}").format(what=try_it, seen=see))
        self.back.setEnabled(self.step > 0)
        self.next.setText(self.tr("&Next") if self.step + 1 < len(STEPS) else self.tr("&Done"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{try_it} {see}")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.turned.emit()
