"""Automatic capitals at the start of a sentence and for "i" alone, and their removal where they were not wanted.

Some marks end no sentence: those of abbreviations, of ordinal numbers and of names such as "Yahoo!".
"""

import re
import unicodedata
from collections import deque
from dataclasses import dataclass, replace
from functools import cache

import regex

from keyboard.writing.edits import Surroundings
from keyboard.writing.language import ANY, Language
from keyboard.writing.words import is_word_character

_OPENERS = "\"'“‘([{*_«¿¡"
_CLOSERS = "\"'”’)]}*_»"
_QUOTES = "\"'”’»"
_BRACKET = re.compile(r"(?<!\S)[(\[](?=\w|[\"“'‘])|[)\]]")
_LONGEST_BRACKETS = 300
_LIST_NUMBER = re.compile(r"(?:^|\n)[ \t]*(?:\d{1,3}|[ivx]{1,4}|[a-z])[.)]\Z")
_WORD_AT_END = re.compile(r"[^\s(\[{\"“‘/—–-]*\Z")
# Addresses, names of files and of things in programs.
_CODE_WORD = re.compile(r"[@\\_=<>{}`|]|\w\w[.:]\w|://|\(\)")
# A semicolon at a line's end shows a program. Prose may have one within a line, and may have an address or "item(s)".
_CODE_LINE = re.compile(
    r"^(?: {4}|\t|[$>%#] |```|[a-z]+ .*://|(?:for|while) i\b)|[{}=|\\]|;[ \t]*$|\w\((?!s\))|\)\s*:$", re.MULTILINE
)
# Places where a capital was taken back; older ones are forgotten.
_MOST_PLACES = 32
_CONTEXT_LENGTH = 64
_LONGEST_CODE_WORD = 100
_FIRST_PERSON = re.compile(r"(?:^|[\s\"“‘—–])(i)(?:['’](?:m|ll|ve|d))?[.,;:!?…\"”’]*\Z")


def begins_sentence(before: str, language: Language = ANY) -> bool:
    """Return whether a word after `before`, the text before the caret, begins a sentence: at a line's start or after one.

    No sentence begins after an abbreviation of the language, initials, an ellipsis or a question within quotation marks, nor in
    code.
    """
    unopened = before.rstrip(_OPENERS)
    ended = unopened.rstrip(" \t\u00a0")
    if not ended or ended.endswith("\n"):
        return ended == unopened and not looks_like_code(before)  # what is indented is a list, a quotation or code
    return ended != unopened and _ends_sentence(ended, language) and not looks_like_code(before)


def looks_like_code(before: str) -> bool:
    """Return whether the line at the end of `before`, or the one above it, looks like code or a command."""
    lines = before.rsplit("\n", 2)
    is_fenced = before.count("```") % 2 == 1
    return is_fenced or any(_CODE_LINE.search(line) for line in lines[-2:])


def is_code_word(word: str) -> bool:
    """Return whether a run of characters without a space is an address, a name in a program, or has capitals within."""
    return bool(_CODE_WORD.search(word)) or any(character.isupper() for character in word[1:])


def first_person_at_end(before: str) -> int | None:
    """Return the place of the "i" that a space after `before` finishes: alone, or in "i'm", "i'll", "i've", "i'd"; else None."""
    found = _FIRST_PERSON.search(before)
    if found is None or _LIST_NUMBER.search(before) or looks_like_code(before):
        return None
    return found.start(1)


def is_in_capitals(word: str) -> bool:
    """Return whether a word, or its first letters, are in capitals; a single capital may be that of any word."""
    return len(word) > 1 and word.isupper()


def in_title_case(word: str) -> str:
    """Return a word with a capital first letter, or unchanged if its script, such as Georgian, begins no sentence with one."""
    capital = word[:1].title()
    return capital + word[1:] if len(capital) == 1 else word


class SentenceHabit:
    """Whether the writer begins sentences in lower case: three of the last four sentences decide."""

    def __init__(self, *, is_lower_case: bool = False) -> None:
        """`is_lower_case` is the habit known from earlier texts."""
        self._in_lower_case: deque[bool] = deque([True] * 4 if is_lower_case else [], maxlen=4)

    @property
    def is_lower_case(self) -> bool:
        """Whether sentences are left as the writer begins them."""
        return sum(self._in_lower_case) >= 3

    def add(self, *, in_lower_case: bool, again: bool = False) -> None:
        """Count how a sentence was begun; `again` if the writer has begun the last one again."""
        if again and self._in_lower_case:
            self._in_lower_case.pop()
        self._in_lower_case.append(in_lower_case)


