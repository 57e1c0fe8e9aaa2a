"""A perfect typist: looks at the buttons before each letter of a word, and taps when the word is there."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from keyboard.soft_space import brings_soft_space, takes_soft_space
from keyboard.suggestion.cursor_split import APOSTROPHES, is_word_character

# What the buttons show, given the text before the cursor and the word that is meant; only `oracle` looks at the latter.
Buttons = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True)
class Stroke:
    """What one key put into the text.

    Attributes:
        text: The characters, with the space that a tap or the mark after it brings; "" for a key that takes such a space away.
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
    """Yield the keys that enter `text`.

    A tap enters the rest of the word and a space. Punctuation typed next takes that space's place and brings its own, a line end
    or an apostrophe takes its place, and before anything else a key takes it away. Any other character costs one key.
    """
    place = 0
    has_stray_space = False  # a tap brought it, and the text has none there
    while place < len(text):
        character = text[place]
        if has_stray_space and not takes_soft_space(text[:place] + " ", character):
            has_stray_space = False
            yield Stroke("")
        elif (end := word_end(text, place)) > place:
            is_tapped = yield from _type_word(text, place, end, buttons)
            place = end + (is_tapped and text.startswith(" ", end))
            has_stray_space = is_tapped and place == end
        else:
            brings_space = has_stray_space and brings_soft_space(character)
            end = place + 1 + (brings_space and text.startswith(" ", place + 1))
            has_stray_space = brings_space and end == place + 1
            yield Stroke(text[place:end])
            place = end


def word_end(text: str, start: int) -> int:
    """Return where the word that starts at `start` ends, or `start` where no word does; apostrophes count between letters."""
    end = start
    while end < len(text):
        is_inner_apostrophe = text[end] in APOSTROPHES and start < end < len(text) - 1 and text[end + 1].isalpha()
        if not (is_word_character(text[end]) or is_inner_apostrophe):
            break
        end += 1
    return end


def _type_word(text: str, start: int, end: int, buttons: Buttons) -> Generator[Stroke, None, bool]:
    """Yield the keys of one word; return whether the last one was a tap."""
    word = text[start:end]
    for place in range(start, end):
        if word in buttons(text[:place], word):
            yield Stroke(text[place : end + text.startswith(" ", end)], is_tap=True, letters_before=place - start)
            return True
        yield Stroke(text[place])
    return False


def words_of(text: str) -> int:
    """Return how many words the typist sees in a text."""
    count = place = 0
    while place < len(text):
        end = word_end(text, place)
        count += end > place
        place = max(end, place + 1)
    return count
