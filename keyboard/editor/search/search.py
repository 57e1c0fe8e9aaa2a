"""Searching and replacing in a text, and going to a line."""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout

from keyboard.editor.background import SlicedWork
from keyboard.editor.notice import show_plainly
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import units
from keyboard.editor.translation import TranslatedError
from keyboard.settings.description import tr

_Options = QRegularExpression.PatternOption
_ESCAPE = re.compile(r"\\(\d|.)", re.DOTALL)
_CONTROL_CHARACTERS = {"n": "\n", "t": "\t"}


class SearchError(TranslatedError, ValueError):
    """The expression or the replacement is invalid; the text is one sentence for the user."""


@dataclass(frozen=True)
class Hit:
    """A match's place, in UTF-16 units of the document."""

    start: int
    end: int


class Search:
    """Searches within lines for a text or a regular expression (PCRE, as in Qt)."""

    def __init__(self, wanted: str, *, match_case: bool = False, whole_words: bool = False, is_regex: bool = False) -> None:
        """Raise `SearchError` if `wanted` is an invalid regular expression."""
        self._is_regex = is_regex
        pattern = wanted if is_regex else QRegularExpression.escape(wanted)
        self._expression = QRegularExpression(pattern)
        if not self._expression.isValid():
            where = self._expression.patternErrorOffset()
            raise SearchError(
                tr("The expression is not valid at character {place}: {reason}."),
                place=where + 1,
                reason=self._expression.errorString(),
            )
        if whole_words:
            self._expression.setPattern(rf"(?<!\w)(?:{pattern})(?!\w)")
        options = _Options.UseUnicodePropertiesOption
        self._expression.setPatternOptions(options if match_case else options | _Options.CaseInsensitiveOption)

    def hits_in(self, block: QTextBlock) -> list[Hit]:
        """Return the matches in a line, in order, without empty ones."""
        start = block.position()
        matches = self._expression.globalMatch(block.text())
        hits = []
        while matches.hasNext():
            match = matches.next()
            if match.capturedLength():
                hits.append(Hit(start + match.capturedStart(), start + match.capturedEnd()))
        return hits

    def hits_from(self, document: QTextDocument, position: int, *, backward: bool = False) -> Iterator[Hit | None]:
        """Yield the matches after a position, or before it and backwards, to the document's end; None after each line."""
        block = document.findBlock(position)
        while block.isValid():
            hits = self.hits_in(block)
            if backward:
                yield from (hit for hit in reversed(hits) if hit.end <= position)
            else:
                yield from (hit for hit in hits if hit.start >= position)
            yield None
            block = block.previous() if backward else block.next()

    def check_replacement(self, replacement: str) -> None:
        """Raise `SearchError` if a replacement names a group that the expression lacks."""
        groups = self._expression.captureCount()
        for escape in _ESCAPE.findall(replacement) if self._is_regex else ():
            if escape.isdigit() and int(escape) > groups:
                raise SearchError(
                    tr("The replacement names group {group}, and the expression has {groups}."), group=escape, groups=groups
                )

    def replaced(self, document: QTextDocument, hit: Hit, replacement: str) -> str:
        r"""Return a match's replacement; for an expression `\1` to `\9` are its groups, `\0` the match, `\n` a line end."""
        if not self._is_regex:
            return replacement
        block = document.findBlock(hit.start)
        match = self._expression.match(block.text(), hit.start - block.position())

        def expand(escape: re.Match[str]) -> str:
            what = escape.group(1)
            return match.captured(int(what)) if what.isdigit() else _CONTROL_CHARACTERS.get(what, what)

        return _ESCAPE.sub(expand, replacement)


# Qt takes a millisecond or two for this many.
_HITS_AT_ONCE = 250


