"""How probable the letters of a word are that no list has, such as a name: by the order of letters in known words."""

import numpy as np
import numpy.typing as npt

from keyboard.suggestion.letter_trie import Codes, LetterTrie

# A letter after two others counts as seen so often as the letter after one makes it probable; likewise for one and none.
_BACKOFF = 5.0


class LetterSequences:
    """A trigram model of letters (Witten-Bell-like interpolation), estimated from the words of a trie, each counted once."""

    def __init__(self, trie: LetterTrie) -> None:
        """Count the letters of the trie's words."""
        n = len(trie.letters)
        letter = trie.letter.astype(np.intp)
        parent = trie.parent
        one, two = letter[parent], letter[parent[parent]]
        counts = np.bincount((two * n + one) * n + letter, weights=(trie.stop - trie.start).astype(np.float64), minlength=n**3)
        counts[0] = 0  # the root follows nothing
        ends = np.bincount(one * n + letter, weights=(trie.ends - trie.start).astype(np.float64), minlength=n * n)
        table = counts.reshape(n, n, n)
        # Code 0, which no letter has, is the end of the word.
        table[:, :, 0] = ends.reshape(n, n)
        smooth = np.full(n, 1 / n)
        single = _mixed(table.sum(axis=(0, 1)), smooth)
        pairs = _mixed(table.sum(axis=0), single)
        self._log_probabilities: npt.NDArray[np.float32] = np.log(_mixed(table.astype(np.float64), pairs)).astype(np.float32)

    def probability_of(self, codes: Codes, *, ends: bool) -> float:
        """Return the probability that an unknown word begins with these letters, or has them alone."""
        padded = np.concatenate([[0, 0], codes, [0] * ends]).astype(np.intp)
        return float(np.exp(self._log_probabilities[padded[:-2], padded[1:-1], padded[2:]].sum()))


def _mixed(counts: npt.NDArray[np.float64], backoff: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray((counts + _BACKOFF * backoff) / (counts.sum(axis=-1, keepdims=True) + _BACKOFF))
