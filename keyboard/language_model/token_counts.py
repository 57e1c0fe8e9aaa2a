"""How many tokens were evaluated, and what for: what a user waited for is told apart from what idle time paid."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Self

from keyboard.language_model.kv_cache import KVCache


class Purpose(StrEnum):
    """What tokens are evaluated for; the values are the fields of `TokenCounts`."""

    ANSWER = "answers"
    WINDOW = "windows"
    AHEAD = "ahead"


@dataclass(frozen=True)
class TokenCounts:
    """Tokens evaluated.

    Attributes:
        answers: For first answers, while the user waited.
        windows: In idle time, for text that stands before the cursor: the rest of the window after a jump, the next window, and
            a document's start after the second primer.
        ahead: In idle time, for words that are not written yet.
    """

    answers: int = 0
    windows: int = 0
    ahead: int = 0

    def __sub__(self, other: Self) -> "TokenCounts":
        """Return what was evaluated between two counts."""
        return TokenCounts(**{field.name: getattr(self, field.name) - getattr(other, field.name) for field in fields(self)})


class TokenCounter:
    """Keeps the counts of one KV cache.

    Attributes:
        counts: All so far; what was aborted is not counted.
    """

    def __init__(self, cache: KVCache) -> None:
        self._cache = cache
        self.counts = TokenCounts()

    @contextmanager
    def counting(self, purpose: Purpose) -> Iterator[None]:
        """Count what is evaluated within the `with` statement."""
        before = self._cache.tokens_evaluated
        try:
            yield
        finally:
            evaluated = self._cache.tokens_evaluated - before
            self.counts = replace(self.counts, **{purpose.value: getattr(self.counts, purpose.value) + evaluated})
