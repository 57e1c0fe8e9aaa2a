"""A typist who looks at the buttons before each letter of a word, and taps when the word is there; she may slip."""

import copy
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from itertools import takewhile

from msgspec.structs import replace

from keyboard.storage.languages import load_languages
from keyboard.writing.continuation import WhenShown
from keyboard.writing.cursor import insertion_of, split_at_cursor
from keyboard.writing.edits import Surroundings, tap_edit
from keyboard.writing.query import Suggestion, Suggestions
from keyboard.writing.session import Outcome, TypingSession
from keyboard.writing.soft_space import AfterTap
from keyboard.writing.words import word_end, word_start

# What the buttons show, given the text before the cursor and the word that is meant; only `oracle` looks at the latter.
Buttons = Callable[[str, str], Suggestions]


@dataclass(frozen=True)
class Stroke:
    """The effect of one key on the text."""

    # The inserted characters, with the space of a tap or of the mark after it; "" for a key that only deletes, and for a space
    # that is swallowed because a tap has brought one.
    text: str
    is_tap: bool = False  # whether it was a tap on a suggestion
    has_following: bool = False  # whether it took several words: the continuation, or a button's second line
    letters_before: int = 0  # letters of the word before a tap
    deleted: int = 0  # wrong characters before the cursor that it deleted first
    is_wrong: bool = False  # whether the inserted characters are part of a slip


@dataclass(frozen=True)
class Showing:
    """A continuation that was shown: its words and marks, and how many of them were right up to the first wrong one."""

    words: int
    right: int


@dataclass(frozen=True)
class Slip:
    """Letters that are typed instead of others."""

    meant: str  # a word of the text, or two with a space between them
    typed: str  # the letters typed instead
    is_listed: bool = False  # whether it is from a list of misspellings, and not drawn

    @property
    def n_right(self) -> int:
        """How many letters are right before the first wrong one."""
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(self.meant, self.typed, strict=False)))


class Repair(Enum):
    """What became of a slip."""

    AVOIDED = auto()  # the word was tapped before the first wrong letter
    TAPPED = auto()
    RETYPED = auto()


def answer_with(text: str, words: Sequence[str]) -> Suggestions:
    """Return the answer of a predictor that knows nothing but words, each of which replaces the letters before the cursor."""
    split = split_at_cursor(text)
    insertions = [insertion_of(word, split) for word in words]
    suggestions = tuple(
        Suggestion(word, 0.0, insertion.replace, insertion.text) for word, insertion in zip(words, insertions, strict=True)
    )
    return Suggestions(0, split.context, split.prefix, suggestions, 0, 0.0)


def oracle(before: str, word: str) -> Suggestions:
    """Show the very word that is meant: the most that any single-word predictor could reach."""
    return answer_with(before, (word,))


def type_perfectly(text: str, buttons: Buttons) -> Iterator[Stroke]:
    """Yield the keys that enter `text`. Each does what the typing session says, as it does in the editor.

    A tap enters the rest of the word and a space, which is soft: what is typed next may replace it. Where that is not what the
    text has, a key deletes the space or keeps it. Any other character costs one key.
    """
    return Typist(text, buttons).strokes()


