"""The text around the caret, and what an event changes in it."""

from dataclasses import dataclass
from itertools import takewhile
from typing import NewType

from keyboard.writing.words import WORD, is_word_character, rest_of_word

# A place or a length in characters (code points), as Python and the engine count them; Qt counts UTF-16 units.
Characters = NewType("Characters", int)

# No space comes before these; a tap's own space is removed if one of them follows.
_FOLLOWS_WORD = ",.;:!?…)]}”»\"'’%-–—/ "
_LONGEST_SELECTED_WORD = 60


@dataclass(frozen=True)
class Surroundings:
    """The part of the text around the caret that typing needs."""

    before: str  # the text before the caret or the selection, or its last few thousand characters
    after: str = ""  # the rest of the line, or its first characters
    selection: str = ""
    offset: Characters = Characters(0)  # characters of the text before `before`

    @property
    def selected_word(self) -> str:
        """The word that is selected: one whole word and nothing else but a space after it; otherwise ""."""
        if not 0 < len(self.selection) <= _LONGEST_SELECTED_WORD:
            return ""
        word = self.selection.removesuffix(" ")
        is_part = (self.before and is_word_character(self.before[-1])) or (
            word == self.selection and self.after and is_word_character(self.after[0])
        )
        return word if WORD.fullmatch(word) and not is_part else ""


@dataclass(frozen=True)
class Edit:
    """A change at the caret, which the front end makes as one undo step. It also replaces the selection."""

    before: int = 0  # characters to remove before the caret or the selection
    after: int = 0  # characters to remove after it
    text: str = ""  # to insert in their place, before the caret
    skip: int = 0  # characters that the caret then skips, such as a space; negative moves back
    joins: bool = False  # the change belongs to the last undo step

    @property
    def characters(self) -> int:
        """By how many characters the text before the caret grows, not counting the selection."""
        return len(self.text) - self.before + self.skip

    def applied(self, around: Surroundings) -> str:
        """Return the text before the caret after the edit."""
        kept = around.before[: len(around.before) - self.before] + self.text
        if self.skip < 0:
            return kept[: self.skip]
        return kept + around.after[self.after : self.after + self.skip]


def replacing_edit(before: str, wanted: str) -> Edit:
    """Return the edit that turns `before`, which ends at the caret, into `wanted`; their common beginning stays."""
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, wanted, strict=False)))
    return Edit(len(before) - kept, 0, wanted[kept:])


def tap_edit(replaced: int, insertion: str, around: Surroundings) -> Edit:
    """Return the edit that inserts a suggestion in place of `replaced` characters before the caret and the rest of the word.

    The edit leaves out the insertion's space before an existing space or mark. Letters that are already there stay, so that Undo
    restores just them.
    """
    typed = around.before[len(around.before) - replaced :]
    rest = rest_of_word(around.before, around.after)
    following = around.after[len(rest) : len(rest) + 1]
    if insertion.endswith(" ") and following and following in _FOLLOWS_WORD:
        insertion = insertion[:-1]
    kept = len(typed) if insertion.startswith(typed) else 0
    return Edit(len(typed) - kept, len(rest), insertion[kept:], skip=int(following == " "))
