"""Learning from what is typed: a word is learnt when it has stood for a while, so that a misspelling corrected at once is not."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from keyboard.editor.text.text_area import TextArea
from keyboard.writing.learning import LearntWord
from keyboard.writing.session import Outcome

# All words have settled when nothing was typed for so long.
_SETTLED_AFTER_MS = 20_000

Learn = Callable[[Sequence[LearntWord]], None]


class Learning(QObject):
    """Hands the words that the typing session has learnt to the vocabulary, and lets the rest settle in a pause."""

    def __init__(self, text_area: TextArea, learn: Learn) -> None:
        """Follow a text; `learn` is given words, in order, when they have settled."""
        super().__init__(text_area)
        self._text_area = text_area
        self._learn = learn
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_AFTER_MS)
        self._settled.timeout.connect(self.settle)
        text_area.outcome.connect(self._follow)

    @property
    def is_private(self) -> bool:
        """Whether nothing is learnt and counted."""
        return self._text_area.session.is_private

    @is_private.setter
    def is_private(self, is_private: bool) -> None:
        self._text_area.session.is_private = is_private

    def settle(self) -> None:
        """Learn all that was typed and still stands, as when the text is saved or closed."""
        self._settled.stop()
        if words := self._text_area.settle():
            self._learn(words)

    def forget(self) -> None:
        """Learn nothing of what was typed so far and has not settled, as when another text is opened."""
        self._settled.stop()
        self._text_area.session.forget()

    def _follow(self, outcome: Outcome) -> None:
        self._settled.start()
        if outcome.learnt:
            self._learn(outcome.learnt)
