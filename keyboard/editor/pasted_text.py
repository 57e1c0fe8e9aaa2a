"""What of a clipboard comes into a text."""

from PySide6.QtCore import QMimeData

_LINE_SEPARATOR = "\u2028"


def as_plain_text(pasted: QMimeData) -> QMimeData:
    """Return what is pasted or dropped as a text file can hold it.

    A line separator, U+2028, is a line end. A NUL is left out: a file that has one is no text, and could not be opened again. So
    is half of a surrogate pair, which PySide drops where it hands a text to Python: all places behind it would be off by one.
    """
    if not pasted.hasText():
        return pasted
    plain = QMimeData()
    plain.setText(pasted.text().replace(_LINE_SEPARATOR, "\n").replace("\0", ""))
    return plain
