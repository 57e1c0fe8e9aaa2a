"""How probable each word is at one place in a text, and which of them fit the letters typed."""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
import numpy.typing as npt

from keyboard.suggestion.lexicon import Forms


@dataclass(frozen=True)
class WordProbability:
    """A word and how probable it is as the next one, given the text and the letters typed; from 0 to 1."""

    word: str
    probability: float


def choose_words(pool: Sequence[WordProbability], count: int, seed: str) -> tuple[WordProbability, ...]:
    """Return `count` words of a pool of the k most probable ones, best first.

    A pool that is no larger than `count` is taken as it is. From a larger one words are drawn without replacement in proportion
    to their probability, by the Gumbel-top-k trick (Kool, van Hoof and Welling 2019, "Stochastic Beams and Where to Find Them"):
    each word has its own noise, fixed by the seed, so the same context shows the same words and a typed letter takes
    away only those that it rules out.
    """
    ranked = sorted(pool, key=lambda item: -item.probability)
    if len(ranked) <= count:
        return tuple(ranked)
    drawn = sorted(ranked, key=lambda item: -_perturbed(item, seed))[:count]
    return tuple(sorted(drawn, key=lambda item: -item.probability))


def choose_words_around(pool: Sequence[WordProbability], rest: str, k: int, count: int, seed: str) -> tuple[WordProbability, ...]:
    """Return `count` words of the `k` best of a larger pool, where those that end in `rest` are better than all others."""
    fitting = [item for item in pool if item.word.endswith(rest)]
    others = [item for item in pool if not item.word.endswith(rest)]
    chosen = choose_words(fitting[:k], count, seed)
    return chosen + choose_words(others[: max(k - len(fitting), 0)], count - len(chosen), seed)


def _perturbed(item: WordProbability, seed: str) -> float:
    digest = hashlib.blake2b(f"{seed}\0{item.word}".encode("utf-8", "replace"), digest_size=8).digest()
    uniform = (int.from_bytes(digest) + 0.5) / 2**64
    return math.log(max(item.probability, 1e-30)) - math.log(-math.log(uniform))


Probabilities = npt.NDArray[np.float32]


