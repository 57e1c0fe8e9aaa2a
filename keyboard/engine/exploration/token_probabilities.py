"""From logits to the tokens that an answer names."""

from collections.abc import Callable

import numpy as np

from keyboard.engine.exploration_messages.token_probability import TokenProbability
from keyboard.language_model.kv_cache import Logits
from keyboard.language_model.probabilities import log_softmax

PieceOf = Callable[[int], str]


def most_probable(logits: Logits, count: int, piece_of: PieceOf) -> tuple[TokenProbability, ...]:
    """Return the `count` most probable tokens, best first, by their logits, (n_vocab,)."""
    probabilities = np.exp(log_softmax(logits))
    best = np.argsort(-probabilities, kind="stable")[:count].tolist()
    return tuple(TokenProbability(token, piece_of(token), float(probabilities[token])) for token in best)