class Typist:
    """Types one text into a session, with what has been typed as the only text there is.

    At a slip she types the wrong letters, and looks at the buttons before each of them and once after the last. A tap on what was
    meant repairs the slip; without one she deletes the letters back to the first wrong one, and types the rest anew.
    """

    def __init__(
        self,
        text: str,
        buttons: Buttons,
        slips: Mapping[int, Slip] | None = None,
        when: WhenShown = WhenShown.OFF,
        *,
        takes_lines: bool = True,
    ) -> None:
        """Take the slips by their places in the text.

        Unless `when` is off, she pauses before each letter until the continuation is there, and takes all of it, or with
        `takes_lines` a button with its second line, where all is right. One that is only partly right saves no key: its first
        word is that of the first button.
        """
        self.repairs: list[Repair] = []  # of the slips so far, in order
        self.showings: list[Showing] = []  # of the continuations seen so far, in order
        self._shown = 0, ""  # where the continuation began that is shown, and what it was
        self._text = text
        self._buttons = buttons
        self._slips = dict(slips or {})
        self._session = TypingSession()
        self._session.corrections.languages = load_languages()
        self._session.is_private = True  # `LearningRival` learns, by the same rule
        self._session.capitals.at_sentence = self._session.capitals.first_person = False
        self._session.continuation.when = when
        self._takes_lines = takes_lines
        self._typed = ""
        self._n_answers = 0

    def strokes(self) -> Iterator[Stroke]:
        place = 0
        while place < len(self._text):
            if self._session.after_tap is not AfterTap.NOTHING and not self._leads_on(place):
                self._settle_space(place)
                yield Stroke("")
            elif slip := self._slips.pop(place, None):
                place = yield from self._slip(place, slip)
            elif (end := word_end(self._text, place)) > place:
                place = yield from self._word(place, place, end)
            else:
                self._press(self._text[place])
                # A mark may have brought the space that the text has next.
                has_space = self._session.after_tap is AfterTap.SPACE and self._typed == self._text[: place + 2]
                yield Stroke(self._text[place : place + 1 + has_space])
                place += 1 + has_space
                if has_space and not self._stays_apart(place):
                    self._press(" ")
                    yield Stroke("")

    def _word(self, start: int, place: int, end: int) -> Generator[Stroke, None, int]:
        """Type a word from `place` on, and return how much of the text is there then."""
        for letter in range(place, end):
            if stroke := self._tap(start, letter, end):
                yield stroke
                return letter + len(stroke.text)
            self._press(self._text[letter])
            yield Stroke(self._text[letter])
        return end

    def _slip(self, start: int, slip: Slip) -> Generator[Stroke, None, int]:
        """Type a slip and repair it, and return how much of the text is there then."""
        n_right, end = slip.n_right, start + len(slip.meant)
        for n_typed in range(len(slip.typed) + 1):
            is_seen = n_typed > n_right or n_typed == len(slip.typed)
            place = start + min(n_typed, n_right)
            end_of_look = end if is_seen else word_end(self._text, start)
            if place < end_of_look or is_seen:
                stroke = self._tap(start, place, end_of_look, n_wrong=max(n_typed - n_right, 0))
                if stroke:
                    self.repairs.append(Repair.TAPPED if is_seen else Repair.AVOIDED)
                    yield stroke
                    return place + len(stroke.text)
            if n_typed < len(slip.typed):
                self._press(slip.typed[n_typed])
                yield Stroke(slip.typed[n_typed], is_wrong=n_typed >= n_right)
        for _ in range(len(slip.typed) - n_right):
            self._make(self._session.backspace(Surroundings(self._typed)))
            yield Stroke("", deleted=1)
        self.repairs.append(Repair.RETYPED)
        place = start + n_right
        begun = place - len(self._text[:place][word_start(self._text[:place]) :])
        return (yield from self._word(begun, place, max(word_end(self._text, begun), place)))

    def _press(self, character: str) -> None:
        self._make(self._session.type(character, Surroundings(self._typed)))

    def _settle_space(self, place: int) -> None:
        """Keep the soft space where the text has it, with a space that is swallowed, or delete it."""
        around = Surroundings(self._typed)
        is_wanted = self._typed == self._text[:place]
        self._make(self._session.type(" ", around) if is_wanted else self._session.backspace(around))

    def _tap(self, start: int, place: int, end: int, n_wrong: int = 0) -> Stroke | None:
        """Tap what is meant from `start` to `end` where a button enters it; up to `place` it is there, with `n_wrong` more."""
        if self._typed[: len(self._typed) - n_wrong] != self._text[:place]:
            return None
        around = Surroundings(self._typed)
        answer = self._buttons(self._typed, self._text[start:end])
        if self._session.continuation.when is not WhenShown.OFF and (stroke := self._take_several(start, place, answer)):
            return stroke
        button = next(
            (
                button
                for button, item in enumerate(answer.suggestions)
                if tap_edit(item.replace, item.insertion, around).applied(around).removesuffix(" ") == self._text[:end]
            ),
            None,
        )
        if button is None:
            return None
        self._offer(answer)
        outcome = self._session.take(button, around)
        if outcome is None:
            return None
        self._make(outcome)
        after = end + self._text.startswith(" ", end)
        return Stroke(self._text[place:after], is_tap=True, letters_before=place - start + n_wrong, deleted=n_wrong)

    def _offer(self, answer: Suggestions) -> None:
        self._n_answers += 1
        self._session.offer.await_answer(self._n_answers)
        self._session.offer.answer(replace(answer, id=self._n_answers))

    def _take_several(self, start: int, place: int, answer: Suggestions) -> Stroke | None:
        """Take the continuation, or a button with the words on its second line, whichever enters most of the text rightly."""
        around = Surroundings(self._typed)
        self._offer(answer)
        self._session.update_continuation(around, is_pause=True)
        self._note_showing(place)
        takes = [self._session.take_all] if self._session.continuation.text else []
        lines = self._session.continuation.lines(self._session.offer.suggestions)
        takes += [
            partial(self._session.take, button, takes_line=True)
            for button, line in enumerate(lines)
            if line and self._takes_lines
        ]
        best: tuple[int, Callable[[Surroundings], Outcome | None]] | None = None
        for take in takes:
            outcome = copy.deepcopy(take)(around)
            typed = outcome.edit.applied(around).rstrip(" ") if outcome else ""
            is_right = self._text.startswith(typed) and _ends_at(self._text, len(typed))
            if is_right and len(typed) > (best[0] if best else place):
                best = len(typed), take
        if best is None or (outcome := best[1](around)) is None:
            return None
        self._make(outcome)
        self._shown = 0, ""
        after = best[0] + self._text.startswith(" ", best[0])
        return Stroke(self._text[place:after], is_tap=True, has_following=True, letters_before=place - start)

    def _note_showing(self, place: int) -> None:
        """Count a continuation that is new; one that has become longer counts as one with what it was before."""
        shown = self._session.continuation.text
        begun, before = self._shown
        whole = self._typed[begun:] + shown
        if not shown or (before and before == whole):
            self._shown = (begun, before) if shown else (0, "")
            return
        is_longer = bool(before) and whole.startswith(before)
        self._shown = begun, whole = (begun, whole) if is_longer else (place, shown)
        self.showings[len(self.showings) - is_longer :] = [_showing(whole, self._text[begun:])]

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


def _showing(shown: str, text: str) -> Showing:
    """Return how many words and marks of a continuation the `text` has too, from its beginning on."""
    ends = []
    place = 0
    while place < len(shown):
        end = max(word_end(shown, place), place + 1)
        if not shown[place].isspace():
            ends.append(end)
        place = end
    right = takewhile(lambda end: text.startswith(shown[:end]) and _ends_at(text, end), ends)
    return Showing(len(ends), sum(1 for _ in right))


def _ends_at(text: str, end: int) -> bool:
    """Return whether a word or a mark ends at a place."""
    return word_end(text, word_start(text[:end])) <= end


def words_of(text: str) -> int:
    """Return how many words the typist sees in a text."""
    count = place = 0
    while place < len(text):
        end = word_end(text, place)
        count += end > place
        place = max(end, place + 1)
    return count
