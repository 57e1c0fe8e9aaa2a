"""The logit lens: what each block's output would predict, were it the last one's (nostalgebraist 2020)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH
from keyboard.language_model.inspection.inspected_sequence import InspectedSequence
from keyboard.language_model.inspection.tensor import Tensor
from keyboard.language_model.kv_cache import AbortWhen, Logits, Row, never

Residual = npt.NDArray[np.float32]


class LogitLens:
    """Shows each block's output through the last norm and the output matrix.

    llama.cpp itself applies these two, whatever they are in a model's architecture and quantization: the last tokens up to the
    one that is looked at are evaluated again, each block's output at that one is noted, and before the last norm it is written
    over the output at one of these tokens.
    """

    def __init__(self, sequence: InspectedSequence, layers: int) -> None:
        """Look into a model of so many blocks, on branches of `sequence`."""
        self._sequence = sequence
        self._layers = layers
        self._tokens: list[int] = []
        self._seen: list[Logits] = []

    def read(self, tokens: Sequence[int], abort_when: AbortWhen = never) -> list[Logits]:
        """Return for each block the logits, (n_vocab,), that its output at the last of `tokens` gives.

        Raises `EvaluationAbortedError` when `abort_when` says so, and the next call goes on from the blocks that were seen.
        """
        if list(tokens) != self._tokens:
            self._tokens, self._seen = list(tokens), []
        at_once = min(CATCH_UP_BATCH, len(tokens))
        while (first := len(self._seen)) < self._layers:
            self._seen += self._look(range(first, min(first + at_once, self._layers)), abort_when)
        return list(self._seen)

    def _look(self, wanted: range, abort_when: AbortWhen) -> list[Logits]:
        """Return the logits of some blocks, one for each of so many last tokens."""
        start, last = len(self._tokens) - len(wanted), self._layers - 1
        outputs: list[Residual] = []

        def note(output: Tensor) -> None:
            outputs.append(output.read()[0, 0, -1])  # (1, 1, rows, width)

        def replace(output: Tensor) -> None:
            if last in wanted:
                note(output)
            output.write(np.stack(outputs))

        visits = {f"l_out-{layer}": note for layer in wanted} | {f"l_out-{last}": replace}
        sequence = self._sequence
        sequence.hold(self._tokens[:start], abort_when)
        with sequence.branch(start) as branch, sequence.cache.hook.visiting(after=visits):
            rows = [Row(token, start + place, (branch,), wants_logits=True) for place, token in enumerate(self._tokens[start:])]
            return sequence.cache.evaluate(rows, abort_when)
