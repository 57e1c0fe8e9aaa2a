"""The most probable tokens after a text."""

from dataclasses import dataclass
from typing import ClassVar

from keyboard.engine.exploration_messages.question import Question
from keyboard.engine.exploration_messages.token_probability import TokenProbability


@dataclass(frozen=True)
class NextTokensRequest(Question):
    """Ask for the most probable tokens after a text; costs no evaluation where the text and the path were asked for before.

    Attributes:
        text: What the model reads.
        path: Tokens that follow the text, chosen one after the other.
        count: How many tokens are wanted.
        temperature: What the logits are divided by, above 0.
        top_k: The pool that the probabilities are shared out in; 0 is all tokens.
    """

    type: ClassVar[str] = "next-tokens"
    text: str
    path: tuple[int, ...] = ()
    count: int = 10
    temperature: float = 1.0
    top_k: int = 0


@dataclass(frozen=True)
class NextTokens:
    """The answer to a `NextTokensRequest`.

    Attributes:
        id: The request's.
        tokens: Best first.
        entropy_bits: Of the whole distribution, at the temperature and top-k asked for.
        tokens_evaluated: What this answer cost.
    """

    type: ClassVar[str] = "next-tokens"
    id: int
    tokens: tuple[TokenProbability, ...]
    entropy_bits: float
    tokens_evaluated: int
