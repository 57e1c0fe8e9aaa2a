"""What is measured: anything that puts words on buttons."""

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol


class Rival(Protocol):
    """A predictor as the typist sees it."""

    @property
    def tokens_evaluated(self) -> int:
        """Tokens that a model has evaluated for its answers so far; 0 without a model."""

    @property
    def seconds(self) -> float:
        """The time that its answers have taken so far."""

    def start_message(self) -> None:
        """Begin a new text; what was typed before is no context of it."""

    def words(self, text: str, count: int) -> Sequence[str]:
        """Return at most `count` whole words that fit at the end of `text`, best first."""


class TimedRival(ABC):
    """A rival whose answers are timed."""

    tokens_evaluated = 0

    def __init__(self) -> None:
        self.seconds = 0.0

    def start_message(self) -> None:  # noqa: B027 - most rivals keep nothing
        """Begin a new text."""

    def words(self, text: str, count: int) -> Sequence[str]:
        """Return at most `count` whole words that fit at the end of `text`, best first."""
        started = time.perf_counter()
        words = self._answer(text, count)
        self.seconds += time.perf_counter() - started
        return words

    @abstractmethod
    def _answer(self, text: str, count: int) -> Sequence[str]:
        """Return the words."""
