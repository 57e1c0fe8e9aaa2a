"""The lines in which two texts differ."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

# Comparing takes the square of their number: these take three seconds at worst.
_MOST_LINES_COMPARED = 10_000


@dataclass(frozen=True)
class Difference:
    """Lines, counted from 0, of one text that the other has not, or has in another form."""

    mine: range
    theirs: range


class GivenUpError(Exception):
    """Nobody wants to know the differences any more."""


class _Comparison(SequenceMatcher[str]):
    """Compares as `difflib` does, and asks before each stretch whether it is to go on: each takes some milliseconds."""

    def __init__(self, mine: list[str], theirs: list[str], is_given_up: Callable[[], bool]) -> None:
        super().__init__(None, mine, theirs)
        self._is_given_up = is_given_up

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        if self._is_given_up():
            raise GivenUpError
        return super().find_longest_match(alo, ahi, blo, bhi)


def differences(mine: str, theirs: str, is_given_up: Callable[[], bool] = lambda: False) -> list[Difference]:
    """Return where the texts differ, from the top down.

    Where more than 10,000 lines lie between the first and the last difference, they are not looked into and count as one. Raises
    `GivenUpError` soon after `is_given_up` says so.
    """
    ours, others = mine.split("\n"), theirs.split("\n")
    start = _common_length(ours, others)
    rest, other_rest = ours[start:], others[start:]
    end = _common_length(rest[::-1], other_rest[::-1])
    rest, other_rest = rest[: len(rest) - end], other_rest[: len(other_rest) - end]
    if max(len(rest), len(other_rest)) > _MOST_LINES_COMPARED:
        return [Difference(range(start, start + len(rest)), range(start, start + len(other_rest)))]
    return [
        Difference(range(start + first, start + last), range(start + other_first, start + other_last))
        for kind, first, last, other_first, other_last in _Comparison(rest, other_rest, is_given_up).get_opcodes()
        if kind != "equal"
    ]


def _common_length(ours: list[str], others: list[str]) -> int:
    pairs = enumerate(zip(ours, others, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(ours), len(others)))
