"""Replies about the steps of a small model, with random numbers in them."""

import base64

import numpy as np

from keyboard.engine.exploration_messages import (
    ResidualStream,
    Scores,
    Step,
    StreamBlock,
    TokenProbability,
    TokenProduct,
)

PIECES = ("<|endoftext|>", "a", " robot", " must", " obey")
LAST = len(PIECES) - 1
LAYERS, HEADS, KV_HEADS, WIDTH, HEAD_WIDTH, NEURONS = 4, 6, 2, 48, 8, 96
GPT2 = ("query_unturned", "key_unturned", "gate")
LLAMA = ("position_embedding",)
_SHAPES = {
    **dict.fromkeys(("embedding", "position_embedding", "block_input", "attention_norm", "attention_output"), (WIDTH,)),
    **dict.fromkeys(("attention_residual", "feed_forward_norm", "feed_forward_output", "block_output"), (WIDTH,)),
    **dict.fromkeys(("query_unturned", "query", "key_unturned", "key", "value", "mixed"), (HEAD_WIDTH,)),
    **dict.fromkeys(("gate", "up", "neurons"), (NEURONS,)),
    "heads": (HEADS, HEAD_WIDTH),
}


def encoded(numbers):
    return base64.b64encode(np.asarray(numbers, dtype="<f4").tobytes()).decode()


def step(request, position=LAST, *, lacks=LLAMA, pieces=PIECES, from_cache=None, kv_heads=KV_HEADS, scale=HEAD_WIDTH**-0.5):
    """The reply to a request, of a model that lacks some vectors."""
    chance = np.random.default_rng(position)
    vectors = {name: chance.standard_normal(shape) for name, shape in _SHAPES.items() if name not in lacks}
    vectors |= {name: chance.standard_normal((position + 1, HEAD_WIDTH)) for name in ("keys", "values")}
    scores = vectors["keys"] @ vectors["query"] * scale
    vectors |= {"scores": scores, "weights": np.exp(scores) / np.exp(scores).sum()}
    products = ()
    if request.layer == LAYERS - 1:
        vectors["final_norm"] = chance.standard_normal(WIDTH)
        products = tuple(TokenProduct(place, f" w{place}", 20.0 - place, 0.5**place / 2) for place in range(10))
    return Step(
        id=request.id,
        pieces=tuple(pieces),
        position=position,
        layer=request.layer,
        head=request.head,
        layers=LAYERS,
        heads=HEADS,
        kv_heads=kv_heads,
        scale=scale,
        first=0,
        vectors={name: encoded(vector) for name, vector in vectors.items()},
        products=products,
        from_cache=position if from_cache is None else from_cache,
        tokens_evaluated=1,
    )


def scores(request, tokens=LAST + 1):
    """The reply to a request for a part of the table; each row's weights are alike."""
    rows, columns = (min(request.size, tokens - first) for first in (request.row, request.column))
    looking, looked_at = np.mgrid[request.row : request.row + rows, request.column : request.column + columns]
    weights = np.where(looked_at <= looking, 1 / (looking + 1), 0)
    both = encoded(np.random.default_rng(1).standard_normal((rows, columns))), encoded(weights)
    return Scores(request.id, request.layer, request.head, request.row, request.column, rows, columns, *both, 1)


def stream(request, position=LAST):
    best = TokenProbability(7, " the", 0.25)
    blocks = tuple(StreamBlock(layer, 1.5, 2.5, 10.0 + layer, 0.1 * layer, best) for layer in range(LAYERS))
    return ResidualStream(request.id, position, blocks, 5)