@dataclass(frozen=True)
class Respelling:
    """A character that replaces another, and its place in characters of the text before the caret."""

    place: int
    letter: str


@dataclass(frozen=True)
class _Change:
    """An automatic capital that nothing has followed yet, and its distance from the caret."""

    distance: int
    letter: str
    is_sentence: bool


class AutomaticCapitals:
    """Gives a sentence's first letter and "i" alone their capitals; Backspace right after takes one back.

    What is pasted, tapped, undone or redone stays as it is. The text before a place identifies it.
    """

    def __init__(self) -> None:
        self.habit = SentenceHabit()
        self.at_sentence = True  # capitalize the first letter of a sentence
        self.first_person = True  # capitalize "i" alone
        self._change: _Change | None = None
        self._sentence: str | None = None  # the last sentence begun
        self._capital: str | None = None  # its first letter as it was typed, where that became a capital
        self._taken_back = ""  # the letter that the last key has taken back, in lower case
        self._left_alone: deque[str] = deque(maxlen=_MOST_PLACES)

    @property
    def begins_with_capital(self) -> bool:
        """Whether a sentence's first letter automatically becomes a capital."""
        return self.at_sentence and not self.habit.is_lower_case

    def type(self, character: str, around: Surroundings, language: Language = ANY) -> tuple[str, Respelling | None]:
        """Return what a typed character becomes, and which letter before the caret it respells.

        "i" alone stays as it is if the language of the text is known and writes it that way.
        """
        self.forget_change()
        if character.isalpha():
            capital = self._begin_sentence(character, around, language)
            if capital is not None:
                return capital, None
        if character in " \n":
            self._capital = None
            has_capital_i = language.has_capital_i or not language.code
            return character, self._finish_first_person(around) if has_capital_i else None
        return character, self._find_code(character, around)

    def take_back(self, around: Surroundings) -> Respelling | None:
        """Return what Backspace restores right after an automatic capital, and leave that place alone from here on."""
        change, self._change = self._change, None
        if change is None or around.selection or change.distance > len(around.before):
            return None
        place = len(around.before) - change.distance
        self._left_alone.append(_context(around.before, place))
        if change.is_sentence:
            self.habit.add(in_lower_case=True, again=True)
            self._capital = None
        self._taken_back = change.letter
        return Respelling(place, change.letter)

    def was_deletion(self, text: str, *, is_commit: bool) -> bool:
        """Return whether the Backspace that took a capital back was meant to delete.

        An input method sends a Backspace and then commits a replacement, such as "đ" for "d". If the Backspace was meant to
        delete, the place gets capitals again.
        """
        letter, self._taken_back = self._taken_back, ""
        if not letter or not (is_commit or len(text) > 1 or _is_other_form(text, letter)):
            return False
        self._left_alone.pop()
        return True

    def note_edit(self, length: int) -> None:
        """Count by how much the result of `type` has lengthened the text before the caret."""
        if self._change is not None:
            self._change = replace(self._change, distance=self._change.distance + length)

    def forget_change(self) -> None:
        """Let Backspace delete again, because something else has happened."""
        self._change = None
        self._taken_back = ""

    def _begin_sentence(self, letter: str, around: Surroundings, language: Language) -> str | None:
        """Return the automatic form of a sentence's first letter, or None where it stays as typed."""
        before = around.before
        is_within = is_word_character(before[-1:]) or is_word_character(around.after[:1])
        if is_within or not begins_sentence(before, language):
            return None
        capital, place = in_title_case(letter), _context(before, len(before))
        in_lower_case = letter != capital and (not self.begins_with_capital or place in self._left_alone)
        self.habit.add(in_lower_case=in_lower_case, again=place == self._sentence)
        self._sentence, self._capital = place, None
        if in_lower_case or letter == capital:
            return None
        self._capital = letter
        self._change = _Change(0, letter, is_sentence=True)
        return capital

    def _finish_first_person(self, around: Surroundings) -> Respelling | None:
        if not self.first_person or around.selection:
            return None
        place = first_person_at_end(around.before)
        if place is None or _context(around.before, place) in self._left_alone:
            return None
        self._change = _Change(len(around.before) - place, "i", is_sentence=False)
        return Respelling(place, "I")

    def _find_code(self, character: str, around: Surroundings) -> Respelling | None:
        """Take a sentence's capital back where the word turns out to be an address or the like: "https:/" and a slash."""
        if self._capital is None or around.selection:
            return None
        before = around.before
        first = max((before.rfind(space, len(before) - _LONGEST_CODE_WORD) for space in " \t\n\u00a0"), default=-1) + 1
        for place in range(max(first, len(before) - _LONGEST_CODE_WORD, 0), len(before)):
            if before[place] == in_title_case(self._capital) and _context(before, place) == self._sentence:
                if not is_code_word(before[place:] + character):
                    return None
                letter, self._capital = self._capital, None
                return Respelling(place, letter)
        return None


