"""The answer of a predictor, and the effect of a tap on one of its words."""

from dataclasses import dataclass

from keyboard.suggestion.word_distribution import WordProbability
from keyboard.writing.cursor import CursorSplit
from keyboard.writing.language import ANY, Language
from keyboard.writing.query import Correction


@dataclass(frozen=True)
class Prediction:
    """The words that fit at the cursor."""

    split: CursorSplit  # the text's context and the prefix typed
    words: tuple[WordProbability, ...]  # best first
    complete: bool  # false if only the last few tokens of the context were read
    correction: Correction | None = None  # of the word at the cursor, if it is probably a slip
    language: str = ""  # the code of the probable language at the cursor


def expects_capital(split: CursorSplit, language: Language = ANY) -> bool:
    """Return whether any word at the cursor has a capital: a sentence starts, or one is typed, which may also begin a noun."""
    return split.starts_sentence or (not language.has_capital_nouns and split.prefix[:2] != split.prefix[:2].lower())
