"""Answers how the next tokens change where some are masked, or where the text is another."""

import numpy as np
import numpy.typing as npt

from keyboard.engine.exploration.chosen_token import checked_position
from keyboard.engine.exploration.value_check import TOKEN_COUNT
from keyboard.engine.exploration_messages.what_if import TokenChange, WhatIf, WhatIfRequest
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen, Logits
from keyboard.language_model.probabilities import log_softmax


def answer_what_if(request: WhatIfRequest, inspector: Inspector, abort_when: AbortWhen) -> WhatIf:
    """Answer a request; raise `EngineError` where a token is to be masked that the text has not, or for a count without sense."""
    TOKEN_COUNT.check(request.count)
    evaluated = inspector.tokens_evaluated
    tokens = inspector.tokens_of(request.text)
    masked = {checked_position(position, tokens) for position in request.masked}
    before = _probabilities(inspector.read(tokens, abort_when))
    if request.other_text:
        other = inspector.tokens_of(request.other_text)
        after = _probabilities(inspector.read_without((), other, abort_when))
    elif masked:
        after = _probabilities(inspector.read_without(masked, tokens, abort_when))
    else:
        after = before

    def changes(best_of: npt.NDArray[np.float64]) -> tuple[TokenChange, ...]:
        best = np.argsort(-best_of, kind="stable")[: request.count].tolist()
        return tuple(TokenChange(token, inspector.piece(token), float(before[token]), float(after[token])) for token in best)

    return WhatIf(
        id=request.id,
        pieces=tuple(map(inspector.piece, tokens)),
        before=changes(before),
        after=changes(after),
        divergence_bits=_divergence_bits(before, after),
        tokens_evaluated=inspector.tokens_evaluated - evaluated,
    )


def _probabilities(logits: Logits) -> npt.NDArray[np.float64]:
    return np.exp(log_softmax(logits).astype(np.float64))


def _divergence_bits(before: npt.NDArray[np.float64], after: npt.NDArray[np.float64]) -> float:
    """Return KL(before || after) of two distributions, (n_vocab,), in bits."""
    smallest = np.finfo(np.float64).tiny
    ratio = np.log2(np.maximum(before, smallest)) - np.log2(np.maximum(after, smallest))
    return max(float((before * ratio).sum()), 0.0)
