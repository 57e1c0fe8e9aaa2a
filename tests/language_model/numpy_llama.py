"""The first blocks of a Llama in plain NumPy, from a GGUF file's own weights: what llama.cpp's results are checked against.

After Touvron et al., "LLaMA" (2023), and Ainslie et al., "GQA" (2023). T is the number of tokens, C the width, H the number of
query heads, K that of key and value heads, D = C / H the width of a head.
"""

from pathlib import Path

import numpy as np
from gguf import GGUFReader, dequantize

from tests.language_model.numpy_gpt2 import Forward, softmax


class NumpyLlama:
    """The model, its weights as (out, in) matrices, dequantized when they are needed."""

    def __init__(self, file: Path) -> None:
        reader = GGUFReader(file)
        self.tensors = {tensor.name: tensor for tensor in reader.tensors}
        number = {name.removeprefix("llama."): field.contents() for name, field in reader.fields.items()}
        self.n_heads = number["attention.head_count"]
        self.n_kv_heads = number["attention.head_count_kv"]
        self.base = number["rope.freq_base"]
        self.epsilon = number["attention.layer_norm_rms_epsilon"]

    def weight(self, name: str) -> np.ndarray:
        """Return a matrix or a vector in float32."""
        tensor = self.tensors[f"{name}.weight"]
        return dequantize(tensor.data, tensor.tensor_type)

    def __call__(self, tokens: list[int], n_layers: int) -> Forward:
        """Return what the first blocks give, and the logits after the last of these through the output matrix."""
        embeddings = self.weight("token_embd")
        x = embeddings[tokens]  # (T, C)
        attention, layers = [], []
        for layer in range(n_layers):
            block = f"blk.{layer}"
            mixed, probabilities = self.attend(self.norm(x, f"{block}.attn_norm"), block)
            x = x + mixed
            x = x + self.feed_forward(self.norm(x, f"{block}.ffn_norm"), block)
            attention.append(probabilities)
            layers.append(x)
        return Forward(self.norm(x, "output_norm") @ embeddings.T, attention, layers)

    def attend(self, x: np.ndarray, block: str) -> tuple[np.ndarray, np.ndarray]:
        """Causal self-attention: (T, C) to (T, C), and the probabilities, (H, T, T)."""
        t, c = x.shape
        query, key, value = (x @ self.weight(f"{block}.attn_{part}").T for part in "qkv")
        query = self.rotate(query.reshape(t, self.n_heads, -1))  # (T, H, D)
        key = self.rotate(key.reshape(t, self.n_kv_heads, -1))  # (T, K, D)
        value = value.reshape(t, self.n_kv_heads, -1)
        shared = np.arange(self.n_heads) * self.n_kv_heads // self.n_heads  # the key and value head of each query head
        scores = np.einsum("thd,shd->hts", query, key[:, shared]) / np.sqrt(c / self.n_heads)
        scores[:, np.triu(np.ones((t, t), dtype=bool), 1)] = -np.inf
        probabilities = softmax(scores)
        mixed = np.einsum("hts,shd->thd", probabilities, value[:, shared]).reshape(t, c)
        return mixed @ self.weight(f"{block}.attn_output").T, probabilities

    def rotate(self, x: np.ndarray) -> np.ndarray:
        """Turn each pair of neighbours in (T, heads, D) by its position times the pair's frequency (Su et al. 2021)."""
        t, _, d = x.shape
        angles = np.arange(t)[:, None] * self.base ** (-np.arange(0, d, 2) / d)  # (T, D / 2)
        cosine, sine = np.cos(angles)[:, None], np.sin(angles)[:, None]
        even, odd = x[..., 0::2], x[..., 1::2]
        return np.stack((even * cosine - odd * sine, even * sine + odd * cosine), axis=-1).reshape(x.shape)

    def feed_forward(self, x: np.ndarray, block: str) -> np.ndarray:
        """SwiGLU: (T, C) to (T, C)."""
        gate, up = (x @ self.weight(f"{block}.ffn_{part}").T for part in ("gate", "up"))
        return (gate / (1 + np.exp(-gate)) * up) @ self.weight(f"{block}.ffn_down").T

    def norm(self, x: np.ndarray, name: str) -> np.ndarray:
        """Root mean square norm over the last axis."""
        return x / np.sqrt((x**2).mean(-1, keepdims=True) + self.epsilon) * self.weight(name)
