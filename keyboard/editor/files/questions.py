"""The questions about a document before a text could be lost, or changed unasked."""

from enum import Enum, auto

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from keyboard.editor.notice import Message, complain

_Buttons = QMessageBox.StandardButton
_Role = QMessageBox.ButtonRole


class Choice(Enum):
    """The user's answer to a question."""

    SAVE = auto()
    DISCARD = auto()
    KEEP_MINE = auto()
    LOAD_THEIRS = auto()
    SAVE_AS = auto()
    SEE_BOTH = auto()
    NOTHING = auto()


class DocumentQuestions(QObject):
    """Asks questions in front of a window. Closing one unanswered is `Choice.NOTHING`, which loses nothing."""

    def __init__(self, widget: QWidget) -> None:
        """Ask in front of the window that holds the widget at the time."""
        super().__init__(widget)
        self._widget = widget

    def about_loss(self, name: str) -> Choice:
        message = Message(
            QMessageBox.Icon.Question,
            self.tr("Save changes?"),
            self.tr("{name} has changes that are not saved.").format(name=name),
            self._widget.window(),
            _Buttons.Save | _Buttons.Discard | _Buttons.Cancel,
        )
        message.setDefaultButton(_Buttons.Save)
        return {_Buttons.Save: Choice.SAVE, _Buttons.Discard: Choice.DISCARD}.get(message.ask(), Choice.NOTHING)

    def about_changes(self, sentence: str) -> Choice:
        """Ask which of two texts to keep after another program has changed the file."""
        return self._choose(
            self.tr("Changed on disk"),
            sentence,
            (self.tr("Keep Mine"), _Role.DestructiveRole, Choice.KEEP_MINE),
            (self.tr("Load Theirs"), _Role.DestructiveRole, Choice.LOAD_THEIRS),
            (self.tr("See Both"), _Role.ActionRole, Choice.SEE_BOTH),
            (self.tr("Save As…"), _Role.AcceptRole, Choice.SAVE_AS),
            (self.tr("Cancel"), _Role.RejectRole, Choice.NOTHING),
        )

    def about_failed_save(self, sentence: str) -> Choice:
        """Say why saving failed, and offer another place."""
        return self._choose(
            self.tr("That did not work"),
            sentence,
            (self.tr("Close"), _Role.RejectRole, Choice.NOTHING),
            (self.tr("Save As…"), _Role.AcceptRole, Choice.SAVE_AS),
        )

    def accepts_latin_1(self, sentence: str) -> bool:
        """Ask whether to read a file that is not UTF-8 as Latin-1."""
        return self._is_accepted(sentence, self.tr("Open It as Latin-1"))

    def accepts_utf_8(self, sentence: str) -> bool:
        """Ask whether to save as UTF-8 a text that its file's encoding cannot represent."""
        return self._is_accepted(sentence, self.tr("Save It as UTF-8"))

    def explain(self, sentence: str) -> None:
        complain(self._widget.window(), sentence)

    def _is_accepted(self, sentence: str, button: str) -> bool:
        choice = self._choose(
            self.tr("Another encoding"),
            sentence,
            (button, _Role.AcceptRole, Choice.SAVE),
            (self.tr("Cancel"), _Role.RejectRole, Choice.NOTHING),
        )
        return choice is Choice.SAVE

    def _choose(self, title: str, sentence: str, *offers: tuple[str, QMessageBox.ButtonRole, Choice]) -> Choice:
        """Ask with these buttons; the last one is the default."""
        box = Message(QMessageBox.Icon.Warning, title, sentence, self._widget.window())
        buttons = [(box.addButton(text, role), choice) for text, role, choice in offers]
        box.setDefaultButton(buttons[-1][0])
        box.ask()
        clicked = box.clickedButton()
        return next((choice for button, choice in buttons if button is clicked), Choice.NOTHING)
