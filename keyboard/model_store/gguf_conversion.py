"""Converts a GPT-2 checkpoint to a GGUF file, tensor by tensor, with only a few megabytes of weights in memory at once.

The result is that of llama.cpp's `conversion/gpt2.py`, except for the descriptions of the model's origin.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np
import numpy.typing as npt
from gguf import GGUFWriter, LlamaFileType
from gguf.utility import LocalTensor

from keyboard.model_store.checkpoint import Checkpoint, TensorMapping
from keyboard.model_store.errors import ModelStoreError, why_not_written
from keyboard.model_store.model_names import checkpoint_name
from keyboard.model_store.progress import Cancelled, Progress, check_cancelled, not_cancelled

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

    Raises `ModelStoreError` if `target` cannot be written; it is then incomplete.
    """
    writer = GGUFWriter(target, "gpt2")
    try:
        _add_values(writer, checkpoint, weights)
        _write_tensors(writer, checkpoint, weights, progress, cancelled)
    except OSError as error:
        raise ModelStoreError(f"{target} could not be written: {why_not_written(error)}.") from error
    finally:
        writer.close()


class _StreamedTensor:
    """A tensor that is read, transposed and written in blocks of rows; `GGUFWriter` takes it as an array."""

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
        """Yield blocks of the GGUF's rows, each (rows, row length), or a whole vector, (length,)."""
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
        """Yield the same for a matrix that is stored as (row length, rows): blocks of its columns."""
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


def _add_values(writer: GGUFWriter, checkpoint: Checkpoint, weights: Weights) -> None:
    config, tokenizer = checkpoint.config, checkpoint.tokenizer
    writer.add_name(checkpoint_name(checkpoint.folder))
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
    writer.add_bos_token_id(tokenizer.begin)
    writer.add_eos_token_id(tokenizer.end)


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
