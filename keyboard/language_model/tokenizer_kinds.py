"""The two kinds of tokenizer, and the choice between them.

Byte-level BPE of GPT-2's kind is a tiktoken `Encoding` made from a GGUF file's own tokens and merges. llama.cpp's own tokenizer
serves every other vocabulary.
"""

import ctypes
import re
import weakref
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import llama_cpp
import tiktoken

from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.tokenizer import Tokenizer
from keyboard.language_model.vocabulary import BYTE_LEVEL_BPE, GPT2_RULES, Vocabulary, load_vocab_only, load_vocabulary

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

PATTERNS = dict(zip(GPT2_RULES, (_GPT2, _SMOLLM, _DEFAULT), strict=True))


_NO_TOKEN = -1
# A longer run of white space overflows the stack of tiktoken's regular expression, which aborts the thread.
_MOST_SPACE = 100_000
_LONG_SPACE = re.compile(rf"(\s{{{_MOST_SPACE}}})")


class ByteLevelBPE(Tokenizer):
    """Tokenizes as GPT-2 and SmolLM2 do.

    The tokens are not llama.cpp's for characters newer than its Unicode tables, which tiktoken knows as letters, digits and
    punctuation.

    tiktoken merges the pair whose result has the lowest rank. Ranks are therefore places in the merge order, and a table maps
    them to the model's token ids. Bytes without a token, because the training text had none, are skipped, as in llama.cpp.
    Added tokens are found first, one after the other, each in what the ones before have left.
    """

    has_safe_places = True

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Raise `LanguageModelError` if the pre-tokenizer is not known."""
        super().__init__(vocabulary)
        pattern = PATTERNS.get(vocabulary.pre_tokenizer)
        if pattern is None:
            raise LanguageModelError(f"the tokenizer {vocabulary.pre_tokenizer!r} is not of GPT-2's kind; choose another model.")
        pieces = enumerate(vocabulary.pieces[token] for token in vocabulary.merge_order)
        ranks = {piece: rank for rank, piece in pieces if piece}
        absent = [byte for value in range(256) if (byte := bytes([value])) not in ranks]
        ranks |= {byte: len(ranks) + place for place, byte in enumerate(absent)}
        self._added = [(self.pieces[token].decode("utf-8", "replace"), token) for token in vocabulary.added]
        self._ids = (*vocabulary.merge_order, *(_NO_TOKEN for _ in absent))
        self._encoding = tiktoken.Encoding(
            name=vocabulary.pre_tokenizer, pat_str=pattern, mergeable_ranks=ranks, special_tokens={}
        )

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text, whether or not it continues another one."""
        parts: list[str | int] = [text]
        for content, token in self._added:
            if content in text:
                parts = [piece for part in parts for piece in _without(content, token, part)]
        return [token for part in parts for token in ([part] if isinstance(part, int) else self._merged(part))]

    encode_continuation = encode

    def _merged(self, text: str) -> Iterator[int]:
        parts = _LONG_SPACE.split(text) if len(text) >= _MOST_SPACE else [text]
        ranks = (rank for part in parts for rank in self._encoding.encode_ordinary(part))
        return (token for rank in ranks if (token := self._ids[rank]) != _NO_TOKEN)


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


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class LlamaTokenizer(Tokenizer):
    """SentencePiece, as in Gemma and Llama 2; byte-level BPE by other rules, as in Llama 3 and Qwen; and what else there is."""

    def __init__(self, vocabulary: Vocabulary, model_file: Path) -> None:
        """Load llama.cpp's vocabulary of the file; raise `LanguageModelError` if it refuses the file."""
        super().__init__(vocabulary)
        self._model_file = model_file
        self._within = _LlamaVocabulary(model_file, adds_space=False)
        self.has_safe_places = self._within.kind in (_SPM, _BPE)

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a whole text."""
        return self._encode(text, self._whole)

    def encode_continuation(self, text: str) -> list[int]:
        """Return the tokens of a text that continues another one: no space is put before it."""
        return self._encode(text, self._within)

    @cached_property
    def _whole(self) -> "_LlamaVocabulary":
        """What tokenizes a whole text; another vocabulary only where the file puts a space before it."""
        whole = _LlamaVocabulary(self._model_file)
        return self._within if whole.encode("a") == self._within.encode("a") else whole

    def _encode(self, text: str, first: "_LlamaVocabulary") -> list[int]:
        """Return the tokens of a text whose beginning `first` tokenizes."""
        valid = _LONE_SURROGATE.sub("\ufffd", text)
        if len(valid) <= _MOST_CHARACTERS or not self.has_safe_places:
            return first.encode(valid)
        beginning, *others = self._parts(valid)
        return [*first.encode(beginning), *(token for part in others for token in self._within.encode(part))]

    def _parts(self, text: str) -> Iterator[str]:
        """Yield the text in parts that end at safe places, except in a run of many thousand characters without one.

        For some rules llama.cpp recurses once for each character of a match, and for some texts its time grows quadratically.
        """
        start = 0
        while len(text) - start > _MOST_CHARACTERS:
            places = range(start + _MOST_CHARACTERS - 1, start, -1)
            end = next((place for place in places if text[place] == " " and self.splits_at(text, place)), places[0])
            yield text[start:end]
            start = end
        yield text[start:]


# LLAMA_VOCAB_TYPE_SPM and LLAMA_VOCAB_TYPE_BPE, llama.cpp/include/llama.h
_SPM, _BPE = 1, 2
_MOST_CHARACTERS = 8192


class _LlamaVocabulary:
    """A vocabulary that llama.cpp has loaded, until it is no longer used."""

    def __init__(self, model_file: Path, *, adds_space: bool | None = None) -> None:
        model = load_vocab_only(model_file, adds_space=adds_space)
        weakref.finalize(self, llama_cpp.llama_model_free, model)
        self._pointer = llama_cpp.llama_model_get_vocab(model)
        self.kind = llama_cpp.llama_vocab_type(self._pointer)

    def encode(self, text: str) -> list[int]:
        data = text.encode("utf-8")
        size = len(data) + 2
        while True:
            tokens = (ctypes.c_int32 * size)()
            count = llama_cpp.llama_tokenize(self._pointer, data, len(data), tokens, size, False, False)
            if count >= 0:
                return tokens[:count]
            size = -count


def load_tokenizer(model_file: Path, cache_folder: Path) -> Tokenizer:
    """Return the tokenizer of a GGUF file, whose vocabulary is kept in the cache folder.

    Raises `LanguageModelError` if the file is not a GGUF file, or has no tokenizer that llama.cpp can use.
    """
    return tokenizer_of(load_vocabulary(model_file, cache_folder), model_file)


def tokenizer_of(vocabulary: Vocabulary, model_file: Path) -> Tokenizer:
    """Return the tokenizer for the vocabulary of a GGUF file; raise `LanguageModelError` if llama.cpp refuses the file."""
    if vocabulary.model == BYTE_LEVEL_BPE and vocabulary.pre_tokenizer in GPT2_RULES:
        return ByteLevelBPE(vocabulary)
    return LlamaTokenizer(vocabulary, model_file)
