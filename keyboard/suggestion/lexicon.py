"""The list of words: each in its own case, with its frequency in ordinary text."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from keyboard.storage.languages import ENGLISH, FOLDER, load_language
from keyboard.writing.capitals import in_title_case
from keyboard.writing.language import ANY, Language

_PER_BILLION = 1e-9


class LexiconError(Exception):
    """The word list cannot be read; the text is one sentence for a person."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A list of words."""

    words: tuple[str, ...]  # sorted by code point, (n_words,)
    frequencies: npt.NDArray[np.float32]  # each word's share of running text, (n_words,)
    language: Language = ANY  # of the words

    def __contains__(self, word: str) -> bool:
        index = bisect_left(self.words, word)
        return index < len(self.words) and self.words[index] == word


@cache
def load_lexicon(code: str = ENGLISH, folder: Path = FOLDER) -> Lexicon:
    """Return the lexicon of a language, by default English; raise `LexiconError` if it is missing or broken.

    A process reads each file once.
    """
    file = folder / code / "lexicon.tsv"
    try:
        entries = sorted(line.split("\t") for line in file.read_text("utf-8").splitlines())
        words, counts = zip(*entries, strict=True)
        return Lexicon(words, np.array(counts, dtype=np.float32) * np.float32(_PER_BILLION), load_language(code))
    except (OSError, ValueError) as error:
        raise LexiconError(f"{file} is no word list; install keyboard again.") from error


# Within a sentence a common word has a capital only in a title or as a name.
_CAPITAL_WITHIN_SENTENCE = 0.02


@dataclass(frozen=True)
class Forms:
    """All spellings of the words, sorted by code point, so that those with a common prefix are a range."""

    texts: tuple[str, ...]  # the forms, (n_forms,)
    frequencies: npt.NDArray[np.float32]  # the share of each form in running text, within a sentence, (n_forms,)
    capital_frequencies: npt.NDArray[np.float32]  # the same where a capital is expected, (n_forms,)
    # The index of each form's capitalized spelling, (n_forms,); its own index where there is none.
    capitalized: npt.NDArray[np.intp]
    # The index of the spelling that each form has within a sentence, (n_forms,): that of "the" for "The".
    uncapitalized: npt.NDArray[np.intp]
    language: Language = ANY  # the words' language

    @cached_property
    def by_lower_case(self) -> tuple[list[str], npt.NDArray[np.intp]]:
        """The lower-case spellings of words that have a capital of their own ("Houston", "I'm"), sorted, and their indexes."""
        has_own_capital = np.flatnonzero(self.uncapitalized == np.arange(len(self.texts))).tolist()
        cased = sorted((lower, index) for index in has_own_capital if (lower := self.texts[index].lower()) != self.texts[index])
        return [text for text, _ in cased], np.array([index for _, index in cased], dtype=np.intp)

    def shares(self, *, has_capital: bool) -> npt.NDArray[np.float32]:
        """Return each form's part of all words, (n_forms,): of those within a sentence, or of those that expect a capital."""
        return self._shares[has_capital]

    @cached_property
    def _shares(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        return self.frequencies / self.frequencies.sum(), self.capital_frequencies / self.capital_frequencies.sum()

    def index_of(self, text: str) -> int | None:
        """Return the index of a form, or None where the lexicon lacks it."""
        index = bisect_left(self.texts, text)
        return index if index < len(self.texts) and self.texts[index] == text else None

    def with_prefix(self, prefix: str) -> range:
        """Return the indexes of the forms that begin with `prefix`, case included."""
        return prefix_range(self.texts, prefix)

    def cased_with_prefix(self, prefix: str) -> npt.NDArray[np.intp]:
        """Return the indexes of forms with capitals, such as names, that match a lower-case `prefix` when case is ignored."""
        texts, indexes = self.by_lower_case
        span = prefix_range(texts, prefix)
        return indexes[span.start : span.stop]


@cache
def forms_of(lexicon: Lexicon) -> Forms:
    """Return the words of the lexicon, and for each lower-case word its capitalized form too."""
    within = dict(zip(lexicon.words, lexicon.frequencies.tolist(), strict=True))
    starting = dict(within)
    plain: dict[str, str] = {}
    for word in lexicon.words:
        capitalized = in_title_case(word)
        if word.islower() and capitalized not in starting:
            plain[capitalized] = word
            starting[capitalized] = within[word]
            within[capitalized] = within[word] * _CAPITAL_WITHIN_SENTENCE
    texts = tuple(sorted(within))
    indexes = {text: index for index, text in enumerate(texts)}
    return Forms(
        texts,
        frequencies=np.array([within[text] for text in texts], dtype=np.float32),
        capital_frequencies=np.array([starting[text] for text in texts], dtype=np.float32),
        capitalized=np.array([indexes.get(in_title_case(text), own) for own, text in enumerate(texts)]),
        uncapitalized=np.array([indexes[plain.get(text, text)] for text in texts]),
        language=lexicon.language,
    )


def prefix_range(texts: tuple[str, ...] | list[str], prefix: str) -> range:
    """Return the indexes of the strings in the sorted `texts` that begin with `prefix`."""
    start = bisect_left(texts, prefix)
    return range(start, bisect_left(texts, prefix + "\U0010ffff", lo=start))
