"""The tokenizer of a GGUF model: a tiktoken `Encoding` made from the file's own tokens and merges."""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tiktoken

from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.storage.array_cache import load_arrays, save_arrays


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


_CONTRACTIONS = r"'(?:[stmd]|re|ve|ll)"

_GPT2 = rf"{_CONTRACTIONS}| ?\p{{L}}+| ?\p{{N}}+| ?[^\s\p{{L}}\p{{N}}]+|\s+(?!\S)|\s+"

# Each digit is split off first. GPT-2's rule applies to the text between digits, which ends before a digit.
_SMOLLM = rf"\p{{N}}|{_CONTRACTIONS}| ?\p{{L}}+| ?[^\s\p{{L}}\p{{N}}]+|\s+(?=\p{{N}})|\s+(?!\S)|\s+"

PATTERNS = {"gpt-2": _GPT2, "smollm": _SMOLLM}


_VERSION = 1
_NO_TOKEN = -1
# A longer run of white space overflows the stack of tiktoken's regular expression, which aborts the thread.
_MOST_SPACE = 100_000
_LONG_SPACE = re.compile(rf"(\s{{{_MOST_SPACE}}})")
_CONTROL_TOKEN = 3  # LLAMA_TOKEN_TYPE_CONTROL, llama.cpp/include/llama.h


@dataclass(frozen=True)
class Vocabulary:
    """The data of a byte-level BPE tokenizer."""

    pieces: tuple[bytes, ...]  # the bytes of each token, (n_vocab,); b"" for control tokens, which no text contains
    merge_order: tuple[int, ...]  # the tokens in the order in which they are merged, after the single bytes
    pre_tokenizer: str  # the name of the rule that splits a text before merging, `tokenizer.ggml.pre`


