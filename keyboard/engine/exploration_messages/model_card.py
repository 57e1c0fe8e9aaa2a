"""The model's shape."""

from dataclasses import dataclass
from typing import ClassVar

from keyboard.engine.exploration_messages.question import Question


@dataclass(frozen=True)
class ModelCardRequest(Question):
    """Ask for the model's shape."""

    type: ClassVar[str] = "model-card"


@dataclass(frozen=True)
class ModelPart:
    """A part of the model, such as "token embeddings", "attention", "feed-forward": its parameters and bytes in the file."""

    name: str
    parameters: int
    size_bytes: int


@dataclass(frozen=True)
class ModelCard:
    """The answer to a `ModelCardRequest`.

    Attributes:
        id: The request's.
        name: The model's.
        architecture: As the file states it: `gpt2`, `llama`.
        layers: Blocks.
        heads: Query heads in each block.
        kv_heads: Key and value heads in each block; fewer than `heads` where they are shared.
        width: Of the residual stream.
        vocabulary: Tokens.
        positions: Tokens that it was trained to read at once.
        parts: In the order in which a token goes through them.
        kv_bytes_per_token: What a token takes in the KV cache that the suggestions come from.
    """

    type: ClassVar[str] = "model-card"
    id: int
    name: str
    architecture: str
    layers: int
    heads: int
    kv_heads: int
    width: int
    vocabulary: int
    positions: int
    parts: tuple[ModelPart, ...]
    kv_bytes_per_token: int
