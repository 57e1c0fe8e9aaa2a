"""A window of Qt with an entry, a text view and a password field, as `gtk_program.py` is one of GTK.

Usage: qt_program.py FIELD FILE. The entry has a command of its own for Ctrl+2. What the input method sends as a
preedit text goes to FILE.preedit.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

focused, file = sys.argv[1:]
application = QApplication([])
window = QWidget()
window.setWindowTitle("program")
entry, view, password = QLineEdit(), QPlainTextEdit(), QLineEdit()
password.setEchoMode(QLineEdit.EchoMode.Password)
fields: dict[str, QLineEdit | QPlainTextEdit] = {"entry": entry, "view": view, "password": password}
column = QVBoxLayout(window)


def write() -> None:
    field = fields[focused]
    keep(file, field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text())


def keep(path: str, content: str) -> None:
    Path(f"{path}.new").write_text(content, "utf-8")
    Path(f"{path}.new").replace(path)


class Preedit(QObject):
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QInputMethodEvent):
            keep(f"{file}.preedit", event.preeditString())
        return False


preedit = Preedit()

for field in fields.values():
    column.addWidget(field)
    field.textChanged.connect(write)
    field.installEventFilter(preedit)
QShortcut("Ctrl+2", entry, lambda: entry.setText("Ctrl+2"))
window.show()
fields[focused].setFocus()
write()
application.exec()
