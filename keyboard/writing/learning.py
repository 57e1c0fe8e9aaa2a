"""Which words of a text may be learnt: those that a person would not mind to see on a button."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_LONGEST = 40
_MOST_DIGITS = 4
# "McDonald" has three, "LaTeX" four.
_MOST_CHANGES_OF_CASE = 4
# What stands between white space is judged as a whole: a password or an address is no sequence of words.
_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ADDRESS = re.compile(r"@|://|^www\.|\w\.\w+[/.]|[\\/]\w+[\\/]|\w_\w", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?…:]['\"”’)\]]*$")
_SYMBOLS = re.compile(r"[^\w\s'’.,;:!?…\"“”‘()\[\]–—-]")


@dataclass(frozen=True)
class LearntWord:
    """A word that was written, and the one before it in the same sentence, or "" at a sentence's start."""

    previous: str
    word: str


def words_to_learn(text: str) -> Iterator[LearntWord]:
    """Yield the words of a text, in order, that may be learnt.

    Left out are what looks like a password, an address or a path, numbers of five digits and more, and very long words.
    """
    previous = ""
    for line in text.splitlines():
        previous = ""
        for chunk in _CHUNK.findall(line):
            for word in _words_of(chunk):
                yield LearntWord(previous, word)
                previous = word
            if _ENDS_SENTENCE.search(chunk) or not may_be_learnt(chunk):
                previous = ""


def may_be_learnt(chunk: str) -> bool:
    """Tell whether what stands between two spaces is ordinary writing: no secret, no address, no long number."""
    if len(chunk) > _LONGEST or sum(character.isdigit() for character in chunk) > _MOST_DIGITS:
        return False
    return not _ADDRESS.search(chunk) and not _looks_like_password(chunk)


def _looks_like_password(chunk: str) -> bool:
    """Tell whether letters, digits, symbols and capitals are mixed as in no word: "Tr0ub4dor", "aB3$x", "kXqTrW"."""
    core = chunk.strip("'\"“”‘’.,;:!?…()[]")
    has_letter, has_digit = any(c.isalpha() for c in core), any(c.isdigit() for c in core)
    if has_letter and _SYMBOLS.search(core):
        return True
    is_ordinal_or_unit = re.fullmatch(r"\d+[^\W\d_]{1,4}|[^\W\d_]+\d{1,2}", core)
    if has_letter and has_digit and not is_ordinal_or_unit:
        return True
    return any(_changes_of_case(part) > _MOST_CHANGES_OF_CASE for part in _WORD.findall(core))


def _changes_of_case(word: str) -> int:
    return sum(one.isupper() != other.isupper() for one, other in pairwise(word))


def _words_of(chunk: str) -> Iterator[str]:
    if not may_be_learnt(chunk):
        return
    for word in _WORD.findall(chunk):
        plain = word.replace("’", "'")
        if plain[0].isalpha() and (len(plain) > 1 or plain in {"I", "a", "A"}):
            yield plain


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
