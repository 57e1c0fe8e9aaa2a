"""The vocabulary in a GGUF file: the bytes of each token, which tokens are merged, and which were added whole."""

import ctypes
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import numpy.typing as npt

from keyboard.language_model.backends import collect_log, last_errors
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.storage.array_cache import load_arrays, save_arrays

# `tokenizer.ggml.model`, llama.cpp/src/llama-vocab.cpp.
BYTE_LEVEL_BPE, _SENTENCE_PIECE = "gpt2", "llama"
# The pre-tokenizers of GPT-2's kind, by which tiktoken can split a text as llama.cpp does.
GPT2_RULES = ("gpt-2", "smollm", "default")


@dataclass(frozen=True)
class Vocabulary:
    """The data of a tokenizer."""

    pieces: tuple[bytes, ...]  # the bytes of each token, (n_vocab,); b"" for control and unused tokens, which no text contains
    merge_order: tuple[int, ...]  # of byte-level BPE: the tokens in the order of their merges, after the single bytes
    pre_tokenizer: str  # the name of the rule that splits a text before merging, `tokenizer.ggml.pre`
    # The tokens that a text is searched for before it is split, in this order; llama.cpp calls them user-defined.
    added: tuple[int, ...] = ()
    model: str = BYTE_LEVEL_BPE  # the name of the algorithm, `tokenizer.ggml.model`
    rules: str = ""  # of other kinds: a hash of the merges and scores, which decide with the tokens how a text is tokenized


def load_vocabulary(model_file: Path, cache_folder: Path) -> Vocabulary:
    """Return the vocabulary of a GGUF file, which is kept in the cache folder. Raises as `read_vocabulary` does."""
    cache = cache_folder / f"vocabulary-{_file_key(model_file)}.npz"
    if (arrays := load_arrays(cache)) is not None:
        return _from_arrays(arrays)
    vocabulary = read_vocabulary(model_file)
    save_arrays(cache, _to_arrays(vocabulary))
    return vocabulary


def read_vocabulary(model_file: Path) -> Vocabulary:
    """Return the vocabulary in a GGUF file; raise `LanguageModelError` if it has none or a damaged one."""
    with GGUFMetadata(model_file) as metadata:
        model = metadata.text("tokenizer.ggml.model") or "none"
        tokens = metadata.texts("tokenizer.ggml.tokens")
        merges = metadata.texts("tokenizer.ggml.merges")
        scores = metadata.numbers("tokenizer.ggml.scores")
        pre_tokenizer = metadata.text("tokenizer.ggml.pre") or "default"
    if model == "none" or tokens is None:
        raise LanguageModelError(f"{model_file} has no tokenizer, so no text can be read with it; choose another model.")
    texts = [token or f"[EMPTY_{place}]" for place, token in enumerate(tokens)]
    _check(model_file, model, texts, merges)
    with opened_vocabulary(model_file) as vocab:
        kinds = [int(llama_cpp.llama_vocab_get_attr(vocab, token)) for token in range(len(tokens))]
        if model == BYTE_LEVEL_BPE:
            pieces = tuple(_piece(text, kind) for text, kind in zip(texts, kinds, strict=True))
        else:
            pieces = tuple(_piece_by_llama_cpp(vocab, token) for token in range(len(tokens)))
    added = [token for token, kind in enumerate(kinds) if kind & _USER_DEFINED and not kind & _WITHOUT_TEXT]
    added.sort(key=lambda token: -len(texts[token].encode("utf-8", "replace")))
    if model == BYTE_LEVEL_BPE and pre_tokenizer in GPT2_RULES:
        return Vocabulary(pieces, _merge_order(model_file, tokens, merges or []), pre_tokenizer, tuple(added), model)
    digest = hashlib.blake2b("\n".join(merges or ()).encode("utf-8", "replace"), digest_size=12)
    digest.update(b"" if scores is None else scores.tobytes())
    return Vocabulary(pieces, (), pre_tokenizer, tuple(added), model, digest.hexdigest())


