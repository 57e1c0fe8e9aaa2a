"""Questions and complaints in a box of their own, whose texts are plain whatever names stand in them."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from keyboard.editor.plain_text import show_plainly

_Buttons = QMessageBox.StandardButton


class Message(QMessageBox):
    """Says a sentence, or asks a question, before a window."""

    def __init__(
        self,
        icon: QMessageBox.Icon,
        title: str,
        sentence: str,
        parent: QWidget,
        buttons: QMessageBox.StandardButton = _Buttons.NoButton,
    ) -> None:
        super().__init__(icon, title, sentence, buttons, parent)
        show_plainly(self)

    def ask(self) -> QMessageBox.StandardButton:
        """Wait for the answer, and return which of the standard buttons was clicked."""
        self.exec()
        self.deleteLater()
        return self.standardButton(self.clickedButton())


def complain(parent: QWidget, sentence: str) -> None:
    """Say what failed."""
    title = QCoreApplication.translate("Message", "That did not work")
    Message(QMessageBox.Icon.Warning, title, sentence, parent, _Buttons.Ok).ask()


def is_agreed(parent: QWidget, question: str) -> bool:
    """Ask something that is answered with Yes or No, before a dialog whose title says what it is about."""
    message = Message(QMessageBox.Icon.Question, parent.windowTitle(), question, parent, _Buttons.Yes | _Buttons.No)
    return message.ask() == _Buttons.Yes
