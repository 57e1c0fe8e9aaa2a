"""The numbers of words and characters of a text, updated change by change, so that a long text costs no more than a short one."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from keyboard.editor.background import SlicedWork
from keyboard.editor.text.utf16 import text_between

# A change of more lines is counted in slices.
_MOST_LINES_AT_ONCE = 1000


class TextCounts(QObject):
    """Counts of a document: a word is a run without white space, and a line end is one character."""

    changed = Signal()

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._document = editor.document()
        self._words: list[int] = [0]  # of each line
        self._characters: list[int] = [0]  # the same, line ends left out
        self.words = self._character_sum = 0
        self._recount = SlicedWork(self)
        self._document.contentsChange.connect(self._follow)
        self._recount.start(self._count_all())

    @property
    def is_known(self) -> bool:
        return not self._recount.is_under_way

    @property
    def characters(self) -> int:
        return self._character_sum + len(self._characters) - 1

    def of_selection(self, cursor: QTextCursor) -> tuple[int, int]:
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        first, last = self._document.findBlock(start), self._document.findBlock(end)
        if first == last:
            return _counts_of(cursor.selectedText())
        ends = ((start, first.position() + first.length() - 1), (last.position(), end))
        parts = [_counts_of(text_between(self._document, *part)) for part in ends]
        words, characters = sum(words for words, _ in parts), sum(characters for _, characters in parts)
        between = slice(first.blockNumber() + 1, last.blockNumber())
        lines = last.blockNumber() - first.blockNumber()
        return words + sum(self._words[between]), characters + sum(self._characters[between]) + lines

    def _follow(self, position: int, _removed: int, added: int) -> None:
        """Count the lines of a change again; the difference in the number of lines tells how many it has removed."""
        first = self._document.findBlock(position)
        last = self._document.findBlock(min(position + added, self._document.characterCount() - 1))
        touched = last.blockNumber() - first.blockNumber() + 1
        if not self.is_known or touched > _MOST_LINES_AT_ONCE:
            self._recount.start(self._count_all())
            self.changed.emit()
            return
        counts, block = [], first
        for _ in range(touched):
            counts.append(_counts_of(block.text()))
            block = block.next()
        before = touched + len(self._words) - self._document.blockCount()
        self._put(first.blockNumber(), before, [words for words, _ in counts], [characters for _, characters in counts])
        self.changed.emit()

    def _put(self, first: int, before: int, words: list[int], characters: list[int]) -> None:
        """Replace the counts of `before` lines with those of these lines."""
        old = slice(first, first + before)
        self.words += sum(words) - sum(self._words[old])
        self._character_sum += sum(characters) - sum(self._characters[old])
        self._words[old] = words
        self._characters[old] = characters

    def _count_all(self) -> Iterator[None]:
        words, characters = [], []
        block = self._document.begin()
        while block.isValid():
            in_words, in_characters = _counts_of(block.text())
            words.append(in_words)
            characters.append(in_characters)
            block = block.next()
            yield
        self._words, self._characters = words, characters
        self.words, self._character_sum = sum(words), sum(characters)
        self.changed.emit()


class CountsLabel(QLabel):
    """The counts on the status bar: those of the selection, if any."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__()
        self._editor = editor
        self.counts = TextCounts(editor)
        self._show_soon = QTimer(self, singleShot=True, interval=0)
        self._show_soon.timeout.connect(self._show)
        for changed in (self.counts.changed, editor.selectionChanged):
            changed.connect(self._show_soon.start)
        self._show()

    def _show(self) -> None:
        cursor = self._editor.textCursor()
        if not self.counts.is_known:
            self.setText(self.tr("counting …"))
        elif cursor.hasSelection():
            words, characters = self.counts.of_selection(cursor)
            self.setText(self.tr("{counts} selected").format(counts=self._in_words(words, characters)))
        else:
            self.setText(self._in_words(self.counts.words, self.counts.characters))

    def _in_words(self, words: int, characters: int) -> str:
        return self.tr("%Ln word(s)", "", words) + " · " + self.tr("%Ln character(s)", "", characters)


def _counts_of(text: str) -> tuple[int, int]:
    return len(text.split()), len(text)
