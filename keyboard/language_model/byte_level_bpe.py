"""Byte-level BPE of GPT-2's kind: a tiktoken `Encoding` made from a GGUF file's own tokens and merges."""

import re
from collections.abc import Iterator

import tiktoken

from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.tokenizer import Tokenizer
from keyboard.language_model.vocabulary import GPT2_RULES, Vocabulary

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
