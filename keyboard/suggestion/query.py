"""What is asked of a predictor, and what it answers."""

from dataclasses import dataclass

from keyboard.suggestion.word_distribution import WordProbability
from keyboard.writing.cursor import CursorSplit


@dataclass(frozen=True)
class Query:
    """What is asked at the cursor.

    Attributes:
        text: What stands before the cursor, or a tail of it.
        offset: How many characters of the document stand before `text`.
        count: How many words are wanted.
        top_k: The pool that they are drawn from: the `top_k` most probable words.
        look_ahead: Whether idle time may be spent on what would follow the words shown.
        rest: The letters of the word at the cursor that stand after it; words that end in them come first.
        lower_case: Whether the writer begins sentences in lower case.
        automatic_capital: Whether a sentence's first letter becomes a capital by itself; its words then have one too.
        instead_of: The word that another is wanted for, which follows the text; "" where the next word is wanted.
    """

    text: str
    offset: int = 0
    count: int = 3
    top_k: int = 3
    look_ahead: bool = True
    rest: str = ""
    lower_case: bool = False
    automatic_capital: bool = False
    instead_of: str = ""


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


@dataclass(frozen=True)
class Insertion:
    """What a tap does: `replace` characters before the cursor give way to `text`."""

    replace: int
    text: str


def insertion_of(word: str, split: CursorSplit) -> Insertion:
    """Return what a tap on `word` puts in at the cursor: the word, its space, and the space before it where one is owed."""
    before = " " if split.owes_space else ""
    return Insertion(len(split.prefix), f"{before}{split.as_written(word)} ")
