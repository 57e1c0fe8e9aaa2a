"""Two texts side by side, the lines in which they differ marked."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from PySide6.QtGui import QPalette, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QPlainTextEdit, QTextEdit, QWidget

_MOST_LINES_COMPARED = 2000


@dataclass(frozen=True)
class Difference:
    """Lines, counted from 0, of one text that the other has not, or has in another form."""

    mine: range
    theirs: range


class BothTexts(QDialog):
    """Shows the text in the window on the left and the file's on the right; both can be copied from, neither changed."""

    def __init__(self, mine: str, theirs: str, name: str, parent: QWidget | None = None) -> None:
        """`name` is the file's."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Both texts of {name}").format(name=name))
        self.resize(900, 560)
        self.mine = self._new_text(mine, self.tr("Yours, in the window"))
        self.theirs = self._new_text(theirs, self.tr("Theirs, on the disk"))
        layout = QGridLayout(self)
        for column, text in enumerate((self.mine, self.theirs)):
            label = QLabel(text.accessibleName(), self)
            label.setBuddy(text)
            layout.addWidget(label, 0, column)
            layout.addWidget(text, 1, column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons, 2, 0, 1, 2)
        self._mark(differences(mine, theirs))

    def _new_text(self, text: str, name: str) -> QPlainTextEdit:
        widget = QPlainTextEdit(text, self)
        widget.setReadOnly(True)
        widget.setAccessibleName(name)
        return widget

    def _mark(self, places: list[Difference]) -> None:
        """Mark the lines that differ, and go to the first of them."""
        for widget, ranges in ((self.mine, [place.mine for place in places]), (self.theirs, [place.theirs for place in places])):
            widget.setExtraSelections([self._mark_of(widget, lines) for lines in ranges if lines])
            if ranges:
                widget.setTextCursor(QTextCursor(widget.document().findBlockByNumber(ranges[0].start)))
                widget.centerCursor()

    def _mark_of(self, widget: QPlainTextEdit, lines: range) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        colour.setAlphaF(0.3)
        cursor = QTextCursor(widget.document().findBlockByNumber(lines.start))
        cursor.setPosition(_end_of_line(widget, lines.stop - 1), QTextCursor.MoveMode.KeepAnchor)
        mark.format.setBackground(colour)
        mark.cursor = cursor
        return mark


def differences(mine: str, theirs: str) -> list[Difference]:
    """Return where the texts differ, from the top down.

    Long stretches are not looked into, because comparing takes the square of their length: they count as one difference.
    """
    ours, others = mine.split("\n"), theirs.split("\n")
    start = _common_length(ours, others)
    rest, other_rest = ours[start:], others[start:]
    end = _common_length(rest[::-1], other_rest[::-1])
    rest, other_rest = rest[: len(rest) - end], other_rest[: len(other_rest) - end]
    if max(len(rest), len(other_rest)) > _MOST_LINES_COMPARED:
        return [Difference(range(start, start + len(rest)), range(start, start + len(other_rest)))]
    return [
        Difference(range(start + first, start + last), range(start + other_first, start + other_last))
        for kind, first, last, other_first, other_last in SequenceMatcher(None, rest, other_rest).get_opcodes()
        if kind != "equal"
    ]


def _common_length(ours: list[str], others: list[str]) -> int:
    pairs = enumerate(zip(ours, others, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(ours), len(others)))


def _end_of_line(widget: QPlainTextEdit, number: int) -> int:
    block = widget.document().findBlockByNumber(number)
    return block.position() + block.length() - 1
