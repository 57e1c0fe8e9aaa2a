"""What of a clipboard comes into a text."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocumentFragment

_LINE_SEPARATOR = "\u2028"
_IMAGE = "\ufffc"  # what Qt puts in the place of one


def may_have_text(pasted: QMimeData) -> bool:
    """Tell whether there may be something in it for a text, without looking into it."""
    return pasted.hasText() or pasted.hasHtml()


def plain_text_of(pasted: QMimeData) -> str:
    """Return what is pasted or dropped as a text file can hold it, or "" where that is nothing.

    A line separator, U+2028, is a line end. A NUL is left out: a file that has one is no text, and could not be opened again. So
    is half of a surrogate pair, which PySide drops where it hands a text to Python: all places behind it would be off by one.
    Where there is HTML alone, it is the text of that, without its pictures; nothing is fetched that it refers to.
    """
    text = pasted.text() or QTextDocumentFragment.fromHtml(pasted.html()).toPlainText().replace(_IMAGE, "")
    return text.replace(_LINE_SEPARATOR, "\n").replace("\0", "")
