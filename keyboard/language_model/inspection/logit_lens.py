"""The logit lens: what each block's output would predict, were it the last one's (nostalgebraist 2020)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH
from keyboard.language_model.inspection.inspected_sequence import InspectedSequence
from keyboard.language_model.inspection.tensor import Tensor
from keyboard.language_model.kv_cache import AbortWhen, Logits, Row, never

Residual = npt.NDArray[np.float32]


def logit_lens(
    sequence: InspectedSequence, tokens: Sequence[int], position: int, layers: int, abort_when: AbortWhen = never
) -> list[Logits]:
    """Return each block's logits, (n_vocab,): what its output at `position` gives through the last norm and the output matrix.

    llama.cpp itself applies these two, whatever they are in a model's architecture and quantization: the last tokens up to
    `position` are evaluated again, each block's output at `position` is noted, and before the last norm it is written over the
    output at one of these tokens. Raises `EvaluationAbortedError` when `abort_when` says so.
    """
    at_once = min(CATCH_UP_BATCH, position + 1)
    logits: list[Logits] = []
    for first in range(0, layers, at_once):
        logits += _lens_of(sequence, tokens[: position + 1], range(first, min(first + at_once, layers)), layers - 1, abort_when)
    return logits


def _lens_of(sequence: InspectedSequence, tokens: Sequence[int], wanted: range, last: int, abort_when: AbortWhen) -> list[Logits]:
    """Return the logits of some blocks, as many as there are rows: the last tokens."""
    start = len(tokens) - len(wanted)
    residuals: list[Residual] = []

    def note(output: Tensor) -> None:
        residuals.append(output.read()[0, 0, -1])  # (1, 1, rows, width)

    def replace(output: Tensor) -> None:
        if last in wanted:
            note(output)
        output.write(np.stack(residuals))

    visits = {f"l_out-{layer}": note for layer in wanted} | {f"l_out-{last}": replace}
    sequence.hold(tokens[:start], abort_when)
    with sequence.branch(start) as branch, sequence.cache.hook.visiting(after=visits):
        rows = [Row(token, start + place, (branch,), wants_logits=True) for place, token in enumerate(tokens[start:])]
        return sequence.cache.evaluate(rows, abort_when)
