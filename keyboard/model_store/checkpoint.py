"""A GPT-2 checkpoint on disk, as transformers writes it: its config, and where its tensors are."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from gguf.utility import LocalTensor, SafetensorsLocal

from keyboard.model_store.checkpoint_files import check_no_pointer, folder_of, read_json, weight_files
from keyboard.model_store.checkpoint_tokenizer import Tokenizer, read_tokenizer
from keyboard.model_store.errors import ModelStoreError


@dataclass(frozen=True)
class GPT2Config:
    """The dimensions in config.json."""

    layers: int
    heads: int
    width: int  # numbers in each token's embedding, C
    hidden: int  # numbers in the feed-forward layer, 4 C in OpenAI's models
    context: int  # positions that the model knows
    vocabulary: int  # rows of the embedding, V
    epsilon: float  # what layer norms add to the variance
    begin: int | None  # the id of the begin token, if stated
    end: int | None  # the id of the end token, if stated
    is_tied: bool  # whether the output matrix is the embedding

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Return the config of a JSON object; raise `KeyError`, `TypeError` or `ValueError` for a missing or wrong dimension."""
        width = int(values["n_embd"])
        config = cls(
            layers=int(values["n_layer"]),
            heads=int(values["n_head"]),
            width=width,
            hidden=int(values.get("n_inner") or 4 * width),
            context=int(values.get("n_positions") or values["n_ctx"]),
            vocabulary=int(values["vocab_size"]),
            epsilon=float(values.get("layer_norm_epsilon", 1e-5)),
            begin=_token(values.get("bos_token_id")),
            end=_token(values.get("eos_token_id")),
            is_tied=bool(values.get("tie_word_embeddings", True)),
        )
        if min(config.layers, config.heads, width, config.context, config.vocabulary) < 1 or width % config.heads:
            raise ValueError("n_head")
        return config


def _token(value: object) -> int | None:
    return value if isinstance(value, int) else None


@dataclass(frozen=True)
class TensorMapping:
    """A tensor of the GGUF, and the tensor of the checkpoint that it is made from."""

    stored: str  # the name in the checkpoint
    name: str  # the name in the GGUF
    shape: tuple[int, ...]  # in the GGUF: (rows, row length) or (length,)
    is_transposed: bool = False  # the checkpoint has (in, out), as OpenAI's `Conv1D` does
    is_matrix: bool = False  # may be quantized; all others stay F32

    @property
    def stored_shape(self) -> tuple[int, ...]:
        return self.shape[::-1] if self.is_transposed else self.shape

    @property
    def n_items(self) -> int:
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


# Tensors that transformers stores beside the weights: the causal mask of each layer, and its fill value.
_MASKS = (".attn.bias", ".attn.masked_bias")
_ITEM_BYTES = {"F32": 4, "F16": 2, "BF16": 2}
# The two names that transformers has for GELU's tanh approximation, the only one that llama.cpp computes for GPT-2.
_ACTIVATIONS = ("gelu_new", "gelu_pytorch_tanh", "gelu_fast")


@dataclass(frozen=True)
class Checkpoint:
    """A whole checkpoint of a GPT-2."""

    folder: Path
    config: GPT2Config
    tokenizer: Tokenizer
    tensors: tuple[tuple[TensorMapping, LocalTensor], ...]

    @property
    def size_bytes(self) -> int:
        return sum(stored.data_range.size for _, stored in self.tensors)


def open_checkpoint(path: Path) -> Checkpoint:
    """Return the checkpoint in a folder, or that of a safetensors file in one.

    Raises `ModelStoreError` if a file is missing or damaged, or if llama.cpp would not compute the model as it was trained.
    """
    folder = folder_of(path)
    if (folder / "config.json").exists():
        _check_architecture(folder, read_json(folder / "config.json"))
    stored = _unwrapped(_stored_tensors(weight_files(path)), path)
    config = _read_config(folder, stored)
    if config.layers > len(stored):
        sizes = f"{len(stored):,} tensors, and by config.json {config.layers:,} layers"
        raise ModelStoreError(f"{path} is not converted: it has {sizes}.")
    mappings = expected_tensors(config)
    wanted = {mapping.stored for mapping in mappings}
    unknown = [name for name in stored if name not in wanted and name != _HEAD and not name.endswith(_MASKS)]
    if unknown:
        raise ModelStoreError(f"{path} is not converted: it has a tensor {unknown[0]}, which GPT-2 does not have.")
    tensors = tuple((mapping, _fitting(mapping, stored, path)) for mapping in mappings)
    return Checkpoint(folder, config, read_tokenizer(folder, config.vocabulary, config.begin, config.end), tensors)


# What wrappers insert into the names: torch.compile, FSDP, activation checkpointing, DeepSpeed and DataParallel.
_WRAPPERS = {"_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_forward_module", "module"}
_POSITIONS = "wpe.weight"
_HEAD = "lm_head.weight"
# The output matrix, also the only name under which some tied ones are saved; the second name is from 2019.
_HEADS = (_HEAD, "lm_head.decoder.weight")
_BIAS = "lm_head.bias"
_BODY = re.compile(r"(h\.\d+|wte|wpe|ln_f)\.")


