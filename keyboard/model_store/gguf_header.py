"""The model's shape in a GGUF file's header, read without a library, so that a list of models is quick.

The format is that of ggml/include/gguf.h. The language model itself reads the file with ggml's own reader.
"""

import math
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from keyboard.model_store.checkpoint_files import check_no_pointer
from keyboard.model_store.errors import ModelStoreError
from keyboard.model_store.model_shape import ModelShape

_MAGIC = b"GGUF"
_STRING, _ARRAY = 8, 9
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_MOST_ENTRIES = 1 << 20
_LONGEST_TEXT_BYTES = 1 << 24  # chat templates take some kilobytes
_MOST_DIMENSIONS = 4  # GGML_MAX_DIMS, ggml/include/ggml.h
# `general.file_type`, llama_ftype in include/llama.h.
_QUANTIZATIONS = {0: "f32", 1: "f16", 2: "q4_0", 3: "q4_1", 7: "q8_0", 8: "q5_0", 9: "q5_1", 14: "q4_k_s", 15: "q4_k_m"} | {
    16: "q5_k_s",
    17: "q5_k_m",
    18: "q6_k",
}


@dataclass(frozen=True)
class GGUFHeader:
    """The facts in a header; where it lacks one, the shape is None, a number 0 and a text ""."""

    parameters: int  # number of weights
    quantization: str  # of most of them
    shape: ModelShape | None
    part: int = 0  # number of a part of a split model, from 0
    parts: int = 1


def read_header(file: Path) -> GGUFHeader:
    """Return the facts in a file's header, or none if the file is not a GGUF."""
    try:
        with file.open("rb") as stream:
            return _header(stream)
    except (OSError, ValueError, LookupError, OverflowError, struct.error):
        return GGUFHeader(0, "", None)


def check_gguf(file: Path) -> None:
    """Raise `ModelStoreError` if a file is not a GGUF file, or is only a part of a split one."""
    check_no_pointer(file)
    listing = "`keyboard models list` shows models to install"
    try:
        with file.open("rb") as stream:
            is_gguf = stream.read(len(_MAGIC)) == _MAGIC
    except OSError as error:
        raise ModelStoreError(f"{file} cannot be read: {error.strerror}; {listing}.") from error
    header = read_header(file)
    if header.parts > 1:
        first = _PART.sub(f"-00001-of-{header.parts:05}.gguf", file.name)
        way_out = f"join them with llama.cpp's `llama-gguf-split --merge '{first}' joined.gguf` and install that"
        raise ModelStoreError(f"{file} is part {header.part + 1} of {header.parts} of a split model; {way_out}.")
    if _PIECE.search(file.name):
        way_out = "join all pieces in order with `cat`, and install the whole file"
        raise ModelStoreError(f"{file} is one piece of a GGUF file; {way_out}.")
    if file.suffix == ".safetensors":
        raise ModelStoreError(f"{file} is not a GGUF file; `keyboard models convert` converts a GPT-2 checkpoint.")
    if not is_gguf:
        raise ModelStoreError(f"{file} is not a GGUF file; {listing}.")


# llama.cpp's name for a part, and usual names of pieces made by `split`.
_PART = re.compile(r"-\d{5}-of-\d{5}\.gguf$")
_PIECE = re.compile(r"\.gguf[.-](split-?|part-?)\w+$", re.IGNORECASE)


def _header(stream: BinaryIO) -> GGUFHeader:
    if stream.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("no GGUF file")
    _version, n_tensors, n_values = struct.unpack("<IQQ", stream.read(20))
    if max(n_tensors, n_values) > _MOST_ENTRIES:
        raise ValueError("a damaged header")
    values: dict[str, Any] = {}
    for _ in range(n_values):
        key = _text(stream)
        values[key] = _value(stream, _number(stream, "I"))
    parameters = sum(_tensor_size(stream) for _ in range(n_tensors))
    quantization = _QUANTIZATIONS.get(values.get("general.file_type", -1), "")
    part, parts = values.get("split.no"), values.get("split.count")
    is_split = isinstance(part, int) and isinstance(parts, int)
    return GGUFHeader(parameters, quantization, _shape(values, parameters), *((part, parts) if is_split else ()))


def _shape(values: dict[str, Any], parameters: int) -> ModelShape | None:
    prefix = values.get("general.architecture")
    heads = values.get(f"{prefix}.attention.head_count")
    dimensions: dict[str, Any] = {
        "layers": values.get(f"{prefix}.block_count"),
        "heads": heads,
        "kv_heads": values.get(f"{prefix}.attention.head_count_kv", heads),
        "width": values.get(f"{prefix}.embedding_length"),
        "context": values.get(f"{prefix}.context_length"),
        "vocabulary": values.get("tokenizer.ggml.tokens"),
    }
    if not all(type(value) is int and value > 0 for value in dimensions.values()):
        return None  # it is damaged, or of a kind without attention
    key_width = values.get(f"{prefix}.attention.key_length")
    is_own = type(key_width) is int and key_width != dimensions["width"] // dimensions["heads"]
    return ModelShape(**dimensions, key_width=key_width if is_own else None, stated_parameters=parameters)


def _value(stream: BinaryIO, kind: int) -> Any:
    """Return a scalar or a text, or the length of a list."""
    if kind == _STRING:
        return _text(stream)
    if kind == _ARRAY:
        element, length = struct.unpack("<IQ", stream.read(12))
        if element == _STRING:
            for _ in range(length):
                stream.seek(_number(stream, "Q"), 1)
        else:
            stream.seek(length * struct.calcsize(_SCALARS[element]), 1)
        return length
    return _number(stream, _SCALARS[kind])


def _tensor_size(stream: BinaryIO) -> int:
    """Return how many weights the next tensor has."""
    _text(stream)
    n_dimensions = _number(stream, "I")
    if n_dimensions > _MOST_DIMENSIONS:
        raise ValueError("a damaged header")
    dimensions = struct.unpack(f"<{n_dimensions}Q", stream.read(8 * n_dimensions))
    stream.seek(12, 1)  # its kind and its offset
    return math.prod(dimensions)


def _text(stream: BinaryIO) -> str:
    length = _number(stream, "Q")
    if length > _LONGEST_TEXT_BYTES:
        raise ValueError("a damaged header")
    return stream.read(length).decode("utf-8", "replace")


def _number(stream: BinaryIO, code: str) -> Any:
    return struct.unpack(f"<{code}", stream.read(struct.calcsize(code)))[0]
