"""Corrections at a word's end: a button offers the correction of a slip that the engine names, or the program makes it if sure.

Backspace right after a correction restores the typed letters, as Undo does; such a word is left alone in this text.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from keyboard.writing.capitals import begins_sentence, looks_like_code
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.edits import Edit, Surroundings
from keyboard.writing.language import ANY, Language
from keyboard.writing.learning import LearntWord
from keyboard.writing.query import Suggestion, Suggestions
from keyboard.writing.words import WORD, is_word_character

# From this probability on, a word is replaced without asking.
SURE = 0.8
# The same, as long as no word shows the language of the text, and for a word that may be a name by its capital.
_VERY_SURE = 0.995
# A word that is a slip with this probability, and no name, is not learnt.
_NOT_LEARNT = 0.5

_ENDS_WORD = " \n.,;:!?…"
# What follows one of these without a space may show that the word was the first part of an address.
_MAY_BE_WITHIN_ADDRESS = ".:?"
_OPENERS = "\"'“‘„‚«»‹›([{*_¿¡"
_CHUNK = re.compile(r"\S*\Z")
_LONGEST_CHUNK = 100
# Addresses, paths, options of commands, names of things in programs: none has a word of prose in it.
_NO_PROSE = re.compile(r"[@\\/_=<>{}`|#$~^+*&%]|\w[.:]\w|\(\)|^--?\w|\d")
_APOSTROPHE = str.maketrans("’", "'")
_WORDS_JUDGED = 20
_WORDS_FOR_ONE_FREQUENT = 8  # of 20 words of English, more than 99 in 100 times two or more are frequent
_POSSESSIVE = re.compile("['’]s$")
# This many slips without such a word are words of another language.
_TOO_MANY_UNKNOWN = 2
# This many characters before a place in the text identify it.
_CONTEXT_LENGTH = 64
_LOOKED_AT = 300
# How far before the caret a correction is looked for when the text has changed, as by Undo.
_NEAR = 4096
_MOST_REMEMBERED = 64


class AtSpace(StrEnum):
    """What happens to a slip when its word ends."""

    OFF = "off"
    OFFERED = "offered"
    DONE = "done"


@dataclass(frozen=True)
class Slip:
    """Letters typed in error, and the word that was meant."""

    context: str  # the last characters before them
    typed: str
    word: str
    probability: float = 1.0  # that the word was meant
    is_only_offered: bool = False  # as in `Correction`

    @classmethod
    def after(cls, before: str, typed: str, word: str, probability: float = 1.0, *, is_only_offered: bool = False) -> "Slip":
        """Return the slip that follows the text `before`."""
        return cls(before[max(len(before) - _CONTEXT_LENGTH, 0) :], typed, word, probability, is_only_offered)

    def stands_in(self, text: str) -> bool:
        """Return whether a text has the letters as they were typed, as a whole word."""
        found = text.rfind(self.context + self.typed)
        end = found + len(self.context + self.typed)
        return found >= 0 and not is_word_character(text[end : end + 1] or " ")


@dataclass(frozen=True)
class Replacement:
    """The replacement of characters before the caret, and the slip that it corrects, if any."""

    length: int
    text: str
    slip: Slip | None = None


class Corrections:
    """Follows the ends of words, and remembers what was corrected and what was taken back."""

    def __init__(self) -> None:
        self.at_space = AtSpace.OFFERED
        self.layout = "qwerty"  # see `Query.layout`
        self.is_prose = True  # in other texts no word is corrected
        self.languages: Mapping[str, Language] = {}  # by their codes
        self._change: tuple[Slip, str] | None = None  # what the last key has corrected, and its own character
        self._kept: Slip | None = None  # what a button keeps until the next word continues
        self.forget()

    def forget(self) -> None:
        """Start over with another text, in which no word is left alone."""
        self.leave()
        self._left_alone: deque[str] = deque(maxlen=_MOST_REMEMBERED)
        self._done: deque[Slip] = deque(maxlen=_MOST_REMEMBERED)
        self._chosen: deque[Slip] = deque(maxlen=_MOST_REMEMBERED)  # what the writer has corrected by a tap or a menu
        self._named: deque[str] = deque(maxlen=_MOST_REMEMBERED)  # slips that are in the text as far as is known

    def leave(self) -> None:
        """Note that something other than a key follows: what was corrected stays, and no button keeps a correction."""
        self._change = self._kept = None

    @property
    def left_alone(self) -> tuple[str, ...]:
        """The words that the writer has kept as typed."""
        return tuple(self._left_alone)

    def leave_alone(self, word: str) -> None:
        """Correct a word no longer in this text; it may be learnt."""
        self._remove(self._named, word)
        self._remove(self._left_alone, word)
        self._left_alone.append(word)

    def type(self, character: str, around: Surroundings, answer: Suggestions | None) -> Replacement | None:
        """Return what a typed character changes in the word before it.

        `answer` is the engine's, for the text before the caret, or None if it has not answered yet: a key does not wait.
        """
        change, self._change = self._change, None
        if change and _continues_address(character, after=change[1]):
            return self._restored(*change)
        if character not in _ENDS_WORD or around.selection or is_word_character(around.after[:1] or " "):
            return None
        slip = self._slip_at_end(around.before, answer)
        if slip is None or self.at_space is AtSpace.OFF:
            return None
        words = _last_words(around.before[: len(around.before) - len(slip.typed)])
        language = self._language_of(answer)
        is_proven = not language.frequent.isdisjoint(words)
        n_unknown = 0 if is_proven else sum(word in self._named for word in words)
        is_plain = is_proven and not _may_be_name(around.before, slip, language)
        is_sure = slip.probability >= (SURE if is_plain else _VERY_SURE) and not slip.is_only_offered and not n_unknown
        if self.at_space is AtSpace.DONE and is_sure and not self._is_typed_again(slip):
            self._change = slip, character
            self._done.append(slip)
            return Replacement(len(slip.typed), slip.word, slip)
        self._kept = slip if n_unknown < _TOO_MANY_UNKNOWN else None
        return None

    def take_back(self, around: Surroundings) -> Edit | None:
        """Return what Backspace restores right after a correction; the word is then left alone."""
        change, self._change = self._change, None
        if change is None or around.selection:
            return None
        restored = self._restored(*change)
        self.leave_alone(change[0].typed)
        return Edit(restored.length, 0, restored.text)

    def kept(self, around: Surroundings) -> Suggestion | None:
        """Return the correction of the word just ended, which a button keeps while only marks and spaces follow the word."""
        slip = self._kept
        if slip is None or around.selection:
            return None
        near = around.before[-_NEAR:]
        tail = near[len(near.rstrip(_ENDS_WORD)) :]
        if not (tail and near.endswith(slip.context + slip.typed + tail)):
            self._kept = None
            return None
        return Suggestion(slip.word, slip.probability, len(slip.typed) + len(tail), slip.word + tail)

    def note_taken(self, suggestion: Suggestion, before: str) -> bool:
        """Return whether a suggestion that is taken corrects a slip; after Undo, the space does not correct it again."""
        typed = letters_replaced(suggestion, before)
        if typed:
            self.note_chosen(Slip.after(before[: len(before) - suggestion.replace], typed, suggestion.word))
        return bool(typed)

    def note_chosen(self, slip: Slip) -> None:
        """Note that the writer has chosen what to correct a slip to."""
        self._remove(self._named, slip.typed)
        self._chosen.append(slip)

    def text_replaced(self, before: str) -> None:
        """Leave the words alone that were corrected at the space and that Undo has restored."""
        self.leave()
        for slip in [slip for slip in self._done if slip.stands_in(before[-_NEAR:])]:
            self._done.remove(slip)
            self.leave_alone(slip.typed)

    def without_slips(self, learnt: Iterable[LearntWord]) -> Iterator[LearntWord]:
        """Yield the words that are not slips."""
        for one in learnt:
            if one.word.casefold() not in self._named:
                yield replace(one, previous="") if one.previous.casefold() in self._named else one

    def _slip_at_end(self, before: str, answer: Suggestions | None) -> Slip | None:
        """Return the slip that the engine has named at the end of the text, unless it is left alone."""
        split = split_at_cursor(before[-_LOOKED_AT:])
        if answer is None or not split.prefix or answer.prefix != split.prefix:
            return None
        if answer.context[-_CONTEXT_LENGTH:] != split.context[-_CONTEXT_LENGTH:]:
            return None
        self._remove(self._named, split.prefix)
        meant = answer.correction
        if meant is None or not len(split.prefix) <= meant.replace <= len(before):
            return None
        place = len(before) - meant.replace
        typed = before[place:]
        is_left_alone = any(_is_same(word, typed) for word in self._left_alone)
        language = self._language_of(answer)
        if is_left_alone or not self.is_prose or not may_be_corrected(before, typed, language):
            return None
        slip = Slip.after(before[:place], typed, meant.word, meant.probability, is_only_offered=meant.is_only_offered)
        if slip.probability >= _NOT_LEARNT and not _may_be_name(before, slip, language):
            self._named.append(split.prefix.casefold())
        return slip

    def _language_of(self, answer: Suggestions | None) -> Language:
        return self.languages.get(answer.language, ANY) if answer else ANY

    def _is_typed_again(self, slip: Slip) -> bool:
        """Return whether a slip was typed again after its correction."""
        return any((one.context, one.typed) == (slip.context, slip.typed) for one in (*self._done, *self._chosen))

    @staticmethod
    def _restored(slip: Slip, mark: str) -> Replacement:
        return Replacement(len(slip.word) + len(mark), slip.typed + mark)

    @staticmethod
    def _remove(words: deque[str], word: str) -> None:
        for one in [one for one in words if _is_same(one, word)]:
            words.remove(one)


def may_be_corrected(before: str, typed: str, language: Language) -> bool:
    """Return whether the letters at the end of a text are prose of a language, and no address, number, acronym or code."""
    chunk = _CHUNK.search(before[-_LONGEST_CHUNK:])
    line = before[before.rfind("\n") + 1 :]
    if chunk is None or _NO_PROSE.search(chunk[0].lstrip(_OPENERS)):
        return False
    has_capital_within = any(one.islower() and other.isupper() for one, other in pairwise(chunk[0]))
    is_acronym = len(typed) > 1 and _POSSESSIVE.sub("", typed).isupper()
    is_within_code = line.count("`") % 2 == 1 or before.count("~~~") % 2 == 1 or looks_like_code(before)
    return not (has_capital_within or is_acronym or is_within_code) and is_written_in(
        language, before[: len(before) - len(typed)]
    )


def is_written_in(language: Language, before: str) -> bool:
    """Return whether the last words of a text are of a language; few words may be of any."""
    words = _last_words(before)
    return sum(word in language.frequent for word in words) >= len(words) // _WORDS_FOR_ONE_FREQUENT


def letters_replaced(suggestion: Suggestion, before: str) -> str:
    """Return the letters before the caret that a suggestion corrects, or "" where it only completes them."""
    replaced = before[len(before) - suggestion.replace :]
    typed = replaced.rstrip(_ENDS_WORD)
    return "" if typed == replaced and _plain(suggestion.word).startswith(_plain(typed)) else typed


def _last_words(before: str) -> list[str]:
    words: list[str] = WORD.findall(before[-_LOOKED_AT:].lower().translate(_APOSTROPHE))
    return words[-_WORDS_JUDGED:]


def _may_be_name(before: str, slip: Slip, language: Language) -> bool:
    """Return whether a slip has a capital that neither a sentence's start nor "I" explains: no list has all names."""
    start = before[: len(before) - len(slip.typed)]
    is_explained = slip.word.startswith(("I'", "I’")) or begins_sentence(start, language)
    return slip.typed[:1].isupper() and not is_explained


def _continues_address(character: str, *, after: str) -> bool:
    """Return whether a character after a mark shows that the word was the first part of an address, as in "exampel.org"."""
    return after in _MAY_BE_WITHIN_ADDRESS and (character.isalnum() or character in "/\\_@")


def _plain(text: str) -> str:
    return text.casefold().translate(_APOSTROPHE)


def _is_same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)
