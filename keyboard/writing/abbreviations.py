"""What ends in a mark and ends no sentence: abbreviations, numbers in their order, and names that end in "!" or "?"."""

from functools import cache

import regex

from keyboard.writing.language import ANY, Language

_CONSONANTS = regex.compile(r"[B-DF-HJ-NP-TV-XZ]?[b-df-hj-np-tv-xz]{1,5}")
_WITH_STOPS = regex.compile(r"(?:[\p{L}\p{M}]{1,5}\.)+[\p{L}\p{M}]{1,5}")  # "e.g", "U.S", "p.m", "Ph.D", "M.Sc"
_DOMAIN = regex.compile(r".*\.(?:com|org|net|edu|gov|io)", regex.IGNORECASE)
_ORDINAL = regex.compile(r"\d{1,2}|[IVX]+")
_LONGEST_NAME = 60


def is_abbreviation(word: str, language: Language = ANY) -> bool:
    """Return whether a full stop after `word`, which has none at its end, belongs to the word: "Dr", "tbsp", "Ph.D", "J"."""
    if len(word) == 1:
        return word.isalpha() and word.upper() != "I"
    known = language.abbreviations
    if word in language.abbreviations_as_written or word.lower().replace("'", "").replace("’", "") in known:
        return True
    if _CONSONANTS.fullmatch(word) and word.lower() not in language.ending_words:
        return True
    parts = word.split(".")
    if len(parts) > 1 and all(part.lower() in known for part in parts):
        return True
    has_letter_alone = any(len(part) == 1 for part in parts)
    return has_letter_alone and bool(_WITH_STOPS.fullmatch(word)) and not _DOMAIN.fullmatch(word)


def is_ordinal(word: str, language: Language) -> bool:
    """Return whether a full stop after `word` makes an ordinal number of it, as in German: "am 3. Mai", "Friedrich II."."""
    return language.has_ordinal_stop and _ORDINAL.fullmatch(word) is not None


def is_measure(text: str, language: Language) -> bool:
    """Return whether a text ends in a number and a measure whose full stop may follow: "6 in", "2 gal"."""
    pattern = _measure(language.measures)
    return pattern is not None and pattern.search(text[-_LONGEST_NAME:]) is not None


def is_name_with_mark(text: str, language: Language) -> bool:
    """Return whether a text ends in a name whose own mark "!" or "?" is, such as "Yahoo!" or "Where's Wally?"."""
    pattern = _name_with_mark(language.names_with_mark)
    return pattern is not None and pattern.search(text[-_LONGEST_NAME:].replace("’", "'")) is not None


@cache
def _measure(measures: tuple[str, ...]) -> regex.Pattern[str] | None:
    return regex.compile(rf"[\d½¼¾⅓⅔][ \u00a0]?(?:{'|'.join(measures)})\Z") if measures else None


@cache
def _name_with_mark(names: tuple[str, ...]) -> regex.Pattern[str] | None:
    return regex.compile(rf"(?<![\w'])(?:{'|'.join(names)})[!?]+\Z") if names else None
