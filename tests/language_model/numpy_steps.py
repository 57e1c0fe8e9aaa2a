"""The steps of one block in plain NumPy, under the names of `BlockSteps`; vectors have the token first: (T, ...)."""

import numpy as np

from tests.language_model.numpy_gpt2 import NumpyGPT2, softmax
from tests.language_model.numpy_llama import NumpyLlama


def gpt2_steps(model: NumpyGPT2, tokens: list[int], layer: int) -> dict[str, np.ndarray]:
    """Everything that becomes of all tokens in a block of a GPT-2."""
    block = f"h.{layer}"
    embedding, positions = model.weights["wte.weight"][tokens], model.weights["wpe.weight"][: len(tokens)]
    into = model(tokens).layers[layer - 1] if layer else embedding + positions
    normed = model.norm(into, f"{block}.ln_1")
    query, key, value = (
        part.reshape(len(tokens), model.n_heads, -1)
        for part in np.split(model.linear(normed, f"{block}.attn.c_attn"), 3, axis=-1)
    )
    attention = _attention(query, key, value)
    added = model.linear(attention["mixed"].reshape(into.shape), f"{block}.attn.c_proj")
    second = model.norm(into + added, f"{block}.ln_2")
    up = model.linear(second, f"{block}.mlp.c_fc")
    neurons = model.gelu(up)
    fed = model.linear(neurons, f"{block}.mlp.c_proj")
    forward = model(tokens)
    return attention | {
        "embedding": embedding,
        "position_embedding": positions,
        "block_input": into,
        "attention_norm": normed,
        "query": query,
        "key": key,
        "value": value,
        "attention_output": added,
        "attention_residual": into + added,
        "feed_forward_norm": second,
        "up": up,
        "neurons": neurons,
        "feed_forward_output": fed,
        "block_output": into + added + fed,
        "final_norm": model.norm(forward.layers[-1], "ln_f"),
        "logits": forward.logits,
    }


def llama_steps(model: NumpyLlama, tokens: list[int], layer: int) -> dict[str, np.ndarray]:
    """The same of a Llama, but for what comes after the block."""
    block = f"blk.{layer}"
    embedding = model.weight("token_embd")[tokens]
    into = model(tokens, layer).layers[-1] if layer else embedding
    normed = model.norm(into, f"{block}.attn_norm")
    query, key, value = (normed @ model.weight(f"{block}.attn_{part}").T for part in "qkv")
    query = query.reshape(len(tokens), model.n_heads, -1)
    key, value = (part.reshape(len(tokens), model.n_kv_heads, -1) for part in (key, value))
    shared = np.arange(model.n_heads) * model.n_kv_heads // model.n_heads
    turned = model.rotate(query), model.rotate(key)
    attention = _attention(turned[0], turned[1][:, shared], value[:, shared])
    added = attention["mixed"].reshape(into.shape) @ model.weight(f"{block}.attn_output").T
    second = model.norm(into + added, f"{block}.ffn_norm")
    gate, up = (second @ model.weight(f"{block}.ffn_{part}").T for part in ("gate", "up"))
    neurons = gate / (1 + np.exp(-gate)) * up
    fed = neurons @ model.weight(f"{block}.ffn_down").T
    return attention | {
        "embedding": embedding,
        "block_input": into,
        "attention_norm": normed,
        "query_unturned": query,
        "key_unturned": key,
        "query": turned[0],
        "key": turned[1],
        "value": value,
        "attention_output": added,
        "attention_residual": into + added,
        "feed_forward_norm": second,
        "gate": gate,
        "up": up,
        "neurons": neurons,
        "feed_forward_output": fed,
        "block_output": into + added + fed,
    }


def _attention(query: np.ndarray, key: np.ndarray, value: np.ndarray) -> dict[str, np.ndarray]:
    """Scores and weights, (T, H, T), and the sums of the values, (T, H, D), where each query head has its key and value."""
    scores = np.einsum("thd,shd->ths", query, key) / np.sqrt(query.shape[-1])
    later = np.triu(np.ones((len(query), len(query)), dtype=bool), 1)[:, None]
    weights = softmax(np.where(later, -np.inf, scores))
    return {"scores": scores, "weights": weights, "mixed": np.einsum("ths,shd->thd", weights, value)}


def differences(found: object, expected: dict[str, np.ndarray], position: int) -> dict[str, float]:
    """How far each step of the token at a position is from NumPy's, relative to its length; of heads, that of the worst."""
    relative = {}
    for name, of_all in expected.items():
        right, step = of_all[position], getattr(found, name)
        if name in ("scores", "weights"):
            right = right[:, : position + 1]
        assert step.shape == right.shape, name
        away, length = (np.linalg.norm(vectors, axis=-1) for vectors in (step - right, right))
        relative[name] = float((away / length).max())
    return relative
