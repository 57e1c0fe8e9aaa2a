"""llama.cpp's own tokenizer, for every vocabulary that is not of GPT-2's kind; and the choice between the two."""

import ctypes
import re
import weakref
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import llama_cpp

from keyboard.language_model.byte_level_bpe import ByteLevelBPE
from keyboard.language_model.tokenizer import Tokenizer
from keyboard.language_model.vocabulary import BYTE_LEVEL_BPE, GPT2_RULES, Vocabulary, load_vocab_only, load_vocabulary

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
