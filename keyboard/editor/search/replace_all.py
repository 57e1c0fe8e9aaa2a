"""A replacement in the whole text, in slices that together are one step for Undo."""

from array import array
from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from keyboard.editor.search.search import Hit, Search
from keyboard.editor.sliced_work import SlicedWork
from keyboard.editor.text.text_area import TextArea

# Qt takes a millisecond or two for so many.
_HITS_AT_ONCE = 250


class ReplaceAll(QObject):
    """Finds all hits, and anew where the text changes meanwhile; then replaces them, the last one first.

    The text is read-only from the first slice of replacements to the last, so that nothing typed becomes part of their undo step.
    Where it is changed nevertheless, as by Undo, the rest is left as it is.

    Signals:
        progressed: So many hits are replaced, of so many.
        ended: So many were replaced in all; whether these are all hits.

    Attributes:
        is_replacing: Whether replacements are under way, and not only the search for them.
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
        """Begin; what takes a few milliseconds is done on return."""
        self.stop()
        self._work.start(self._steps(search, replacement))

    def stop(self) -> None:
        """Leave what is not replaced yet as it is; Undo takes back what is."""
        self._work.stop()
        if self.is_replacing:
            self._end(is_whole=False)

    def _steps(self, search: Search, replacement: str) -> Iterator[None]:
        document = self._editor.document()
        # As numbers: of some hundred thousand objects Python's garbage collector would go through all, for 50 ms at a time.
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
        """Replace some hits, as part of the undo step that the first ones began."""
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
