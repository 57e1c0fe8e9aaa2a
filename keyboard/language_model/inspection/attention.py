"""Attention: how much a token looks at each token up to itself (Vaswani et al. 2017, "Attention Is All You Need")."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from keyboard.language_model.inspection.inspected_sequence import InspectedSequence
from keyboard.language_model.inspection.tensor import Tensor
from keyboard.language_model.kv_cache import AbortWhen, Row, never

Weights = npt.NDArray[np.float32]


def attention_of(
    sequence: InspectedSequence, tokens: Sequence[int], position: int, layers: int, abort_when: AbortWhen = never
) -> Weights:
    """Return the attention weights of the token at `position`, (layers, heads, position + 1); each row adds up to 1.

    The tokens before it are taken from the cache, and the token alone is evaluated once more, which gives llama.cpp's own
    weights: the softmax that it multiplies with the values (`build_attn_mha`, llama.cpp/src/llama-graph.cpp). Raises
    `EvaluationAbortedError` when `abort_when` says so; what was evaluated of the tokens before stays.
    """
    sequence.hold(tokens[:position], abort_when)
    rows: list[Weights] = [np.zeros(0, dtype=np.float32)] * layers
    with sequence.branch(position) as branch:

        def keep(layer: int, softmax: Tensor) -> None:
            in_cells = softmax.read()[0, :, 0]  # (heads, cells): more of these than tokens, and in an order of their own
            rows[layer] = in_cells[:, sequence.cache.cells(branch, position + 1)]

        visits = {f"kq_soft_max-{layer}": partial(keep, layer) for layer in range(layers)}
        with sequence.cache.hook.visiting(after=visits):
            sequence.cache.evaluate([Row(tokens[position], position, (branch,), wants_logits=False)], abort_when)
    return np.stack(rows)
