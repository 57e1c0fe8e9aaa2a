"""A perfect typist: looks at the buttons before each letter of a word, and taps when the word is there."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from keyboard.soft_space import JOINERS, brings_soft_space, takes_soft_space
from keyboard.suggestion.cursor_split import APOSTROPHES, is_word_character, split_at_cursor

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

    A tap enters the rest of the word and a space, which is soft: what is typed next may take its place (`keyboard.soft_space`).
    Where that is not what the text has, a key takes the space away or makes it stay. Any other character costs one key.
    """
    place = 0
    has_soft_space = False  # it is the character before `place`, or one more that the text has not
    while place < len(text):
        is_stray = has_soft_space and text[place - 1] != " "
        if has_soft_space and not _leads_on(text, place, is_stray=is_stray):
            yield Stroke("")
            has_soft_space = False
        elif (end := word_end(text, place)) > place:
            has_soft_space = yield from _type_word(text, place, end, buttons)
            place = end + (has_soft_space and text.startswith(" ", end))
        else:
            has_soft_space = is_stray and brings_soft_space(text[place])
            end = place + 1 + (has_soft_space and text.startswith(" ", place + 1))
            yield Stroke(text[place:end])
            place = end


def _leads_on(text: str, place: int, *, is_stray: bool) -> bool:
    """Tell whether the key for what stands at `place`, typed after a soft space, gives what the text has there.

    `is_stray` says that the text has no space there.
    """
    character = text[place]
    if character == " ":
        return False
    takes = takes_soft_space(text[:place] + " " * is_stray, character)
    if takes and character in JOINERS:
        is_dash = text[place:].lstrip(JOINERS).startswith(" ")
        return is_dash != is_stray
    return takes == is_stray


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
