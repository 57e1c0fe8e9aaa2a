"""How much each token of a text surprises the model, by what stands before it."""

from dataclasses import dataclass

import numpy as np

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, common_prefix_length
from keyboard.language_model.encoding import ModelEncoding
from keyboard.language_model.incremental_encoder import IncrementalEncoder
from keyboard.language_model.inspection.inspected_sequence import InspectedSequence
from keyboard.language_model.kv_cache import AbortWhen, Logits, never


@dataclass(frozen=True)
class Surprise:
    """What the model expected where a token came.

    Attributes:
        probability: That it came, from 0 to 1.
        rank: Its place among all tokens, 1 for the most probable.
        bits: -log2 of the probability.
    """

    probability: float
    rank: int
    bits: float


class TokenScorer:
    """Judges the tokens of a text one after the other; after an edit, those before it are known already.

    A text that is longer than the window is read in windows that overlap by half, so that every token is judged by at least half
    a window of what stands before it. They stand at fixed places of the text, and each begins with the begin token.

    Attributes:
        tokens: The text's.
        scores: Of its first tokens, so many as are judged.
    """

    def __init__(self, sequence: InspectedSequence, encoding: ModelEncoding, begin_token: int, window: int) -> None:
        """Read with `sequence`, so many tokens at once, the begin token included."""
        self.tokens: list[int] = []
        self.scores: list[Surprise] = []
        self._sequence = sequence
        self._encoder = IncrementalEncoder(encoding)
        self._begin_token = begin_token
        self._window = window

    def follow(self, text: str) -> None:
        """Go on with another text, and keep what is known of the tokens that they have in common at their start."""
        tokens = self._encoder.encode(text)
        del self.scores[common_prefix_length(self.tokens, tokens) :]
        self.tokens = tokens

    def judge_next(self, abort_when: AbortWhen = never) -> None:
        """Judge the next tokens that are not, some few of them.

        Raises `EvaluationAbortedError` when `abort_when` says so; what was evaluated before stays.
        """
        first = len(self.scores)
        start, window_end = self._window_of(first)
        end = min(first + CATCH_UP_BATCH, window_end, len(self.tokens))
        if first == end:
            return
        # The token that comes before each is at this position of the window.
        read = [self._begin_token, *self.tokens[start : end - 1]]
        rows = self._sequence.read_each(read, first - start, abort_when)
        self.scores += [surprise(row, token) for row, token in zip(rows, self.tokens[first:end], strict=True)]

    def _window_of(self, token: int) -> tuple[int, int]:
        """Return where the window begins and ends in the text that a token is judged in."""
        length = self._window - 1
        step = self._window // 2
        start = 0 if token < length else ((token - length) // step + 1) * step
        return start, start + length


def surprise(logits: Logits, token: int) -> Surprise:
    """Return what logits, (n_vocab,), say of a token that came."""
    shifted = logits.astype(np.float64) - float(logits.max())
    log_probability = float(shifted[token] - np.log(np.exp(shifted).sum()))
    return Surprise(
        probability=float(np.exp(log_probability)),
        rank=1 + int(np.count_nonzero(logits > logits[token])),
        bits=max(-log_probability / float(np.log(2)), 0.0),
    )
