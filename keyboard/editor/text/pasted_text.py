"""What comes into a text from a clipboard, and what goes there."""

import re

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocumentFragment

from keyboard.editor.files.encodings import for_other_programs

_LINE_SEPARATOR = "\u2028"
_IMAGE = "\ufffc"  # what Qt puts in the place of one
_OWN_FORMAT = "application/x-keyboard-text"
_STAND_IN = re.compile("[\U0010f000-\U0010f9ff]")  # see `encodings`


def may_have_text(pasted: QMimeData) -> bool:
    """Return whether there may be something in it for a text, without looking into it."""
    return pasted.hasText() or pasted.hasHtml()


def copied_text(text: str) -> QMimeData:
    """Return what a copied part of a text gives to other programs, and to this one, which gets each character as it is."""
    data = QMimeData()
    data.setText(for_other_programs(text))
    data.setData(_OWN_FORMAT, text.encode())
    return data


def plain_text_of(pasted: QMimeData) -> str:
    """Return what is pasted or dropped as a text file can hold it, or "" if that is nothing.

    A line separator, U+2028, is a line end. A NUL is left out: a file that has one is no text, and could not be opened again. So
    is half of a surrogate pair, which PySide drops where it hands a text to Python: all places behind it would be off by one.
    Where there is HTML alone, it is the text of that, without its pictures; nothing is fetched that it refers to.
    """
    if pasted.hasFormat(_OWN_FORMAT):
        return bytes(pasted.data(_OWN_FORMAT).data()).decode()
    text = pasted.text() or QTextDocumentFragment.fromHtml(pasted.html()).toPlainText().replace(_IMAGE, "")
    return _STAND_IN.sub("\ufffd", text.replace(_LINE_SEPARATOR, "\n").replace("\0", ""))
