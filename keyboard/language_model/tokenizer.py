"""The tokenizer of a GGUF model: a tiktoken `Encoding` made from the file's own tokens and merges."""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tiktoken

from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.vocabulary import Vocabulary, load_vocabulary

_CONTRACTIONS = r"'(?:[stmd]|re|ve|ll)"

_GPT2 = rf"{_CONTRACTIONS}| ?\p{{L}}+| ?\p{{N}}+| ?[^\s\p{{L}}\p{{N}}]+|\s+(?!\S)|\s+"

# Each digit is split off first. GPT-2's rule applies to the text between digits, which ends before a digit.
_SMOLLM = rf"\p{{N}}|{_CONTRACTIONS}| ?\p{{L}}+| ?[^\s\p{{L}}\p{{N}}]+|\s+(?=\p{{N}})|\s+(?!\S)|\s+"

# llama.cpp's rule for files that name none: it splits off punctuation, then applies GPT-2's rule to the text between, which ends
# there, then splits numbers off their space and three digits off a longer number.
_MARK = r"\p{P}$+<=>^~|"
_DEFAULT = (
    rf"[{_MARK}]+| ?\p{{L}}+|[0-9]{{3}}|(?:(?![0-9]{{3}})\p{{N}})+| ?[^\s\p{{L}}\p{{N}}{_MARK}]+"
    rf"|\s+(?=[{_MARK}])|\s+(?!\S)|\s+"
)

PATTERNS = {"gpt-2": _GPT2, "smollm": _SMOLLM, "default": _DEFAULT}


_NO_TOKEN = -1
# A longer run of white space overflows the stack of tiktoken's regular expression, which aborts the thread.
_MOST_SPACE = 100_000
_LONG_SPACE = re.compile(rf"(\s{{{_MOST_SPACE}}})")


class Tokenizer:
    """Converts text into the tokens of a model and back, exactly as llama.cpp does.

    The exceptions are characters newer than llama.cpp's Unicode tables, which tiktoken knows as letters, digits and punctuation.

    tiktoken merges the pair whose result has the lowest rank. Ranks are therefore places in the merge order, and a table maps
    them to the model's token ids. Bytes without a token, because the training text had none, are skipped, as in llama.cpp.
    Added tokens are found first, one after the other, each in what the ones before have left.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Raise `LanguageModelError` if the pre-tokenizer is not known."""
        pattern = PATTERNS.get(vocabulary.pre_tokenizer)
        if pattern is None:
            raise LanguageModelError(
                f"the tokenizer {vocabulary.pre_tokenizer!r} is not supported; choose a GPT-2 or SmolLM2 model."
            )
        pieces = enumerate(vocabulary.pieces[token] for token in vocabulary.merge_order)
        ranks = {piece: rank for rank, piece in pieces if piece}
        absent = [byte for value in range(256) if (byte := bytes([value])) not in ranks]
        ranks |= {byte: len(ranks) + place for place, byte in enumerate(absent)}
        self.pieces = vocabulary.pieces
        self._added = [(self.pieces[token].decode("utf-8", "replace"), token) for token in vocabulary.added]
        self._added_with_space = [text for text, _ in self._added if " " in text[1:]]
        self._ids = (*vocabulary.merge_order, *(_NO_TOKEN for _ in absent))
        self._encoding = tiktoken.Encoding(
            name=vocabulary.pre_tokenizer, pat_str=pattern, mergeable_ranks=ranks, special_tokens={}
        )

    @cached_property
    def fingerprint(self) -> str:
        """A hash that two tokenizers share if they give the same tokens for every text."""
        digest = hashlib.blake2b(self._encoding.name.encode(), digest_size=12)
        digest.update(np.array(self._ids, dtype=np.int32).tobytes())
        digest.update(repr(self._added).encode("utf-8", "replace"))
        digest.update(b"".join(len(piece).to_bytes(4) + piece for piece in self.pieces))
        return digest.hexdigest()

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text. The names of control tokens are ordinary text; a lone surrogate becomes U+FFFD."""
        parts: list[str | int] = [text]
        for content, token in self._added:
            if content in text:
                parts = [piece for part in parts for piece in _without(content, token, part)]
        return [token for part in parts for token in ([part] if isinstance(part, int) else self._merged(part))]

    def _merged(self, text: str) -> Iterator[int]:
        parts = _LONG_SPACE.split(text) if len(text) >= _MOST_SPACE else [text]
        ranks = (rank for part in parts for rank in self._encoding.encode_ordinary(part))
        return (token for rank in ranks if (token := self._ids[rank]) != _NO_TOKEN)

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

    @cached_property
    def lookahead(self) -> int:
        """How many characters after a place decide whether a text can be tokenized in two parts there."""
        return max(2, *map(len, self._added_with_space), 0)

    def splits_at(self, text: str, place: int) -> bool:
        """Return whether `text` can be tokenized in two parts there, whatever follows: it is safe, and within no added token."""
        if not is_safe_place(text, place) or not self._added_with_space:
            return is_safe_place(text, place)
        around = text[max(0, place - self.lookahead) : place + self.lookahead]
        return place + self.lookahead <= len(text) and not any(content in around for content in self._added_with_space)


def _without(content: str, token: int, part: str | int) -> Iterator[str | int]:
    """Yield the texts between the occurrences of an added token in a part of a text, and the token between each two."""
    if isinstance(part, int):
        yield part
        return
    before, *others = part.split(content)
    yield before
    for text in others:
        yield token
        yield text


def load_tokenizer(model_file: Path, cache_folder: Path) -> Tokenizer:
    """Return the tokenizer of a GGUF file, whose vocabulary is kept in the cache folder.

    Raises `LanguageModelError` if the file is not a GGUF file, has no byte-level BPE tokenizer, or one that is not supported.
    """
    return Tokenizer(load_vocabulary(model_file, cache_folder))


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
        """Drop the places after which the text has changed; a place depends on some characters after it."""
        has_changed = bisect_left(
            self._places,
            True,
            lo=1,
            key=lambda place: not text.startswith(self._text[: place.character + self._tokenizer.lookahead]),
        )
        del self._places[has_changed:]

    def _next_place(self, text: str, start: int) -> int | None:
        """Return the next safe place well after `start`, or None."""
        place = text.find(" ", start + _CHARACTERS_BETWEEN_PLACES)
        while place >= 0 and not self._tokenizer.splits_at(text, place):
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