def _unwrapped(stored: dict[str, LocalTensor], path: Path) -> dict[str, LocalTensor]:
    """Return a model's tensors under the names of GPT-2, without wrappers and without other heads.

    The position embeddings show where GPT-2 begins in the names: `transformer.wpe.weight`, `base_model.model.transformer.…`.
    """
    bare = {".".join(part for part in name.split(".") if part not in _WRAPPERS): tensor for name, tensor in stored.items()}
    if adapter := next((name for name in bare if ".lora_" in name or ".base_layer." in name), None):
        way_out = "save it after merge_and_unload() of peft"
        raise ModelStoreError(f"{path} is not converted: it has an adapter that is not merged, {adapter}; {way_out}.")
    prefixes = [name.removesuffix(_POSITIONS) for name in bare if f".{name}".endswith(f".{_POSITIONS}")]
    if len(prefixes) != 1:
        what = f"it holds {len(prefixes)} models; save only one" if prefixes else f"the tensor {_POSITIONS} is missing"
        raise ModelStoreError(f"{path} is not converted: {what}.")
    (prefix,) = prefixes
    above = "".join(prefix[:-1].rpartition(".")[:2])
    inner = {name.removeprefix(prefix): tensor for name, tensor in bare.items() if name.startswith(prefix)}
    outer = {name.removeprefix(above): tensor for name, tensor in bare.items() if name.startswith(above)} | inner
    is_body_alone = prefix.endswith("transformer.")
    own = {name: tensor for name, tensor in inner.items() if is_body_alone or _BODY.match(name)}
    own |= {_BIAS: outer[_BIAS]} if _BIAS in outer else {}
    head = next((outer[name] for name in _HEADS if name in outer), None)
    return own if head is None else {"wte.weight": head} | own | {_HEAD: head}


def _check_architecture(folder: Path, values: dict[str, Any]) -> None:
    """Raise `ModelStoreError` if config.json names another model than GPT-2; the first GPT-2s name none."""
    kind, classes = values.get("model_type"), values.get("architectures")
    architecture = kind or (", ".join(map(str, classes)) if isinstance(classes, list) and classes else "GPT2Model")
    if architecture != "gpt2" and (kind or not architecture.startswith("GPT2")):
        raise ModelStoreError(f"{folder} holds a model of the architecture {architecture}; only GPT-2 is converted.")
    activation = values.get("activation_function", _ACTIVATIONS[0])
    if activation not in _ACTIVATIONS:
        raise ModelStoreError(f"{folder} is not converted: its activation function is {activation}, and GPT-2's is gelu_new.")
    if values.get("scale_attn_by_inverse_layer_idx") or not values.get("scale_attn_weights", True):
        raise ModelStoreError(f"{folder} is not converted: it scales attention differently from GPT-2.")


def _read_config(folder: Path, stored: dict[str, LocalTensor]) -> GPT2Config:
    """Return the config; the number of tokens comes from the embedding."""
    file = folder / "config.json"
    values = read_json(file)
    if (embedding := stored.get("wte.weight")) and embedding.shape:
        values["vocab_size"] = embedding.shape[0]
    try:
        return GPT2Config.from_values(values)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelStoreError(f"{file} does not say the model's dimensions: {error} is missing or wrong.") from error


def _stored_tensors(files: list[Path]) -> dict[str, LocalTensor]:
    """Return the tensors of all files by name."""
    tensors: dict[str, LocalTensor] = {}
    for file in files:
        check_no_pointer(file)
        try:
            found = SafetensorsLocal(file).tensors
        except (OSError, ValueError, LookupError, TypeError, AttributeError, MemoryError, OverflowError) as error:
            raise ModelStoreError(f"{file} is damaged or not a safetensors file; fetch it again.") from error
        size_bytes = file.stat().st_size
        if any(tensor.data_range.offset + tensor.data_range.size > size_bytes for tensor in found.values()):
            raise ModelStoreError(f"{file} is truncated; fetch it again.")
        tensors |= found
    return tensors


def _fitting(mapping: TensorMapping, stored: dict[str, LocalTensor], path: Path) -> LocalTensor:
    tensor = stored.get(mapping.stored)
    if tensor is None:
        raise ModelStoreError(f"{path} is not converted: the tensor {mapping.stored} is missing.")
    if not isinstance(tensor.dtype, str) or tensor.dtype not in _ITEM_BYTES:
        raise ModelStoreError(
            f"{path} is not converted: {mapping.stored} is stored as {tensor.dtype}, and not as F32, F16 or BF16."
        )
    n_items = tensor.data_range.size // _ITEM_BYTES[tensor.dtype]
    if tensor.shape != mapping.stored_shape or n_items != mapping.n_items:
        shapes = f"{_times(tensor.shape)}, and by config.json {_times(mapping.stored_shape)}"
        raise ModelStoreError(f"{path} is not converted: {mapping.stored} is {shapes}.")
    return tensor


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
