"""The part of an answer on attention that was asked for, and how it is told in words and JSON."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.attention import weights_of
from keyboard.engine.exploration_messages.attention import Attention
from keyboard.language_model.inspection.attention import Weights


@dataclass(frozen=True)
class ChosenAttention:
    """The weights of one token in some blocks and heads.

    Attributes:
        pieces: The tokens up to the one that looks, which is the last.
        weights: (layers, heads, tokens), of those that were chosen.
        what: Which these are, in words.
    """

    pieces: tuple[str, ...]
    weights: Weights
    what: str

    @property
    def mean(self) -> list[float]:
        """The mean over blocks and heads, which adds up to 1 as each of them does."""
        mean: list[float] = self.weights.mean(axis=(0, 1), dtype=np.float64).tolist()
        return mean

    def as_dict(self) -> dict[str, Any]:
        """Return what JSON has of it."""
        return {
            "tokens": self.pieces,
            "position": len(self.pieces) - 1,
            "of": self.what,
            "mean": self.mean,
            "weights": self.weights.tolist(),
        }


def choose(answer: Attention, layer: int | None, head: int | None) -> ChosenAttention:
    """Return the weights of one block or all, and of one head or all; raise `EngineError` where the model has none such."""
    layers = _chosen(layer, answer.layers, "block")
    heads = _chosen(head, answer.heads, "head")
    blocks = f"mean of {answer.layers} blocks" if layer is None else f"block {layer}"
    in_each = f"mean of {answer.heads} heads" if head is None else f"head {head}"
    what = f"mean of {answer.layers} blocks × {answer.heads} heads" if layer is None and head is None else f"{blocks}, {in_each}"
    return ChosenAttention(answer.pieces, weights_of(answer)[layers][:, heads], what)


def _chosen(index: int | None, count: int, name: str) -> slice:
    if index is not None and index >= count:
        raise EngineError(f"There is no {name} {index}; the model has {count}, counted from 0.")
    return slice(None) if index is None else slice(index, index + 1)
