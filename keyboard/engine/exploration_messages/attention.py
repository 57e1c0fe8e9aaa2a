"""How much a token looks at those before it."""

from dataclasses import dataclass
from typing import ClassVar

from keyboard.engine.exploration_messages.question import Question


@dataclass(frozen=True)
class AttentionRequest(Question):
    """Ask how much a token of a text looks at each token up to itself.

    Attributes:
        text: What the model reads.
        position: The token's; -1 is the last.
    """

    type: ClassVar[str] = "attention"
    text: str
    position: int = -1


@dataclass(frozen=True)
class Attention:
    """The answer to an `AttentionRequest`.

    Attributes:
        id: The request's.
        pieces: Of the tokens from 0 to `position`, the begin token first.
        position: The token whose attention this is.
        layers: The model's blocks.
        heads: In each block.
        weights: Base64 of little-endian float32, (layers, heads, position + 1); each row adds up to 1.
        tokens_evaluated: What this answer cost.
    """

    type: ClassVar[str] = "attention"
    id: int
    pieces: tuple[str, ...]
    position: int
    layers: int
    heads: int
    weights: str
    tokens_evaluated: int
