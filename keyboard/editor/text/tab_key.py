"""Tab takes the best word, and is a tab where no word can be meant."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer

# So long after a key a person may still mean the words that were there before it.
_PATIENCE_MS = 300


class TabKey:
    """Knows what a Tab means that comes while the answer to the last key is on its way, and one that is held down.

    Such a Tab is no tab: it would stand in the text where a word was meant.
    """

    def __init__(self, take: Callable[[], bool]) -> None:
        """`take` puts the best word in, and tells whether there was one."""
        self._take = take
        self._words_gone = QElapsedTimer()
        self._took_word = False

    def lose_words(self) -> None:
        """Note that the words on the buttons have become void."""
        self._words_gone.start()

    def know_words(self) -> None:
        """Note that it is clear which words there are, or that there are none."""
        self._words_gone.invalidate()

    def press(self, *, is_repeated: bool) -> bool:
        """Take the best word; tell whether that was what Tab meant. `is_repeated` is a key that is held down."""
        if not is_repeated:
            is_awaited = self._words_gone.isValid() and self._words_gone.elapsed() < _PATIENCE_MS
            self._took_word = self._take() or is_awaited
        return self._took_word