def _check(model_file: Path, model: str, texts: list[str], merges: list[str] | None) -> None:
    """Raise `LanguageModelError` if llama.cpp would end the process, at once or at some text."""
    if len(set(texts)) < len(texts):
        raise LanguageModelError(f"{model_file} has a damaged tokenizer: two tokens have the same text; choose another model.")
    if model == BYTE_LEVEL_BPE and merges is None:
        raise LanguageModelError(f"{model_file} has a damaged tokenizer: it has no merges; choose another model.")
    if model == _SENTENCE_PIECE and not {f"<0x{byte:02X}>" for byte in range(256)} <= set(texts):
        raise LanguageModelError(f"{model_file} has a damaged tokenizer: it lacks tokens of single bytes; choose another model.")


def load_vocab_only(model_file: Path, *, adds_space: bool | None = None) -> llama_cpp.llama_model_p:
    """Return llama.cpp's own vocabulary of a file, a model without weights, for the caller to free.

    `adds_space` replaces what the file says of the space before a whole text. Raises `LanguageModelError` with llama.cpp's reason
    where it refuses the file.
    """
    collect_log()
    parameters = llama_cpp.llama_model_default_params()
    parameters.vocab_only = True
    if adds_space is not None:
        replaced: Any = (llama_cpp.llama_model_kv_override * 2)()  # a key of "" ends the list
        replaced[0].key = b"tokenizer.ggml.add_space_prefix"
        replaced[0].tag = llama_cpp.LLAMA_KV_OVERRIDE_TYPE_BOOL
        replaced[0].value.val_bool = adds_space
        parameters.kv_overrides = replaced
    last_errors()
    pointer: llama_cpp.llama_model_p | None = llama_cpp.llama_model_load_from_file(os.fsencode(model_file), parameters)
    if not pointer:
        reason = next((error.split(": ", 1)[-1] for error in last_errors() if error), "llama.cpp gives no reason")
        raise LanguageModelError(f"{model_file} has a damaged tokenizer: {reason}; choose another model.")
    return pointer


@contextmanager
def opened_vocabulary(model_file: Path) -> Iterator[llama_cpp.llama_vocab_p]:
    """Yield llama.cpp's own vocabulary of a file; raise `LanguageModelError` if it refuses the file."""
    model = load_vocab_only(model_file)
    try:
        yield llama_cpp.llama_model_get_vocab(model)
    finally:
        llama_cpp.llama_model_free(model)


# llama_token_attr, llama.cpp/include/llama.h
_UNKNOWN, _UNUSED, _CONTROL, _USER_DEFINED = 1, 2, 8, 16
_WITHOUT_TEXT = _UNKNOWN | _UNUSED | _CONTROL


_LONGEST_PIECE = 256


def _piece_by_llama_cpp(vocab: llama_cpp.llama_vocab_p, token: int) -> bytes:
    """Return the bytes that a token adds to a text, with its space."""
    size = _LONGEST_PIECE
    while True:
        buffer = ctypes.create_string_buffer(size)
        length = llama_cpp.llama_token_to_piece(vocab, token, buffer, size, 0, False)
        if length >= 0:
            return buffer.raw[:length]
        size = -length


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


_VERSION = 3


def _merge_order(model_file: Path, tokens: list[str], merges: list[str]) -> tuple[int, ...]:
    """Return the tokens of the single bytes, then those that the merges produce, in order."""
    ids = {token: place for place, token in enumerate(tokens)}
    single = [place for place, token in enumerate(tokens) if token in _BYTES]
    try:
        merged = [ids[left + right] for left, right in (merge.split(" ") for merge in merges)]
    except KeyError as error:
        raise LanguageModelError(f"{model_file} has a damaged tokenizer: {error} is not one of its tokens.") from error
    except ValueError as error:  # a merge of no two tokens
        raise LanguageModelError(f"{model_file} has a damaged tokenizer; choose another model.") from error
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
        "names": np.array([vocabulary.pre_tokenizer, vocabulary.model, vocabulary.rules]),
        "added": np.array(vocabulary.added, dtype=np.int32),
    }


def _from_arrays(arrays: dict[str, npt.NDArray[Any]]) -> Vocabulary:
    joined = arrays["joined_pieces"].tobytes()
    ends = np.cumsum(arrays["lengths"]).tolist()
    pieces = tuple(joined[start:end] for start, end in pairwise([0, *ends]))
    merge_order, added = (tuple(arrays[name].tolist()) for name in ("merge_order", "added"))
    pre_tokenizer, model, rules = arrays["names"].tolist()
    return Vocabulary(pieces, merge_order, pre_tokenizer, added, model, rules)
