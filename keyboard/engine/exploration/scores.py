"""Answers how probable each token of a text was, part by part."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration_messages import TokenScore, TokenScores, TokenScoresRequest
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen
from keyboard.language_model.tokenizer import token_spans

# In a part, so that something is seen soon; what is known already comes in larger ones.
_NEW_TOKENS = 48
_KNOWN_TOKENS = 512


class TokenScoresTask:
    """Judges a text's tokens from its first to its last; those before the first change since the last text are known."""

    def __init__(self, request: TokenScoresRequest, inspector: Inspector) -> None:
        self.request = request
        self.is_done = False
        self._inspector = inspector
        self._spans: list[tuple[int, int]] | None = None
        self._told = 0
        self._evaluated = 0  # for what is told next

    def advance(self, abort_when: AbortWhen) -> Sequence[TokenScores]:
        """Return what is known already, or judge some dozens more; what was judged before an abort is told the next time."""
        scorer = self._inspector.scorer
        if self._spans is None:
            scorer.follow(self.request.text)
            pieces = self._inspector.encoding.pieces
            self._spans = token_spans(self.request.text, (pieces[token] for token in scorer.tokens))
        while len(scorer.scores) < min(self._told + _NEW_TOKENS, len(scorer.tokens)):
            before = self._inspector.tokens_evaluated
            try:
                scorer.judge_next(abort_when)
            finally:
                self._evaluated += self._inspector.tokens_evaluated - before
        return (self._part(self._spans),)

    def stop(self) -> Sequence[TokenScores]:
        """Say nothing: what was told stands."""
        return ()

    def _part(self, spans: Sequence[tuple[int, int]]) -> TokenScores:
        """Return the scores that were not told yet."""
        scorer, first = self._inspector.scorer, self._told
        last = min(len(scorer.scores), first + _KNOWN_TOKENS)
        part = TokenScores(
            id=self.request.id,
            first=first,
            tokens=tuple(
                TokenScore(token, self._inspector.piece(token), *span, score.probability, score.rank, score.bits)
                for token, span, score in zip(
                    scorer.tokens[first:last], spans[first:last], scorer.scores[first:last], strict=True
                )
            ),
            in_all=len(scorer.tokens),
            tokens_evaluated=self._evaluated,
        )
        self._told, self._evaluated = last, 0
        self.is_done = last == len(scorer.tokens)
        return part


MOST_TOKENS = 1000


@dataclass(frozen=True)
class ValueRange:
    """What a number may be: from `least` to `most`, or above `least` where `is_open`.

    Attributes:
        name: What the number is, for the sentence.
        least: The smallest that makes sense.
        most: The largest; where it is infinite, any finite number is right.
        is_open: Whether `least` itself is left out.
    """

    name: str
    least: float
    most: float = math.inf
    is_open: bool = False

    def check(self, value: float) -> None:
        """Raise `EngineError` where the value is outside, or no number at all."""
        is_enough = value > self.least if self.is_open else value >= self.least
        if not (is_enough and value <= self.most and value < math.inf):
            raise EngineError(f"The {self.name} cannot be {value}; it is {self._in_words}.")

    @property
    def _in_words(self) -> str:
        if self.most == math.inf:
            return f"above {self.least:g}" if self.is_open else f"{self.least:g} or more"
        return f"above {self.least:g}, and {self.most:g} at most" if self.is_open else f"from {self.least:g} to {self.most:g}"


TOKEN_COUNT = ValueRange("number of tokens", 1, MOST_TOKENS)
TEMPERATURE = ValueRange("temperature", 0, is_open=True)
TOP_K = ValueRange("top-k", 0)

SAMPLE_TOP_K = ValueRange("top-k of a sample", 0)
SAMPLE_TOP_P = ValueRange("top-p of a sample", 0, 1, is_open=True)
SAMPLE_TEMPERATURE = ValueRange("temperature of a sample", 0)
# What is far from 1 leaves the range of the logits' numbers.
REPETITION_PENALTY = ValueRange("repetition penalty of a sample", 0.01, 100)
SEED = ValueRange("seed of a sample", 0)
SAMPLE_TOKENS = ValueRange("number of tokens of a sample", 1)


def check_tokens(tokens: Sequence[int], n_vocab: int) -> None:
    """Raise `EngineError` for the first token that the model's vocabulary of `n_vocab` has not."""
    for token in tokens:
        if not 0 <= token < n_vocab:
            raise EngineError(f"The model has no token {token}; its tokens are numbered from 0 to {n_vocab - 1}.")
