"""A KV cache whose evaluations can be looked into."""

from collections.abc import Sequence

import llama_cpp
import numpy as np
import numpy.typing as npt

from keyboard.language_model.inspection.tensor import Tensor
from keyboard.language_model.inspection.tensor_hook import TensorHook
from keyboard.language_model.kv_cache import AbortWhen, KVCache, Logits, Row, never
from keyboard.language_model.model import Model

Cells = npt.NDArray[np.int64]

_FLASH_ATTENTION_OFF = 0  # LLAMA_FLASH_ATTN_TYPE_DISABLED, llama.cpp/include/llama.h
# Where the keys of a batch are written in block 0; the operation's second operand has the cells.
_KEYS_WRITTEN = "cache_k_l0 (view)"


class InspectedCache(KVCache):
    """A KV cache with a hook, and without flash attention, which never has the weights of attention in one place.

    llama.cpp chooses the cell that a token's key lies in, and attention weights come in the cells' order: the cells are noted at
    each evaluation.

    Attributes:
        hook: Stops at tensors of the evaluations here.
        rows: Those that are being evaluated, or were last.
    """

    def __init__(self, model: Model, *, n_cells: int, n_sequences: int, n_batch: int) -> None:
        """Reserve cells as `KVCache` does."""
        self.hook = TensorHook()
        self.rows: Sequence[Row] = ()
        self._cells = np.zeros((n_sequences, n_cells), dtype=np.int64)  # by sequence and position
        super().__init__(model, n_cells=n_cells, n_sequences=n_sequences, n_batch=n_batch)

    def cells(self, sequence: int, length: int) -> Cells:
        """Return in which cell each of a sequence's first `length` tokens lies, (length,)."""
        return self._cells[sequence, :length].copy()

    def evaluate(self, rows: Sequence[Row], abort_when: AbortWhen = never) -> list[Logits]:
        """Evaluate as `KVCache` does.

        Raises what a function raised that the hook called, or `LanguageModelError` where the model has no tensor of a name that
        is to be visited; none of the rows is in the cache then.
        """
        self.rows = rows
        with self.hook.visiting(before={_KEYS_WRITTEN: self._note_cells}):
            try:
                logits = super().evaluate(rows, abort_when)
            finally:
                error = self.hook.take_error()
        if error is not None:
            self._forget(rows)
            raise error
        return logits

    def copy(self, source: int, target: int, start: int, end: int) -> None:
        """Make the tokens of `source` at positions `start` to `end` (not included) part of `target` too."""
        super().copy(source, target, start, end)
        self._cells[target, start:end] = self._cells[source, start:end]

    def _note_cells(self, keys: Tensor) -> None:
        if (cells := keys.source(1)) is None:
            return  # the view of all keys, which has the same name
        for row, cell in zip(self.rows, cells.read().flat, strict=True):
            self._cells[list(row.sequences), row.position] = cell

    def _parameters(self, model: Model, n_cells: int, n_sequences: int, n_batch: int) -> llama_cpp.llama_context_params:
        parameters = super()._parameters(model, n_cells, n_sequences, n_batch)
        parameters.cb_eval = self.hook.callback
        parameters.flash_attn_type = _FLASH_ATTENTION_OFF
        return parameters
