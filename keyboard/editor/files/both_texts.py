"""Two texts side by side with the differing lines marked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from threading import Event

from PySide6.QtGui import QPalette, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QPlainTextEdit, QTextEdit, QWidget

from keyboard.editor.background import SlicedWork, in_background
from keyboard.editor.notice import resize_within_screen
from keyboard.editor.text.marks import highlight
from keyboard.editor.text.utf16 import selection

# The time grows with the square of their number: these take three seconds at worst.
_MOST_LINES_COMPARED = 10_000


@dataclass(frozen=True)
class Difference:
    """Lines, counted from 0, that only one of the texts has."""

    mine: range
    theirs: range


class GivenUpError(Exception):
    """The comparison was cancelled."""


class _Comparison(SequenceMatcher[str]):
    """Compares as `difflib` does, and checks for cancellation before each stretch, which takes some milliseconds."""

    def __init__(self, mine: list[str], theirs: list[str], is_given_up: Callable[[], bool]) -> None:
        super().__init__(None, mine, theirs)
        self._is_given_up = is_given_up

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        if self._is_given_up():
            raise GivenUpError
        return super().find_longest_match(alo, ahi, blo, bhi)


def differences(mine: str, theirs: str, is_given_up: Callable[[], bool] = lambda: False) -> list[Difference]:
    """Return where the texts differ, from top to bottom.

    If more than 10,000 lines lie between the first and the last difference, they count as one difference. Raises `GivenUpError`
    soon after `is_given_up` returns true.
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
        for kind, first, last, other_first, other_last in _Comparison(rest, other_rest, is_given_up).get_opcodes()
        if kind != "equal"
    ]


def _common_length(ours: list[str], others: list[str]) -> int:
    pairs = enumerate(zip(ours, others, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(ours), len(others)))


# Qt takes a millisecond or two to insert this many characters.
_PIECE_LENGTH = 32_000
_ALPHA = 76


class BothTexts(QDialog):
    """Shows the text in the window on the left and the file's on the right, both read-only.

    The dialog opens at once: it inserts long texts in slices, and compares them on another thread until it is closed.
    """

    def __init__(self, mine: str, theirs: str, name: str, parent: QWidget | None = None) -> None:
        """`name` is the file's name."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Both texts of {name}").format(name=name))
        resize_within_screen(self, 900, 560)
        self._texts = mine, theirs
        self._is_closed = Event()
        self.finished.connect(self._give_up)
        self.mine = self._new_text(self.tr("Yours, in the window"))
        self.theirs = self._new_text(self.tr("Theirs, on the disk"))
        self.said = QLabel(self.tr("Comparing the texts …"), self)
        layout = QGridLayout(self)
        for column, text in enumerate((self.mine, self.theirs)):
            label = QLabel(text.accessibleName(), self)
            label.setBuddy(text)
            layout.addWidget(label, 0, column)
            layout.addWidget(text, 1, column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout.addWidget(self.said, 2, 0)
        layout.addWidget(buttons, 2, 1)
        self._slices = SlicedWork(self)
        self._slices.start(self._fill())

    def _new_text(self, name: str) -> QPlainTextEdit:
        widget = QPlainTextEdit(self)
        widget.setReadOnly(True)
        widget.setUndoRedoEnabled(False)
        widget.setAccessibleName(name)
        return widget

    def _fill(self) -> Iterator[None]:
        for widget, text in zip((self.mine, self.theirs), self._texts, strict=True):
            widget.setPlainText(text[:_PIECE_LENGTH])
            end = QTextCursor(widget.document())
            for start in range(_PIECE_LENGTH, len(text), _PIECE_LENGTH):
                yield
                end.movePosition(QTextCursor.MoveOperation.End)
                end.insertText(text[start : start + _PIECE_LENGTH])
        self._compare()

    def _compare(self) -> None:
        mine, theirs = self._texts
        is_closed = self._is_closed.is_set
        in_background(lambda: differences(mine, theirs, is_closed), self._show_differences, lambda _: None, self)

    def _give_up(self) -> None:
        self._is_closed.set()
        self._slices.stop()

    def _show_differences(self, places: list[Difference]) -> None:
        if not self._is_closed.is_set():
            self.said.setText("" if places else self.tr("The texts do not differ."))
            self._slices.start(self._mark(places))

    def _mark(self, places: list[Difference]) -> Iterator[None]:
        """Mark the lines that differ, and go to the first."""
        for widget, ranges in ((self.mine, [place.mine for place in places]), (self.theirs, [place.theirs for place in places])):
            if ranges:
                widget.setTextCursor(QTextCursor(widget.document().findBlockByNumber(ranges[0].start)))
                widget.centerCursor()
            marks = []
            for lines in ranges:
                if lines:
                    marks.append(self._mark_of(widget, lines))
                    yield
            widget.setExtraSelections(marks)

    def _mark_of(self, widget: QPlainTextEdit, lines: range) -> QTextEdit.ExtraSelection:
        first, last = (widget.document().findBlockByNumber(number) for number in (lines.start, lines.stop - 1))
        cursor = selection(widget.document(), first.position(), last.position() + last.length() - 1)
        return highlight(cursor, self.palette().color(QPalette.ColorRole.Highlight), _ALPHA)
