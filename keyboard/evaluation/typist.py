"""A perfect typist: looks at the buttons before each letter of a word, and taps when the word is there."""

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from keyboard.writing.cursor import insertion_of, split_at_cursor
from keyboard.writing.edits import Surroundings
from keyboard.writing.query import Suggestion, Suggestions
from keyboard.writing.session import Outcome, TypingSession
from keyboard.writing.soft_space import AfterTap
from keyboard.writing.words import word_end

# What the buttons show, given the text before the cursor and the word that is meant; only `oracle` looks at the latter.
Buttons = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True)
class Stroke:
    """What one key put into the text.

    Attributes:
        text: The characters, with the space that a tap or the mark after it brings; "" for a key that deletes such a space
            (Backspace) or keeps it (a space, which is swallowed).
        is_tap: Whether it was a suggestion's button.
        letters_before: How many letters of the word stood there before a tap.
    """

    text: str
    is_tap: bool = False
    letters_before: int = 0


def oracle(_before: str, word: str) -> Sequence[str]:
    """Show the very word that is meant: the most that any single-word predictor could reach."""
    return (word,)


def type_perfectly(text: str, buttons: Buttons) -> Iterator[Stroke]:
    """Yield the keys that enter `text`. Each does what the typing session says, as it does in the editor.

    A tap enters the rest of the word and a space, which is soft: what is typed next may replace it. Where that is not what the
    text has, a key deletes the space or keeps it. Any other character costs one key.
    """
    return _Typist(text, buttons).strokes()


class _Typist:
    """Types one text into a session, with what has been typed as the only text there is."""

    def __init__(self, text: str, buttons: Buttons) -> None:
        self._text = text
        self._buttons = buttons
        self._session = TypingSession()
        self._session.is_private = True  # `LearningRival` learns, by the same rule
        self._session.capitals.at_sentence = self._session.capitals.first_person = False
        self._typed = ""
        self._n_answers = 0

    def strokes(self) -> Iterator[Stroke]:
        """Yield the keys."""
        place = 0
        while place < len(self._text):
            if self._session.after_tap is not AfterTap.NOTHING and not self._leads_on(place):
                self._settle_space(place)
                yield Stroke("")
                continue
            end = word_end(self._text, place)
            if end == place:
                self._press(self._text[place])
                # A mark may have brought the space that the text has next.
                has_space = self._session.after_tap is AfterTap.SPACE and self._typed == self._text[: place + 2]
                yield Stroke(self._text[place : place + 1 + has_space])
                place += 1 + has_space
                if has_space and not self._stays_apart(place):
                    self._press(" ")
                    yield Stroke("")
                continue
            is_tapped = False
            for letter in range(place, end):
                is_tapped = self._tap(place, letter, end)
                if is_tapped:
                    after = end + self._text.startswith(" ", end)
                    yield Stroke(self._text[letter:after], is_tap=True, letters_before=letter - place)
                    break
                self._press(self._text[letter])
                yield Stroke(self._text[letter])
            place = after if is_tapped else end

    def _press(self, character: str) -> None:
        self._make(self._session.type(character, Surroundings(self._typed)))

    def _settle_space(self, place: int) -> None:
        """Keep the soft space where the text has it, with a space that is swallowed, or delete it."""
        around = Surroundings(self._typed)
        is_wanted = self._typed == self._text[:place]
        self._make(self._session.type(" ", around) if is_wanted else self._session.backspace(around))

    def _tap(self, start: int, place: int, end: int) -> bool:
        """Tap the word where it is on a button, and where a tap enters the rest of it and nothing before it."""
        word = self._text[start:end]
        words = self._buttons(self._text[:place], word)
        if word not in words or self._typed != self._text[:place]:
            return False
        split = split_at_cursor(self._typed)
        if len(split.prefix) != place - start or split.owes_space:
            return False
        insertion = insertion_of(word, split)
        suggestion = Suggestion(word, 0.0, insertion.replace, insertion.text)
        self._n_answers += 1
        self._session.offer.await_answer(self._n_answers)
        self._session.offer.answer(Suggestions(self._n_answers, split.context, split.prefix, (suggestion,), 0, 0.0))
        outcome = self._session.take(0, Surroundings(self._typed))
        if outcome is not None:
            self._make(outcome)
        return outcome is not None

    def _leads_on(self, place: int) -> bool:
        """Return whether the keys for what stands at `place` give what the text has there.

        Some keys' effect shows only at the next one, as that of a hyphen which may be a dash.
        """
        session, typed = copy.deepcopy(self._session), self._typed
        for end in range(place + 1, len(self._text) + 1):
            around = Surroundings(typed)
            typed = session.type(self._text[end - 1], around).edit.applied(around)
            wanted = self._text[:end]
            is_there = typed in (wanted, wanted + " " * (session.after_tap is AfterTap.SPACE))
            if session.after_tap is AfterTap.NOTHING or (is_there and session.after_tap is AfterTap.SPACE):
                return is_there
        return typed == self._text

    def _stays_apart(self, place: int) -> bool:
        """Return whether the word at `place` does not make one token with the one before the mark and its space."""
        session, typed, end = copy.deepcopy(self._session), self._typed, word_end(self._text, place)
        for character in self._text[place:end]:
            typed = session.type(character, Surroundings(typed)).edit.applied(Surroundings(typed))
        return typed == self._text[:end]

    def _make(self, outcome: Outcome) -> None:
        self._typed = outcome.edit.applied(Surroundings(self._typed))


def words_of(text: str) -> int:
    """Return how many words the typist sees in a text."""
    count = place = 0
    while place < len(text):
        end = word_end(text, place)
        count += end > place
        place = max(end, place + 1)
    return count
