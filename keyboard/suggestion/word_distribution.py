"""The probabilities of words at one place in a text, and which words match the letters typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.meant_words import MeantForms
from keyboard.suggestion.slips import LEFT_OUT_CAPITAL
from keyboard.writing.capitals import in_title_case, is_in_capitals
from keyboard.writing.query import FollowingWord

Probabilities = npt.NDArray[np.float32]

_MOST_WEIGHED = 20
_GROUP = 64


@dataclass(frozen=True)
class WordProbability:
    """A word and the probability, from 0 to 1, that it is the next one, given the text and the letters typed.

    It also replaces the `before` characters before the letters typed. `following` are the words after it that are
    known.
    """

    word: str
    probability: float
    before: int = 0
    following: tuple[FollowingWord, ...] = ()


@dataclass(frozen=True)
class WeighedWords:
    """Words that may be meant by the letters typed, each with P(word | text) · P(letters | word)."""

    words: dict[str, float]  # the most probable ones
    total: float  # the sum over all words


class WordDistribution:
    """Probabilities of the forms of a lexicon, and of words that it lacks."""

    def __init__(
        self, forms: Forms, probabilities: Probabilities, others: Mapping[str, float], never: frozenset[str] = frozenset()
    ) -> None:
        """Take the `probabilities` of the forms, (n_forms,), and those of `others`, words that the lexicon lacks.

        Words of `never` keep their probability, but are not shown.
        """
        self._forms = forms
        self.language = forms.language  # the lexicon's
        self._probabilities = probabilities
        self.others = others  # the words that the lexicon lacks, and their probabilities
        self._never = never

    def mixed_with(
        self, weight: float, indexes: npt.NDArray[np.intp], parts: npt.NDArray[np.float64], others: Mapping[str, float]
    ) -> "WordDistribution":
        """Return this distribution, scaled to 1 - `weight`, plus the probabilities of a second one, which add up to `weight`.

        `parts` are those of the forms at `indexes`, where an index may come twice; `others` those of words that the lexicon
        lacks.
        """
        mixture = self._probabilities * np.float32(1 - weight)
        np.add.at(mixture, indexes, parts)
        mixed = {word: (1 - weight) * p for word, p in self.others.items()}
        for word, part in others.items():
            mixed[word] = mixed.get(word, 0.0) + part
        return WordDistribution(self._forms, mixture, mixed, self._never)

    def plus(self, words: Mapping[str, float]) -> "WordDistribution":
        """Return this distribution with words that the lexicon lacks, each with at least this probability."""
        others = {word: max(p, words.get(word, 0.0)) for word, p in {**words, **self.others}.items()}
        return WordDistribution(self._forms, self._probabilities, others, self._never)

    def without(self, words: frozenset[str]) -> "WordDistribution":
        """Return this distribution without words that are never suggested; one in lower case stands for all its cases."""
        return WordDistribution(self._forms, self._probabilities, self.others, words) if words else self

    def with_others(self, words: Mapping[str, float]) -> "WordDistribution":
        new = {word: p for word, p in words.items() if self._forms.index_of(word) is None and word not in self.others}
        return WordDistribution(self._forms, self._probabilities, {**self.others, **new}, self._never)

    def mixed_with_language(self, other: "WordDistribution", weight: float, prefix: str) -> "WordDistribution":
        """Return this distribution with the words of another language's that begin with the letters typed.

        `weight` is the probability that the text is in that language. The most probable ones are enough.
        """
        found, _ = other._matches(prefix, _MOST_WEIGHED)  # noqa: SLF001 - it is one of ours
        indexes = {word: self._forms.index_of(word) for word in found}
        known = {index: found[word] * weight for word, index in indexes.items() if index is not None}
        others = {word: found[word] * weight for word, index in indexes.items() if index is None}
        return self.mixed_with(weight, np.array([*known], dtype=np.intp), np.array([*known.values()]), others)

    def in_lower_case(self) -> "WordDistribution":
        """Return this distribution with the probability of "The" added to that of "the"; names keep their capitals."""
        folded = np.bincount(self._forms.uncapitalized, weights=self._probabilities, minlength=len(self._probabilities))
        return WordDistribution(self._forms, folded.astype(np.float32), self.others, self._never)

    def most_probable(
        self, prefix: str, k: int, *, capital: bool = False, meant: MeantForms | None = None
    ) -> tuple[WordProbability, ...]:
        """Return the `k` most probable words that begin with the letters typed, or may be `meant` by them, best first.

        The probabilities are conditional on the prefix. The word that equals the prefix is left out, and of words that differ
        only in case ("may", "May") the less likely one. Letters and their marks match in any Unicode normalization. With
        `capital`, words in lower case get a capital. Letters in lower case match names too ("hou": "Houston"); two or more
        capitals match any word, which is returned in capitals.
        """
        prefix = _composed(prefix)
        n_wanted = 2 * k + 1 + 3 * len(self._never)
        if meant is None:
            found, total = self._matches(prefix, n_wanted)
        else:
            weighed = self.weighed(prefix, meant, n_wanted)
            found, total = weighed.words, weighed.total
        if total <= 0:
            return ()
        same, typed_here = prefix.lower(), self.probability_here(prefix)
        others = (
            (p, word)
            for word, p in found.items()
            if (text := _composed(word)).lower() != same or (text != prefix and self.probability_here(word) > typed_here)
        )
        best = nlargest(2 * k, (item for item in others if not self._is_never(item[1])) if self._never else others)
        shown: dict[str, WordProbability] = {}
        for p, word in best:
            written = in_title_case(word) if capital and word.islower() else word
            if not self._is_never(written):
                shown.setdefault(word.lower(), WordProbability(written, min(p / total, 1.0)))
        return tuple(shown.values())[:k]

    def forms_with(self, prefix: str, k: int) -> list[str]:
        """Return at least the `k` most probable words that begin with the letters typed."""
        return [*self._matches(prefix, k)[0]]

    def contains(self, word: str) -> bool:
        """Return whether a word is one of the forms or of the others; in capitals it may be any case of one."""
        cases = {word, word.lower(), word.capitalize()} if word.isupper() else {word}
        return any(self._forms.index_of(case) is not None or case in self.others for case in cases)

    def probability_of(self, word: str) -> float:
        """Return the probability that the word ends here, given that its letters are typed already."""
        found, total = self._matches(word, 1)
        index = self._forms.index_of(word)
        own = self.others.get(word, 0.0) if index is None else float(self._probabilities[index])
        return own / total if found and total > 0 else 0.0

    def _is_never(self, word: str) -> bool:
        return bool(self._never) and (word in self._never or word.lower() in self._never)

    def _matches(self, prefix: str, k: int) -> tuple[dict[str, float], float]:
        """Return at least the `k` most probable matches, and the probability of all matches."""
        if is_in_capitals(prefix):
            return self._in_capitals(prefix, k)
        span = self._forms.with_prefix(prefix)
        indexes = np.arange(span.start, span.stop)
        probabilities = self._probabilities[span.start : span.stop]
        if prefix and prefix == prefix.lower():
            # At the start of a sentence the model expects a capital, which the writer may have left out.
            capitalized = self._forms.capitalized[indexes]
            probabilities = probabilities + np.where(
                self._is_same_word(capitalized, indexes), self._probabilities[capitalized], 0
            )
            cased = self._forms.cased_with_prefix(prefix)
            indexes = np.concatenate([indexes, cased])
            probabilities = np.concatenate([probabilities, self._probabilities[cased]])
        found = dict(self._best(indexes, probabilities, k))
        total = float(probabilities.sum())
        others = {word: p for word, p in self.others.items() if _matches_prefix(word, prefix)}
        return found | others, total + sum(others.values())

    def weighed(self, typed: str, meant: MeantForms, k: int = _MOST_WEIGHED, *, ends: bool = False) -> WeighedWords:
        """Return at least the `k` most probable of the words that are meant by the letters typed.

        If the word ends here (`ends`), letters that lack a capital speak against a name, and longer words are left out.
        """
        indexes, probabilities = self._by_case(meant.indexes, typed)
        probabilities = probabilities * meant.weights
        total = float(probabilities.sum())
        words = dict(self._best(indexes, probabilities, k))
        for first, second, weight in meant.pairs:
            pair = f"{self._forms.texts[first]} {self._forms.texts[second]}"
            words[pair] = weight * float(self._probabilities[first])
            total += words[pair]
        if ends and typed == typed.lower():
            words = {word: p if word == word.lower() else p * LEFT_OUT_CAPITAL for word, p in words.items()}
        others = {word: p * weight for word, p in self.others.items() if (weight := _other_weight(word, typed, meant, ends=ends))}
        if is_in_capitals(typed):
            words, others = _in_capitals(words), _in_capitals(others)
        return WeighedWords(words | others, total + sum(others.values()))

    def probability_here(self, word: str) -> float:
        """Return the probability of a word before any of its letters is typed."""
        index = self._forms.index_of(word)
        return self.others.get(word, 0.0) if index is None else float(self._probabilities[index])

    def frequency_of(self, word: str) -> float:
        """Return the share of a word in ordinary text, 0 where the lexicon lacks it."""
        index = self._forms.index_of(word)
        return 0.0 if index is None else float(self._forms.frequencies[index])

    def _by_case(self, own: npt.NDArray[np.intp], prefix: str) -> tuple[npt.NDArray[np.intp], Probabilities]:
        """Return forms in the case of the letters typed, and their probabilities; `own` are in the case that is theirs."""
        capitalized = self._forms.capitalized[own]
        if prefix[:2] != prefix[:2].lower() and not is_in_capitals(prefix):
            is_form_of_own = (self._forms.uncapitalized[capitalized] == own) | (capitalized == own)
            return capitalized, np.where(is_form_of_own, self._probabilities[capitalized], 0)
        # At the start of a sentence the model expects a capital, which the writer may have left out.
        return own, self._probabilities[own] + np.where(self._is_same_word(capitalized, own), self._probabilities[capitalized], 0)

    def _is_same_word(self, capitalized: npt.NDArray[np.intp], own: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        """Return which forms have a capital only where a sentence starts; where nouns have one, "Grüße" is not "grüße"."""
        if self.language.has_capital_nouns:
            return np.asarray((capitalized != own) & (self._forms.uncapitalized[capitalized] == own))
        return np.asarray(capitalized != own)

    def _in_capitals(self, prefix: str, k: int) -> tuple[dict[str, float], float]:
        found: dict[str, float] = {}
        total = 0.0
        for spelling in (prefix, prefix.lower(), prefix.capitalize()):
            span = self._forms.with_prefix(spelling)
            total += float(self._probabilities[span.start : span.stop].sum())
            for word, p in self._best(np.arange(span.start, span.stop), self._probabilities[span.start : span.stop], k):
                found[word.upper()] = found.get(word.upper(), 0.0) + p
        for word, p in self.others.items():
            if word.upper().startswith(prefix):
                found[word.upper()] = found.get(word.upper(), 0.0) + p
                total += p
        return found, total

    def _best(self, indexes: npt.NDArray[np.intp], probabilities: Probabilities, k: int) -> Iterable[tuple[str, float]]:
        if len(indexes) > k * _GROUP:
            # The k-th of the groups' best ones is no better than the k-th of all, and is found much faster.
            groups = probabilities[: len(probabilities) // _GROUP * _GROUP].reshape(_GROUP, -1).max(axis=0)
            likely = np.flatnonzero(probabilities >= np.partition(groups, -k)[-k])
            indexes, probabilities = indexes[likely], probabilities[likely]
        if len(indexes) > k:
            best = np.argpartition(probabilities, -k)[-k:]
            indexes, probabilities = indexes[best], probabilities[best]
        texts = self._forms.texts
        return [(texts[index], float(p)) for index, p in zip(indexes, probabilities, strict=True)]


def _in_capitals(words: Mapping[str, float]) -> dict[str, float]:
    """Return words in capitals, each with the probabilities of all its cases."""
    capitals: dict[str, float] = {}
    for word, p in words.items():
        capitals[word.upper()] = capitals.get(word.upper(), 0.0) + p
    return capitals


def _other_weight(word: str, typed: str, meant: MeantForms, *, ends: bool) -> float:
    """Return how well the letters typed fit a word that the lexicon lacks; 1 if they are its own, or its first ones."""
    cased = word.upper() if is_in_capitals(typed) else word
    if cased == typed if ends else _matches_prefix(cased, typed):
        return 1.0
    weight = meant.others.get(word, 0.0)
    return LEFT_OUT_CAPITAL if weight == 1 else weight  # the same letters in another case


def _composed(text: str) -> str:
    return text if text.isascii() else normalize("NFC", text)


def _matches_prefix(word: str, prefix: str) -> bool:
    if not prefix.isascii():
        word = _composed(word)
    return word.startswith(prefix) or (prefix == prefix.lower() and word.lower().startswith(prefix))
