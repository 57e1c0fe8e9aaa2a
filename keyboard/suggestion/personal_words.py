"""The user's own words, of this text and of all earlier ones: how probable each is next, by the word before it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyboard.storage.vocabulary import Vocabulary, VocabularyContent, VocabularyError
from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.word_distribution import WordDistribution

# The weight of single words grows with all that was learnt, that of pairs with what is known of the word before.
_MOST_WEIGHT = 0.08
_HALF_WEIGHT_WORDS = 500
_MOST_PAIR_WEIGHT = 0.4
_HALF_WEIGHT_PAIRS = 8
# A word that no list has is taken for a slip until it is written twice; then it is a name of the writer's world, and such words
# share this much.
_UNKNOWN_SHARE = 0.02
_OFTEN = 1.9
_MOST_UNKNOWN_WORDS = 200


@dataclass(frozen=True)
class _Shares:
    """A distribution over the forms, where it is not zero, and over words that are none."""

    indexes: npt.NDArray[np.intp]
    shares: npt.NDArray[np.float32]
    others: Mapping[str, float]
    total: float


class PersonalWords:
    """Mixes what the vocabulary says into a distribution, and takes out what is never suggested.

    Where the database cannot be read, nothing is mixed in: suggestions go on without it.
    """

    def __init__(self, forms: Forms, vocabulary: Vocabulary | None) -> None:
        """Read the vocabulary now and whenever it has changed; None is an empty one."""
        self._forms = forms
        self._vocabulary = vocabulary
        self._version: object = None
        self._take(VocabularyContent({}, {}, frozenset()))

    def has_changed(self) -> bool:
        """Read the vocabulary if it has changed since the last time, and tell whether it had."""
        if self._vocabulary is None:
            return False
        try:
            version = self._vocabulary.version()
            if version == self._version:
                return False
            self._take(self._vocabulary.content())
        except VocabularyError:
            return False
        self._version = version
        return True

    def mixed_into(self, distribution: WordDistribution, previous: str, *, starts_sentence: bool) -> WordDistribution:
        """Return the mixture of a distribution with the user's words after the word `previous`."""
        words = self._words(starts_sentence=starts_sentence)
        weight = _MOST_WEIGHT * words.total / (words.total + _HALF_WEIGHT_WORDS)
        mixed = _mix(distribution, words, weight)
        if (pairs := self._pairs_after(previous)) is not None and not starts_sentence:
            mixed = _mix(mixed, pairs, _MOST_PAIR_WEIGHT * pairs.total / (pairs.total + _HALF_WEIGHT_PAIRS))
        names = {word: _UNKNOWN_SHARE * share for word, share in self._names.items()}
        return mixed.plus(names).without(self._never)

    def _take(self, content: VocabularyContent) -> None:
        self._never = content.never
        self._slips = {word for word, weight in content.words.items() if weight < _OFTEN and self._forms.index_of(word) is None}
        self._within = self._shares_of(content.words)
        self._starting: _Shares | None = None
        followers: dict[str, dict[str, float]] = {}
        for (previous, word), weight in content.pairs.items():
            followers.setdefault(previous.lower(), {})[word] = weight
        self._followers = followers
        unknown = {word: weight for word, weight in self._within.others.items() if weight * self._within.total >= _OFTEN}
        total = sum(unknown.values()) * self._within.total
        self._names = {word: share * self._within.total / (total + _OFTEN) for word, share in unknown.items()}

    def _words(self, *, starts_sentence: bool) -> _Shares:
        if not starts_sentence:
            return self._within
        if self._starting is None:
            within = self._within
            indexes, place = np.unique(self._forms.capitalized[within.indexes], return_inverse=True)
            shares = np.bincount(place, weights=within.shares, minlength=len(indexes)).astype(np.float32)
            self._starting = _Shares(indexes, shares, within.others, within.total)
        return self._starting

    def _pairs_after(self, previous: str) -> _Shares | None:
        words = self._followers.get(previous.lower())
        return self._shares_of(words) if words else None

    def _shares_of(self, words: Mapping[str, float]) -> _Shares:
        total = sum(words.values())
        known: dict[int, float] = {}
        unknown: dict[str, float] = {}
        for word, weight in words.items():
            index = self._forms.index_of(word)
            if word in self._slips:
                continue
            if index is None:
                unknown[word] = weight / total
            else:
                plain = int(self._forms.uncapitalized[index])
                known[plain] = known.get(plain, 0.0) + weight / total
        most = sorted(unknown, key=unknown.__getitem__, reverse=True)[:_MOST_UNKNOWN_WORDS]
        return _Shares(
            np.array(list(known), dtype=np.intp),
            np.array(list(known.values()), dtype=np.float32),
            {word: unknown[word] for word in most},
            total,
        )


def _mix(distribution: WordDistribution, words: _Shares, weight: float) -> WordDistribution:
    return distribution.mixed_with(weight, words.indexes, words.shares, words.others) if weight else distribution
