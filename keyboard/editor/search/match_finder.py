"""Finding matches in a document on other threads, so that no expression and no text can delay a key."""

from collections.abc import Callable, Iterable, Iterator
from threading import Event

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextDocument

from keyboard.editor.background import in_background, own_threads
from keyboard.editor.search.search import Line, Matches, Search, SearchError

# In UTF-16 units; Qt takes a millisecond or two to hand out this many.
_BATCH_LENGTH = 1 << 16
# The search waits this long for its first matches: most searches end before anyone could notice.
_PATIENCE_S = 0.02
# An expression that never ends keeps a thread until it is given up; the next search runs meanwhile.
_MOST_THREADS = 2


class MatchFinder(QObject):
    """Finds the matches in some lines of a document, batch by batch; a new search abandons the one before."""

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._threads = own_threads(self, _MOST_THREADS)
        self._given_up = Event()
        self._given_up.set()

    @property
    def is_under_way(self) -> bool:
        return not self._given_up.is_set()

    def start(
        self,
        search: Search,
        blocks: Iterable[QTextBlock],
        take: Callable[[Matches], bool],
        end: Callable[[], None],
        fail: Callable[[SearchError], None],
        again: Callable[[], None],
        replacement: str | None = None,
    ) -> None:
        """Call `take` with the matches of each batch of lines until it returns False, and otherwise `end`.

        Instead, `fail` is called for an expression that takes too long, and `again` if the text has changed since the start.
        For the first batch the call itself waits, for a time that a user does not notice.
        """
        self.stop()
        self._given_up = given_up = Event()
        revision, lines = self._document.revision(), iter(blocks)

        def find_next(*, is_first: bool = False) -> None:
            batch = list(_batch(lines))
            if not batch:
                given_up.set()
                end()
                return
            is_done = Event()
            found: list[Matches | SearchError] = []

            def work() -> None:
                try:
                    found.append(search.matches_in(batch, replacement, given_up))
                except SearchError as error:
                    found.append(error)
                finally:
                    is_done.set()

            is_taken = False

            def go_on(_: object = None) -> None:
                nonlocal is_taken
                if is_taken or given_up.is_set():
                    return
                is_taken = True
                if self._document.revision() != revision:
                    given_up.set()
                    again()
                elif _continues(found[0], take, fail) and not given_up.is_set():
                    find_next()
                else:
                    given_up.set()

            in_background(work, go_on, go_on, self, self._threads)
            if is_first and is_done.wait(_PATIENCE_S):
                go_on()

        find_next(is_first=True)

    def stop(self) -> None:
        self._given_up.set()


def lines_from(document: QTextDocument, position: int, *, backward: bool = False) -> Iterator[QTextBlock]:
    """Yield the lines of a document from the one at a position to the end, or backwards to the start."""
    block = document.findBlock(position)
    while block.isValid():
        yield block
        block = block.previous() if backward else block.next()


def _continues(found: Matches | SearchError, take: Callable[[Matches], bool], fail: Callable[[SearchError], None]) -> bool:
    if isinstance(found, SearchError):
        fail(found)
        return False
    return take(found)


def _batch(blocks: Iterator[QTextBlock]) -> Iterator[Line]:
    length = 0
    for block in blocks:
        yield Line(block.blockNumber() + 1, block.position(), block.text())
        length += block.length()
        if length >= _BATCH_LENGTH:
            return
