"""A perfect typist: looks at the buttons before each letter of a word, and taps when the word is there."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from keyboard.writing.cursor import APOSTROPHES, is_word_character, split_at_cursor
from keyboard.writing.soft_space import AfterTap, key_effect

# What the buttons show, given the text before the cursor and the word that is meant; only `oracle` looks at the latter.
Buttons = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True)
class Stroke:
    """What one key put into the text.

    Attributes:
        text: The characters, with the space that a tap or the mark after it brings; "" for a key that takes such a space
            away (Backspace), or makes it stay (a space, which is swallowed).
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
    """Yield the keys that enter `text`, each doing what it does in the editor.

    A tap enters the rest of the word and a space, which is soft: what is typed next may take its place (`writing.soft_space`).
    Where that is not what the text has, a key takes the space away or makes it stay. Any other character costs one key.
    """
    place = 0
    typed = _Typed(0, "")
    while place < len(text):
        if typed.after_tap is not AfterTap.NOTHING and not _leads_on(typed, text, place):
            yield Stroke("")
            typed = _Typed.at(text, place)
        elif (end := word_end(text, place)) > place:
            is_tapped = yield from _type_word(text, place, end, buttons)
            typed = _Typed.after_tap_at(text, end) if is_tapped else _Typed.at(text, end)
            place = end + (is_tapped and text.startswith(" ", end))
        else:
            typed = typed.press(text[place])
            end = place + 1
            end += typed.after_tap is AfterTap.SPACE and typed.text == text[typed.start : end + 1]
            yield Stroke(text[place:end])
            place = end


@dataclass(frozen=True)
class _Typed:
    """What the editor has before its cursor, and what of it the next key may change.

    Attributes:
        start: Where the paragraph begins, in the text that is typed; no key changes what stands before it.
        text: What there is from there on.
        after_tap: What the next key may change.
    """

    start: int
    text: str
    after_tap: AfterTap = AfterTap.NOTHING

    @classmethod
    def at(cls, text: str, place: int) -> "_Typed":
        """Return what is there where all before `place` stands as in the text."""
        start = text.rfind("\n", 0, place) + 1
        return cls(start, text[start:place])

    @classmethod
    def after_tap_at(cls, text: str, place: int) -> "_Typed":
        """Return the same after a tap, with its space."""
        typed = cls.at(text, place)
        return cls(typed.start, typed.text + " ", AfterTap.SPACE)

    def press(self, character: str) -> "_Typed":
        """Return what is there after a key."""
        effect = key_effect(self.after_tap, self.text, character)
        return _Typed(self.start, self.text[: len(self.text) - effect.replaced] + effect.text, effect.leaves)


def _leads_on(typed: _Typed, text: str, place: int) -> bool:
    """Tell whether the keys for what stands at `place`, typed after a tap or what followed it, give what the text has there.

    Some keys' effect shows only at the next one, as that of a hyphen which may be a dash.
    """
    for end in range(place + 1, len(text) + 1):
        typed = typed.press(text[end - 1])
        wanted = text[typed.start : end]
        is_there = typed.text in (wanted, wanted + " " * (typed.after_tap is AfterTap.SPACE))
        if typed.after_tap is AfterTap.NOTHING or (is_there and typed.after_tap is AfterTap.SPACE):
            return is_there
    return typed.text == text[typed.start :]


def word_end(text: str, start: int) -> int:
    """Return where the word that starts at `start` ends, or `start` where no word does; apostrophes count between letters."""
    end = start
    while end < len(text):
        is_inner_apostrophe = text[end] in APOSTROPHES and text[start:end][-1:].isalpha() and text[end + 1 : end + 2].isalpha()
        if not (is_word_character(text[end]) or is_inner_apostrophe):
            break
        end += 1
    return end


def _type_word(text: str, start: int, end: int, buttons: Buttons) -> Generator[Stroke, None, bool]:
    """Yield the keys of one word; return whether the last one was a tap."""
    word = text[start:end]
    for place in range(start, end):
        if word in buttons(text[:place], word) and _only_completes(text[:place], text[start:place]):
            yield Stroke(text[place : end + text.startswith(" ", end)], is_tap=True, letters_before=place - start)
            return True
        yield Stroke(text[place])
    return False


def _only_completes(before: str, typed: str) -> bool:
    """Tell whether a tap would put in the rest of the word and nothing before it, such as the space that a comma owes."""
    split = split_at_cursor(before)
    return len(split.prefix) == len(typed) and not split.owes_space


def words_of(text: str) -> int:
    """Return how many words the typist sees in a text."""
    count = place = 0
    while place < len(text):
        end = word_end(text, place)
        count += end > place
        place = max(end, place + 1)
    return count
