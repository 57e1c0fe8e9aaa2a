"""The definition of a word that the typing, the predictor, the spelling and the evaluation share.

A word is a run of letters and digits of any script, with the marks on them and the joiners within, as in Unicode's word
boundaries (UAX #29). An apostrophe belongs to a word between two letters. Dots, hyphens and
underscores end a word, because a suggestion completes the part before or after them, and never both.
"""

import unicodedata

import regex

APOSTROPHES = "'’"
# The zero-width non-joiner and joiner, which may end a word after a mark, and the soft hyphen.
JOINERS = "\u200c\u200d\u00ad"
# Variation selectors are marks that select the picture of an emoji.
_CHARACTER = r"[[\p{L}\p{N}\p{M}]--[\ufe00-\ufe0f]]"
_WORD_CHARACTER = regex.compile(_CHARACTER, regex.VERSION1)
_LETTER_OR_MARK = regex.compile(r"[\p{L}\p{M}]")
_SPELT_OUT = regex.compile(rf"\p{{L}}[\p{{L}}\p{{M}}{JOINERS}]*")
_INNER_APOSTROPHE = rf"(?<=[\p{{L}}\p{{M}}])[{APOSTROPHES}](?=\p{{L}})"
WORD = regex.compile(
    rf"[\p{{L}}\p{{N}}](?:{_CHARACTER}|[{JOINERS}](?=[\p{{L}}\p{{M}}])|(?<=\p{{M}})\u200d|{_INNER_APOSTROPHE})*",
    regex.VERSION1,
)


def is_word_character(character: str) -> bool:
    """Return whether a character belongs to a word by itself: a letter, a mark on one, or a digit."""
    return _WORD_CHARACTER.match(character) is not None


def is_spelt_out(word: str) -> bool:
    """Return whether a word consists of letters, with the marks on them and the joiners between them."""
    return _SPELT_OUT.fullmatch(word) is not None


def word_start(text: str) -> int:
    """Return where the word that ends at the end of `text` begins, or `len(text)` where none does.

    An apostrophe or a joiner at the end belongs to the word: a letter may follow it.
    """
    start = len(text)
    while start > 0:
        character = text[start - 1]
        is_inner = start > 1 and (
            (character in APOSTROPHES and _LETTER_OR_MARK.match(text[start - 2]) is not None)
            or (character in JOINERS and is_word_character(text[start - 2]))
        )
        if not (is_inner or is_word_character(character)):
            break
        start -= 1
    return start


def word_end(text: str, start: int) -> int:
    """Return where the word that begins at `start` ends, or `start` where none begins there."""
    found = WORD.match(text, start)
    return found.end() if found else start


def rest_of_word(before: str, following: str) -> str:
    """Return the part after the caret of the word at the caret, or "" where no word spans the caret."""
    begun = before[word_start(before) :]
    end = word_end(begun + following, 0) if begun else 0
    return following[: max(end - len(begun), 0)]


def without_accents(word: str) -> str:
    """Return a word with its letters' combining marks left out, composed ones too: "cafe" for "café"."""
    return "".join(part for part in unicodedata.normalize("NFD", word) if not unicodedata.combining(part))
