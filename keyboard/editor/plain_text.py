"""Texts from outside, as names of files are, shown letter by letter: Qt takes what looks like HTML for HTML."""

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QLabel, QWidget


def show_plainly(widget: QWidget) -> None:
    """Let all labels of a window, a dialog or a message box show their texts as they are, but those that are said to be rich."""
    for label in widget.findChildren(QLabel):
        if label.textFormat() == Qt.TextFormat.AutoText:
            label.setTextFormat(Qt.TextFormat.PlainText)


def plain_tip(text: str) -> str:
    """Return a tooltip that shows a text as it is: tooltips have no format that could be set."""
    return QtText.convertFromPlainText(text) if QtText.mightBeRichText(text) else text
