"""Which words a typist slips in, and what she types then: a real misspelling where a list has one, else a slip that is drawn.

Of the kinds of slips that a word can have, each is drawn as often as any other. How probable the program takes each kind to be
plays no part, so that its own idea of slips is not what it is measured by.
"""

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from keyboard.evaluation.output_file import EvaluationError
from keyboard.evaluation.typist import Slip
from keyboard.writing.words import WORD, without_accents

_SHORTEST = 4
_MOST_BYTES = 20_000_000
_NEXT_WORD = re.compile(r" ([^\W\d_]+)(?!\w)")


@dataclass(frozen=True)
class Misspellings:
    """Real misspellings: for each right spelling the wrong ones, in the list's order."""

    of: Mapping[str, Sequence[str]]

    def draw(self, word: str, draw: random.Random) -> str | None:
        """Return a misspelling of a word in the word's case, or None if the list has none."""
        wrong = self.of.get(word)
        if wrong is None and (wrong := self.of.get(word.lower())) and word[0].isupper():
            wrong = [text.upper() if word.isupper() else text[0].upper() + text[1:] for text in wrong]
        fitting = [text for text in wrong or () if text != word]
        return draw.choice(fitting) if fitting else None


def read_misspellings(file: Path) -> Misspellings:
    """Return the misspellings of a file with lines `wrong->right`, where several rights are separated by commas.

    Empty lines and those that begin with "#" are skipped. Raises `EvaluationError` if the file cannot be read, a line has
    another form, or no line has a misspelling.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise EvaluationError(f"{file} is larger than {_MOST_BYTES // 1_000_000} MB; name a list of misspellings.")
        lines = file.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise EvaluationError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{file} is not UTF-8 text: byte {error.start + 1} is invalid.") from error
    found: dict[str, list[str]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        wrong, arrow, rights = line.partition("->")
        words = [right.strip() for right in rights.split(",") if right.strip()]
        if not (arrow and wrong.strip() and words):
            raise EvaluationError(f"{file}, line {number}: {line.strip()[:40]!r} is not of the form wrong->right.")
        for right in words:
            found.setdefault(right, []).append(wrong.strip())
    if not found:
        raise EvaluationError(f"{file} contains no misspelling; name a file with lines of the form wrong->right.")
    return Misspellings(found)


def draw_slips(messages: Sequence[str], share: float, misspellings: Misspellings, seed: int) -> list[dict[int, Slip]]:
    """Return the slips of each message by their places, in so large a share of all words of four letters and more.

    The same seed draws the same slips.
    """
    draw = random.Random(seed)  # noqa: S311 - the same slips each time
    words = [
        (number, found.start(), found[0])
        for number, message in enumerate(messages)
        for found in WORD.finditer(message)
        if sum(map(str.isalpha, found[0])) >= _SHORTEST
    ]
    slips: list[dict[int, Slip]] = [{} for _ in messages]
    ends = [0 for _ in messages]
    for number, start, word in sorted(draw.sample(words, round(share * len(words)))):
        if start < ends[number]:
            continue
        slip = _draw_slip(messages[number], start, word, misspellings, draw)
        if slip:
            slips[number][start] = slip
            ends[number] = start + len(slip.meant)
    return slips


def _draw_slip(text: str, start: int, word: str, misspellings: Misspellings, draw: random.Random) -> Slip | None:
    next_word = _NEXT_WORD.match(text, start + len(word))
    for meant in (word, word + next_word[0] if next_word else word):
        if typed := misspellings.draw(meant, draw):
            return Slip(meant, typed, is_listed=True)
    kinds = list(_KINDS)
    draw.shuffle(kinds)
    for kind in kinds:
        if kind is _space_left_out:
            if next_word:
                return Slip(word + next_word[0], word + next_word[1])
        elif fitting := [typed for typed in kind(word) if typed and typed != word]:
            return Slip(word, draw.choice(fitting))
    return None


def _swapped(word: str) -> Iterable[str]:
    return (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))


def _doubled_or_undoubled(word: str) -> Iterable[str]:
    for i, letter in enumerate(word):
        yield word[:i] + word[i + 1 :] if word[i + 1 : i + 2] == letter else word[:i] + letter + word[i:]


def _left_out(word: str) -> Iterable[str]:
    return (word[:i] + word[i + 1 :] for i in range(1, len(word)))


def _inserted(word: str) -> Iterable[str]:
    return (word[:i] + key + word[i:] for i in range(1, len(word) + 1) for key in _beside(word[i - 1]))


def _neighbouring_key(word: str) -> Iterable[str]:
    return (word[:i] + key + word[i + 1 :] for i in range(1, len(word)) for key in _beside(word[i]))


def _first_letter(word: str) -> Iterable[str]:
    yield from (key + word[1:] for key in _beside(word[0]))
    yield word[1:]


def _sound_alike(word: str) -> Iterable[str]:
    return (word[:i] + other + word[i + len(part) :] for part, other in _SOUNDS for i in _places(word, part))


def _without_marks(word: str) -> Iterable[str]:
    plain = without_accents(word)
    return (re.sub("['’]", "", word), plain)


def _capital(word: str) -> Iterable[str]:
    """Yield a name in lower case, and a second capital after the first."""
    return (word.lower(), word[:2].upper() + word[2:]) if word[0].isupper() else ()


def _space_left_out(_word: str) -> Iterable[str]:
    return ()  # it takes the next word too


_KINDS: tuple[Callable[[str], Iterable[str]], ...] = (
    *(_swapped, _doubled_or_undoubled, _left_out, _inserted, _neighbouring_key, _first_letter),
    *(_sound_alike, _without_marks, _capital, _space_left_out),
)

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiou"
_SPELLINGS = (
    *(("ph", "f"), ("gh", ""), ("ck", "k"), ("c", "k"), ("ce", "se"), ("ie", "ei"), ("tion", "sion"), ("x", "ks"), ("qu", "kw")),
    *(("kn", "n"), ("wr", "r"), ("wh", "w"), ("z", "s"), ("dge", "ge"), ("y", "i"), ("ou", "u"), ("ea", "ee"), ("ai", "ay")),
)
_SOUNDS = (
    *_SPELLINGS,
    *((other, part) for part, other in _SPELLINGS if other),
    *((vowel, other) for vowel in _VOWELS for other in _VOWELS if other != vowel),
)


def _beside(letter: str) -> list[str]:
    """Return the keys next to a letter's on a QWERTY keyboard, in the letter's case."""
    for number, row in enumerate(_ROWS):
        column = row.find(letter.lower())
        if letter and column >= 0:
            keys = [(number, column - 1), (number, column + 1), (number - 1, column), (number - 1, column + 1)]
            keys += [(number + 1, column - 1), (number + 1, column)]
            near = [_ROWS[i][j] for i, j in keys if 0 <= i < len(_ROWS) and 0 <= j < len(_ROWS[i])]
            return [key.upper() for key in near] if letter.isupper() else near
    return []


def _places(word: str, part: str) -> Iterable[int]:
    return (found.start() for found in re.finditer(f"(?={part})", word))
