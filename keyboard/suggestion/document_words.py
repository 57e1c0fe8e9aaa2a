"""The words of the text so far: what a writer has used, a writer uses again."""

import re
from collections import defaultdict
from collections.abc import Mapping
from heapq import nlargest
from operator import itemgetter

import numpy as np

from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.word_distribution import Probabilities, WordDistribution

# Letters of any script, with apostrophes within.
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST = 2
# A word written this many words ago counts half as much as the last one.
_HALF_LIFE_WORDS = 400
# After so many half-lives the unit has grown as far as a float lets it grow twice.
_HALF_LIVES_PER_UNIT = 512
# The weight of the document's words grows with the evidence: half of the most after this many words.
_HALF_WEIGHT_WORDS = 100
_MOST_WEIGHT = 0.12
# Each costs some microseconds of every answer.
_MOST_UNKNOWN_WORDS = 24


class DocumentWords:
    """A cache language model (Kuhn and De Mori 1990, "A Cache-Based Natural Language Model for Speech Recognition").

    Counts are kept in units that grow with each word, so that older ones fade without being touched.
    """

    def __init__(self, forms: Forms) -> None:
        """Count words as forms of the lexicon, and those that it lacks as they are written."""
        self._forms = forms
        self._context = ""
        self._n_words = 0
        self._known: defaultdict[int, float] = defaultdict(float)  # by the form's index
        self._unknown: defaultdict[str, float] = defaultdict(float)

    def read(self, context: str) -> None:
        """Take in the text before the word at the cursor; what was read before and stands there still costs nothing."""
        if not context.startswith(self._context):
            self._forget()
        # A word that went on growing, as in "well" and "well-known", is a rare miscount that fades like the rest.
        for word in _WORD.findall(context, len(self._context)):
            if len(word) >= _SHORTEST:
                self._count(word)
        self._context = context

    def unknown_words(self) -> dict[str, float]:
        """Return the likeliest words of the text that the lexicon lacks, each with its share of the text."""
        total = self._total()
        likeliest = nlargest(_MOST_UNKNOWN_WORDS, self._unknown.items(), key=itemgetter(1))
        return {word: count / total for word, count in likeliest}

    def mixed_into(
        self, probabilities: Probabilities, unknown: Mapping[str, float], *, starts_sentence: bool
    ) -> WordDistribution:
        """Return the mixture of the document's words with what a model says: of the forms, (n_forms,), and of unknown words."""
        if not self._n_words:
            return WordDistribution(self._forms, probabilities, {})
        weight = _MOST_WEIGHT * self._n_words / (self._n_words + _HALF_WEIGHT_WORDS)
        share = weight / self._total()
        mixture = probabilities * np.float32(1 - weight)
        indexes = np.fromiter(self._known, dtype=np.intp)
        if starts_sentence:
            indexes = self._forms.capitalized[indexes]
        np.add.at(mixture, indexes, share * np.fromiter(self._known.values(), dtype=np.float64))
        others = {word: share * count + (1 - weight) * unknown.get(word, 0.0) for word, count in self._unknown.items()}
        return WordDistribution(self._forms, mixture, others)

    def _total(self) -> float:
        return sum(self._known.values()) + sum(self._unknown.values())

    def _count(self, word: str) -> None:
        age = self._n_words % (_HALF_LIVES_PER_UNIT * _HALF_LIFE_WORDS)
        if self._n_words and not age:
            self._begin_new_unit()
        unit = 2.0 ** (age / _HALF_LIFE_WORDS)
        self._n_words += 1
        index = self._forms.index_of(word)
        if index is None:
            self._unknown[word] += unit
        else:
            self._known[int(self._forms.uncapitalized[index])] += unit

    def _begin_new_unit(self) -> None:
        """Let the next word count 1 again, and all before it as much less."""
        share = 2.0**-_HALF_LIVES_PER_UNIT
        self._known.update({index: count * share for index, count in self._known.items()})
        self._unknown.update({word: count * share for word, count in self._unknown.items()})

    def _forget(self) -> None:
        self._context = ""
        self._n_words = 0
        self._known.clear()
        self._unknown.clear()
