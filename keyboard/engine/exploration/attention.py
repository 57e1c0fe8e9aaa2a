"""Answers how much a token looks at those up to itself."""

import base64

import numpy as np

from keyboard.engine.exploration.chosen_token import checked_position
from keyboard.engine.exploration_messages.attention import Attention, AttentionRequest
from keyboard.language_model.inspection.attention import Weights
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen

_LITTLE_ENDIAN = np.dtype("<f4")


def answer_attention(request: AttentionRequest, inspector: Inspector, abort_when: AbortWhen) -> Attention:
    """Answer a request; raise `EngineError` where the text has no such token."""
    before = inspector.tokens_evaluated
    tokens = inspector.tokens_of(request.text)
    position = checked_position(request.position, tokens)
    weights = inspector.attention(tokens, position, abort_when)
    layers, heads, _ = weights.shape
    return Attention(
        id=request.id,
        pieces=tuple(map(inspector.piece, tokens[: position + 1])),
        position=position,
        layers=layers,
        heads=heads,
        weights=base64.b64encode(weights.astype(_LITTLE_ENDIAN).tobytes()).decode("ascii"),
        tokens_evaluated=inspector.tokens_evaluated - before,
    )


def weights_of(answer: Attention) -> Weights:
    """Return the weights that an answer carries, (layers, heads, position + 1)."""
    numbers = np.frombuffer(base64.b64decode(answer.weights), _LITTLE_ENDIAN)
    return numbers.astype(np.float32).reshape(answer.layers, answer.heads, answer.position + 1)
