"""From logits to probabilities."""

import numpy as np

from keyboard.language_model.kv_cache import Logits


def log_softmax(logits: Logits) -> Logits:
    """Return log-probabilities, (n_vocab,), of logits, (n_vocab,)."""
    shifted = logits - logits.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)
