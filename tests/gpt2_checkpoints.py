"""GPT-2 checkpoints of random weights, in any shape, as transformers writes them."""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from keyboard.language_model.gguf_metadata import GGUFMetadata

VOCABULARY_FILE = Path(__file__).parent / "data" / "llama_cpp" / "ggml-vocab-gpt-2.gguf"
END_OF_TEXT = "<|endoftext|>"
_ALL_TOKENS = 50_257
_NAMES = {"float32": "F32", "float16": "F16", "uint16": "BF16"}


@dataclass(frozen=True)
class Dimensions:
    """A GPT-2's shape. A vocabulary smaller than GPT-2's has its first tokens and merges."""

    layers: int
    heads: int
    width: int
    context: int = 1024
    vocabulary: int = _ALL_TOKENS

    def config(self, **changes):
        """What config.json says."""
        return {
            "model_type": "gpt2",
            "architectures": ["GPT2LMHeadModel"],
            "activation_function": "gelu_new",
            "n_layer": self.layers,
            "n_head": self.heads,
            "n_embd": self.width,
            "n_positions": self.context,
            "n_ctx": self.context,
            "vocab_size": self.vocabulary,
            "layer_norm_epsilon": 1e-5,
            "bos_token_id": self.vocabulary - 1,
            "eos_token_id": self.vocabulary - 1,
        } | changes


SMALL = Dimensions(12, 12, 768)
MEDIUM = Dimensions(24, 16, 1024)
TINY = Dimensions(layers=3, heads=4, width=64, vocabulary=1000)


def random_weights(dimensions: Dimensions, seed: int = 1) -> dict[str, np.ndarray]:
    """Weights on which each part of the model has a visible effect on the logits, under transformers' names.

    The embeddings are as small as GPT-2's own, so that the layer norms' epsilon counts, and the last norm makes up for it.
    """
    random = np.random.default_rng(seed)

    def normal(scale, *shape):
        return (scale * random.standard_normal(shape, dtype=np.float32)).astype(np.float32)

    c = dimensions.width
    tensors = {
        "wte.weight": normal(0.02, dimensions.vocabulary, c),
        "wpe.weight": normal(0.02, dimensions.context, c),
        "ln_f.weight": 8 + normal(1, c),
        "ln_f.bias": normal(0.5, c),
    }
    for layer in range(dimensions.layers):
        block = f"h.{layer}"
        for norm in ("ln_1", "ln_2"):
            tensors |= {f"{block}.{norm}.weight": 1 + normal(0.2, c), f"{block}.{norm}.bias": normal(0.2, c)}
        for linear, n_in, n_out, gain in (
            ("attn.c_attn", c, 3 * c, 1.5),
            ("attn.c_proj", c, c, 0.2),
            ("mlp.c_fc", c, 4 * c, 2.0),
            ("mlp.c_proj", 4 * c, c, 0.15),
        ):
            tensors[f"{block}.{linear}.weight"] = normal(gain / n_in**0.5, n_in, n_out)  # Conv1D's (in, out)
            tensors[f"{block}.{linear}.bias"] = normal(0.1, n_out)
    return tensors


def write_checkpoint(folder: Path, dimensions: Dimensions, tensors: dict[str, np.ndarray], **changes) -> Path:
    """Write a whole checkpoint with one safetensors file, and return its folder; `changes` go into config.json."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(dimensions.config(**changes)))
    write_tokenizer(folder, dimensions.vocabulary)
    write_safetensors(folder / "model.safetensors", tensors)
    return folder


def write_tokenizer(folder: Path, n_vocab: int) -> None:
    """Write vocab.json and merges.txt with the first of GPT-2's tokens and merges, and its end of text as the last token."""
    tokens, merges = _gpt2_vocabulary()
    kept = [*tokens[: n_vocab - 1], END_OF_TEXT]
    (folder / "vocab.json").write_text(json.dumps({token: place for place, token in enumerate(kept)}), "utf-8")
    n_merges = n_vocab - 257
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{merge}\n" for merge in merges[:n_merges]), "utf-8")


def write_safetensors(file: Path, tensors: dict[str, np.ndarray]) -> None:
    """Write tensors in the safetensors format; those of 16-bit integers are BF16."""
    dtypes = {name: _NAMES[str(tensor.dtype)] for name, tensor in tensors.items()}
    _write_header(file, dtypes, {name: tensor.shape for name, tensor in tensors.items()})
    with file.open("ab") as stream:
        for tensor in tensors.values():
            tensor.tofile(stream)


def write_safetensors_header(file: Path, shapes: dict[str, tuple[int, ...]]) -> None:
    """Write a file of F32 tensors that are all 0 and take no room on the disk."""
    size_bytes = _write_header(file, dict.fromkeys(shapes, "F32"), shapes)
    with file.open("r+b") as stream:
        stream.truncate(stream.seek(0, 2) + size_bytes)


def _write_header(file: Path, dtypes: dict[str, str], shapes: dict[str, tuple[int, ...]]) -> int:
    """Write what stands before the tensors, and return how many bytes these take."""
    header, offset = {}, 0
    for name, shape in shapes.items():
        size_bytes = math.prod(shape) * (4 if dtypes[name] == "F32" else 2)
        header[name] = {"dtype": dtypes[name], "shape": shape, "data_offsets": [offset, offset + size_bytes]}
        offset += size_bytes
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    text += b" " * (-len(text) % 8)
    file.write_bytes(len(text).to_bytes(8, "little") + text)
    return offset


def as_bf16(tensor: np.ndarray) -> np.ndarray:
    """The upper halves of F32 numbers."""
    return (tensor.view(np.uint32) >> 16).astype(np.uint16)


@cache
def _gpt2_vocabulary() -> tuple[list[str], list[str]]:
    with GGUFMetadata(VOCABULARY_FILE) as metadata:
        return metadata.texts("tokenizer.ggml.tokens"), metadata.texts("tokenizer.ggml.merges")
