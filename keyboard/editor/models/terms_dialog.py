"""A model's terms of use, which the user accepts before it is installed."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from keyboard.editor.notice import resize_within_screen


class TermsDialog(QDialog):
    """Shows the terms; it is accepted if the user accepts them.

    Attributes:
        text: The terms.
        buttons: Accept and Cancel.
    """

    def __init__(self, model: str, terms: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Terms of Use"))
        resize_within_screen(self, 640, 520)
        question = QLabel(self.tr("{model} may be used under these terms. Do you accept them?").format(model=model), self)
        question.setWordWrap(True)
        self.text = QPlainTextEdit(terms, self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.windowTitle())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.addButton(self.tr("Accept"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(question)
        layout.addWidget(self.text, stretch=1)
        layout.addWidget(self.buttons)
