"""The ranges of the numbers in a request; a number outside is refused in one sentence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from keyboard.engine.errors import EngineError

MOST_TOKENS = 1000


@dataclass(frozen=True)
class ValueRange:
    """A range of allowed numbers: from `least` to `most`, or above `least` if `is_open`."""

    name: str  # the number's name in the sentence
    least: float  # the smallest
    most: float = math.inf  # the largest; if infinite, any finite number is allowed
    is_open: bool = False  # whether `least` itself is excluded

    def check(self, value: float) -> None:
        """Raise `EngineError` if the value is outside the range or not a number."""
        is_enough = value > self.least if self.is_open else value >= self.least
        if not (is_enough and value <= self.most and value < math.inf):
            raise EngineError(f"The {self.name} cannot be {value}; it is {self._in_words}.")

    @property
    def _in_words(self) -> str:
        if self.most == math.inf:
            return f"above {self.least:g}" if self.is_open else f"{self.least:g} or more"
        return f"above {self.least:g}, and {self.most:g} at most" if self.is_open else f"from {self.least:g} to {self.most:g}"


TOKEN_COUNT = ValueRange("number of tokens", 1, MOST_TOKENS)
TILE_SIZE = ValueRange("number of rows and columns", 1, 128)
TEMPERATURE = ValueRange("temperature", 0, is_open=True)
TOP_K = ValueRange("top-k", 0)

SAMPLE_TOP_K = ValueRange("top-k of a sample", 0)
SAMPLE_TOP_P = ValueRange("top-p of a sample", 0, 1, is_open=True)
SAMPLE_TEMPERATURE = ValueRange("temperature of a sample", 0)
# Values far from 1 would exceed the range of the logits' numbers.
REPETITION_PENALTY = ValueRange("repetition penalty of a sample", 0.01, 100)
SEED = ValueRange("seed of a sample", 0)
SAMPLE_TOKENS = ValueRange("number of tokens of a sample", 1)


def check_tokens(tokens: Sequence[int], n_vocab: int) -> None:
    """Raise `EngineError` for the first token that is not in the model's vocabulary of `n_vocab` tokens."""
    for token in tokens:
        if not 0 <= token < n_vocab:
            raise EngineError(f"The model has no token {token}; its tokens are numbered from 0 to {n_vocab - 1}.")
