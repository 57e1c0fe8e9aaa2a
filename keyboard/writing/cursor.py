"""The split of the text before the caret into context and prefix, and what a tap inserts there."""

import re
from dataclasses import dataclass

from keyboard.writing.addresses import is_unfinished_address, last_run
from keyboard.writing.soft_space import quotation_start
from keyboard.writing.words import APOSTROPHES, word_start

_WITHIN_WORD = re.compile(rf"(?<=[^\W\d_])[{APOSTROPHES}](?=[^\W\d_]|\Z)")
_SENTENCE_ENDS = ".?!…"
_CLOSERS = ".,;:!?…)]}”%"
# Signs that stand for themselves, and the selector that makes an emoji of one.
_EMOJI_SELECTOR = "\ufe0f"
_EMOJI = re.compile(f"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff{_EMOJI_SELECTOR}]")
_QUOTES_AND_BRACKETS = "\"'”’)]}*_»"


@dataclass(frozen=True)
class CursorSplit:
    """The text before the caret, split at its last word boundary.

    The space before a word belongs to the word and not to the context, because the tokens of GPT-2's words begin with it:
    a context that ended in a space would be one that the model never saw in training. Apostrophes within words are straight here,
    as the lexicon has them.
    """

    context: str  # what the model reads
    prefix: str  # the letters typed of the word at the cursor
    has_space: bool  # whether the word's tokens begin with a space
    owes_space: bool  # whether that space is still missing, as after a comma: a tap inserts it
    starts_sentence: bool  # whether a word here usually has a capital
    apostrophe: str = "'"  # straight or curved, as the last one within a word

    @property
    def previous_word(self) -> str:
        """The word right before the one at the cursor, or "" if there is none: at a line's start, or after a mark."""
        if not self.has_space or self.starts_sentence:
            return ""
        return self.context[word_start(self.context) :]

    def as_written(self, word: str) -> str:
        """Return a word with the text's apostrophes."""
        return word.replace("'", self.apostrophe)


def split_at_cursor(text: str) -> CursorSplit:
    """Split the text before the caret into what the model reads and what only constrains the next word."""
    apostrophe = "'"
    if "’" in text and (apostrophes := _WITHIN_WORD.findall(text)):
        apostrophe = apostrophes[-1]
        text = _WITHIN_WORD.sub("'", text)
    start = word_start(text)
    before, prefix = text[:start], text[start:]
    has_typed_space = before.endswith(" ")
    owes_space = not has_typed_space and not prefix and _is_closed(before)
    return CursorSplit(
        context=before[:-1] if has_typed_space else before,
        prefix=prefix,
        has_space=has_typed_space or owes_space,
        owes_space=owes_space,
        starts_sentence=starts_sentence(before),
        apostrophe=apostrophe,
    )


def starts_sentence(before: str) -> bool:
    """Return whether a word after `before` has a capital as a rule."""
    if is_unfinished_address(last_run(before)):
        return False
    stripped = before.rstrip(" \t").rstrip(_QUOTES_AND_BRACKETS + "“‘([{")
    ending = stripped.rstrip(" \t")
    return not ending or ending.endswith(("\n", *_SENTENCE_ENDS))


@dataclass(frozen=True)
class Insertion:
    """What a tap does: `text` replaces `replace` characters before the caret."""

    replace: int
    text: str


def insertion_of(word: str, split: CursorSplit) -> Insertion:
    """Return what a tap on `word` inserts: the word, its space, and the space before it where one is owed."""
    before = " " if split.owes_space else ""
    return Insertion(len(split.prefix), f"{before}{split.as_written(word)} ")


def _is_closed(before: str) -> bool:
    """Return whether a space usually follows the text before the caret: it does after "Hello," and an emoji, not after "("."""
    paragraph = before[before.rfind("\n") + 1 :]
    if is_unfinished_address(last_run(before)):
        return False
    if before.endswith(tuple(_CLOSERS)) or _EMOJI.match(before[-1:]):
        return True
    return quotation_start(paragraph[:-1], paragraph[-1:]) is not None
