"""From a GPT-2 checkpoint to a GGUF file, tensor by tensor: no more than a few megabytes of weights are in memory at once.

What comes out is what llama.cpp's `conversion/gpt2.py` writes, but for the descriptions of the model's origin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np
import numpy.typing as npt
from gguf import GGUFWriter, LlamaFileType, TokenType
from gguf.utility import LocalTensor

from keyboard.model_store.checkpoint import Checkpoint, TensorMapping, read_json
from keyboard.model_store.errors import ModelStoreError, why_not_written
from keyboard.model_store.progress import Cancelled, Progress, check_cancelled, not_cancelled

END_OF_TEXT = "<|endoftext|>"


@dataclass(frozen=True)
class Tokenizer:
    """A byte-level BPE vocabulary, as GGUF has it.

    Attributes:
        tokens: Each token in GPT-2's printable form, (n_vocab,).
        kinds: Whether each is normal, control, user-defined or unused, (n_vocab,).
        merges: The pairs that are merged, each with a space between, the one to prefer first.
    """

    tokens: tuple[str, ...]
    kinds: tuple[TokenType, ...]
    merges: tuple[str, ...]


def read_tokenizer(folder: Path, n_vocab: int) -> Tokenizer:
    """Return a checkpoint's tokenizer with as many tokens as its embedding has rows; those beyond the vocabulary are unused.

    Raises `ModelStoreError` where there is none, it is of another kind, or it has more tokens than the embedding.
    """
    vocabulary, merges, added = _from_two_files(folder) if (folder / "vocab.json").exists() else _from_one_file(folder)
    tokens = [f"[PAD{place}]" for place in range(n_vocab)]
    kinds = [TokenType.UNUSED] * n_vocab
    for token, place, kind in _entries(vocabulary, added):
        if not isinstance(place, int) or not 0 <= place < n_vocab:
            raise ModelStoreError(f"{folder} is not converted: its token {token!r} has the id {place} of {n_vocab} embeddings.")
        tokens[place], kinds[place] = token, kind
    return Tokenizer(tuple(tokens), tuple(kinds), tuple(merges))


def _entries(vocabulary: dict[str, int], added: dict[str, tuple[int, bool]]) -> Iterator[tuple[str, int, TokenType]]:
    for token, place in vocabulary.items():
        yield token, place, TokenType.CONTROL if token == END_OF_TEXT else TokenType.NORMAL
    for token, (place, is_special) in added.items():
        yield token, place, TokenType.CONTROL if is_special or token == END_OF_TEXT else TokenType.USER_DEFINED


def _from_two_files(folder: Path) -> tuple[dict[str, int], list[str], dict[str, tuple[int, bool]]]:
    """Return tokens, merges and the tokens that were added later, each with its id and whether it is a control token."""
    try:
        lines = (folder / "merges.txt").read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelStoreError(f"{folder / 'merges.txt'} is missing or damaged; fetch it again.") from error
    merges = [line for line in lines if line and not line.startswith("#version")]
    added = read_json(folder / "added_tokens.json") if (folder / "added_tokens.json").exists() else {}
    return read_json(folder / "vocab.json"), merges, {token: (place, False) for token, place in added.items()}


def _from_one_file(folder: Path) -> tuple[dict[str, int], list[str], dict[str, tuple[int, bool]]]:
    file = folder / "tokenizer.json"
    if not file.exists():
        raise ModelStoreError(f"{folder} has neither vocab.json and merges.txt nor tokenizer.json; fetch them too.")
    values = read_json(file)
    model = values.get("model") or {}
    if model.get("type", "BPE") != "BPE" or not _is_byte_level(values.get("pre_tokenizer")):
        raise ModelStoreError(f"{file} is no tokenizer of GPT-2's kind; only GPT-2 is converted.")
    try:
        merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
        added = {token["content"]: (token["id"], bool(token.get("special"))) for token in values.get("added_tokens", [])}
        return dict(model["vocab"]), merges, added
    except (KeyError, TypeError) as error:
        raise ModelStoreError(f"{file} is damaged: {error} is missing or wrong; fetch it again.") from error


def _is_byte_level(pre_tokenizer: Any) -> bool:
    return isinstance(pre_tokenizer, dict) and pre_tokenizer.get("type") == "ByteLevel"


Weights = Literal["f16", "f32"]
_Array = npt.NDArray[Any]

_FILE_TYPES = {"f16": LlamaFileType.MOSTLY_F16, "f32": LlamaFileType.ALL_F32}
_STORED_TYPES = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}
_BLOCK_BYTES = 8 << 20


def convert(
    checkpoint: Checkpoint,
    target: Path,
    weights: Weights,
    progress: Progress,
    cancelled: Cancelled = not_cancelled,
) -> None:
    """Write the checkpoint to `target`, its matrices as F16 or F32; positions, biases and norms are F32.

    Raises `ModelStoreError` where the tokenizer does not fit, and where `target` cannot be written, which then is not whole.
    """
    tokenizer = read_tokenizer(checkpoint.folder, checkpoint.config.vocabulary)
    writer = GGUFWriter(target, "gpt2")
    try:
        _add_values(writer, checkpoint, tokenizer, weights)
        _write_tensors(writer, checkpoint, weights, progress, cancelled)
    except OSError as error:
        raise ModelStoreError(f"{target} could not be written: {why_not_written(error)}.") from error
    finally:
        writer.close()


class _StreamedTensor:
    """A tensor that is read, turned and written in blocks of rows; it stands in for an array in `GGUFWriter`."""

    def __init__(self, mapping: TensorMapping, stored: LocalTensor, dtype: type[np.floating[Any]]) -> None:
        self._mapping = mapping
        self._stored = stored
        self._dtype = dtype
        self.nbytes = mapping.n_items * np.dtype(dtype).itemsize

    def tofile(self, file: BinaryIO) -> None:
        """Write the rows."""
        for block in self._blocks():
            file.write(np.ascontiguousarray(block, dtype=self._dtype).data)

    def _blocks(self) -> Iterator[_Array]:
        """Yield blocks of the GGUF's rows, each (rows, row length); of a vector the whole, (length,)."""
        if len(self._mapping.shape) == 1:
            yield self._read(0, self._mapping.n_items)
        elif self._mapping.is_transposed:
            yield from self._transposed()
        else:
            n_rows, length = self._mapping.shape
            step = max(1, _BLOCK_BYTES // (4 * length))
            for start in range(0, n_rows, step):
                rows = min(step, n_rows - start)
                yield self._read(start * length, rows * length).reshape(rows, length)

    def _transposed(self) -> Iterator[_Array]:
        """Yield the same of a matrix that is stored as (row length, rows): blocks of its columns."""
        matrix = np.memmap(
            self._stored.data_range.filename,
            dtype=_STORED_TYPES[self._stored.dtype],
            mode="r",
            offset=self._stored.data_range.offset,
            shape=self._mapping.stored_shape,
        )
        n_rows, length = self._mapping.shape
        step = max(1, _BLOCK_BYTES // (4 * length))
        for start in range(0, n_rows, step):
            yield self._as_numbers(np.asarray(matrix[:, start : start + step])).T

    def _read(self, start: int, count: int) -> _Array:
        dtype = np.dtype(_STORED_TYPES[self._stored.dtype])
        offset = self._stored.data_range.offset + start * dtype.itemsize
        return self._as_numbers(np.fromfile(self._stored.data_range.filename, dtype=dtype, count=count, offset=offset))

    def _as_numbers(self, values: _Array) -> _Array:
        """Return stored values as floating-point numbers; BF16 is the upper half of an F32, and NumPy has no name for it."""
        if self._stored.dtype != "BF16":
            return values
        return (values.astype(np.uint32) << 16).view(np.float32)


def _add_values(writer: GGUFWriter, checkpoint: Checkpoint, tokenizer: Tokenizer, weights: Weights) -> None:
    config = checkpoint.config
    writer.add_name(checkpoint.folder.name)
    writer.add_file_type(_FILE_TYPES[weights])
    writer.add_block_count(config.layers)
    writer.add_context_length(config.context)
    writer.add_embedding_length(config.width)
    writer.add_feed_forward_length(config.hidden)
    writer.add_head_count(config.heads)
    writer.add_layer_norm_eps(config.epsilon)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokenizer.tokens)
    writer.add_token_types(tokenizer.kinds)
    writer.add_token_merges(tokenizer.merges)
    writer.add_bos_token_id(config.begin)
    writer.add_eos_token_id(config.end)


def _write_tensors(
    writer: GGUFWriter, checkpoint: Checkpoint, weights: Weights, progress: Progress, cancelled: Cancelled
) -> None:
    matrices = np.float16 if weights == "f16" else np.float32
    tensors = [
        _StreamedTensor(mapping, stored, matrices if mapping.is_matrix else np.float32) for mapping, stored in checkpoint.tensors
    ]
    for (mapping, _), tensor in zip(checkpoint.tensors, tensors, strict=True):
        dtype = np.dtype(matrices if mapping.is_matrix else np.float32)
        writer.add_tensor_info(mapping.name, mapping.shape, dtype, tensor.nbytes)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    done, total = 0, sum(tensor.nbytes for tensor in tensors)
    for tensor in tensors:
        check_cancelled(cancelled)
        writer.write_tensor_data(tensor)  # type: ignore[arg-type]
        done += tensor.nbytes
        progress(done / total)
