"""Which words of a text a spell checker judges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# What stands between white space is judged as a whole: an address is no sequence of words.
_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ADDRESS = re.compile(r"@|://|^www\.|\w\.[a-z]{2,}|[\\/]\w+[\\/]", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\d_]")
_LONGEST_ACRONYM = 3
# No dictionary has longer ones, and hunspell refuses them.
_LONGEST_WORD = 60
_POSSESSIVE = re.compile(r"(?:'s|')$")


@dataclass(frozen=True)
class WordInText:
    """A word, its apostrophes straight, and where it stands: characters from `start` up to `end`."""

    word: str
    start: int
    end: int


def words_to_judge(text: str) -> Iterator[WordInText]:
    """Yield the words of a text that a dictionary can judge, in order.

    Left out are addresses of the web and of mail, paths, words with digits or underscores, single letters, and up to three
    capitals.
    """
    for chunk in _CHUNK.finditer(text):
        if _ADDRESS.search(chunk.group()):
            continue
        for match in _WORD.finditer(chunk.group()):
            word = match.group().replace("’", "'")
            if _is_judged(word):
                yield WordInText(word, chunk.start() + match.start(), chunk.start() + match.end())


def spellings_of(word: str) -> tuple[str, ...]:
    """Return the spellings any of which makes a word right where the user has it: with no possessive, and in lower case."""
    bare = _POSSESSIVE.sub("", word)
    return tuple(dict.fromkeys((word, bare, word.lower(), bare.lower(), bare.capitalize())))


def _is_judged(word: str) -> bool:
    if not 1 < len(word) <= _LONGEST_WORD or _NO_LETTER.search(word):
        return False
    return not (word.isupper() and len(word) <= _LONGEST_ACRONYM)
