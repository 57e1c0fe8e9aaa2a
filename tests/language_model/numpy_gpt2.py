"""GPT-2 in plain NumPy, to be read in one sitting: what llama.cpp's results are checked against.

After Radford et al., "Language Models are Unsupervised Multitask Learners" (2019), and OpenAI's gpt-2/src/model.py. T is the
number of tokens, C the width, H the number of heads, D = C / H the width of a head, V the vocabulary.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Forward:
    """What a forward pass gives.

    Attributes:
        logits: Of the token after each, (T, V).
        attention: How much each token looks at each other, for each layer (H, T, T); rows add up to 1.
        layers: The residual stream after each layer, (T, C).
    """

    logits: np.ndarray
    attention: list[np.ndarray]
    layers: list[np.ndarray]


class NumpyGPT2:
    """The model, from weights under transformers' names; `Conv1D` keeps its matrices as (in, out), so that x @ w is meant."""

    epsilon = 1e-5

    def __init__(self, weights: dict[str, np.ndarray], n_layers: int, n_heads: int) -> None:
        self.weights = weights
        self.n_layers = n_layers
        self.n_heads = n_heads

    def __call__(self, tokens: list[int]) -> Forward:
        positions = np.arange(len(tokens))
        x = self.weights["wte.weight"][tokens] + self.weights["wpe.weight"][positions]  # (T, C)
        attention, layers = [], []
        for layer in range(self.n_layers):
            mixed, probabilities = self.attend(self.norm(x, f"h.{layer}.ln_1"), f"h.{layer}.attn")
            x = x + mixed
            x = x + self.feed_forward(self.norm(x, f"h.{layer}.ln_2"), f"h.{layer}.mlp")
            attention.append(probabilities)
            layers.append(x)
        logits = self.norm(x, "ln_f") @ self.weights["wte.weight"].T  # (T, V): the output is tied to the embedding
        return Forward(logits, attention, layers)

    def attend(self, x: np.ndarray, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Causal self-attention: (T, C) to (T, C), and the probabilities, (H, T, T)."""
        t, c = x.shape
        query, key, value = np.split(self.linear(x, f"{name}.c_attn"), 3, axis=-1)  # each (T, C)
        query, key, value = (self.heads(part) for part in (query, key, value))  # each (H, T, D)
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(c / self.n_heads)  # (H, T, T)
        scores[:, np.triu(np.ones((t, t), dtype=bool), 1)] = -np.inf  # no token sees a later one
        probabilities = softmax(scores)
        mixed = (probabilities @ value).transpose(1, 0, 2).reshape(t, c)
        return self.linear(mixed, f"{name}.c_proj"), probabilities

    def heads(self, x: np.ndarray) -> np.ndarray:
        """Split (T, C) into (H, T, D)."""
        return x.reshape(len(x), self.n_heads, -1).transpose(1, 0, 2)

    def feed_forward(self, x: np.ndarray, name: str) -> np.ndarray:
        """(T, C) to (T, C) through (T, 4 C)."""
        return self.linear(self.gelu(self.linear(x, f"{name}.c_fc")), f"{name}.c_proj")

    def linear(self, x: np.ndarray, name: str) -> np.ndarray:
        """(T, in) to (T, out)."""
        return x @ self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def norm(self, x: np.ndarray, name: str) -> np.ndarray:
        """Layer norm over the last axis."""
        centred = x - x.mean(-1, keepdims=True)
        variance = (centred**2).mean(-1, keepdims=True)
        return centred / np.sqrt(variance + self.epsilon) * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    @staticmethod
    def gelu(x: np.ndarray) -> np.ndarray:
        """GELU in its tanh approximation, the one that GPT-2 was trained with."""
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities over the last axis."""
    exponentials = np.exp(scores - scores.max(-1, keepdims=True))
    return exponentials / exponentials.sum(-1, keepdims=True)
