"""Learning from what is typed: a word is learnt when it has stood for a while, so that a misspelling put right at once is not."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor

from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import units
from keyboard.writing.learning import LearntWord, SettledText, settled_length

# All words have settled when nothing was typed for so long.
_SETTLED_AFTER_MS = 20_000

Learn = Callable[[list[LearntWord]], None]


class Learner(QObject):
    """Follows what the user types or taps; what is opened, pasted, undone or redone is not theirs to learn from.

    Attributes:
        is_private: Nothing is learnt while it is set.
    """

    def __init__(self, text_area: TextArea, learn: Learn) -> None:
        """Follow a text; `learn` is given words, in order, when they have settled."""
        super().__init__(text_area)
        self.is_private = False
        self._text_area = text_area
        self._learn = learn
        self._runs: list[QTextCursor] = []  # typed text that has not settled; the last one is being typed
        self._text = SettledText()  # what was learnt of the last run
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_AFTER_MS)
        self._settled.timeout.connect(self.settle)
        text_area.typed.connect(self._follow)

    def settle(self) -> None:
        """Learn all that was typed and still stands, as when the text is saved or closed."""
        self._settled.stop()
        for run in self._runs:
            self._take(run.selectedText())
            self._text = SettledText()
        self._runs = []

    def forget(self) -> None:
        """Learn nothing of what was typed so far and has not settled, as when another text is opened."""
        self._settled.stop()
        self._runs = []
        self._text = SettledText()

    def _follow(self, start: int, end: int) -> None:
        if self.is_private:
            self.forget()
            return
        self._settled.start()
        if not self._runs or self._runs[-1].selectionEnd() not in {start, end}:
            self._begin_run(start)
        run = self._runs[-1]
        first = min(run.selectionStart(), end)
        run.setPosition(first)
        run.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        text = run.selectedText()
        if text and text[-1].isspace():
            self._take_all_but_last_words(text, first)

    def _begin_run(self, start: int) -> None:
        self._text = SettledText()
        self._runs.append(QTextCursor(self._text_area.document()))
        self._runs[-1].setPosition(start)

    def _take_all_but_last_words(self, text: str, first: int) -> None:
        length = settled_length(text)
        if not length:
            return
        self._take(text[:length])
        run = self._runs[-1]
        end = run.selectionEnd()
        run.setPosition(first + units(text[:length]))
        run.setPosition(end, QTextCursor.MoveMode.KeepAnchor)

    def _take(self, text: str) -> None:
        """Learn the words of a text that goes on from the last one."""
        if words := self._text.take(text.replace("\u2029", "\n")):
            self._learn(words)
