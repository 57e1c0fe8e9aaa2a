"""Answers what each block would predict."""

from keyboard.engine.exploration.chosen_token import checked_position
from keyboard.engine.exploration.token_probabilities import most_probable
from keyboard.engine.exploration.value_check import TOKEN_COUNT
from keyboard.engine.exploration_messages.logit_lens import LayerPrediction, LogitLens, LogitLensRequest
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen


def answer_logit_lens(request: LogitLensRequest, inspector: Inspector, abort_when: AbortWhen) -> LogitLens:
    """Answer a request; raise `EngineError` where the text has no such token, or for a count that makes no sense."""
    TOKEN_COUNT.check(request.count)
    before = inspector.tokens_evaluated
    tokens = inspector.tokens_of(request.text)
    position = checked_position(request.position, tokens)
    rows = inspector.logit_lens(tokens, position, abort_when)
    return LogitLens(
        id=request.id,
        piece=inspector.piece(tokens[position]),
        position=position,
        layers=tuple(
            LayerPrediction(layer, most_probable(logits, request.count, inspector.piece)) for layer, logits in enumerate(rows)
        ),
        tokens_evaluated=inspector.tokens_evaluated - before,
    )
