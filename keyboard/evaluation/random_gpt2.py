"""A GPT-2 with random weights: it takes as much time and memory as the real model of its shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from keyboard.evaluation.output_file import EvaluationError
from keyboard.language_model.vocabulary import byte_tokens
from keyboard.storage.atomic_file import written_atomically
from keyboard.storage.locations import bundled_file, cache_folder

if TYPE_CHECKING:
    from gguf import GGUFWriter

_SEED = 2
_DEVIATION = 0.02  # Radford et al. 2019 begin the training of GPT-2 with it
_END_OF_TEXT = "<|endoftext|>"
_Q8_0_FILE = 7  # LLAMA_FTYPE_MOSTLY_Q8_0, llama.cpp/include/llama.h


@dataclass(frozen=True)
class GPT2Shape:
    """The dimensions of a GPT-2."""

    n_layer: int
    n_head: int
    n_embd: int
    n_ctx: int = 1024


SMALL = GPT2Shape(n_layer=12, n_head=12, n_embd=768)


def cached_random_gpt2() -> str:
    """Return the path of one of small's shape in the cache folder; raise `EvaluationError` if it cannot be written."""
    try:
        return str(random_gpt2(cache_folder() / "benchmark"))
    except OSError as error:
        raise EvaluationError(f"the model to measure with cannot be written to {cache_folder()}: {error.strerror}.") from error


def random_gpt2(folder: Path, shape: GPT2Shape = SMALL) -> Path:
    """Return a GGUF file (Q8_0) of that shape with GPT-2's vocabulary; it is written to `folder` if it does not exist.

    The same shape has the same weights everywhere. Raises `OSError` if they cannot be written.
    """
    file = folder / f"random-gpt2-{shape.n_layer}x{shape.n_head}x{shape.n_embd}.gguf"
    if not file.exists():
        with written_atomically(file) as temporary:
            _write(temporary, shape)
    return file


def gpt2_vocabulary() -> tuple[list[str], list[str]]:
    """Return GPT-2's tokens by their ids, as GGUF files write them, and its merges: they define the tokens."""
    merges = bundled_file("resources", "gpt2", "merges.txt").read_text("utf-8").splitlines()
    return [*byte_tokens(), *(merge.replace(" ", "") for merge in merges), _END_OF_TEXT], merges


def _write(file: Path, shape: GPT2Shape) -> None:
    from gguf import GGMLQuantizationType, GGUFWriter
    from gguf.quants import quantize

    writer = GGUFWriter(file, "gpt2")
    _add_metadata(writer, shape)
    for name, values in _tensors(shape):
        is_matrix = values.ndim == 2 and name != "position_embd.weight"
        kind = GGMLQuantizationType.Q8_0 if is_matrix else GGMLQuantizationType.F32
        writer.add_tensor(name, quantize(values, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_metadata(writer: "GGUFWriter", shape: GPT2Shape) -> None:
    from gguf import TokenType

    tokens, merges = gpt2_vocabulary()
    writer.add_name("GPT-2 of random weights")
    writer.add_file_type(_Q8_0_FILE)
    writer.add_block_count(shape.n_layer)
    writer.add_context_length(shape.n_ctx)
    writer.add_embedding_length(shape.n_embd)
    writer.add_feed_forward_length(4 * shape.n_embd)
    writer.add_head_count(shape.n_head)
    writer.add_layer_norm_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([TokenType.NORMAL] * (len(tokens) - 1) + [TokenType.CONTROL])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(len(tokens) - 1)
    writer.add_eos_token_id(len(tokens) - 1)


def _tensors(shape: GPT2Shape) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """Yield llama.cpp's names of GPT-2's tensors (LLM_ARCH_GPT2 in src/llama-arch.cpp) and weights as before any training."""
    chance = np.random.default_rng(_SEED)
    width = shape.n_embd

    def matrix(n_out: int, n_in: int) -> npt.NDArray[np.float32]:
        return _DEVIATION * chance.standard_normal((n_out, n_in), dtype=np.float32)

    def norm(name: str) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
        yield f"{name}.weight", np.ones(width, dtype=np.float32)
        yield f"{name}.bias", np.zeros(width, dtype=np.float32)

    def linear(name: str, n_out: int, n_in: int) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
        yield f"{name}.weight", matrix(n_out, n_in)
        yield f"{name}.bias", np.zeros(n_out, dtype=np.float32)

    tokens, _ = gpt2_vocabulary()
    yield "token_embd.weight", matrix(len(tokens), width)
    yield "position_embd.weight", matrix(shape.n_ctx, width)
    for layer in range(shape.n_layer):
        block = f"blk.{layer}"
        yield from norm(f"{block}.attn_norm")
        yield from linear(f"{block}.attn_qkv", 3 * width, width)
        yield from linear(f"{block}.attn_output", width, width)
        yield from norm(f"{block}.ffn_norm")
        yield from linear(f"{block}.ffn_up", 4 * width, width)
        yield from linear(f"{block}.ffn_down", width, 4 * width)
    yield from norm("output_norm")
