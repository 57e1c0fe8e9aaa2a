"""What the program asks of a tokenizer, whatever its kind, and a text's tokens while it is edited."""

import hashlib
import re
import unicodedata
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt

from keyboard.language_model.vocabulary import Vocabulary

_MARKS = frozenset(bytes([mark]) for mark in b",.;:!?)")
# With more tokens that span a space, a text is tokenized whole.
_MOST_ACROSS = 100
_ACROSS_SPACE = re.compile(r"\w (?:\w|$)")


class Tokenizer(ABC):
    """Converts text into the tokens of a model and back, exactly as llama.cpp does.

    A kind of tokenizer says how a text is tokenized; what follows from that for words is the same for all. A word's first token
    has the space before it: this holds for byte-level BPE ("Ġthe"), SentencePiece ("▁the") and all others that decoders use.
    """

    has_safe_places: bool  # whether words are tokenized independently of each other, unless a token spans both

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Tokenize with the tokens of this vocabulary."""
        self.vocabulary = vocabulary
        self.pieces = vocabulary.pieces  # the bytes that each token adds to a text, (n_vocab,); b"" for control tokens

    @abstractmethod
    def encode(self, text: str) -> list[int]:
        """Return the tokens of a whole text, equal to those of llama.cpp.

        The names of control tokens are ordinary text; a lone surrogate becomes U+FFFD.
        """

    @abstractmethod
    def encode_continuation(self, text: str) -> list[int]:
        """Return the tokens of a text that continues another one.

        They differ from those of `encode` if the model's file puts a space before a whole text (`add_space_prefix`).
        """

    @cached_property
    def fingerprint(self) -> str:
        """A hash that two tokenizers share if they give the same tokens for every text."""
        vocabulary = self.vocabulary
        names = (vocabulary.model, vocabulary.pre_tokenizer, vocabulary.rules, vocabulary.added)
        digest = hashlib.blake2b(repr(names).encode("utf-8", "replace"), digest_size=12)
        digest.update(np.array(vocabulary.merge_order, dtype=np.int32).tobytes())
        digest.update(b"".join(len(piece).to_bytes(4) + piece for piece in self.pieces))
        return digest.hexdigest()

    def encode_before_word(self, text: str, *, has_space: bool = False) -> list[int]:
        """Return the tokens of a text that continues another one, and that a word follows.

        The word follows directly or after a space that is not part of the text. A tokenizer may leave the last of several
        white-space characters to what follows: for GPT-2, two line ends are one token at the end of a text, after which a model
        expects no word, but two tokens before a word.
        """
        if not text[-1:].isspace():
            return self.encode_continuation(text)
        word = " a" if has_space else "a"
        *before, last = self.encode_continuation(text + word)
        return before if self.pieces[last] == word.encode() else self.encode_continuation(text)

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of the tokens; bytes that are not a whole character become U+FFFD."""
        return b"".join(self.pieces[token] for token in tokens).decode("utf-8", "replace")

    @cached_property
    def ends_word(self) -> npt.NDArray[np.bool_]:
        """For each token whether it ends a word before it, (n_vocab,): it begins with a space, a mark or a line end.

        A control token, whose piece is empty, ends a word; a piece that begins within a character continues it.
        """
        return np.array([_ends_word(piece) for piece in self.pieces], dtype=np.bool_)

    @cached_property
    def marks(self) -> npt.NDArray[np.intp]:
        """The tokens that are punctuation marks which follow a word without a space, (n_marks,)."""
        return np.array([token for token, piece in enumerate(self.pieces) if piece in _MARKS], dtype=np.intp)

    @cached_property
    def lookahead(self) -> int:
        """How many characters after a place decide whether a text can be tokenized in two parts there."""
        return max(2, *map(len, self._across_space), 0)

    def splits_at(self, text: str, place: int) -> bool:
        """Return whether `text` can be tokenized in two parts there, whatever follows: it is safe, and within no token."""
        if not self.has_safe_places or not is_safe_place(text, place) or len(self._across_space) > _MOST_ACROSS:
            return False
        if not self._across_space:
            return True
        around = text[max(0, place - self.lookahead) : place + self.lookahead]
        return place + self.lookahead <= len(text) and not any(content in around for content in self._across_space)

    @cached_property
    def _across_space(self) -> tuple[str, ...]:
        """The texts of tokens that have a space after a letter or digit; no text is split where one of them is."""
        spaced = (piece.decode("utf-8", "replace") for piece in self.pieces if b" " in piece[1:])
        return tuple(text for text in spaced if _ACROSS_SPACE.search(text))


def is_safe_place(text: str, place: int) -> bool:
    """Return whether `place` is between the end of a word and " a"."""
    return 0 < place < len(text) - 1 and text[place] == " " and text[place - 1].isalnum() and text[place + 1].isalpha()


_APOSTROPHES = "'’"


def _ends_word(piece: bytes) -> bool:
    text = piece.decode("utf-8", "replace")
    if not text:
        return True
    if text[0] in _APOSTROPHES:
        return len(text) == 1 or not text[1].isalpha()
    if text[0] == "\ufffd":
        return False
    return unicodedata.category(text[0])[0] not in "LMN"


# The distance between two safe places that are kept, about.
_CHARACTERS_BETWEEN_PLACES = 500


@dataclass(frozen=True)
class _SafePlace:
    """A word boundary: the tokens of the text before `character` are the first `token` ones, whatever follows the word."""

    character: int
    token: int


class IncrementalEncoder:
    """Tokenizes a text as it is edited, in a time that depends on the edit and not on the length of the text."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._text = ""
        self._tokens: list[int] = []
        self._places = [_SafePlace(0, 0)]

    def encode(self, text: str) -> list[int]:
        """Return the tokens of `text`, as `Tokenizer.encode_continuation` does."""
        return self._encode(text, self._tokenizer.encode_continuation)

    def encode_before_word(self, text: str, *, has_space: bool = False) -> list[int]:
        """Return the tokens of `text`, as `Tokenizer.encode_before_word` does."""
        return self._encode(text, partial(self._tokenizer.encode_before_word, has_space=has_space))

    def _encode(self, text: str, encode_end: Callable[[str], list[int]]) -> list[int]:
        self._keep_places_in(text)
        place = self._places[-1]
        del self._tokens[place.token :]
        while (end := self._next_place(text, place.character)) is not None:
            self._tokens += self._tokenizer.encode_continuation(text[place.character : end])
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
