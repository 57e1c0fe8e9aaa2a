"""Answers questions about a block's computation: for one token, for the whole text in one head, and from block to block."""

from collections.abc import Callable
from dataclasses import fields
from itertools import pairwise
from typing import Any

import numpy as np

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.looking import checked_position, decoded, encoded, most_probable
from keyboard.engine.exploration.value_check import TILE_SIZE
from keyboard.engine.exploration_messages import (
    Exploration,
    ExplorationReply,
    ResidualStream,
    ResidualStreamRequest,
    Scores,
    ScoresRequest,
    Step,
    StepRequest,
    StreamBlock,
    TokenProduct,
)
from keyboard.language_model.inspection.block_steps import BlockSteps, Numbers
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen, Logits
from keyboard.language_model.probabilities import log_softmax

_PRODUCTS = 10
# By query head, and by key and value head.
_OF_HEAD = ("query_unturned", "query", "scores", "weights", "mixed")
_OF_KV_HEAD = ("key_unturned", "key", "value", "keys", "values")
_NOT_SENT = ("scale", "first", "logits")


def answer_step(request: StepRequest, inspector: Inspector, abort_when: AbortWhen) -> Step:
    """Answer a request; raise `EngineError` if there is no such token, block or head."""
    _check_layer(request.layer, inspector)
    before = inspector.cache.tokens_evaluated
    tokens = inspector.tokens_of(request.text)
    position = checked_position(request.position, tokens)
    from_cache = inspector.cached_length(tokens[:position])
    steps = inspector.steps(tokens, position, request.layer, abort_when)
    _check_head(request.head, len(steps.query))
    is_last = request.layer == inspector.layers - 1
    return Step(
        id=request.id,
        pieces=tuple(map(inspector.piece, tokens)),
        position=position,
        layer=request.layer,
        head=request.head,
        layers=inspector.layers,
        heads=len(steps.query),
        kv_heads=len(steps.key),
        scale=steps.scale,
        first=steps.first,
        vectors={name: encoded(vector) for name, vector in _vectors(steps, request.head, is_last=is_last)},
        products=_products(steps.logits, inspector) if is_last else (),
        from_cache=from_cache,
        tokens_evaluated=inspector.cache.tokens_evaluated - before,
    )


def vectors_of(answer: Step) -> dict[str, Numbers]:
    """Return the vectors of an answer by their names; those of all tokens or all heads are (tokens or heads, width of a head)."""
    vectors = {name: decoded(text) for name, text in answer.vectors.items()}
    width = len(vectors["query"])
    return {
        name: vector.reshape(-1, width) if name in ("keys", "values", "heads") else vector for name, vector in vectors.items()
    }


def _vectors(steps: BlockSteps, head: int, *, is_last: bool) -> list[tuple[str, Numbers]]:
    """Return the vectors to send: those of the head, and the sums of all heads as `heads`."""
    kv_head = head * len(steps.key) // len(steps.query)
    sent = [("heads", steps.mixed)]
    for field in fields(steps):
        vector = getattr(steps, field.name)
        if vector is None or field.name in _NOT_SENT or (field.name == "final_norm" and not is_last):
            continue
        if field.name in _OF_HEAD:
            vector = vector[head]
        elif field.name in _OF_KV_HEAD:
            vector = vector[kv_head]
        sent.append((field.name, vector))
    return sent


def _products(logits: Logits, inspector: Inspector) -> tuple[TokenProduct, ...]:
    best = most_probable(np.exp(log_softmax(logits)), _PRODUCTS, inspector)
    return tuple(TokenProduct(token.id, token.piece, float(logits[token.id]), token.probability) for token in best)


def answer_scores(request: ScoresRequest, inspector: Inspector, abort_when: AbortWhen) -> Scores:
    """Answer a request; raise `EngineError` if there is no such block or head, or the part begins outside of the table."""
    TILE_SIZE.check(request.size)
    _check_layer(request.layer, inspector)
    before = inspector.cache.tokens_evaluated
    tokens = inspector.tokens_of(request.text)
    for first in (request.row, request.column):
        if not 0 <= first < len(tokens):
            raise EngineError(f"The table has no row or column {first}; they are numbered from 0 to {len(tokens) - 1}.")
    rows = range(request.row, min(request.row + request.size, len(tokens)))
    columns = slice(request.column, min(request.column + request.size, len(tokens)))
    found = inspector.scores(tokens, request.layer, rows, abort_when)
    _check_head(request.head, len(found.scores))
    scores, weights = found.scores[request.head][:, columns], found.weights[request.head][:, columns]
    return Scores(
        id=request.id,
        layer=request.layer,
        head=request.head,
        row=request.row,
        column=request.column,
        rows=scores.shape[0],
        columns=scores.shape[1],
        scores=encoded(scores),
        weights=encoded(weights),
        tokens_evaluated=inspector.cache.tokens_evaluated - before,
    )


def answer_residual_stream(request: ResidualStreamRequest, inspector: Inspector, abort_when: AbortWhen) -> ResidualStream:
    """Answer a request; raise `EngineError` if the text has no such token."""
    before = inspector.cache.tokens_evaluated
    tokens = inspector.tokens_of(request.text)
    position = checked_position(request.position, tokens)
    norms = inspector.block_norms(tokens, position, abort_when)
    lens = [np.exp(log_softmax(logits)) for logits in inspector.logit_lens(tokens, position, abort_when)]
    moved = [0.0, *(float(np.abs(after - at).sum() / 2) for at, after in pairwise(lens))]
    return ResidualStream(
        id=request.id,
        position=position,
        blocks=tuple(
            StreamBlock(
                layer=layer,
                attention_norm=float(attention),
                feed_forward_norm=float(feed_forward),
                output_norm=float(output),
                lens_moved=moved[layer],
                best=most_probable(lens[layer], 1, inspector)[0],
            )
            for layer, (attention, feed_forward, output) in enumerate(norms)
        ),
        tokens_evaluated=inspector.cache.tokens_evaluated - before,
    )


STEP_ANSWERS: dict[type[Exploration], Callable[[Any, Inspector, AbortWhen], ExplorationReply]] = {
    StepRequest: answer_step,
    ScoresRequest: answer_scores,
    ResidualStreamRequest: answer_residual_stream,
}


def _check_layer(layer: int, inspector: Inspector) -> None:
    if not 0 <= layer < inspector.layers:
        raise EngineError(f"There is no block {layer}; the model has {inspector.layers}, counted from 0.")


def _check_head(head: int, heads: int) -> None:
    if not 0 <= head < heads:
        raise EngineError(f"There is no head {head}; each block has {heads}, counted from 0.")
