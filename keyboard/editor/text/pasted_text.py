"""Text from a clipboard, and to it."""

import re

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocumentFragment

from keyboard.editor.files.encodings import for_other_programs

_LINE_SEPARATOR = "\u2028"
_IMAGE = "\ufffc"  # Qt's placeholder for one
_OWN_FORMAT = "application/x-keyboard-text"
_STAND_IN = re.compile("[\U0010f000-\U0010f9ff]")  # see `encodings`


def may_have_text(pasted: QMimeData) -> bool:
    """Return whether the clipboard's data may have text, without looking into it."""
    return pasted.hasText() or pasted.hasHtml()


def copied_text(text: str) -> QMimeData:
    """Return the data of a copied text for other programs, and for this one, which gets each character as it is."""
    data = QMimeData()
    data.setText(for_other_programs(text))
    data.setData(_OWN_FORMAT, text.encode())
    return data


def plain_text_of(pasted: QMimeData) -> str:
    """Return pasted or dropped text as a text file can hold it, or "".

    A line separator, U+2028, becomes a line end. NULs are left out, because a file with one is not text and could not be opened
    again. So are halves of surrogate pairs, which PySide drops when it passes a text to Python: later places would be off by one.
    If there is only HTML, the result is its text, without pictures; nothing that it refers to is fetched.
    """
    if pasted.hasFormat(_OWN_FORMAT):
        return bytes(pasted.data(_OWN_FORMAT).data()).decode()
    text = pasted.text() or QTextDocumentFragment.fromHtml(pasted.html()).toPlainText().replace(_IMAGE, "")
    return _STAND_IN.sub("\ufffd", text.replace(_LINE_SEPARATOR, "\n").replace("\0", ""))
