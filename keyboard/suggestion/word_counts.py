"""Counts of words that can be changed one at a time, at a cost that does not depend on how many words there are."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.word_distribution import WordDistribution

# Each costs some microseconds of every answer.
_MOST_OTHERS = 200
# A count of which less than this share is left is 0 with a rounding error.
_ROUNDING = 1e-9


class WordCounts:
    """Counts the forms of the lexicon in arrays that numpy can add at once, and other words in a sorted list.

    Older words count less. The caller therefore uses a unit that grows with time: a later word adds more, and the counts of
    earlier words need no update.
    """

    __slots__ = ("_counts", "_forms", "_indexes", "_others", "_places", "_ranking", "total")

    def __init__(self, forms: Forms) -> None:
        """Start with no words. "The" and "the" share one count if `forms` has one as the capitalized form of the other."""
        self._forms = forms
        self.total = 0.0  # the sum of all counts
        self._places: dict[int, int] = {}  # of each form in the two arrays
        self._indexes = array("q")
        self._counts = array("d")
        self._others: dict[str, float] = {}
        self._ranking: list[tuple[float, str]] = []  # (-count, word), sorted

    @property
    def is_empty(self) -> bool:
        return not self._places and not self._others

    def count_of(self, word: str) -> float:
        """Return the count of a word, or 0."""
        if (index := self._index_of(word)) is None:
            return self._others.get(word, 0.0)
        place = self._places.get(index)
        return 0.0 if place is None else self._counts[place]

    def add(self, word: str, count: float) -> None:
        """Add to the count of a word; a negative `count` removes what was added before."""
        before = self.count_of(word)
        after = before + count
        self.replace(word, after if after > abs(count) * _ROUNDING else 0.0)

    def replace(self, word: str, count: float) -> None:
        """Set the count of a word; 0 removes it."""
        index = self._index_of(word)
        self.total += count - (self._replace_other(word, count) if index is None else self._replace_form(index, count))

    def scale(self, factor: float) -> None:
        self.total *= factor
        self._counts = array("d", (count * factor for count in self._counts))
        self._others = {word: faded for word, count in self._others.items() if (faded := count * factor)}
        self._ranking = sorted((-count, word) for word, count in self._others.items())

    def others(self, at_most: int = _MOST_OTHERS, least: float = 0.0) -> dict[str, float]:
        """Return the most frequent words that the lexicon lacks, with their counts, all of them at least `least`."""
        return {word: -count for count, word in self._ranking[:at_most] if -count >= least}

    def mixed_into(
        self, distribution: WordDistribution, weight: float, others: dict[str, float], *, starts_sentence: bool = False
    ) -> WordDistribution:
        """Return a mixture of `distribution` with these words, which have `weight` in it.

        Of the words that the lexicon lacks, only `others` are mixed in. At the start of a sentence the forms are capitalized.
        """
        share = weight / self.total
        indexes: npt.NDArray[np.intp] = np.array(self._indexes, dtype=np.intp)
        if starts_sentence:
            indexes = self._forms.capitalized[indexes]
        shares = share * np.array(self._counts, dtype=np.float64)
        return distribution.mixed_with(weight, indexes, shares, {word: share * count for word, count in others.items()})

    def _index_of(self, word: str) -> int | None:
        index = self._forms.index_of(word)
        return None if index is None else int(self._forms.uncapitalized[index])

    def _replace_form(self, index: int, count: float) -> float:
        """Set the count of a form, and return its previous count."""
        place = self._places.get(index)
        if place is None:
            if count:
                self._places[index] = len(self._indexes)
                self._indexes.append(index)
                self._counts.append(count)
            return 0.0
        before = self._counts[place]
        if count:
            self._counts[place] = count
            return before
        del self._places[index]
        last_index, last_count = self._indexes.pop(), self._counts.pop()
        if place < len(self._indexes):
            self._indexes[place], self._counts[place] = last_index, last_count
            self._places[last_index] = place
        return before

    def _replace_other(self, word: str, count: float) -> float:
        before = self._others.pop(word, 0.0)
        if before:
            del self._ranking[bisect_left(self._ranking, (-before, word))]
        if count:
            self._others[word] = count
            insort(self._ranking, (-count, word))
        return before


def uncapitalized(counts: Mapping[str, float], words: Iterable[str]) -> dict[str, float]:
    """Return counts in which these words have a small first letter, added to those that are written so already."""
    written = dict(counts)
    for word in words:
        lower = word[:1].lower() + word[1:]
        written[lower] = written.get(lower, 0.0) + written.pop(word)
    return written
