"""Loops: the end of a text that says the same again and again, as greedy decoding does (Holtzman et al. 2020)."""

from collections.abc import Sequence
from dataclasses import dataclass

_FEWEST_REPEATS = 3
# "very, very, very" is no loop, nor is a line of dashes: what repeats must be so long in all.
_SHORTEST = 12


@dataclass(frozen=True)
class Loop:
    """What a text's end repeats.

    Attributes:
        since: Where the first of the repeated tokens stands.
        period: How many tokens are repeated.
    """

    since: int
    period: int


def find_loop(tokens: Sequence[int]) -> Loop | None:
    """Return the longest end of `tokens` that repeats its first tokens three times or more, or None where there is none.

    The last repeat need not be complete. An end of length L has the period L - f(L), where f is the prefix function of Knuth,
    Morris and Pratt (1977, "Fast Pattern Matching in Strings") of the tokens read backwards.
    """
    found = None
    for length, border in enumerate(_prefix_function(tokens[::-1]), start=1):
        period = length - border
        if length >= max(_FEWEST_REPEATS * period, _SHORTEST):
            found = Loop(len(tokens) - length, period)
    return found


def _prefix_function(tokens: Sequence[int]) -> list[int]:
    """Return for each start of `tokens` the length of the longest shorter start that is its end too."""
    borders = [0] * len(tokens)
    for place in range(1, len(tokens)):
        border = borders[place - 1]
        while border and tokens[place] != tokens[border]:
            border = borders[border - 1]
        borders[place] = border + (tokens[place] == tokens[border])
    return borders
