"""What a predictor answers, and what a tap on a word of it does."""

from dataclasses import dataclass

from keyboard.suggestion.word_distribution import WordProbability
from keyboard.writing.cursor import CursorSplit


@dataclass(frozen=True)
class Prediction:
    """The words that fit at the cursor.

    Attributes:
        split: The text's context and the prefix typed.
        words: Best first.
        complete: False where only the last few tokens of the context were read yet.
    """

    split: CursorSplit
    words: tuple[WordProbability, ...]
    complete: bool


def expects_capital(split: CursorSplit) -> bool:
    """Tell whether the word at the cursor has a capital: a sentence starts, or one is typed."""
    return split.starts_sentence or split.prefix[:1].isupper()
