"""The tokens that words are made of after a text."""

from dataclasses import dataclass
from typing import ClassVar

from keyboard.engine.exploration_messages.question import Question
from keyboard.engine.exploration_messages.token_probability import TokenProbability


@dataclass(frozen=True)
class WordTokensRequest(Question):
    """Ask which tokens words are made of after a text, and how probable each is, as those on the buttons."""

    type: ClassVar[str] = "word-tokens"
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class WordInTokens:
    """A word as the model writes it: the product of the probabilities is that of its tokens in a row."""

    word: str
    tokens: tuple[TokenProbability, ...]


@dataclass(frozen=True)
class WordTokens:
    """The answer to a `WordTokensRequest`."""

    type: ClassVar[str] = "word-tokens"
    id: int
    words: tuple[WordInTokens, ...]
    tokens_evaluated: int
