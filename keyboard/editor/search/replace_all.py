"""Replacing all matches as one undo step."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from keyboard.editor.background import SlicedWork
from keyboard.editor.search.match_finder import MatchFinder, lines_from
from keyboard.editor.search.search import Matches, Search, SearchError
from keyboard.editor.text.text_area import TextArea

# Qt takes a millisecond or two for this many.
_MATCHES_AT_ONCE = 250


class ReplaceAll(QObject):
    """Finds all matches, again if the text changes meanwhile, then replaces them from the last to the first.

    The text is read-only from the first slice of replacements to the last, so that nothing typed joins their undo step. If it
    changes nevertheless, as by Undo, the remaining matches stay.
    """

    progressed = Signal(int, int)  # the numbers of replaced matches and of all matches
    ended = Signal(int, bool)  # the number of replaced matches, and whether these are all

    def __init__(self, editor: TextArea) -> None:
        super().__init__(editor)
        self._editor = editor
        self._finder = MatchFinder(editor.document(), self)
        self._work = SlicedWork(self)
        self._replaced = 0
        self.is_replacing = False  # whether replacing has begun, and not only the search

    def start(self, search: Search, replacement: str, fail: Callable[[SearchError], None]) -> None:
        """Start; a short replacement is usually done on return. `fail` is called for an expression that takes too long."""
        self.stop()
        matches = Matches()

        def take(found: Matches) -> bool:
            matches.add(found)
            return True

        self._finder.start(
            search,
            lines_from(self._editor.document(), 0),
            take,
            lambda: self._work.start(self._steps(matches)),
            fail,
            lambda: self.start(search, replacement, fail),
            replacement,
        )

    def stop(self) -> None:
        """Stop and keep the replacements made so far, which Undo reverts."""
        self._finder.stop()
        self._work.stop()
        if self.is_replacing:
            self._end(is_whole=False)

    def _steps(self, matches: Matches) -> Iterator[None]:
        document = self._editor.document()
        revision = document.revision()
        self.is_replacing, self._replaced = True, 0
        try:
            while self._replaced < len(matches) and revision == document.revision():
                self._replace_some(matches)
                revision = document.revision()
                self._editor.setReadOnly(True)
                self.progressed.emit(self._replaced, len(matches))
                yield
        except Exception:
            self._end(is_whole=False)
            raise
        self._end(is_whole=self._replaced == len(matches))

    def _replace_some(self, matches: Matches) -> None:
        """Replace some matches, from the last one left, within the undo step of the first ones."""
        cursor = QTextCursor(self._editor.document())
        if self._replaced:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        try:
            last = len(matches) - self._replaced
            for place in range(last - 1, max(last - _MATCHES_AT_ONCE, 0) - 1, -1):
                cursor.setPosition(matches.starts[place])
                cursor.setPosition(matches.ends[place], QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(matches.replacements[place])
                self._replaced += 1
        finally:
            cursor.endEditBlock()

    def _end(self, *, is_whole: bool) -> None:
        self.is_replacing = False
        self._editor.setReadOnly(False)
        self.ended.emit(self._replaced, is_whole)
