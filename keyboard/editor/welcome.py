"""The first steps: three sentences and a text to try them in, until the user has seen them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from keyboard.editor.accessibility import announce
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea

# English in all languages, as the models are.
_SAMPLE = "Dear Anna,\n\nThank you for the photographs of the garden. The roses look "


class Welcome(QFrame):
    """A page above the text, dismissed for good by either of its buttons; the Help menu brings it back."""

    def __init__(self, text_area: TextArea, settings: SettingsAccess, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text_area = text_area
        self._settings = settings
        self._sentences = QLabel(
            self.tr(
                "Write, and the bar under the text offers the words that may come next; a click, Tab or Ctrl+1, 2, 3 takes one.\n"
                "A suggestion is complete with its space, and Undo takes it back.\n"
                "Everything happens on this machine: no text leaves it, and Private Mode learns nothing."
            ),
            self,
            wordWrap=True,
        )
        self.setAccessibleName(self.tr("First steps"))
        self.setAccessibleDescription(self._sentences.text())
        self._sample = self._new_button(self.tr("&Try a Sample Text"), self._try)
        start = self._new_button(self.tr("Start &Writing"), self._dismiss)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._sample)
        buttons.addWidget(start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self._sentences)
        layout.addLayout(buttons)
        text_area.textChanged.connect(self._offer_sample)
        self.hide()

    def greet(self) -> None:
        """Show the page where the user has not dismissed it."""
        if self._settings.current.show_first_steps:
            self.open_page()

    def open_page(self) -> None:
        """Show the page; the sample is offered while there is no text that it could get into."""
        self._offer_sample()
        self.show()
        announce(self, self._sentences.text())

    def _offer_sample(self) -> None:
        self._sample.setVisible(self._text_area.document().isEmpty())

    def _try(self) -> None:
        if self._text_area.document().isEmpty():
            cursor = self._text_area.textCursor()
            cursor.insertText(_SAMPLE)
            self._text_area.setTextCursor(cursor)
            # Nothing of it is the user's, so there is nothing to save yet.
            self._text_area.document().setModified(False)
        self._dismiss()

    def _dismiss(self) -> None:
        self.hide()
        self._settings.change(show_first_steps=False)
        self._text_area.setFocus()

    def _new_button(self, title: str, act: object) -> QPushButton:
        button = QPushButton(title, self)
        button.setAccessibleDescription(self._sentences.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(act)
        return button
