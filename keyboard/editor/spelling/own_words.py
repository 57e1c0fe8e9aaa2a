"""The words that are right because the user has them: learnt twice, added, or ignored in this window."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from keyboard.editor.vocabulary.vocabulary_access import VocabularyAccess
from keyboard.spelling.words import spellings_of
from keyboard.vocabulary.database import VocabularyEntry

# A word that was written once may be a slip.
_LEAST_USES = 2


class OwnWords(QObject):
    """Answers from what it has looked up in the vocabulary.

    Signals:
        changed: More words are right, or fewer.
    """

    changed = Signal()

    def __init__(self, vocabulary: VocabularyAccess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._looked_up: dict[str, bool] = {}
        self._ignored: set[str] = set()

    def lacks(self, word: str) -> bool:
        """Tell whether a word is known to be none of the user's."""
        return word not in self._ignored and self._looked_up.get(word) is False

    def has_looked_up(self, word: str) -> bool:
        """Tell whether the vocabulary was asked about a word."""
        return word in self._looked_up

    def look_up(self, words: Iterable[str]) -> None:
        """Ask the vocabulary about words anew; `changed` follows where it says something new."""
        wanted = {word: spellings_of(word) for word in words}
        if not wanted:
            return
        spellings = {spelling for of_word in wanted.values() for spelling in of_word}

        def take(known: set[str]) -> None:
            found = {word: not known.isdisjoint(of_word) for word, of_word in wanted.items()}
            if any(self._looked_up.get(word) is not is_known for word, is_known in found.items()):
                self._looked_up.update(found)
                self.changed.emit()

        # Where the vocabulary cannot be read the window has said so already.
        self._vocabulary.ask(lambda vocabulary: vocabulary.used(spellings, _LEAST_USES), take, lambda _: take(set()))

    def add(self, word: str) -> None:
        """Add a word to the vocabulary, so that it is right and may be suggested."""
        entry = VocabularyEntry(word, _LEAST_USES, is_never=False)
        self._vocabulary.ask(lambda vocabulary: vocabulary.add([entry]), lambda _: self.look_up([word]))

    def ignore(self, word: str) -> None:
        """Let a word be right until the window is closed."""
        self._ignored.add(word)
        self.changed.emit()
