"""Attention knockout: what the model expects where some tokens cannot be seen by later ones (Geva et al. 2023).

"Dissecting Recall of Factual Associations in Auto-Regressive Language Models", EMNLP 2023.
"""

from collections.abc import Collection, Sequence

import numpy as np

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, common_prefix_length
from keyboard.language_model.inspection.inspected_cache import InspectedCache
from keyboard.language_model.inspection.inspected_sequence import InspectedSequence
from keyboard.language_model.inspection.tensor import Tensor
from keyboard.language_model.kv_cache import AbortWhen, Logits, never


class KnockoutSequence(InspectedSequence):
    """A sequence of the cache in which masked tokens weigh nothing for those after them, in every block and head.

    They are struck out of llama.cpp's own causal mask, before the softmax, so the others share their weight. A masked token still
    sees itself and what stands before it, and every other token keeps its position.
    """

    def __init__(self, cache: InspectedCache, sequence: int, scratch: int, layers: int) -> None:
        """Lie in `sequence` of a model with so many blocks; `scratch` is a sequence that is empty between calls."""
        super().__init__(cache, sequence, scratch)
        self._masked: tuple[int, ...] = ()
        self._visits = {f"kq_soft_max-{layer}": self._strike_out for layer in range(layers)}

    def read_without(
        self, masked: Collection[int], tokens: Sequence[int], whole: InspectedSequence, abort_when: AbortWhen = never
    ) -> Logits:
        """Return the logits, (n_vocab,), after `tokens` where those at the positions `masked` are hidden; there may be none.

        What is the same in `whole` is taken from there: the tokens up to the first masked one, or to the first that differs.
        Raises `EvaluationAbortedError` when `abort_when` says so; what was evaluated until then stays.
        """
        self._mask(tuple(sorted(masked)))
        if self._masked:
            shared = self._masked[0] + 1
            whole.hold(tokens[:shared], abort_when)
        else:
            shared = common_prefix_length(whole.tokens, tokens)
        if common_prefix_length(self.tokens, tokens) < shared:
            self.truncate(0)
            self.cache.copy(whole.sequence, self.sequence, 0, shared)
            self.tokens.extend(tokens[:shared])
        with self.cache.hook.visiting(before=self._visits if self._masked else None):
            return self.read(tokens, abort_when, CATCH_UP_BATCH)

    def _mask(self, masked: tuple[int, ...]) -> None:
        """Forget the tokens that saw what they may not see now, or did not see what they may."""
        if changed := set(masked) ^ set(self._masked):
            self.truncate(min(min(changed) + 1, len(self.tokens)))
        self._masked = masked

    def _strike_out(self, softmax: Tensor) -> None:
        """Change the mask that is added to the scores before the softmax, (1, 1, rows, cells)."""
        mask = softmax.source(1)
        assert mask is not None  # noqa: S101 - these models are causal
        values = mask.read()
        cells = self.cache.cells(self.sequence, self._masked[-1] + 1)
        for place, row in enumerate(self.cache.rows):
            earlier = [position for position in self._masked if position < row.position]
            values[0, 0, place, cells[earlier]] = -np.inf
        mask.write(values)
