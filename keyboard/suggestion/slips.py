"""How a writer slips: the probability of the letters typed, given the word that is meant.

A noisy channel (Kernighan, Church and Gale 1990, "A Spelling Correction Program Based on a Noisy Channel Model"): the word goes
through a channel that now and then changes a letter. As with Brill and Moore (2000, "An Improved Error Model for Noisy Channel
Spelling Correction"), the channel may also replace a few letters by others that sound alike. Each kind of slip has one rate. A
word typed without a slip has the weight 1, so that a filter is the special case of a channel that changes nothing.
"""

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import numpy.typing as npt

from keyboard.suggestion.letter_trie import letters_of
from keyboard.writing.language import Language, LetterPairs

LogRates = npt.NDArray[np.float32]

# What each kind of slip costs: the log of its rate, in nats.
_VOWEL_FOR_VOWEL = np.log(0.0006)
_SOUNDS_ALIKE = np.log(0.0006)
_NEIGHBOURING_KEY = np.log(0.0002)
_OTHER_LETTER = np.log(0.00005)
_UNDOUBLED = np.log(0.012)
_LEFT_OUT_MARK = np.log(0.1)
_LEFT_OUT_VOWEL = np.log(0.0023)
_LEFT_OUT_CONSONANT = np.log(0.0015)
_DOUBLED = np.log(0.0006)
_ADDED_VOWEL = np.log(0.00015)
_ADDED_NEIGHBOUR = np.log(0.0001)
_ADDED_LETTER = np.log(0.00005)
SWAPPED = np.log(0.0015)
# A letter that is typed two places too early or too late.
MOVED = np.log(0.0004)
_SOUND = np.log(0.002)
# Letters in place of one that the keyboard lacks, and that letter without its accent.
_SPELT_OUT = np.log(0.5)
_WITHOUT_ACCENT = np.log(0.03)
# A first letter is rarely wrong (Yannakoudakis and Fawthrop 1983, "The Rules of Spelling Errors": 7 percent of the slips).
FIRST_LETTER = np.log(0.4)
LEFT_OUT_SPACE = 0.003
# A regular form in place of an irregular one.
REGULAR_FORM = 0.02
ADDED_SPACE = 0.005
# Slips come together: 66 in 100 of Birkbeck's misspellings have more than one, and 18 of Wikipedia's. It would be 3 if they had
# nothing to do with each other. So what is less probable than a single slip, in nats, is made less improbable.
_SINGLE_SLIP = -7.0
_FURTHER_SLIPS = 0.7
# A capital or an accent that is left out, or put where none belongs.
LEFT_OUT_CAPITAL = 0.03
WRONG_ACCENT = 0.02

_MARKS = "'"

_ROWS = {
    "qwerty": ("qwertyuiop", "asdfghjkl;'", "zxcvbnm,./"),
    "qwertz": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm,.-"),
    "azerty": ("azertyuiop", "qsdfghjklm", "wxcvbn,;:!"),
    "dvorak": ("',.pyfgcrl", "aoeuidhtns", ";qjkxbmwvz"),
    "colemak": ("qwfpgjluy;", "arstdhneio'", "zxcvbkm,./"),
}
LAYOUTS = tuple(_ROWS)


@cache
def neighbours(layout: str) -> frozenset[str]:
    """Return the pairs of letters, in either order, whose keys touch on a keyboard layout."""
    rows = _ROWS.get(layout, _ROWS["qwerty"])
    # Each row begins a part of a key further to the right: a key touches two keys of the row above.
    places = {
        letter: (column + 0.25 * row + 0.25 * (row == 2), row)
        for row, keys in enumerate(rows)
        for column, letter in enumerate(keys)
    }
    return frozenset(
        one + other
        for one, (x, y) in places.items()
        for other, (other_x, other_y) in places.items()
        if one != other and abs(y - other_y) <= 1 and abs(x - other_x) <= 1
    )


def of_several_slips(log_weights: LogRates) -> LogRates:
    """Return the log-probabilities of letters with all their slips, where `log_weights` takes each slip for itself."""
    weights: LogRates = np.maximum(log_weights, _SINGLE_SLIP + _FURTHER_SLIPS * (log_weights - _SINGLE_SLIP))
    return weights


class ErrorModel:
    """The rates of one-letter slips as tables, by the letters of a trie, and those of several letters as a list.

    Attributes:
        replaced: Log-rate that a letter is typed for another one, by the code of the typed and that of the meant one; 0 where
            they are the same.
        added: Log-rate that a letter is typed which the word does not have, by its code and that of the meant letter before it.
        left_out: Log-rate that a letter is not typed, by its code and that of the one before it.
        sounds: For the letters typed at the end, the letters that may be meant, and the log-rate.
    """

    def __init__(self, letters: str, layout: str, language: Language) -> None:
        """Fill the tables; `letters` are those of the codes, the first one stands for all others."""
        near = neighbours(layout)
        self.replaced = _table(letters, partial(_replacement, near=near, language=language))
        self.added = _table(letters, partial(_addition, near=near, vowels=language.vowels))
        self.left_out = _table(letters, partial(_omission, vowels=language.vowels))
        self.sounds = _sounds(language.sounds)
        for typed, meant in language.spelt_out:
            self.sounds.setdefault(typed, []).append((meant, float(_SPELT_OUT)))


def _table(letters: str, rate: Callable[[str, str], float]) -> LogRates:
    return np.array([[rate(one, other) for other in letters] for one in letters], dtype=np.float32)


def _replacement(typed: str, meant: str, near: frozenset[str], language: Language) -> float:
    if typed == meant:
        return 0.0
    rates = [_OTHER_LETTER]
    if letters_of(meant) == typed:
        rates.append(_WITHOUT_ACCENT)
    if typed + meant in near:
        rates.append(_NEIGHBOURING_KEY)
    if typed in language.vowels and meant in language.vowels:
        rates.append(_VOWEL_FOR_VOWEL)
    elif typed + meant in language.alike or meant + typed in language.alike:
        rates.append(_SOUNDS_ALIKE)
    return float(max(rates))


def _addition(typed: str, before: str, near: frozenset[str], vowels: str) -> float:
    if typed == before:
        return float(_DOUBLED)
    if typed in _MARKS:
        return float(_ADDED_VOWEL)
    if typed + before in near:
        return float(_ADDED_NEIGHBOUR)
    return float(_ADDED_VOWEL if typed in vowels else _ADDED_LETTER)


def _omission(meant: str, before: str, vowels: str) -> float:
    if meant in _MARKS:
        return float(_LEFT_OUT_MARK)
    if meant == before:
        return float(_UNDOUBLED)
    return float(_LEFT_OUT_VOWEL if meant in vowels else _LEFT_OUT_CONSONANT)


def _sounds(pairs: LetterPairs) -> dict[str, list[tuple[str, float]]]:
    sounds: dict[str, list[tuple[str, float]]] = {}
    for one, other in pairs:
        sounds.setdefault(one, []).append((other, float(_SOUND)))
        sounds.setdefault(other, []).append((one, float(_SOUND)))
    return sounds
