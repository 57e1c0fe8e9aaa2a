"""A window of Qt with an entry, a text view and a password field, as `gtk_program.py` is one of GTK.

Usage: qt_program.py FIELD FILE. The entry has a command of its own for Ctrl+2.
"""

import sys
from pathlib import Path

from PySide6.QtGui import QShortcut
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
    text = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
    Path(f"{file}.new").write_text(text, "utf-8")
    Path(f"{file}.new").replace(file)


for field in fields.values():
    column.addWidget(field)
    field.textChanged.connect(write)
QShortcut("Ctrl+2", entry, lambda: entry.setText("Ctrl+2"))
window.show()
fields[focused].setFocus()
write()
application.exec()