class WordDistribution:
    """Probabilities of the forms of a lexicon, and of words that it lacks."""

    def __init__(
        self, forms: Forms, probabilities: Probabilities, others: Mapping[str, float], never: frozenset[str] = frozenset()
    ) -> None:
        """Hold `probabilities`, (n_forms,), and `others`: words that are no form of the lexicon, with theirs.

        Words of `never` keep their probability, and are not shown.
        """
        self._forms = forms
        self._probabilities = probabilities
        self._others = others
        self._never = never

    def mixed_with(
        self, weight: float, indexes: npt.NDArray[np.intp], parts: npt.NDArray[np.float64], others: Mapping[str, float]
    ) -> "WordDistribution":
        """Return this distribution with `weight` of it given to other words.

        The form at each of `indexes`, which may come twice, gets one of `parts`; words that are no form get those of `others`.
        """
        mixture = self._probabilities * np.float32(1 - weight)
        np.add.at(mixture, indexes, parts)
        mixed = {word: (1 - weight) * p for word, p in self._others.items()}
        for word, part in others.items():
            mixed[word] = mixed.get(word, 0.0) + part
        return WordDistribution(self._forms, mixture, mixed, self._never)

    def plus(self, words: Mapping[str, float]) -> "WordDistribution":
        """Return this distribution with at least these probabilities for words that are no form of the lexicon."""
        others = {word: max(p, words.get(word, 0.0)) for word, p in {**words, **self._others}.items()}
        return WordDistribution(self._forms, self._probabilities, others, self._never)

    def without(self, words: frozenset[str]) -> "WordDistribution":
        """Return this distribution without words that are never suggested; in lower case they stand for all their cases."""
        return WordDistribution(self._forms, self._probabilities, self._others, words) if words else self

    def with_others(self, words: Mapping[str, float]) -> "WordDistribution":
        """Return this distribution with more words that are no form of the lexicon."""
        new = {word: p for word, p in words.items() if self._forms.index_of(word) is None and word not in self._others}
        return WordDistribution(self._forms, self._probabilities, {**self._others, **new}, self._never)

    def in_lower_case(self) -> "WordDistribution":
        """Return this distribution with what is due to "The" at a sentence's start given to "the"; names keep their capitals."""
        folded = np.bincount(self._forms.uncapitalized, weights=self._probabilities, minlength=len(self._probabilities))
        return WordDistribution(self._forms, folded.astype(np.float32), self._others, self._never)

    def most_probable(self, prefix: str, k: int, *, capital: bool = False) -> tuple[WordProbability, ...]:
        """Return the `k` most probable words that go on from the letters typed, best first.

        The probabilities are those given the prefix. A word that is typed in full already is none of them, and of words that
        differ in case alone ("may", "May") only the likelier is one; with `capital` those in lower case get one. Letters in lower
        case find names too ("hou": "Houston"); two or more capitals find any word, in capitals.
        """
        found, total = self._fitting(prefix, 2 * k + 1 + 3 * len(self._never))
        if total <= 0:
            return ()
        best = nlargest(2 * k, ((p, word) for word, p in found.items() if word != prefix and not self._is_never(word)))
        shown: dict[str, WordProbability] = {}
        for p, word in best:
            written = word[:1].upper() + word[1:] if capital and word.islower() else word
            if not self._is_never(written):
                shown.setdefault(word.lower(), WordProbability(written, min(p / total, 1.0)))
        return tuple(shown.values())[:k]

    def probability_of(self, word: str) -> float:
        """Return the probability that `word` is the next one, given that its letters are typed already."""
        found, total = self._fitting(word, 1)
        index = self._forms.index_of(word)
        own = self._others.get(word, 0.0) if index is None else float(self._probabilities[index])
        return own / total if found and total > 0 else 0.0

    def _is_never(self, word: str) -> bool:
        return bool(self._never) and (word in self._never or word.lower() in self._never)

    def _fitting(self, prefix: str, k: int) -> tuple[dict[str, float], float]:
        """Return at least the `k` most probable words that fit, and the probability of all that fit."""
        if len(prefix) > 1 and prefix.isupper():
            return self._in_capitals(prefix, k)
        span = self._forms.with_prefix(prefix)
        indexes = np.arange(span.start, span.stop)
        probabilities = self._probabilities[span.start : span.stop]
        if prefix and prefix == prefix.lower():
            # Who begins a sentence in lower case means the word that the model expects with a capital.
            capitalized = self._forms.capitalized[indexes]
            probabilities = probabilities + np.where(capitalized != indexes, self._probabilities[capitalized], 0)
            cased = self._forms.cased_with_prefix(prefix)
            indexes = np.concatenate([indexes, cased])
            probabilities = np.concatenate([probabilities, self._probabilities[cased]])
        found = dict(self._best(indexes, probabilities, k))
        total = float(probabilities.sum())
        others = {word: p for word, p in self._others.items() if _fits(word, prefix)}
        return found | others, total + sum(others.values())

    def _in_capitals(self, prefix: str, k: int) -> tuple[dict[str, float], float]:
        found: dict[str, float] = {}
        total = 0.0
        for spelling in (prefix, prefix.lower(), prefix.capitalize()):
            span = self._forms.with_prefix(spelling)
            total += float(self._probabilities[span.start : span.stop].sum())
            for word, p in self._best(np.arange(span.start, span.stop), self._probabilities[span.start : span.stop], k):
                found[word.upper()] = found.get(word.upper(), 0.0) + p
        for word, p in self._others.items():
            if word.upper().startswith(prefix):
                found[word.upper()] = found.get(word.upper(), 0.0) + p
                total += p
        return found, total

    def _best(self, indexes: npt.NDArray[np.intp], probabilities: Probabilities, k: int) -> Iterable[tuple[str, float]]:
        if len(indexes) > k:
            best = np.argpartition(probabilities, -k)[-k:]
            indexes, probabilities = indexes[best], probabilities[best]
        texts = self._forms.texts
        return [(texts[index], float(p)) for index, p in zip(indexes, probabilities, strict=True)]


def _fits(word: str, prefix: str) -> bool:
    return word.startswith(prefix) or (prefix == prefix.lower() and word.lower().startswith(prefix))
