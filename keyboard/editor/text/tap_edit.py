"""What a tap does to the text on both sides of the cursor."""

import re
from dataclasses import dataclass

# Letters, digits and marks on them, and apostrophes between.
REST_OF_WORD = re.compile(r"(?:['’]?[^\W_][\u0300-\u036f]*)+")
# No space stands before these; one that does is the tap's own.
_FOLLOWS_WORD = ",.;:!?…)]}”»\"'’%-–—/ "


@dataclass(frozen=True)
class TapEdit:
    """What a tap changes.

    Attributes:
        before: The characters before the cursor that go.
        after: The characters after it that go.
        text: What takes their place.
        steps: How many characters the cursor then moves on: over a space that is there already.
    """

    before: str
    after: str
    text: str
    steps: int


def tap_edit(typed: str, insertion: str, following: str) -> TapEdit:
    """Return what becomes of the text when `insertion` takes the place of `typed`; `following` is the rest of the cursor's line.

    Within a word its rest goes too. The insertion's space is left out before a space or a mark that is there, and letters that
    are there already stay, so that undoing gives back just them.
    """
    after = rest_of_word(typed, following)
    next_character = following[len(after) : len(after) + 1]
    has_space = next_character == " "
    if insertion.endswith(" ") and next_character and next_character in _FOLLOWS_WORD:
        insertion = insertion[:-1]
    kept = len(typed) if insertion.startswith(typed) else 0
    return TapEdit(typed[kept:], after, insertion[kept:], int(has_space))


def rest_of_word(before: str, following: str) -> str:
    """Return the letters of the word at the cursor that stand after it, or "" where the word begins or ends there."""
    rest = REST_OF_WORD.match(following) if before[-1:].isalnum() else None
    return rest[0] if rest else ""