class Tokenizer:
    """Converts text into the tokens of a model and back, exactly as llama.cpp does.

    The exceptions are characters newer than llama.cpp's Unicode tables, which tiktoken knows as letters and digits.

    tiktoken merges the pair whose result has the lowest rank. Ranks are therefore places in the merge order, and a table maps
    them to the model's token ids. Bytes without a token, because the training text had none, are skipped, as in llama.cpp.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Raise `LanguageModelError` if the pre-tokenizer is not known."""
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

    @cached_property
    def fingerprint(self) -> str:
        """A hash that two tokenizers share if they give the same tokens for every text."""
        digest = hashlib.blake2b(self._encoding.name.encode(), digest_size=12)
        digest.update(np.array(self._ids, dtype=np.int32).tobytes())
        digest.update(b"".join(len(piece).to_bytes(4) + piece for piece in self.pieces))
        return digest.hexdigest()

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text. The names of control tokens are ordinary text; a lone surrogate becomes U+FFFD."""
        ids = self._ids
        parts = _LONG_SPACE.split(text) if len(text) >= _MOST_SPACE else [text]
        return [ids[rank] for part in parts for rank in self._encoding.encode_ordinary(part) if ids[rank] != _NO_TOKEN]

    def encode_before_word(self, text: str, *, has_space: bool = False) -> list[int]:
        """Return the tokens of a text that a word follows, directly or after a space that is not part of the text.

        A pre-tokenizer leaves the last of several white-space characters to what follows: two line ends are one token at the end
        of a text, after which a model expects no word, but two tokens before a word.
        """
        if not text[-1:].isspace():
            return self.encode(text)
        word = " a" if has_space else "a"
        *before, last = self.encode(text + word)
        return before if self.pieces[last] == word.encode() else self.encode(text)

    def decode(self, tokens: list[int]) -> str:
        """Return the text of the tokens; bytes that are not a whole character become U+FFFD."""
        return b"".join(self.pieces[token] for token in tokens).decode("utf-8", "replace")


def load_tokenizer(model_file: Path, cache_folder: Path) -> Tokenizer:
    """Return the tokenizer of a GGUF file, whose vocabulary is kept in the cache folder.

    Raises `LanguageModelError` if the file is not a GGUF file or has no byte-level BPE tokenizer.
    """
    cache = cache_folder / f"vocabulary-{_file_key(model_file)}.npz"
    if (arrays := load_arrays(cache)) is not None:
        return Tokenizer(_from_arrays(arrays))
    vocabulary = read_vocabulary(model_file)
    save_arrays(cache, _to_arrays(vocabulary))
    return Tokenizer(vocabulary)


def read_vocabulary(model_file: Path) -> Vocabulary:
    """Return the vocabulary in a GGUF file; raise `LanguageModelError` if it is not one of byte-level BPE."""
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
    """Return the tokens of the single bytes, then those that the merges produce, in order."""
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


# One safe place is kept for about so many characters.
_CHARACTERS_BETWEEN_PLACES = 500


@dataclass(frozen=True)
class _SafePlace:
    """A word boundary: the tokens of the text before `character` are the first `token` ones, whatever follows the word."""

    character: int
    token: int


def is_safe_place(text: str, place: int) -> bool:
    """Return whether `text` can be tokenized in two parts there: between the end of a word and " a"."""
    return 0 < place < len(text) - 1 and text[place] == " " and text[place - 1].isalnum() and text[place + 1].isalpha()


class IncrementalEncoder:
    """Tokenizes a text as it is edited, in a time that depends on the edit and not on the length of the text."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._text = ""
        self._tokens: list[int] = []
        self._places = [_SafePlace(0, 0)]

    def encode(self, text: str) -> list[int]:
        """Return the tokens of `text`, as `Tokenizer.encode` does."""
        return self._encode(text, self._tokenizer.encode)

    def encode_before_word(self, text: str, *, has_space: bool = False) -> list[int]:
        """Return the tokens of `text`, as `Tokenizer.encode_before_word` does."""
        return self._encode(text, partial(self._tokenizer.encode_before_word, has_space=has_space))

    def _encode(self, text: str, encode_end: Callable[[str], list[int]]) -> list[int]:
        self._keep_places_in(text)
        place = self._places[-1]
        del self._tokens[place.token :]
        while (end := self._next_place(text, place.character)) is not None:
            self._tokens += self._tokenizer.encode(text[place.character : end])
            place = _SafePlace(end, len(self._tokens))
            self._places.append(place)
        self._tokens += encode_end(text[place.character :])
        self._text = text
        return list(self._tokens)

    def _keep_places_in(self, text: str) -> None:
        """Drop the places after which the text has changed; a place depends on the two characters after it."""
        has_changed = bisect_left(
            self._places, True, lo=1, key=lambda place: not text.startswith(self._text[: place.character + 2])
        )
        del self._places[has_changed:]

    @staticmethod
    def _next_place(text: str, start: int) -> int | None:
        """Return the next safe place well after `start`, or None."""
        place = text.find(" ", start + _CHARACTERS_BETWEEN_PLACES)
        while place >= 0 and not is_safe_place(text, place):
            place = text.find(" ", place + 1)
        return place if place >= 0 else None


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def token_spans(text: str, pieces: Iterable[bytes]) -> list[tuple[int, int]]:
    """Return which characters of a text begin in each token, as (start, end); (n, n) for a token in which none begins.

    `pieces` are the bytes of the tokens; bytes of the text without a token are in none of them.
    """
    data = _LONE_SURROGATE.sub("\ufffd", text).encode("utf-8")
    begins = (np.frombuffer(data, dtype=np.uint8) & 0xC0) != 0x80
    begun = np.concatenate([[0], np.cumsum(begins)]).tolist()  # characters begun before each byte
    spans = []
    place = 0
    for piece in pieces:
        place = max(data.find(piece, place), place)
        end = min(place + len(piece), len(data))
        spans.append((begun[place], begun[end]))
        place = end
    return spans


_APOSTROPHES = "'’"


def tokens_that_end_a_word(pieces: Sequence[bytes]) -> npt.NDArray[np.bool_]:
    """Return for each token whether it ends a word before it, (n_vocab,): it begins with a space, a mark or a line end.

    A control token, whose piece is empty, ends a word; a piece that begins within a character continues it.
    """
    return np.array([_ends_word(piece) for piece in pieces], dtype=np.bool_)


def tokens_that_are_marks(pieces: Sequence[bytes]) -> npt.NDArray[np.bool_]:
    """Return for each token whether it is a punctuation mark that follows a word without a space, (n_vocab,)."""
    return np.array([len(piece) == 1 and piece in b",.;:!?)" for piece in pieces], dtype=np.bool_)


def _ends_word(piece: bytes) -> bool:
    text = piece.decode("utf-8", "replace")
    if not text:
        return True
    if text[0] in _APOSTROPHES:
        return len(text) == 1 or not text[1].isalpha()
    if text[0] == "\ufffd":
        return False
    return unicodedata.category(text[0])[0] not in "LMN"
