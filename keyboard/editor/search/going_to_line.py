"""Going to a line, and to a column in it."""

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout

from keyboard.editor.notice import show_plainly
from keyboard.editor.text.utf16 import units

_PLACE = re.compile(r"\s*(\d{1,9})\s*(?:[:,]\s*(\d{1,9})\s*)?")


@dataclass(frozen=True)
class Place:
    """A line and a column, both from 1."""

    line: int
    column: int = 1


def place_of(text: str) -> Place | None:
    """Return the place that a text names, as "12" or "12:5", or None."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return None
    return Place(max(int(match.group(1)), 1), max(int(match.group(2) or 1), 1))


def go_to(editor: QPlainTextEdit, place: Place) -> None:
    """Move the cursor to a place, or to the nearest existing one."""
    document = editor.document()
    block = document.findBlockByNumber(min(place.line, document.blockCount()) - 1)
    before = block.text()[: place.column - 1]
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + units(before))
    editor.setTextCursor(cursor)
    editor.centerCursor()
    editor.setFocus()


def go_to_line(editor: QPlainTextEdit) -> None:
    """Ask for a line and go to it."""
    GoToLineDialog(editor).open()


class GoToLineDialog(QDialog):
    """Asks for a line, as 12 or 12:5."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editor = editor
        self.setWindowTitle(self.tr("Go to Line"))
        self.field = QLineEdit(str(editor.textCursor().blockNumber() + 1), self)
        self.field.setAccessibleName(self.tr("Line, or line:column"))
        self.field.selectAll()
        lines = editor.document().blockCount()
        self.said = QLabel(
            self.tr("A line from 1 to {lines}, such as 12, or a line and a column, such as 12:5.").format(lines=lines), self
        )
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.tr("&Go"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.said, self.field, buttons):
            layout.addWidget(widget)
        show_plainly(self)

    def accept(self) -> None:
        """Go to the line and close, or say that the text names no line."""
        place = place_of(self.field.text())
        if place is None:
            self.said.setText(
                self.tr("“{text}” is not a line; type a number, such as 12 or 12:5.").format(text=self.field.text())
            )
            self.field.selectAll()
            return
        super().accept()
        go_to(self._editor, place)
