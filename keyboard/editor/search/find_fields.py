"""What the find bar shows: the two fields, how to search, the buttons, and a line for what was found."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from keyboard.editor.announcement import announce
from keyboard.editor.search.search import Search


class FindFields(QObject):
    """Lays itself out in the find bar.

    Signals:
        search_changed: Something else is looked for, or otherwise.

    Attributes:
        wanted: What is looked for.
        replacement: What takes its place.
        match_case: Whether capitals count.
        whole_words: Whether only whole words are hits.
        is_regex: Whether it is a regular expression.
    """

    search_changed = Signal()

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self._bar = bar
        self.wanted = self._field(self.tr("Find"))
        self.replacement = self._field(self.tr("Replace with"))
        self.match_case = self._switch("Aa", self.tr("Match case"))
        self.whole_words = self._switch("|ab|", self.tr("Whole words"))
        self.is_regex = self._switch(".*", self.tr("Regular expression"))
        self.previous_button = self._button("↑", self.tr("Previous"))
        self.next_button = self._button("↓", self.tr("Next"))
        self.close_button = self._button("✕", self.tr("Close"))
        self.replace_button = QPushButton(self.tr("Replace"), bar)
        self.replace_all_button = QPushButton(self.tr("Replace All"), bar)
        self._said = QLabel(bar)
        self._said.setWordWrap(True)
        self._lay_out()
        self.wanted.textChanged.connect(self.search_changed)
        for switch in (self.match_case, self.whole_words, self.is_regex):
            switch.toggled.connect(self.search_changed)
        self.show_replacement(shown=False)

    def search(self) -> Search | None:
        """Return what is looked for, or None where the field is empty; raise `SearchError` where the expression is none."""
        if not self.wanted.text():
            return None
        return Search(
            self.wanted.text(),
            match_case=self.match_case.isChecked(),
            whole_words=self.whole_words.isChecked(),
            is_regex=self.is_regex.isChecked(),
        )

    def say(self, sentence: str) -> None:
        """Say what was found, or what is wrong."""
        if sentence and sentence != self._said.text():
            announce(self._bar, sentence)
        self._said.setText(sentence)

    def show_progress(self, sentence: str) -> None:
        """Show how far it is; a screen reader need not say so again and again."""
        self._said.setText(sentence)

    def show_replacement(self, *, shown: bool) -> None:
        """Show the line for what takes the place of what is found, or hide it."""
        for widget in (self.replacement, self.replace_button, self.replace_all_button):
            widget.setVisible(shown)

    def show_stop(self, *, shown: bool) -> None:
        """Let the button that replaces all stop that, and nothing else be done meanwhile; or all be as it was."""
        self.replace_all_button.setText(self.tr("Stop") if shown else self.tr("Replace All"))
        for widget in (self.wanted, self.replacement, self.replace_button, self.next_button, self.previous_button):
            widget.setEnabled(not shown)

    def _field(self, title: str) -> QLineEdit:
        field = QLineEdit(self._bar, placeholderText=title)
        field.setAccessibleName(title)
        return field

    def _button(self, sign: str, title: str) -> QPushButton:
        button = QPushButton(sign, self._bar)
        button.setObjectName("findButton")
        button.setToolTip(title)
        button.setAccessibleName(title)
        return button

    def _switch(self, sign: str, title: str) -> QPushButton:
        button = self._button(sign, title)
        button.setCheckable(True)
        return button

    def _lay_out(self) -> None:
        layout = QGridLayout(self._bar)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(6)
        layout.addWidget(self.wanted, 0, 0)
        ways = (self.match_case, self.whole_words, self.is_regex, self.previous_button, self.next_button, self.close_button)
        for column, button in enumerate(ways, start=1):
            layout.addWidget(button, 0, column)
        layout.addWidget(self.replacement, 1, 0)
        layout.addWidget(self.replace_button, 1, 1, 1, 3)
        layout.addWidget(self.replace_all_button, 1, 4, 1, 3)
        layout.addWidget(self._said, 2, 0, 1, 7)
        layout.setColumnStretch(0, 1)
