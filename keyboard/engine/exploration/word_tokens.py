"""Answers which tokens words are made of, and how probable each is after those before it."""

import numpy as np

from keyboard.engine.exploration_messages.token_probability import TokenProbability
from keyboard.engine.exploration_messages.word_tokens import WordInTokens, WordTokens, WordTokensRequest
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen
from keyboard.language_model.probabilities import log_softmax


def answer_word_tokens(request: WordTokensRequest, inspector: Inspector, abort_when: AbortWhen) -> WordTokens:
    """Answer a request; a word of one token costs nothing where what stands before it was read already."""
    evaluated = inspector.tokens_evaluated
    # A word's first token begins with the space before it.
    context = request.text.rstrip(" ")
    space = "" if not context or context[-1].isspace() else " "
    before = inspector.tokens_of(context)

    def in_tokens(word: str) -> tuple[TokenProbability, ...]:
        _begin, *tokens = inspector.tokens_of(space + word)
        return tuple(
            _probability_of(token, [*before, *tokens[:place]], inspector, abort_when)
            for place, token in enumerate(tokens[: inspector.window - len(before)])
        )

    return WordTokens(
        id=request.id,
        words=tuple(WordInTokens(word, in_tokens(word)) for word in request.words),
        tokens_evaluated=inspector.tokens_evaluated - evaluated,
    )


def _probability_of(token: int, after: list[int], inspector: Inspector, abort_when: AbortWhen) -> TokenProbability:
    log_probabilities = log_softmax(inspector.read(after, abort_when))
    return TokenProbability(token, inspector.piece(token), float(np.exp(log_probabilities[token])))
