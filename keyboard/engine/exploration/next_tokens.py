"""Answers which tokens may come next."""

import numpy as np

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.value_check import TEMPERATURE, TOKEN_COUNT, TOP_K, check_tokens
from keyboard.engine.exploration_messages.next_tokens import NextTokens, NextTokensRequest
from keyboard.engine.exploration_messages.token_probability import TokenProbability
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen
from keyboard.language_model.next_token_distribution import entropy_bits, next_token_distribution


def answer_next_tokens(request: NextTokensRequest, inspector: Inspector, abort_when: AbortWhen) -> NextTokens:
    """Answer a request; raise `EngineError` where its path leads out of the window or a number makes no sense."""
    TOKEN_COUNT.check(request.count)
    TEMPERATURE.check(request.temperature)
    TOP_K.check(request.top_k)
    check_tokens(request.path, len(inspector.encoding.pieces))
    evaluated = inspector.tokens_evaluated
    tokens = [*inspector.tokens_of(request.text), *request.path]
    if len(tokens) > inspector.window:
        raise EngineError(f"The path leads beyond the {inspector.window:,} tokens that the model reads at once; go back a token.")
    logits = inspector.read(tokens, abort_when)
    probabilities = next_token_distribution(logits, temperature=request.temperature, top_k=request.top_k)
    best = np.argsort(-probabilities, kind="stable")[: request.count].tolist()
    return NextTokens(
        id=request.id,
        tokens=tuple(
            TokenProbability(token, inspector.piece(token), float(probabilities[token])) for token in best if probabilities[token]
        ),
        entropy_bits=entropy_bits(probabilities),
        tokens_evaluated=inspector.tokens_evaluated - evaluated,
    )
