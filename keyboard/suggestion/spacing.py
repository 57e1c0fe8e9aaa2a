"""What a tap puts into the text."""

from dataclasses import dataclass

from keyboard.suggestion.cursor_split import CursorSplit


@dataclass(frozen=True)
class Insertion:
    """What a tap does: `replace` characters before the cursor give way to `text`."""

    replace: int
    text: str


def insertion_of(word: str, split: CursorSplit) -> Insertion:
    """Return what a tap on `word` puts in at the cursor: the word, its space, and the space before it where one is owed."""
    before = " " if split.owes_space else ""
    return Insertion(len(split.prefix), f"{before}{split.as_written(word)} ")
