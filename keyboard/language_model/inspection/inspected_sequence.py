"""A sequence that follows a text, with branches on which single tokens are inspected."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import llama_cpp
import numpy as np
import numpy.typing as npt

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence, common_prefix_length
from keyboard.language_model.inspection.tensor import Tensor, TensorHook
from keyboard.language_model.kv_cache import AbortWhen, KVCache, Logits, Row, never
from keyboard.language_model.model import Model

Positions = npt.NDArray[np.int64]

_FLASH_ATTENTION_OFF = 0  # LLAMA_FLASH_ATTN_TYPE_DISABLED, llama.cpp/include/llama.h
# Where the keys of a batch are written in a block; the operation's second operand has the cells.
_KEYS_WRITTEN = "cache_k_l{} (view)"
_CELLS_PADDED = 256  # llama.cpp adds cells up to a multiple of it


class InspectedCache(KVCache):
    """A KV cache with a hook, and without flash attention, which never has the weights of attention in one place.

    llama.cpp chooses the cell of a token's key, and attention weights come in the cells' order. So the content of the cells is
    recorded at each evaluation, layer by layer, because layers with a sliding window have their own cells.
    """

    def __init__(self, model: Model, *, n_cells: int, n_sequences: int, n_batch: int) -> None:
        """Reserve cells as `KVCache` does."""
        self.hook = TensorHook()  # stops at tensors of the evaluations here
        self.rows: Sequence[Row] = ()  # those being evaluated, or evaluated last
        self._positions = np.zeros((model.layers - 1, n_cells + _CELLS_PADDED), dtype=np.int64)  # by layer and cell
        self._notes = {_KEYS_WRITTEN.format(layer): partial(self._note, layer) for layer in range(model.layers - 1)}
        super().__init__(model, n_cells=n_cells, n_sequences=n_sequences, n_batch=n_batch)

    def positions(self, layer: int, n_cells: int) -> Positions:
        """Return the position of the token in each of a layer's first `n_cells` cells, (n_cells,); of free cells any number."""
        return self._positions[layer, :n_cells]

    def evaluate(self, rows: Sequence[Row], abort_when: AbortWhen = never) -> list[Logits]:
        """Evaluate as `KVCache` does.

        Raises the error of a function that the hook called, or `LanguageModelError` if the model lacks a tensor to visit; none of
        the rows is in the cache then.
        """
        self.rows = rows
        with self.hook.visiting(before=self._notes):
            try:
                logits = super().evaluate(rows, abort_when)
            finally:
                error = self.hook.take_error()
        if error is not None:
            self._forget(rows)
            raise error
        return logits

    def _note(self, layer: int, keys: Tensor) -> None:
        if (cells := keys.source(1)) is not None:  # else the view of all keys, which has the same name
            self._positions[layer, cells.read().ravel()] = [row.position for row in self.rows]

    def _parameters(self, model: Model, n_cells: int, n_sequences: int, n_batch: int) -> llama_cpp.llama_context_params:
        parameters = super()._parameters(model, n_cells, n_sequences, n_batch)
        parameters.cb_eval = self.hook.callback
        parameters.flash_attn_type = _FLASH_ATTENTION_OFF
        return parameters


class InspectedSequence(CachedSequence):
    """A cached sequence whose tokens can be evaluated again beside it, so that what follows them stays cached."""

    def __init__(self, cache: InspectedCache, sequence: int, scratch: int) -> None:
        """Follow texts in `sequence`; `scratch` is a sequence that is empty between calls."""
        super().__init__(cache, sequence, scratch)
        self.cache = cache

    def hold(self, wanted: Sequence[int], abort_when: AbortWhen) -> None:
        """Evaluate the missing tokens of `wanted`, in batches."""
        while self.extend(wanted, CATCH_UP_BATCH, abort_when) < len(wanted):
            pass

    def read_each(self, wanted: Sequence[int], start: int, abort_when: AbortWhen) -> list[Logits]:
        """Return the logits, (n_vocab,), after each token of `wanted` from position `start` on, a batch's length at most.

        These are evaluated, again if they were.
        """
        self.hold(wanted[:start], abort_when)
        self.truncate(start)
        rows = [Row(wanted[position], position, (self.sequence,), wants_logits=True) for position in range(start, len(wanted))]
        logits = self.cache.evaluate(rows, abort_when)
        self.tokens.extend(wanted[start:])
        self._keep(len(wanted), logits[-1])
        return logits

    @contextmanager
    def branch(self, length: int) -> Iterator[int]:
        """Give a sequence that holds the first `length` tokens while the `with` statement lasts."""
        self._cache.copy(self.sequence, self._scratch, 0, length)
        try:
            yield self._scratch
        finally:
            self._cache.truncate(self._scratch, 0)


class KnockoutSequence(InspectedSequence):
    """A sequence in which masked tokens carry no weight for later ones, in every block and head.

    They are removed in llama.cpp's own causal mask, before the softmax, so the others share their weight. A masked token still
    sees itself and the tokens before it, and every other token keeps its position.
    """

    def __init__(self, cache: InspectedCache, sequence: int, scratch: int, layers: int) -> None:
        """Use `sequence` of a model with `layers` blocks; `scratch` is a sequence that is empty between calls."""
        super().__init__(cache, sequence, scratch)
        self._masked: tuple[int, ...] = ()
        self._visits = {f"kq_soft_max-{layer}": partial(self._change_mask, layer) for layer in range(layers)}

    def read_without(
        self, masked: Collection[int], tokens: Sequence[int], whole: InspectedSequence, abort_when: AbortWhen = never
    ) -> Logits:
        """Return the logits, (n_vocab,), after `tokens` where those at the positions `masked` are hidden; there may be none.

        The tokens up to the first masked one, or to the first that differs, are taken from `whole`.
        """
        self._mask(tuple(sorted(masked)))
        if self._masked:
            shared = self._masked[0] + 1
            whole.hold(tokens[:shared], abort_when)
        else:
            shared = whole.usable(tokens)
        if common_prefix_length(self.tokens, tokens) < shared:
            self.truncate(0)
            self.cache.copy(whole.sequence, self.sequence, 0, shared)
            self.tokens.extend(tokens[:shared])
        with self.cache.hook.visiting(before=self._visits if self._masked else None):
            return self.read(tokens, abort_when, CATCH_UP_BATCH)

    def _mask(self, masked: tuple[int, ...]) -> None:
        """Drop the tokens that attended to a newly masked token or missed a newly unmasked one."""
        if changed := set(masked) ^ set(self._masked):
            self.truncate(min(min(changed) + 1, len(self.tokens)))
        self._masked = masked

    def _change_mask(self, layer: int, softmax: Tensor) -> None:
        """Change the mask that is added to the scores before the softmax, (1, 1, rows, cells)."""
        mask = softmax.source(1)
        assert mask is not None  # noqa: S101 - these models are causal
        values = mask.read()
        positions = self.cache.positions(layer, values.shape[-1])
        for place, row in enumerate(self.cache.rows):
            earlier = [position for position in self._masked if position < row.position]
            values[0, 0, place, np.isin(positions, earlier)] = -np.inf
        mask.write(values)
