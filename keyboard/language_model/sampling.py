"""Sampling: the next token is drawn at random, from what the model expects and by the rule that is chosen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from keyboard.language_model.kv_cache import Logits
from keyboard.language_model.next_token_distribution import next_token_distribution
from keyboard.language_model.probabilities import log_softmax


@dataclass(frozen=True)
class SamplingRule:
    """How tokens are drawn: first the penalty, then the temperature, then the pools.

    Attributes:
        top_k: The pool of most probable tokens; 0 is all.
        top_p: The smallest pool whose probabilities add up to it; 1.0 is all.
        temperature: What the logits are divided by; 0 takes the most probable token.
        repetition_penalty: What keeps tokens from coming again, as in `penalize`; 1.0 is none.
    """

    top_k: int = 0
    top_p: float = 1.0
    temperature: float = 1.0
    repetition_penalty: float = 1.0


@dataclass(frozen=True)
class Draw:
    """A token that was drawn.

    Attributes:
        token: Its id.
        probability: What the model gave it.
        chosen_with: The probability that it was drawn with.
    """

    token: int
    probability: float
    chosen_with: float


class Sampler:
    """Draws one token after the other; the same seed draws the same tokens from the same logits."""

    def __init__(self, rule: SamplingRule, seed: Sequence[int]) -> None:
        """Draw by `rule`; each number of `seed` is 0 or more."""
        self._rule = rule
        self._random = np.random.default_rng(list(seed))

    def draw(self, logits: Logits, came_before: Collection[int]) -> Draw:
        """Return the next token by its logits, (n_vocab,); the penalty is for the tokens that `came_before`."""
        rule = self._rule
        probabilities = next_token_distribution(
            penalize(logits, came_before, rule.repetition_penalty),
            temperature=rule.temperature,
            top_k=rule.top_k,
            top_p=rule.top_p,
        )
        # In the order of their ids, so that logits that differ in their last decimals seldom draw another token.
        pool = np.flatnonzero(probabilities)
        reached = np.cumsum(probabilities[pool])
        place = np.searchsorted(reached[:-1], self._random.random() * reached[-1], side="right")
        token = int(pool[place])
        return Draw(token, float(np.exp(log_softmax(logits)[token])), float(probabilities[token]))


def penalize(logits: Logits, came_before: Collection[int], penalty: float) -> Logits:
    """Return logits, (n_vocab,), in which tokens that came before are less probable; with a penalty of 1.0 they are the same.

    Positive logits are divided by the penalty, and negative ones are multiplied with it, as CTRL's authors do (Keskar et al.
    2019, "CTRL: A Conditional Transformer Language Model for Controllable Generation").
    """
    if penalty == 1 or not came_before:
        return logits
    tokens = np.array(sorted(came_before))
    penalized = logits.copy()
    kept = penalized[tokens]
    with np.errstate(over="ignore"):  # what a great penalty makes -inf is not drawn
        penalized[tokens] = np.where(kept > 0, kept / penalty, kept * penalty)
    return penalized
