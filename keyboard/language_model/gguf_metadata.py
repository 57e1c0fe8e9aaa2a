"""The metadata of a GGUF file, read with ggml's own reader, which also loads the model."""

import ctypes
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from keyboard.language_model.backends import collect_log, ggml_function
from keyboard.language_model.errors import LanguageModelError

# ggml/include/gguf.h
_NUMBERS: dict[int, type[np.generic]] = {5: np.int32, 6: np.float32}
_BOOL = 7
_STRING = 8
_ARRAY = 9


class _InitParameters(ctypes.Structure):
    _fields_ = [("no_alloc", ctypes.c_bool), ("ctx", ctypes.c_void_p)]


_init = ggml_function("gguf_init_from_file", ctypes.c_void_p, ctypes.c_char_p, _InitParameters)
_free = ggml_function("gguf_free", None, ctypes.c_void_p)
_find_key = ggml_function("gguf_find_key", ctypes.c_int64, ctypes.c_void_p, ctypes.c_char_p)
_kind_of = ggml_function("gguf_get_kv_type", ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_element_kind_of = ggml_function("gguf_get_arr_type", ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_text_of = ggml_function("gguf_get_val_str", ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int64)
_flag_of = ggml_function("gguf_get_val_bool", ctypes.c_bool, ctypes.c_void_p, ctypes.c_int64)
_length_of = ggml_function("gguf_get_arr_n", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int64)
_element_text_of = ggml_function("gguf_get_arr_str", ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_size_t)
_data_offset = ggml_function("gguf_get_data_offset", ctypes.c_size_t, ctypes.c_void_p)
_n_tensors = ggml_function("gguf_get_n_tensors", ctypes.c_int64, ctypes.c_void_p)
_tensor_offset = ggml_function("gguf_get_tensor_offset", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int64)
_tensor_size = ggml_function("gguf_get_tensor_size", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int64)
_tensor_name = ggml_function("gguf_get_tensor_name", ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int64)
_tensor_type = ggml_function("gguf_get_tensor_type", ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_block_bytes = ggml_function("ggml_type_size", ctypes.c_size_t, ctypes.c_int)
_block_weights = ggml_function("ggml_blck_size", ctypes.c_int64, ctypes.c_int)
_data_of = ggml_function("gguf_get_arr_data", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)


@dataclass(frozen=True)
class StoredWeights:
    """The weights of a tensor in a file, or of a part of the model."""

    name: str  # as in `blk.0.attn_q.weight`, or "token embeddings", "attention", "feed-forward" and so on
    parameters: int  # how many numbers there are
    size_bytes: int  # in the file, in its quantization


def check_whole(path: Path) -> None:
    """Raise `LanguageModelError` if a file is not a GGUF file, or is truncated."""
    with GGUFMetadata(path) as metadata:
        expected = metadata.size_bytes()
    found = path.stat().st_size
    if found < expected:
        sizes = f"{found / 1e6:.0f} of {expected / 1e6:.0f} MB"
        raise LanguageModelError(f"{path} is truncated: {sizes}; install it again with `keyboard models install`.")


class GGUFMetadata:
    """The metadata of one file, to be used in a `with` statement.

    A value of another type than requested counts as absent, because ggml aborts the process on it.
    """

    def __init__(self, path: Path) -> None:
        """Read the header; raise `LanguageModelError` if ggml does not accept it."""
        collect_log()
        if not path.is_file():
            raise LanguageModelError(f"{path} does not exist; `keyboard models list` shows the models.")
        self._pointer = _init(os.fsencode(path), _InitParameters(no_alloc=True, ctx=None))
        if not self._pointer:
            raise LanguageModelError(f"{path} is damaged or not a GGUF file; choose another model with `keyboard models list`.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None) -> None:
        _free(self._pointer)

    def text(self, key: str) -> str | None:
        """Return the text of a key, or None."""
        index = self._index(key)
        if index < 0 or _kind_of(self._pointer, index) != _STRING:
            return None
        return bytes(_text_of(self._pointer, index)).decode("utf-8", "replace")

    def flag(self, key: str) -> bool | None:
        """Return the truth value of a key, or None."""
        index = self._index(key)
        return bool(_flag_of(self._pointer, index)) if index >= 0 and _kind_of(self._pointer, index) == _BOOL else None

    def texts(self, key: str) -> list[str] | None:
        """Return the texts in the array of a key, or None."""
        index = self._array_index(key, _STRING)
        if index < 0:
            return None
        elements = (_element_text_of(self._pointer, index, place) for place in range(_length_of(self._pointer, index)))
        return [bytes(element).decode("utf-8", "replace") for element in elements]

    def numbers(self, key: str) -> npt.NDArray[Any] | None:
        """Return the 32-bit integers or floats in the array of a key, or None."""
        for kind, dtype in _NUMBERS.items():
            if (index := self._array_index(key, kind)) >= 0:
                size_bytes = 4 * _length_of(self._pointer, index)
                return np.frombuffer(ctypes.string_at(_data_of(self._pointer, index), size_bytes), dtype=dtype)
        return None

    def size_bytes(self) -> int:
        """Return the size of the complete file: where its last tensor ends."""
        ends = (
            _tensor_offset(self._pointer, index) + _tensor_size(self._pointer, index)
            for index in range(_n_tensors(self._pointer))
        )
        return int(_data_offset(self._pointer) + max(ends, default=0))

    def tensors(self) -> tuple[StoredWeights, ...]:
        """Return the tensors, in the order of the file."""
        return tuple(self._tensor(index) for index in range(_n_tensors(self._pointer)))

    def _tensor(self, index: int) -> StoredWeights:
        kind, size_bytes = _tensor_type(self._pointer, index), _tensor_size(self._pointer, index)
        name = bytes(_tensor_name(self._pointer, index)).decode("utf-8", "replace")
        return StoredWeights(name, size_bytes // _block_bytes(kind) * _block_weights(kind), size_bytes)

    def _array_index(self, key: str, element_kind: int) -> int:
        index = self._index(key)
        is_array = index >= 0 and _kind_of(self._pointer, index) == _ARRAY
        return index if is_array and _element_kind_of(self._pointer, index) == element_kind else -1

    def _index(self, key: str) -> int:
        return int(_find_key(self._pointer, key.encode()))
