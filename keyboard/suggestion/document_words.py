"""The words of the text so far, which a writer is likely to use again."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from keyboard.suggestion.language_weights import is_foreign
from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.word_counts import WordCounts, uncapitalized
from keyboard.suggestion.word_distribution import Probabilities, WordDistribution
from keyboard.writing.cursor import starts_sentence
from keyboard.writing.words import WORD

_SHORTEST = 2
# So many characters tell whether a sentence starts after them.
_LOOKED_AT_BEFORE = 40
# A word written this many words ago counts half as much as the last one.
_HALF_LIFE_WORDS = 400
# After so many half-lives a new unit begins; a float has room for two such spans.
_HALF_LIVES_PER_UNIT = 512
# The weight of the document's words grows with their number, and reaches half of its maximum after this many.
_HALF_WEIGHT_WORDS = 100
_MOST_WEIGHT = 0.12
# A word that is written more often is no slip.
_MOST_SLIPS = 2
# Each costs some microseconds of every answer.
_MOST_UNKNOWN_WORDS = 24


@dataclass(frozen=True)
class _Occurrence:
    """A word of the text, where it ends in the document, and the counts before it, to restore when an edit removes it.

    `is_begun` tells whether its capital is that of a sentence's start, in a word that the lexicon lacks.
    """

    end: int
    word: str
    count_before: float
    total_before: float
    is_begun: bool = False


class DocumentWords:
    """A cache language model (Kuhn and De Mori 1990, "A Cache-Based Natural Language Model for Speech Recognition").

    Counts are in a unit that grows with each word, so that older words fade without an update. When an edit removes words, their
    counts are undone one by one, the latest first, so that the cost of a key depends on the edit and not on the text.
    """

    def __init__(self, forms: Forms) -> None:
        """Start with an empty text; `forms` are those of the lexicon."""
        self._forms = forms
        self._text = ""
        self._offset = 0
        self._n_words = 0
        self._unit_began = 0  # at which word
        self._occurrences: list[_Occurrence] = []
        self._counts = WordCounts(forms)
        # How often each word stands at a sentence's start, with the capital that it has there, and within.
        self._begun: Counter[str] = Counter()
        self._within: Counter[str] = Counter()

    def read(self, context: str, offset: int = 0) -> None:
        """Update the counts to the text before the word at the cursor, which starts `offset` characters into its document.

        Only what differs from the last text is read. Words that are now before `offset` stay counted.
        """
        known = self._text[max(offset - self._offset, 0) :]
        common = _common_length(known, context) if offset >= self._offset else 0
        if common < len(context) / 2:
            self._forget()
            common = 0
        while self._occurrences and self._occurrences[-1].end >= offset + common - 1:  # "don'" may have become "don't"
            self._undo_last()
        start = self._occurrences[-1].end - offset if self._occurrences else 0
        self._text, self._offset, before = context, offset, self._offset
        for word in WORD.finditer(context, max(start, 0)):
            if len(word[0]) >= _SHORTEST and word[0][0].isalpha() and not is_foreign(word[0], self._forms):
                self._count(word[0], offset + word.end())
        if offset > before:
            del self._occurrences[: bisect_right(self._occurrences, offset, key=lambda occurrence: occurrence.end)]

    def unknown_words(self, *, has_capital: bool = True) -> dict[str, float]:
        """Return the most frequent words of the text that the lexicon lacks, each with its share of the text.

        Without `has_capital`, one that the text has at two sentences' starts, and nowhere else, is in lower case.
        """
        counts = self._counts
        shares = {word: count / counts.total for word, count in counts.others(_MOST_UNKNOWN_WORDS).items()}
        return shares if has_capital else uncapitalized(shares, self._only_begun(shares))

    def is_settled(self, word: str) -> bool:
        """Return whether the text has a word so often that it is right, whatever it resembles."""
        return self.times(word) > _MOST_SLIPS

    def times(self, word: str) -> int:
        """Return how often the text has a word."""
        return self._within[word] + self._begun[word] + self._begun[word.capitalize()] * word.islower()

    def mixed_into(
        self,
        probabilities: Probabilities,
        unknown: Mapping[str, float],
        *,
        starts_sentence: bool,
        has_capital: bool = True,
        without: Container[str] = (),
    ) -> WordDistribution:
        """Mix the words of the document into the probabilities of the forms, (n_forms,), and of `unknown` words.

        Words of `without`, which the lexicon lacks, are left out.
        """
        if not self._n_words:
            return WordDistribution(self._forms, probabilities, {})
        weight = _MOST_WEIGHT * self._n_words / (self._n_words + _HALF_WEIGHT_WORDS)
        distribution = WordDistribution(self._forms, probabilities, unknown)
        others = self._counts.others()
        if not has_capital:
            others = uncapitalized(others, self._only_begun(others))
        others = {word: count for word, count in others.items() if word not in without}
        return self._counts.mixed_into(distribution, weight, others, starts_sentence=starts_sentence)

    def _only_begun(self, words: Mapping[str, float]) -> list[str]:
        """Return those of the words whose capital is that of at least two sentences' starts, and of nothing else."""
        return [word for word in words.keys() & self._begun.keys() if self._begun[word] > 1 and not self._within[word]]

    def _count(self, word: str, end: int) -> None:
        if self._n_words - self._unit_began >= _HALF_LIVES_PER_UNIT * _HALF_LIFE_WORDS:
            self._begin_new_unit()
        before = self._counts.count_of(word)
        is_begun = word[0].isupper() and word[1:].islower() and self._forms.index_of(word) is None and self._is_first(word, end)
        (self._begun if is_begun else self._within)[word] += 1
        self._occurrences.append(_Occurrence(end, word, before, self._counts.total, is_begun))
        self._counts.replace(word, before + 2.0 ** ((self._n_words - self._unit_began) / _HALF_LIFE_WORDS))
        self._n_words += 1

    def _is_first(self, word: str, end: int) -> bool:
        start = end - self._offset - len(word)
        return starts_sentence(self._text[max(start - _LOOKED_AT_BEFORE, 0) : start])

    def _undo_last(self) -> None:
        last = self._occurrences.pop()
        self._counts.replace(last.word, last.count_before)
        self._counts.total = last.total_before
        (self._begun if last.is_begun else self._within)[last.word] -= 1
        self._n_words -= 1

    def _begin_new_unit(self) -> None:
        """Scale all counts so that the next word counts 1."""
        share = 2.0 ** ((self._unit_began - self._n_words) / _HALF_LIFE_WORDS)
        self._unit_began = self._n_words
        self._counts.scale(share)
        self._occurrences = [
            replace(one, count_before=one.count_before * share, total_before=one.total_before * share)
            for one in self._occurrences
        ]

    def _forget(self) -> None:
        self._text = ""
        self._offset = 0
        self._n_words = self._unit_began = 0
        self._occurrences = []
        self._counts = WordCounts(self._forms)
        self._begun, self._within = Counter(), Counter()


def _common_length(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low
