"""Notices above the bar, and message boxes and dialogs of the window."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStyle,
    QWidget,
)

from keyboard.editor.accessibility import announce
from keyboard.editor.arrangement import arranged


class Notice(QFrame):
    """A line with a sentence, and optionally a progress bar and one or two buttons."""

    action_requested = Signal()
    declined = Signal()  # the second button was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._label = QLabel(self, wordWrap=True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)  # it may contain file names
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._progress = QProgressBar(self, textVisible=False)
        self._progress.setRange(0, 100)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.setFixedWidth(180)
        self._button = self._new_button(self.action_requested)
        self._second_button = self._new_button(self.declined)
        parts = (self._label, self._progress, self._button, self._second_button)
        arranged(QHBoxLayout(self), *parts, margins=(16, 8, 16, 8), spacing=12)
        self.hide()

    @property
    def sentence(self) -> str:
        """The sentence shown, or "" while the notice is hidden."""
        return "" if self.isHidden() else self._label.text()

    def say(self, sentence: str, *, progress: float | None = None, action: str = "", second_action: str = "") -> None:
        """Show a sentence, with a progress from 0 to 1 and buttons if given; "" hides the line.

        Screen readers announce the sentence, once while a progress is shown, and read it as the description of each button.
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
        # A click leaves the focus in the text.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(clicked)
        return button


def show_plainly(widget: QWidget) -> None:
    """Set the labels of a window or dialog to plain text, except those that are set to rich text."""
    for label in widget.findChildren(QLabel):
        if label.textFormat() == Qt.TextFormat.AutoText:
            label.setTextFormat(Qt.TextFormat.PlainText)


def plain_tip(text: str) -> str:
    """Return a tooltip that shows a text as plain text: the format of tooltips cannot be set."""
    return QtText.convertFromPlainText(text) if QtText.mightBeRichText(text) else text


_Buttons = QMessageBox.StandardButton


class Message(QMessageBox):
    """A message box in front of a window: a sentence or a question."""

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
        """Run the box and return the standard button that was clicked."""
        self.exec()
        self.deleteLater()
        return self.standardButton(self.clickedButton())


def complain(parent: QWidget, sentence: str) -> None:
    """Show a failure in a message box."""
    title = QCoreApplication.translate("Message", "That did not work")
    Message(QMessageBox.Icon.Warning, title, sentence, parent, _Buttons.Ok).ask()


def is_agreed(parent: QWidget, question: str) -> bool:
    """Ask a yes-or-no question in front of a dialog, under its title; return whether the answer is Yes."""
    message = Message(QMessageBox.Icon.Question, parent.windowTitle(), question, parent, _Buttons.Yes | _Buttons.No)
    return message.ask() == _Buttons.Yes


class FailureNotice(Notice):
    """Shows failures until it is closed; a new sentence is added to the earlier ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action_requested.connect(lambda: self.say(""))

    def add(self, sentence: str) -> None:
        sentences = [*self.sentence.splitlines(), sentence]
        self.say("\n".join(dict.fromkeys(sentences)), action=self.tr("Close"))


def ask_for_target(parent: QWidget, title: str, suggested: Path, kind: str) -> Path | None:
    """Let the user choose a file of a `kind`, as in "PDF files (*.pdf)", and return it, or None.

    A name without a suffix gets that of `suggested` before the dialog asks whether an existing file may be replaced.
    """
    dialog = QFileDialog(parent, title, str(suggested.parent), kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix)
    dialog.selectFile(suggested.name)
    is_chosen = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return Path(dialog.selectedFiles()[0]) if is_chosen else None


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Resize a window to this size in device-independent pixels, or to what fits on its screen below a title bar."""
    title_height = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    room = window.screen().availableSize() - QSize(0, title_height)
    window.resize(QSize(width, height).boundedTo(room))
