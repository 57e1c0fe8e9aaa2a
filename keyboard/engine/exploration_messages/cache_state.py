"""What the KV cache holds."""

from dataclasses import dataclass
from typing import ClassVar

from keyboard.engine.exploration_messages.question import Question


@dataclass(frozen=True)
class CacheRequest(Question):
    """Ask what the KV cache holds that the suggestions come from."""

    type: ClassVar[str] = "cache"


@dataclass(frozen=True)
class CacheState:
    """The answer to a `CacheRequest`.

    Attributes:
        id: The request's.
        pieces: Of the tokens in the window, in order.
        primed: How many of them stand before the document: the begin token and the primer.
        kept: How many of them the last answer found in the cache.
        evaluated: How many tokens the last answer evaluated.
        ahead: Tokens that are evaluated for words that are not written yet.
        next_window: Tokens of the next window that are cached.
        cells: Tokens that the cache has room for.
        asked_in_all: Tokens that all answers since the engine's start have read, as a program without a cache would have to
            evaluate them.
        evaluated_in_all: Tokens that were evaluated for them.
    """

    type: ClassVar[str] = "cache"
    id: int
    pieces: tuple[str, ...]
    primed: int
    kept: int
    evaluated: int
    ahead: int
    next_window: int
    cells: int
    asked_in_all: int
    evaluated_in_all: int
