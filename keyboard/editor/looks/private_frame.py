"""What a private window looks like: a frame around the text and the bar, and a word in the status line."""

from PySide6.QtWidgets import QFrame, QLabel, QMainWindow

from keyboard.editor.looks.theme import PRIVATE_FRAME_WIDTH


class PrivateFrame(QFrame):
    """Holds what a window is made of, framed in a colour of the theme while nothing of it is learnt or kept.

    Attributes:
        label: The word in the status line.
    """

    def __init__(self, window: QMainWindow, *, is_on: bool) -> None:
        super().__init__(window)
        self.setObjectName("privateFrame")
        self.label = QLabel(self.tr("Private"), window)
        self.label.setObjectName("privateLabel")
        self.label.setToolTip(self.tr("Nothing that is typed is learnt, or kept for a recovery."))
        self.label.setAccessibleDescription(self.label.toolTip())
        window.statusBar().addPermanentWidget(self.label)
        self.set_on(is_on)

    def set_on(self, on: bool) -> None:
        """Show the frame and the word, or neither."""
        self.label.setVisible(on)
        width = PRIVATE_FRAME_WIDTH if on else 0
        self.setContentsMargins(width, width, width, width)
        self.setProperty("isOn", on)
        self.style().unpolish(self)
        self.style().polish(self)
