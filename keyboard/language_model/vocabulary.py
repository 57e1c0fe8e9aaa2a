"""The vocabulary in a GGUF file: the bytes of each token, which tokens are merged, and which were added whole."""

import hashlib
import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import numpy.typing as npt

from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.storage.array_cache import load_arrays, save_arrays


@dataclass(frozen=True)
class Vocabulary:
    """The data of a byte-level BPE tokenizer.

    Attributes:
        pieces: The bytes of each token, (n_vocab,); b"" for control and unused tokens, which no text contains.
        merge_order: The tokens in the order in which they are merged, after the single bytes.
        pre_tokenizer: The name of the rule that splits a text before merging, `tokenizer.ggml.pre`.
        added: The tokens that a text is searched for before it is split, in this order; llama.cpp calls them user-defined.
    """

    pieces: tuple[bytes, ...]
    merge_order: tuple[int, ...]
    pre_tokenizer: str
    added: tuple[int, ...] = ()


def load_vocabulary(model_file: Path, cache_folder: Path) -> Vocabulary:
    """Return the vocabulary of a GGUF file, which is kept in the cache folder. Raises as `read_vocabulary` does."""
    cache = cache_folder / f"vocabulary-{_file_key(model_file)}.npz"
    if (arrays := load_arrays(cache)) is not None:
        return _from_arrays(arrays)
    vocabulary = read_vocabulary(model_file)
    save_arrays(cache, _to_arrays(vocabulary))
    return vocabulary


def read_vocabulary(model_file: Path) -> Vocabulary:
    """Return the vocabulary in a GGUF file; raise `LanguageModelError` if it is not one of byte-level BPE."""
    with GGUFMetadata(model_file) as metadata:
        model = metadata.text("tokenizer.ggml.model")
        tokens = metadata.texts("tokenizer.ggml.tokens")
        merges = metadata.texts("tokenizer.ggml.merges")
        pre_tokenizer = metadata.text("tokenizer.ggml.pre")
    if model != "gpt2" or tokens is None or merges is None:
        raise LanguageModelError(f"{model_file} has no tokenizer of GPT-2's kind; choose a GPT-2 or SmolLM2 model.")
    texts = [token or f"[EMPTY_{place}]" for place, token in enumerate(tokens)]
    if len(set(texts)) < len(texts):  # llama.cpp would end the process
        raise LanguageModelError(f"{model_file} has a damaged tokenizer: two tokens have the same text; choose another model.")
    try:
        merge_order = _merge_order(tokens, merges)
    except KeyError as error:
        raise LanguageModelError(f"{model_file} has a damaged tokenizer: {error} is no token of it.") from error
    except ValueError as error:  # a merge of no two tokens
        raise LanguageModelError(f"{model_file} has a damaged tokenizer; choose another model.") from error
    kinds = _attributes(model_file, len(tokens))
    added = [token for token, kind in enumerate(kinds) if kind & _USER_DEFINED and not kind & _WITHOUT_TEXT]
    added.sort(key=lambda token: -len(texts[token].encode("utf-8", "replace")))
    pieces = tuple(_piece(text, kind) for text, kind in zip(texts, kinds, strict=True))
    return Vocabulary(pieces, merge_order, pre_tokenizer or "default", tuple(added))


# llama_token_attr, llama.cpp/include/llama.h
_UNKNOWN, _UNUSED, _CONTROL, _USER_DEFINED = 1, 2, 8, 16
_WITHOUT_TEXT = _UNKNOWN | _UNUSED | _CONTROL


def _attributes(model_file: Path, n_vocab: int) -> list[int]:
    """Return the kind of each token as llama.cpp has it, which takes some tokens for control tokens by their names."""
    parameters = llama_cpp.llama_model_default_params()
    parameters.vocab_only = True
    model = llama_cpp.llama_model_load_from_file(os.fsencode(model_file), parameters)
    if not model:
        raise LanguageModelError(f"{model_file} has a damaged tokenizer; choose another model.")
    try:
        vocab = llama_cpp.llama_model_get_vocab(model)
        return [int(llama_cpp.llama_vocab_get_attr(vocab, token)) for token in range(n_vocab)]
    finally:
        llama_cpp.llama_model_free(model)


def _piece(text: str, kind: int) -> bytes:
    if kind & _WITHOUT_TEXT:
        return b""
    return text.encode("utf-8", "replace") if kind & _USER_DEFINED else bytes_of_token(text)


def _printable_bytes() -> dict[str, int]:
    """Return the byte that each character stands for: the inverse of `bytes_to_unicode` in OpenAI's gpt-2/src/encoder.py."""
    as_they_are = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    moved = [byte for byte in range(256) if byte not in as_they_are]
    return {chr(byte): byte for byte in as_they_are} | {chr(256 + place): byte for place, byte in enumerate(moved)}


_BYTES = _printable_bytes()


def bytes_of_token(token: str) -> bytes:
    """Return the bytes of a token by its text in a GGUF file; text that is not in this notation is encoded as UTF-8."""
    try:
        return bytes(_BYTES[character] for character in token)
    except KeyError:
        return token.encode("utf-8", "replace")


def byte_tokens() -> list[str]:
    """Return the characters that stand for the 256 bytes, in the order of the first tokens of GPT-2's vocabulary."""
    return list(_BYTES)


_VERSION = 2


def _merge_order(tokens: list[str], merges: list[str]) -> tuple[int, ...]:
    """Return the tokens of the single bytes, then those that the merges produce, in order."""
    ids = {token: place for place, token in enumerate(tokens)}
    single = [place for place, token in enumerate(tokens) if token in _BYTES]
    merged = [ids[left + right] for left, right in (merge.split(" ") for merge in merges)]
    return tuple(dict.fromkeys((*single, *merged)))


def _file_key(model_file: Path) -> str:
    try:
        status = model_file.stat()
    except OSError as error:
        raise LanguageModelError(f"{model_file} cannot be read: {error.strerror}.") from error
    identity = f"{_VERSION}|{model_file.resolve()}|{status.st_size}|{status.st_mtime_ns}"
    return hashlib.blake2b(identity.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _to_arrays(vocabulary: Vocabulary) -> dict[str, npt.NDArray[Any]]:
    return {
        "joined_pieces": np.frombuffer(b"".join(vocabulary.pieces), dtype=np.uint8),
        "lengths": np.array([len(piece) for piece in vocabulary.pieces], dtype=np.int32),
        "merge_order": np.array(vocabulary.merge_order, dtype=np.int32),
        "pre_tokenizer": np.array(vocabulary.pre_tokenizer),
        "added": np.array(vocabulary.added, dtype=np.int32),
    }


def _from_arrays(arrays: dict[str, npt.NDArray[Any]]) -> Vocabulary:
    joined = arrays["joined_pieces"].tobytes()
    ends = np.cumsum(arrays["lengths"]).tolist()
    pieces = tuple(joined[start:end] for start, end in pairwise([0, *ends]))
    merge_order, added = (tuple(arrays[name].tolist()) for name in ("merge_order", "added"))
    return Vocabulary(pieces, merge_order, str(arrays["pre_tokenizer"]), added)