def _is_other_form(letter: str, other: str) -> bool:
    """Return whether two letters differ only in their marks, as "đ" and "d"."""
    names = [unicodedata.name(each, "").replace("CAPITAL", "SMALL") for each in (letter, other)]
    bases = [name.partition(" WITH ")[0] for name in names]
    return names[0] != names[1] and bases[0] == bases[1]


def _context(text: str, place: int) -> str:
    """Return the characters before a place in a text, which identify it."""
    return text[max(place - _CONTEXT_LENGTH, 0) : place]


def _ends_sentence(ended: str, language: Language) -> bool:
    stripped = ended.rstrip(_CLOSERS)
    is_question = stripped.endswith(("?", "!"))
    if _is_within_brackets(ended, language) or (is_question and any(quote in ended[len(stripped) :] for quote in _QUOTES)):
        return False
    if is_question:
        return not _is_name_with_mark(stripped, language)
    if not stripped.endswith(".") or stripped.endswith("..") or _LIST_NUMBER.search(stripped):
        return False
    found = _WORD_AT_END.search(stripped[:-1])
    word = found[0] if found else ""
    is_part = _is_abbreviation(word, language) or _is_ordinal(word, language) or _is_measure(stripped[:-1], language)
    return bool(word) and not is_part


def _is_within_brackets(ended: str, language: Language) -> bool:
    """Return whether a text ends within brackets that opened in the middle of a sentence, or right after them."""
    start = ended.rfind("\n") + 1
    opened: list[int] = []
    for found in _BRACKET.finditer(ended, max(start, len(ended) - _LONGEST_BRACKETS)):
        if found[0] in "([":
            opened.append(found.start())
        elif opened and ended[found.end() :].rstrip(_CLOSERS):
            opened.pop()
    before = ended[start : opened[0]].rstrip(" \t\u00a0") if opened else ""
    return bool(before) and not _ends_sentence(before, language)


_CONSONANTS = regex.compile(r"[B-DF-HJ-NP-TV-XZ]?[b-df-hj-np-tv-xz]{1,5}")
_WITH_STOPS = regex.compile(r"(?:[\p{L}\p{M}]{1,5}\.)+[\p{L}\p{M}]{1,5}")  # "e.g", "U.S", "p.m", "Ph.D", "M.Sc"
_DOMAIN = regex.compile(r".*\.(?:com|org|net|edu|gov|io)", regex.IGNORECASE)
_ORDINAL = regex.compile(r"\d{1,2}|[IVX]+")
_LONGEST_NAME = 60


def _is_abbreviation(word: str, language: Language) -> bool:
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


def _is_ordinal(word: str, language: Language) -> bool:
    """Return whether a full stop turns `word` into an ordinal number, as in German: "am 3. Mai", "Friedrich II."."""
    return language.has_ordinal_stop and _ORDINAL.fullmatch(word) is not None


def _is_measure(text: str, language: Language) -> bool:
    """Return whether a text ends in a number and a measure whose full stop may follow: "6 in", "2 gal"."""
    pattern = _measure(language.measures)
    return pattern is not None and pattern.search(text[-_LONGEST_NAME:]) is not None


def _is_name_with_mark(text: str, language: Language) -> bool:
    """Return whether a text ends in a name that includes its "!" or "?", such as "Yahoo!" or "Where's Wally?"."""
    pattern = _name_with_mark(language.names_with_mark)
    return pattern is not None and pattern.search(text[-_LONGEST_NAME:].replace("’", "'")) is not None


@cache
def _measure(measures: tuple[str, ...]) -> regex.Pattern[str] | None:
    return regex.compile(rf"[\d½¼¾⅓⅔][ \u00a0]?(?:{'|'.join(measures)})\Z") if measures else None


@cache
def _name_with_mark(names: tuple[str, ...]) -> regex.Pattern[str] | None:
    return regex.compile(rf"(?<![\w'])(?:{'|'.join(names)})[!?]+\Z") if names else None
