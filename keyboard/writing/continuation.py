"""The continuation: the words that probably come next, shown in gray after the caret before they are in the text.

A front end shows it when the typist pauses. Keys that match it shorten it, and all others end it. It enters the text only when
the writer takes it, word by word or as a whole.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate, takewhile
from operator import mul

from keyboard.writing.cursor import starts_sentence
from keyboard.writing.edits import Surroundings
from keyboard.writing.query import Suggestion
from keyboard.writing.words import is_word_character

_MOST_WORDS = 4
# A writer who has typed past it this often in a row wants none in this sentence.
_PASSED_TOO_OFTEN = 3
# No space follows these.
_JOINS_NEXT_WORD = "-–—/'’([{“‘„‚«‹"
_LOOKED_AT = 300


class WhenShown(StrEnum):
    """How probable the continuation has to be as a whole."""

    OFF = "off"
    SURE = "sure"
    OFTEN = "often"


_LEAST_PROBABILITY = {WhenShown.OFF: math.inf, WhenShown.SURE: 0.5, WhenShown.OFTEN: 0.3}
# The least probability of each word of a second line, given those before it.
_LEAST_IN_LINE = 0.35


class Continuation:
    """The gray text of one text, which stays away where the writer does not want it."""

    def __init__(self) -> None:
        self.when = WhenShown.SURE  # how probable the whole must be
        # Inserted one by one: the rest of the word at the caret, then words with their spaces.
        self.pieces: tuple[str, ...] = ()
        self._passed = 0
        self._offered: frozenset[str] = frozenset()  # the words that were on the buttons in a pause, since the last key
        self._typed_past: frozenset[str] = frozenset()  # the same before the letters that were typed of this word

    @property
    def text(self) -> str:
        """The gray text; "" for none."""
        return "".join(self.pieces).rstrip(" ")

    def update(self, suggestions: Sequence[Suggestion], around: Surroundings, *, brings_space: bool, is_pause: bool) -> None:
        """Follow new suggestions: end a continuation that begins with another word; in a pause, begin or extend one.

        A continuation that still fits stays, though it may become longer. None begins with a single word, which the first button
        has anyway, or with a word that was on a button in an earlier pause: the writer has typed past it.
        """
        best = suggestions[0] if suggestions else None
        pieces = () if best is None else self._pieces_of(best, around.before, brings_space=brings_space)
        if around.after or around.selection or not self._agrees(best, around.before):
            self.pieces = ()
        is_wanted = self._passed < _PASSED_TOO_OFTEN and best is not None and best.word not in self._typed_past
        is_new = not self.text and len(pieces) > 1 and is_wanted
        if is_pause and not around.after and not around.selection and (is_new or self._goes_on_in(pieces)):
            self.pieces = pieces
        if is_pause:
            self._offered |= {suggestion.word for suggestion in suggestions}

    def follow(self, around: Surroundings, after: str) -> None:
        """Note an edit that leaves the text `after` before the caret."""
        added = after[len(around.before) :]
        is_in_word = after.startswith(around.before) and all(map(is_word_character, added))
        self._typed_past = self._typed_past | self._offered if is_in_word else frozenset()
        self._offered = frozenset()
        if not self.pieces and not self._passed:
            return
        if not after.startswith(around.before) or around.selection or not "".join(self.pieces).startswith(added):
            self._passed += bool(self.pieces) and len(after) >= len(around.before)
            self.pieces = ()
        else:
            self._shorten(len(added))
        if added and starts_sentence(after[-_LOOKED_AT:]):
            self._passed = 0

    def keep_within(self, length: int) -> None:
        """Leave out the words that do not end within this number of characters, as where the view ends."""
        ends = accumulate(map(len, self.pieces))
        self.pieces = tuple(
            piece for piece, end in zip(self.pieces, ends, strict=True) if end - len(piece) + len(piece.rstrip(" ")) <= length
        )

    def void(self) -> None:
        """End the continuation, because the caret has moved or the text has changed otherwise."""
        self.pieces = ()
        self._offered = self._typed_past = frozenset()

    def forget(self) -> None:
        """Start over with another text."""
        self.void()
        self._passed = 0

    def lines(self, suggestions: Sequence[Suggestion]) -> list[str]:
        """Return the second line of each button: the words after its own, where they differ from those of the first button.

        The first button has a second line where the continuation is not shown.
        """
        lines = ["".join(_spaced(self._following(one), brings_space=False)).lstrip(" ") for one in suggestions]
        return [line if (line != lines[0] if place else not self.pieces) else "" for place, line in enumerate(lines)]

    def insertion(self, suggestion: Suggestion, *, brings_space: bool) -> str:
        """Return an insertion of a suggestion together with the words on its second line."""
        return "".join(_spaced([suggestion.insertion.rstrip(" "), *self._following(suggestion)], brings_space=brings_space))

    def _pieces_of(self, suggestion: Suggestion, before: str, *, brings_space: bool) -> tuple[str, ...]:
        rest = _rest(suggestion, before)
        if rest is None:
            return ()
        following = suggestion.following[: _MOST_WORDS - 1]
        of_all = accumulate((suggestion.probability, *(one.probability for one in following)), mul)
        words = [rest, *(one.word for one in following)]
        likely = [word for word, probability in zip(words, of_all, strict=True) if probability >= _LEAST_PROBABILITY[self.when]]
        return _begun(_spaced(likely, brings_space=brings_space)) if likely else ()

    def _following(self, suggestion: Suggestion) -> list[str]:
        likely = takewhile(lambda one: one.probability >= _LEAST_IN_LINE, suggestion.following[: _MOST_WORDS - 1])
        return [one.word for one in likely] if self.when is not WhenShown.OFF else []

    def _agrees(self, best: Suggestion | None, before: str) -> bool:
        """Return whether the gray text begins with the first button's word, or with the text after the word at the caret."""
        if not self.pieces:
            return True
        if best is None:
            return False
        is_after_word = is_word_character(before[-1:] or " ") and not is_word_character(self.pieces[0][0])
        rest = _rest(best, before)
        return is_after_word or (rest is not None and rest.strip(" ") == self.pieces[0].strip(" "))

    def _goes_on_in(self, pieces: Sequence[str]) -> bool:
        """Return whether longer `pieces` begin with the words of the gray text."""
        *first, last = self.pieces or ("",)
        same, last_of_same = list(pieces[: len(first)]), "".join(pieces[len(first) : len(self.pieces)])
        return bool(last) and same == first and last_of_same.rstrip(" ") == last.rstrip(" ")

    def _shorten(self, length: int) -> None:
        """Drop this number of characters at the beginning, which are now in the text."""
        pieces = list(self.pieces)
        while pieces and length >= len(pieces[0]):
            length -= len(pieces.pop(0))
            self._passed = 0
        if pieces:
            pieces[0] = pieces[0][length:]
        self.pieces = _begun(pieces)


def _begun(pieces: Sequence[str]) -> tuple[str, ...]:
    """Return the pieces if the first has more than a space, otherwise none."""
    if not pieces or pieces[0].strip(" "):
        return tuple(pieces)
    return ("".join(pieces[:2]), *pieces[2:]) if len(pieces) > 1 else ()


def _rest(suggestion: Suggestion, before: str) -> str | None:
    """Return what a tap adds to the text before the caret, without its space; None if it replaces letters with others."""
    typed = before[len(before) - suggestion.replace :]
    return suggestion.insertion[len(typed) :].rstrip(" ") if suggestion.insertion.startswith(typed) else None


def _spaced(words: Sequence[str], *, brings_space: bool) -> tuple[str, ...]:
    """Return words with their spaces: the one after each word if a tap brings its space, otherwise the one before."""
    spaces = [" " * (one[-1:] not in _JOINS_NEXT_WORD or not one) for one in words]
    for place, word in enumerate(words[1:]):
        spaces[place] *= is_word_character(word[:1] or " ")
    if brings_space:
        return tuple(word + space for word, space in zip(words, spaces, strict=True))
    return tuple(space + word for word, space in zip(words, ["", *spaces], strict=False))
