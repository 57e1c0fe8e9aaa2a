"""When a typed word may be learnt: once so many others have followed it that it is not a slip any more."""

from keyboard.vocabulary.learnable import LearntWord, words_to_learn

_WORDS_AFTER = 3


def settled_length(text: str) -> int:
    """Return how many characters from its start on a typed text has settled: all but its last three words, or 0."""
    parts = text.rstrip().rsplit(maxsplit=_WORDS_AFTER)
    if len(parts) <= _WORDS_AFTER:
        return 0
    return text.index(parts[0]) + len(parts[0])


class SettledText:
    """Text that is learnt piece by piece, so that each word is learnt once and yet knows the one before it."""

    def __init__(self) -> None:
        self._last = ""

    def take(self, piece: str) -> list[LearntWord]:
        """Return the words of the next piece."""
        known = len(list(words_to_learn(self._last)))
        words = list(words_to_learn(self._last + piece))[known:]
        if piece.strip():
            self._last = piece[len(piece.rstrip().rsplit(maxsplit=1)[0]) :] if len(piece.split()) > 1 else piece
        return words
