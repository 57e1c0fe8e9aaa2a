"""The tokenizer of a GGUF model: a tiktoken `Encoding` made from the file's own tokens and merges."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tiktoken

from keyboard.array_cache import load_arrays, save_arrays
from keyboard.language_model.byte_level import bytes_of_token
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.language_model.pre_tokenizers import PATTERNS

_VERSION = 1
_NO_TOKEN = -1
# tiktoken's regular expression overflows its stack on a longer run of white space, and aborts the thread.
_MOST_SPACE = 100_000
_LONG_SPACE = re.compile(rf"(\s{{{_MOST_SPACE}}})")
_CONTROL_TOKEN = 3  # LLAMA_TOKEN_TYPE_CONTROL, llama.cpp/include/llama.h


@dataclass(frozen=True)
class Vocabulary:
    """What a byte-level BPE tokenizer is made of.

    Attributes:
        pieces: The bytes of each token, (n_vocab,); b"" for control tokens, which no text contains.
        merge_order: The tokens in the order in which merging prefers them: the single bytes first.
        pre_tokenizer: The name of the rule that splits a text before merging, `tokenizer.ggml.pre`.
    """

    pieces: tuple[bytes, ...]
    merge_order: tuple[int, ...]
    pre_tokenizer: str


class ModelEncoding:
    """Turns text into a model's tokens and back, token for token as llama.cpp does.

    The exceptions are characters that Unicode got after llama.cpp's tables were made: tiktoken knows them as letters and digits.

    tiktoken merges the pair whose joint has the lowest rank, so ranks are places in the merge order, and a table leads from
    ranks to the model's token ids. Bytes for which a model has no token, because its training text had none, are left out, as
    llama.cpp does.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Make the encoding; raise `LanguageModelError` where the pre-tokenizer is not known."""
        pattern = PATTERNS.get(vocabulary.pre_tokenizer)
        if pattern is None:
            raise LanguageModelError(
                f"the tokenizer {vocabulary.pre_tokenizer!r} is not supported; choose a GPT-2 or SmolLM2 model."
            )
        ranks = {vocabulary.pieces[token]: rank for rank, token in enumerate(vocabulary.merge_order)}
        absent = [byte for value in range(256) if (byte := bytes([value])) not in ranks]
        ranks |= {byte: len(ranks) + place for place, byte in enumerate(absent)}
        self.pieces = vocabulary.pieces
        self._ids = (*vocabulary.merge_order, *(_NO_TOKEN for _ in absent))
        self._encoding = tiktoken.Encoding(
            name=vocabulary.pre_tokenizer, pat_str=pattern, mergeable_ranks=ranks, special_tokens={}
        )

    @property
    def n_vocab(self) -> int:
        """How many tokens there are, control tokens included."""
        return len(self.pieces)

    @cached_property
    def fingerprint(self) -> str:
        """A hash that two encodings share where they give the same tokens for every text."""
        digest = hashlib.blake2b(self._encoding.name.encode(), digest_size=12)
        digest.update(np.array(self._ids, dtype=np.int32).tobytes())
        digest.update(b"".join(len(piece).to_bytes(4) + piece for piece in self.pieces))
        return digest.hexdigest()

    def encode(self, text: str) -> list[int]:
        """Return the text's tokens. What looks like a control token is text; a lone surrogate becomes U+FFFD."""
        ids = self._ids
        parts = _LONG_SPACE.split(text) if len(text) >= _MOST_SPACE else [text]
        return [ids[rank] for part in parts for rank in self._encoding.encode_ordinary(part) if ids[rank] != _NO_TOKEN]

    def encode_before_word(self, text: str, *, has_space: bool = False) -> list[int]:
        """Return the tokens that the text has where a word follows it, after a space that is no part of the text or at once.

        A pre-tokenizer leaves the last of several white-space characters to what follows: the two line ends before a paragraph
        are one token at a text's end and two before a word, and after that one token a model expects no word.
        """
        if not text[-1:].isspace():
            return self.encode(text)
        word = " a" if has_space else "a"
        *before, last = self.encode(text + word)
        return before if self.pieces[last] == word.encode() else self.encode(text)

    def decode(self, tokens: list[int]) -> str:
        """Return the tokens' text; bytes that are no whole character become U+FFFD."""
        return b"".join(self.pieces[token] for token in tokens).decode("utf-8", "replace")


def load_encoding(model_file: Path, cache_folder: Path) -> ModelEncoding:
    """Return the encoding of a GGUF file, from the cache folder where an earlier start left its vocabulary.

    Raises `LanguageModelError` where the file is no GGUF or its tokenizer is none of byte-level BPE.
    """
    cache = cache_folder / f"vocabulary-{_file_key(model_file)}.npz"
    if (arrays := load_arrays(cache)) is not None:
        return ModelEncoding(_from_arrays(arrays))
    vocabulary = read_vocabulary(model_file)
    save_arrays(cache, _to_arrays(vocabulary))
    return ModelEncoding(vocabulary)


def read_vocabulary(model_file: Path) -> Vocabulary:
    """Return the vocabulary that a GGUF file carries; raise `LanguageModelError` where it is none of byte-level BPE."""
    with GGUFMetadata(model_file) as metadata:
        model = metadata.text("tokenizer.ggml.model")
        tokens = metadata.texts("tokenizer.ggml.tokens")
        merges = metadata.texts("tokenizer.ggml.merges")
        kinds = metadata.numbers("tokenizer.ggml.token_type")
        pre_tokenizer = metadata.text("tokenizer.ggml.pre")
    if model != "gpt2" or tokens is None or merges is None:
        raise LanguageModelError(f"{model_file} has no tokenizer of GPT-2's kind; choose a GPT-2 or SmolLM2 model.")
    is_control = [False] * len(tokens) if kinds is None else (kinds == _CONTROL_TOKEN).tolist()
    try:
        pieces = tuple(b"" if control else bytes_of_token(token) for token, control in zip(tokens, is_control, strict=True))
        return Vocabulary(pieces, _merge_order(tokens, merges), pre_tokenizer or "gpt-2")
    except KeyError as error:
        raise LanguageModelError(f"{model_file} has a damaged tokenizer: {error} is no token of it.") from error
    except ValueError as error:  # a merge of no two tokens, or kinds of other tokens than there are
        raise LanguageModelError(f"{model_file} has a damaged tokenizer; choose another model.") from error


def _merge_order(tokens: list[str], merges: list[str]) -> tuple[int, ...]:
    """Return the single bytes' tokens and then those that the merges make, in the merges' order."""
    ids = {token: place for place, token in enumerate(tokens)}
    single = [place for place, token in enumerate(tokens) if len(token) == 1]
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
    }


def _from_arrays(arrays: dict[str, npt.NDArray[Any]]) -> Vocabulary:
    joined = arrays["joined_pieces"].tobytes()
    ends = np.cumsum(arrays["lengths"]).tolist()
    pieces = tuple(joined[start:end] for start, end in pairwise([0, *ends]))
    return Vocabulary(pieces, tuple(arrays["merge_order"].tolist()), str(arrays["pre_tokenizer"]))