class ReplaceAll(QObject):
    """Finds all matches, again if the text changes meanwhile, then replaces them from the last to the first.

    The text is read-only from the first slice of replacements to the last, so that nothing typed joins their undo step. If it
    changes nevertheless, as by Undo, the remaining matches stay.

    Signals:
        progressed: How many matches are replaced, and of how many.
        ended: How many were replaced, and whether these are all matches.

    Attributes:
        is_replacing: Whether replacing has begun, and not only the search.
    """

    progressed = Signal(int, int)
    ended = Signal(int, bool)

    def __init__(self, editor: TextArea) -> None:
        super().__init__(editor)
        self._editor = editor
        self._work = SlicedWork(self)
        self._replaced = 0
        self.is_replacing = False

    def start(self, search: Search, replacement: str) -> None:
        """Start; a short replacement is done on return."""
        self.stop()
        self._work.start(self._steps(search, replacement))

    def stop(self) -> None:
        """Stop and keep the replacements made so far, which Undo reverts."""
        self._work.stop()
        if self.is_replacing:
            self._end(is_whole=False)

    def _steps(self, search: Search, replacement: str) -> Iterator[None]:
        document = self._editor.document()
        # As numbers: Python's garbage collector would visit some hundred thousand objects for 50 ms at a time.
        revision, starts, ends = -1, array("q"), array("q")
        while revision != document.revision():
            revision, starts, ends = document.revision(), array("q"), array("q")
            for hit in search.hits_from(document, 0):
                if document.revision() != revision:
                    break
                if hit is None:
                    yield
                else:
                    starts.append(hit.start)
                    ends.append(hit.end)
        self.is_replacing, self._replaced = True, 0
        try:
            while self._replaced < len(starts) and revision == document.revision():
                end = len(starts) - self._replaced
                places = slice(max(end - _HITS_AT_ONCE, 0), end)
                self._replace(search, list(map(Hit, starts[places], ends[places])), replacement)
                revision = document.revision()
                self._editor.setReadOnly(True)
                self.progressed.emit(self._replaced, len(starts))
                yield
        except Exception:
            self._end(is_whole=False)
            raise
        self._end(is_whole=self._replaced == len(starts))

    def _replace(self, search: Search, hits: list[Hit], replacement: str) -> None:
        """Replace some matches within the undo step of the first ones."""
        cursor = QTextCursor(self._editor.document())
        if self._replaced:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        try:
            for hit in reversed(hits):
                text = search.replaced(self._editor.document(), hit, replacement)
                cursor.setPosition(hit.start)
                cursor.setPosition(hit.end, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(text)
                self._replaced += 1
        finally:
            cursor.endEditBlock()

    def _end(self, *, is_whole: bool) -> None:
        self.is_replacing = False
        self._editor.setReadOnly(False)
        self.ended.emit(self._replaced, is_whole)


_PLACE = re.compile(r"\s*(\d{1,9})\s*(?:[:,]\s*(\d{1,9})\s*)?")


@dataclass(frozen=True)
class Place:
    """A line and a column, both from 1."""

    line: int
    column: int = 1


def place_of(text: str) -> Place | None:
    """Return the place that a text names, as "12" or "12:5", or None."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return None
    return Place(max(int(match.group(1)), 1), max(int(match.group(2) or 1), 1))


def go_to(editor: QPlainTextEdit, place: Place) -> None:
    """Move the cursor to a place, or to the nearest existing one."""
    document = editor.document()
    block = document.findBlockByNumber(min(place.line, document.blockCount()) - 1)
    before = block.text()[: place.column - 1]
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + units(before))
    editor.setTextCursor(cursor)
    editor.centerCursor()
    editor.setFocus()


def go_to_line(editor: QPlainTextEdit) -> None:
    """Ask for a line and go to it."""
    GoToLineDialog(editor).open()


class GoToLineDialog(QDialog):
    """Asks for a line, as 12 or 12:5.

    Attributes:
        field: What the user types.
        said: What can be typed, or what is wrong with it.
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editor = editor
        self.setWindowTitle(self.tr("Go to Line"))
        self.field = QLineEdit(str(editor.textCursor().blockNumber() + 1), self)
        self.field.setAccessibleName(self.tr("Line, or line:column"))
        self.field.selectAll()
        lines = editor.document().blockCount()
        self.said = QLabel(self.tr("A line from 1 to {lines}, as 12, or with a column, as 12:5.").format(lines=lines), self)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.tr("&Go"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.said, self.field, buttons):
            layout.addWidget(widget)
        show_plainly(self)

    def accept(self) -> None:
        """Go to the line and close, or say that the text names no line."""
        place = place_of(self.field.text())
        if place is None:
            self.said.setText(self.tr("“{text}” is no line; type a number, as 12 or 12:5.").format(text=self.field.text()))
            self.field.selectAll()
            return
        super().accept()
        go_to(self._editor, place)
