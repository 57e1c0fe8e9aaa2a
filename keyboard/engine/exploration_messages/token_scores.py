"""How probable each token of a text was."""

from dataclasses import dataclass
from typing import ClassVar

from keyboard.engine.exploration_messages.question import Question


@dataclass(frozen=True)
class TokenScoresRequest(Question):
    """Ask how probable each token of a text was; a text longer than the window is read in overlapping windows."""

    type: ClassVar[str] = "token-scores"
    text: str


@dataclass(frozen=True)
class TokenScore:
    """A token of a text.

    Attributes:
        id: In the model's vocabulary.
        piece: Its text, as in `TokenProbability`.
        start: Its first character in the text.
        end: The character after its last; equal to `start` for a token whose character the token before it began.
        probability: That it came next, from 0 to 1.
        rank: Its place among all tokens, 1 for the most probable.
        bits: Its surprise, -log2 of the probability.
    """

    id: int
    piece: str
    start: int
    end: int
    probability: float
    rank: int
    bits: float


@dataclass(frozen=True)
class TokenScores:
    """A part of the answer to a `TokenScoresRequest`.

    Attributes:
        id: The request's.
        first: The place of the first of these tokens in the text.
        tokens: In the text's order.
        in_all: The text's tokens.
        tokens_evaluated: What this part cost.
    """

    type: ClassVar[str] = "token-scores"
    id: int
    first: int
    tokens: tuple[TokenScore, ...]
    in_all: int
    tokens_evaluated: int
