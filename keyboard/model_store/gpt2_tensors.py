"""GPT-2's tensors: what a checkpoint calls them, what llama.cpp does, and their shapes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

_END_OF_TEXT = 50256


@dataclass(frozen=True)
class GPT2Config:
    """What config.json says.

    Attributes:
        layers: Transformer blocks.
        heads: Attention heads in each.
        width: Numbers in each token's embedding, C.
        hidden: Numbers in the feed-forward layer, 4 C in OpenAI's models.
        context: Positions.
        vocabulary: Rows of the embedding, V.
        epsilon: What layer norms add to the variance.
        begin: The id of the begin token.
        end: The id of the end token.
        is_tied: Whether the output matrix is the embedding.
    """

    layers: int
    heads: int
    width: int
    hidden: int
    context: int
    vocabulary: int
    epsilon: float
    begin: int
    end: int
    is_tied: bool

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Return the config of a JSON object; raise `KeyError`, `TypeError` or `ValueError` for a missing or wrong dimension."""
        width, vocabulary = int(values["n_embd"]), int(values["vocab_size"])
        config = cls(
            layers=int(values["n_layer"]),
            heads=int(values["n_head"]),
            width=width,
            hidden=int(values.get("n_inner") or 4 * width),
            context=int(values.get("n_positions") or values["n_ctx"]),
            vocabulary=vocabulary,
            epsilon=float(values.get("layer_norm_epsilon", 1e-5)),
            begin=_token(values.get("bos_token_id"), vocabulary),
            end=_token(values.get("eos_token_id"), vocabulary),
            is_tied=bool(values.get("tie_word_embeddings", True)),
        )
        if min(config.layers, config.heads, width, config.context, config.vocabulary) < 1 or width % config.heads:
            raise ValueError("n_head")
        return config


def _token(value: object, vocabulary: int) -> int:
    """Return a token's id where it is one, else that of GPT-2's end of text."""
    return value if isinstance(value, int) and 0 <= value < vocabulary else _END_OF_TEXT


@dataclass(frozen=True)
class TensorMapping:
    """How one tensor of the GGUF comes about.

    Attributes:
        stored: Its name in the checkpoint.
        name: Its name in the GGUF.
        shape: Its shape there, (rows, row length) or (length,).
        is_transposed: Whether the checkpoint has it the other way round: OpenAI's `Conv1D` keeps (in, out).
        is_matrix: Whether it is a matrix that may be quantized; the others stay F32.
    """

    stored: str
    name: str
    shape: tuple[int, ...]
    is_transposed: bool = False
    is_matrix: bool = False

    @property
    def stored_shape(self) -> tuple[int, ...]:
        """The shape in the checkpoint."""
        return self.shape[::-1] if self.is_transposed else self.shape

    @property
    def n_items(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)


def expected_tensors(config: GPT2Config) -> tuple[TensorMapping, ...]:
    """Return all tensors of a GPT-2, in the order of the GGUF.

    The names are those of `src/models/gpt2.cpp` in llama.cpp; positions and vectors stay F32 as in its `conversion/base.py`.
    """
    c, hidden = config.width, config.hidden
    blocks = [mapping for layer in range(config.layers) for mapping in _block(layer, c, hidden)]
    output = [] if config.is_tied else [TensorMapping("lm_head.weight", "output.weight", (config.vocabulary, c), is_matrix=True)]
    return (
        TensorMapping("wte.weight", "token_embd.weight", (config.vocabulary, c), is_matrix=True),
        TensorMapping("wpe.weight", "position_embd.weight", (config.context, c)),
        *blocks,
        *_vectors("ln_f", "output_norm", c),
        *output,
    )


def _block(layer: int, c: int, hidden: int) -> tuple[TensorMapping, ...]:
    stored, name = f"h.{layer}", f"blk.{layer}"
    return (
        *_vectors(f"{stored}.ln_1", f"{name}.attn_norm", c),
        *_linear(f"{stored}.attn.c_attn", f"{name}.attn_qkv", c, 3 * c),
        *_linear(f"{stored}.attn.c_proj", f"{name}.attn_output", c, c),
        *_vectors(f"{stored}.ln_2", f"{name}.ffn_norm", c),
        *_linear(f"{stored}.mlp.c_fc", f"{name}.ffn_up", c, hidden),
        *_linear(f"{stored}.mlp.c_proj", f"{name}.ffn_down", hidden, c),
    )


def _vectors(stored: str, name: str, length: int) -> tuple[TensorMapping, ...]:
    return tuple(TensorMapping(f"{stored}.{part}", f"{name}.{part}", (length,)) for part in ("weight", "bias"))


def _linear(stored: str, name: str, n_in: int, n_out: int) -> tuple[TensorMapping, ...]:
    return (
        TensorMapping(f"{stored}.weight", f"{name}.weight", (n_out, n_in), is_transposed=True, is_matrix=True),
        TensorMapping(f"{stored}.bias", f"{name}.bias", (n_out,)),
    )
