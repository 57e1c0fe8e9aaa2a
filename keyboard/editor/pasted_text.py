"""What of a clipboard comes into a text."""

import re

from PySide6.QtCore import QMimeData

_LINE_SEPARATOR = "\u2028"
_UNWANTED = re.compile(f"[\0{_LINE_SEPARATOR}]")


def as_plain_text(pasted: QMimeData) -> QMimeData:
    """Return what is pasted or dropped as a text file can hold it.

    A line separator, U+2028, is a line end. A NUL is left out: a file that has one is no text, and could not be opened again.
    """
    if not _UNWANTED.search(pasted.text()):
        return pasted
    plain = QMimeData()
    plain.setText(pasted.text().replace(_LINE_SEPARATOR, "\n").replace("\0", ""))
    return plain
