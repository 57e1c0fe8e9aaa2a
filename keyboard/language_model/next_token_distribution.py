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
    scaled = logits.astype(np.float64) / temperature
    order = np.argsort(-scaled, kind="stable")
    pool = order[:top_k] if top_k else order
    weights = np.exp(scaled[pool] - scaled[order[0]])
    if top_p < 1:
        reached = np.cumsum(weights) / weights.sum()
        kept = int(np.searchsorted(reached, top_p)) + 1
        pool, weights = pool[:kept], weights[:kept]
    probabilities = np.zeros(len(logits))
    probabilities[pool] = weights / weights.sum()
    return probabilities


def entropy_bits(probabilities: Probabilities) -> float:
    """Return the entropy of a distribution, (n_vocab,): how many yes-or-no questions its next token answers on average."""
    possible = probabilities[probabilities > 0]
    return float(-(possible * np.log2(possible)).sum()) + 0.0
