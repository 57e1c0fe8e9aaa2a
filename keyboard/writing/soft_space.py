"""The soft space after a tap, which a mark typed next replaces, and the quotation marks that close a quotation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from keyboard.writing.language import ANY, Language
from keyboard.writing.words import is_word_character

_MARKS = re.compile(r"(?<!\w)’|’(?!\w)|[\"“”„‘‚«»‹›]")  # an apostrophe within a word is none


def quotation_start(paragraph: str, mark: str, language: Language = ANY) -> int | None:
    """Return the start, after its opening mark, of the quotation that `mark` closes at the end of a paragraph, or None.

    The language says which marks open and close one: “English”, „German“, »German«, «French», »Finnish»; "typewriter" is in any.
    A mark that can do both opens one where none is open that it could close.
    """
    closed_by = _closed_by(language.quotes)
    if not any(mark in closing for closing in closed_by.values()):
        return None
    opened: list[re.Match[str]] = []
    for found in _MARKS.finditer(paragraph):
        place = _opening_of(opened, found[0], closed_by)
        if place is not None:
            del opened[place:]
        elif found[0] in closed_by:
            opened.append(found)
    place = _opening_of(opened, mark, closed_by)
    return None if place is None else opened[place].end()


def _opening_of(opened: list[re.Match[str]], mark: str, closed_by: Mapping[str, str]) -> int | None:
    """Return which of the open quotations a mark closes, the innermost that it can, or None."""
    return next((place for place in reversed(range(len(opened))) if mark in closed_by[opened[place][0]]), None)


@cache
def _closed_by(quotes: tuple[str, ...]) -> Mapping[str, str]:
    """Return the marks that close the quotation which each mark opens."""
    closed_by = {'"': '"'}
    for pair in quotes:
        closed_by[pair[0]] = closed_by.get(pair[0], "") + pair[1]
    return closed_by


_CLOSING_QUOTES = "”»«›‹“‘"
_BRINGS_SPACE = ',.;:!?…)]}"' + _CLOSING_QUOTES
# French has one before a mark; it replaces the tap's space.
_NO_BREAK_SPACE = "\u00a0"
_NO_BREAK_SPACES = "\u00a0\u202f\u2060\u2007"
_TAKES_SPACE = ",.;:!?…)]}”'’\n"
# They join two words, as in "up-to-date" and "and/or", unless a space is typed next: then they are a dash, and the space that
# they replaced comes back.
_JOINERS = "-–—/"
# Around emphasized words and code in Markdown.
_EMPHASIS = "*_`"
# Eyes that replaced a soft space, their own space, and what may be their nose or mouth.
_BEGUN_EMOTICON = re.compile(r"([:;]) ([-(/]?)\Z")
_DOUBTFUL_MOUTHS = ("(", "/")  # a bracket or a path may begin so
_WHOLE_EMOTICONS = (")", "-)", "-(", "-/")


class AfterTap(Enum):
    """What a tap, or a mark typed after one, has left before the cursor for the next key to change."""

    NOTHING = auto()
    SPACE = auto()  # a soft space
    JOINER = auto()  # hyphens, dashes or slashes, of which the first replaced it
    EMOTICON = auto()  # a colon that replaced it, and the beginning of what may be an emoticon


@dataclass(frozen=True)
class KeyEffect:
    """The effect of a character on the text."""

    replaced: int  # characters to replace before the caret
    text: str  # the replacement; "" with nothing replaced swallows a space
    leaves: AfterTap = AfterTap.NOTHING  # what the next key may change


def key_effect(after_tap: AfterTap, before: str, typed: str, language: Language = ANY) -> KeyEffect:
    """Return what typing does; `before` is the text before the caret, of which only the last paragraph counts.

    A mark replaces a soft space. A quotation mark does so where it closes a quotation of its paragraph, a Markdown mark where it
    closes what one has opened, and a hyphen, a dash or a slash right after a word.

    In a language such as French some marks have a no-break space before them.

    The next key may show that a mark was another one, and restores the space: a hyphen with a space after it is a dash, and a
    colon with a mouth after it is an emoticon's eyes. ":)" cannot be anything else; ":(" and ":/" may begin a bracket and a path,
    so they wait for a space or a line's end.
    """
    effect = None
    if len(typed) == 1 and after_tap is not AfterTap.NOTHING:
        paragraph = before[before.rfind("\n") + 1 :]
        effect = _EFFECTS[after_tap](paragraph, typed, language)
    return effect or KeyEffect(0, typed)


def _after_space(paragraph: str, typed: str, language: Language) -> KeyEffect | None:
    if not paragraph.endswith(" "):
        return None
    if typed == " ":
        return KeyEffect(0, "")
    if typed in _NO_BREAK_SPACES:
        return KeyEffect(1, typed)
    return _in_emoticon(paragraph, typed, language) or _in_place_of_space(paragraph, typed, language)


def _in_place_of_space(paragraph: str, typed: str, language: Language) -> KeyEffect | None:
    takes_space = _takes_space(paragraph, typed, language)
    if typed in language.space_before and not (takes_space and typed in _CLOSING_QUOTES):
        return KeyEffect(1, f"{_NO_BREAK_SPACE}{typed} ", AfterTap.SPACE)
    if not takes_space:
        return None
    if typed in _BRINGS_SPACE:
        return KeyEffect(1, typed + " ", AfterTap.SPACE)
    return KeyEffect(1, typed, AfterTap.JOINER if typed in _JOINERS else AfterTap.NOTHING)


def _takes_space(paragraph: str, typed: str, language: Language) -> bool:
    if typed in _EMPHASIS:
        mark = re.escape(typed)
        return bool(re.search(rf"(?<!\w){mark}+(?=[^\s{mark}])[^{mark}]*\Z", paragraph))
    if typed in _JOINERS:
        return is_word_character(paragraph[-2:-1])
    return typed in _TAKES_SPACE or _closes_quotation(paragraph, typed, language)


def _closes_quotation(paragraph: str, typed: str, language: Language) -> bool:
    """Return whether a mark closes a quotation. One with a space after its opening mark, as "« mot »", has one before its end."""
    start = quotation_start(paragraph, typed, language)
    return start is not None and not paragraph[start].isspace()


def _after_joiner(paragraph: str, typed: str, _language: Language) -> KeyEffect | None:
    joiners = paragraph[len(paragraph.rstrip(_JOINERS)) :]
    if joiners and typed == " ":
        return KeyEffect(len(joiners), f" {joiners} ")
    return KeyEffect(0, typed, AfterTap.JOINER) if joiners and typed in _JOINERS else None


def _in_emoticon(paragraph: str, typed: str, _language: Language) -> KeyEffect | None:
    """Restore the space before an emoticon's eyes once they have a mouth."""
    begun = _BEGUN_EMOTICON.search(paragraph)
    if begun is None:
        return None
    eyes, rest = begun.groups()
    if rest + typed in _WHOLE_EMOTICONS:
        return KeyEffect(len(begun[0]), f" {eyes}{rest}{typed} ", AfterTap.SPACE)
    if rest in _DOUBTFUL_MOUTHS and typed in " \n":
        return KeyEffect(len(begun[0]), f" {eyes}{rest}{typed}")
    return KeyEffect(0, typed, AfterTap.EMOTICON) if rest + typed in ("-", *_DOUBTFUL_MOUTHS) else None


_EFFECTS = {AfterTap.SPACE: _after_space, AfterTap.JOINER: _after_joiner, AfterTap.EMOTICON: _in_emoticon}
