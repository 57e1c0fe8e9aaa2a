"""Attention weights as they are looked at: of one head, or averaged over layers, heads or all."""

import base64
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keyboard.engine.exploration_messages.attention import Attention


@dataclass(frozen=True)
class HeadChoice:
    """Which heads are looked at: a layer and a head, both counted from 0; None averages over all of them."""

    layer: int | None = None
    head: int | None = None


class AttentionWeights:
    """How much one token looks at each token up to itself, in every head.

    Attributes:
        weights: (layers, heads, position + 1), float32; each row adds up to 1.
    """

    def __init__(self, answer: Attention) -> None:
        numbers = np.frombuffer(base64.b64decode(answer.weights), dtype="<f4")
        self.weights = numbers.reshape(answer.layers, answer.heads, answer.position + 1)

    def of(self, choice: HeadChoice, *, hides_begin: bool = False) -> NDArray[np.float32]:
        """Return the weights of the heads chosen, averaged: (position + 1,).

        `hides_begin` leaves out what is on the begin token and shares the rest out to 1, where there is a rest.
        """
        layers = slice(None) if choice.layer is None else slice(choice.layer, choice.layer + 1)
        heads = slice(None) if choice.head is None else slice(choice.head, choice.head + 1)
        row: NDArray[np.float32] = self.weights[layers, heads].mean(axis=(0, 1))
        if not hides_begin:
            return row
        row = row.copy()
        row[0] = 0
        rest = row.sum()
        return row / rest if rest > 0 else row

    def focus(self) -> NDArray[np.float32]:
        """Return how focused each head is, (layers, heads): 1 where it looks at one token alone, 0 where at all alike.

        It is 1 - H / log2(n), H being the entropy of the n weights in bits.
        """
        tokens = self.weights.shape[2]
        if tokens == 1:
            return np.ones(self.weights.shape[:2], dtype=np.float32)
        some = np.maximum(self.weights, np.finfo(np.float32).tiny)
        entropy = -(self.weights * np.log2(some)).sum(axis=2)
        focus: NDArray[np.float32] = np.clip(1 - entropy / np.log2(tokens), 0, 1).astype(np.float32)
        return focus

    def on(self, place: int) -> NDArray[np.float32]:
        """Return how much each head looks at one token, (layers, heads); nothing at one that comes later."""
        if place >= self.weights.shape[2]:
            return np.zeros(self.weights.shape[:2], dtype=np.float32)
        return self.weights[:, :, place]
