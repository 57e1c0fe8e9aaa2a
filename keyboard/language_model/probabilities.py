"""From logits to probabilities, and to tokens drawn by them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyboard.language_model.kv_cache import Logits


def log_softmax(logits: Logits) -> Logits:
    """Return log-probabilities, (n_vocab,), of logits, (n_vocab,)."""
    shifted = logits - logits.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)


Probabilities = npt.NDArray[np.float64]


def next_token_distribution(logits: Logits, *, temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0) -> Probabilities:
    """Return the probabilities of all tokens, (n_vocab,), which are 0 outside the pool.

    The logits, (n_vocab,), are divided by `temperature` first; 0 keeps only the most probable token. Then the pool is limited to
    the `top_k` most probable tokens, where 0 means all (Fan et al. 2018), and of these to the smallest number whose probabilities
    add up to `top_p` (Holtzman et al. 2020).
    """
    if temperature == 0:
        temperature, top_k = 1.0, 1
    with np.errstate(over="ignore"):  # a temperature close to 0 keeps only the most probable token too
        scaled = (logits.astype(np.float64) - float(logits.max())) / temperature
    pool = _most_probable(scaled, top_k)
    weights = np.exp(scaled[pool])
    if top_p < 1:
        best_first = np.argsort(-weights, kind="stable")
        reached = np.cumsum(weights[best_first]) / weights.sum()
        kept = best_first[: int(np.searchsorted(reached, top_p)) + 1]
        pool, weights = pool[kept], weights[kept]
    probabilities = np.zeros(len(logits))
    probabilities[pool] = weights / weights.sum()
    return probabilities


def entropy_bits(probabilities: Probabilities) -> float:
    """Return the entropy of a distribution, (n_vocab,): how many yes-or-no questions the token answers on average."""
    possible = probabilities[probabilities > 0]
    return float(-(possible * np.log2(possible)).sum()) + 0.0


def _most_probable(scaled: Probabilities, count: int) -> npt.NDArray[np.int64]:
    """Return the `count` most probable tokens, 0 meaning all, in no order; of equal ones those with lower ids."""
    if not 0 < count < len(scaled):
        return np.arange(len(scaled))
    # Takes a tenth of the time of sorting.
    least = np.partition(scaled, -count)[-count]
    certain = np.flatnonzero(scaled > least)
    return np.concatenate([certain, np.flatnonzero(scaled == least)[: count - len(certain)]])


@dataclass(frozen=True)
class SamplingRule:
    """How tokens are drawn: first the penalty, then the temperature, then the pools."""

    top_k: int = 0  # the pool of most probable tokens; 0 is all
    top_p: float = 1.0  # the smallest pool whose probabilities add up to it; 1.0 is all
    temperature: float = 1.0  # the divisor of the logits; 0 draws the most probable token
    repetition_penalty: float = 1.0  # what makes repeated tokens less probable, as in `penalize`; 1.0 is none


@dataclass(frozen=True)
class Draw:
    """A drawn token."""

    token: int  # its id
    probability: float  # its probability by the model
    chosen_with: float  # the probability with which it was drawn


class Sampler:
    """Draws one token after another; the same seed draws the same tokens from the same logits."""

    def __init__(self, rule: SamplingRule, seed: Sequence[int]) -> None:
        """Draw by `rule`; each number of `seed` is 0 or more."""
        self._rule = rule
        self._random = np.random.default_rng(list(seed))

    def draw(self, logits: Logits, came_before: Collection[int]) -> Draw:
        """Return the next token by its logits, (n_vocab,); the penalty applies to the tokens that `came_before`."""
        rule = self._rule
        probabilities = next_token_distribution(
            penalize(logits, came_before, rule.repetition_penalty),
            temperature=rule.temperature,
            top_k=rule.top_k,
            top_p=rule.top_p,
        )
        # In the order of ids, so that rounding differences in the logits rarely draw another token.
        pool = np.flatnonzero(probabilities)
        reached = np.cumsum(probabilities[pool])
        place = np.searchsorted(reached[:-1], self._random.random() * reached[-1], side="right")
        token = int(pool[place])
        return Draw(token, float(np.exp(log_softmax(logits)[token])), float(probabilities[token]))


def penalize(logits: Logits, came_before: Collection[int], penalty: float) -> Logits:
    """Return logits, (n_vocab,), in which tokens that came before are less probable; a penalty of 1.0 changes nothing.

    Positive logits are divided by the penalty and negative ones multiplied by it, as in CTRL (Keskar et al.
    2019, "CTRL: A Conditional Transformer Language Model for Controllable Generation").
    """
    if penalty == 1 or not came_before:
        return logits
    tokens = np.array(sorted(came_before))
    penalized = logits.copy()
    kept = penalized[tokens]
    with np.errstate(over="ignore"):  # a logit that a large penalty turns into -inf is never drawn
        penalized[tokens] = np.where(kept > 0, kept / penalty, kept * penalty)
    return penalized


_FEWEST_REPEATS = 3
# "very, very, very" is not a loop, nor is a line of dashes: the repeats must be so long in all.
_SHORTEST = 12


@dataclass(frozen=True)
class Loop:
    """A repetition at the end of a text."""

    since: int  # the position of its first token
    period: int  # how many tokens repeat


def find_loop(tokens: Sequence[int]) -> Loop | None:
    """Return the longest end of `tokens` that repeats its first tokens three times or more, or None.

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
    """Return for each prefix of `tokens` the length of its longest proper prefix that is also its suffix."""
    borders = [0] * len(tokens)
    for place in range(1, len(tokens)):
        border = borders[place - 1]
        while border and tokens[place] != tokens[border]:
            border = borders[border - 1]
        borders[place] = border + (tokens[place] == tokens[border])
    return borders
