"""The words that may be offered, each in its own case and with its frequency."""

from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from keyboard.bundled import bundled_file

_PER_BILLION = 1e-9


class LexiconError(Exception):
    """The word list cannot be read; the text is one sentence for a person."""


@dataclass(frozen=True)
class Lexicon:
    """A list of words.

    Attributes:
        words: Sorted by code point, (n_words,).
        frequencies: Each word's share of running text, (n_words,).
    """

    words: tuple[str, ...]
    frequencies: npt.NDArray[np.float32]

    def __contains__(self, word: str) -> bool:
        index = bisect_left(self.words, word)
        return index < len(self.words) and self.words[index] == word


def load_lexicon(file: Path | None = None) -> Lexicon:
    """Return the lexicon of a file, by default the English one that ships; raise `LexiconError` where it is broken."""
    file = file or bundled_file("resources", "lexicon", "en.tsv")
    try:
        entries = sorted(line.split("\t") for line in file.read_text("utf-8").splitlines())
        words, counts = zip(*entries, strict=True)
        return Lexicon(words, np.array(counts, dtype=np.float32) * np.float32(_PER_BILLION))
    except (OSError, ValueError) as error:
        raise LexiconError(f"{file} is no word list; install keyboard again.") from error
