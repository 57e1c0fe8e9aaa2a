"""What the next token is drawn from: the model's distribution, sharpened or flattened and cut to a pool."""

import numpy as np
import numpy.typing as npt

from keyboard.language_model.kv_cache import Logits

Probabilities = npt.NDArray[np.float64]


def next_token_distribution(logits: Logits, *, temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0) -> Probabilities:
    """Return the probabilities of all tokens, (n_vocab,), of which those outside the pool are 0.

    The logits, (n_vocab,), are divided by `temperature` first; 0 leaves the most probable token alone. Then the pool is cut to
    the `top_k` most probable tokens, 0 being all of them (Fan et al. 2018), and of these to the smallest number whose
    probabilities add up to `top_p` (Holtzman et al. 2020).
    """
    if temperature == 0:
        temperature, top_k = 1.0, 1
    with np.errstate(over="ignore"):  # a temperature of almost 0 leaves the most probable token alone too
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
    """Return the entropy of a distribution, (n_vocab,): how many yes-or-no questions its next token answers on average."""
    possible = probabilities[probabilities > 0]
    return float(-(possible * np.log2(possible)).sum()) + 0.0


def _most_probable(scaled: Probabilities, count: int) -> npt.NDArray[np.int64]:
    """Return the `count` most probable tokens, 0 being all of them, in no order; of equal ones those with lower ids."""
    if not 0 < count < len(scaled):
        return np.arange(len(scaled))
    # A tenth of the time that sorting them all would take.
    least = np.partition(scaled, -count)[-count]
    certain = np.flatnonzero(scaled > least)
    return np.concatenate([certain, np.flatnonzero(scaled == least)[: count - len(certain)]])
