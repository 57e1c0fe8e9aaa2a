"""llama.cpp's KV cache: sequences of tokens that share cells, and can be extended and truncated."""

import ctypes
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Self

import llama_cpp
import numpy as np
import numpy.typing as npt

from keyboard.language_model.errors import EvaluationAbortedError, EvaluationFailedError, LanguageModelError
from keyboard.language_model.interruption import held_interrupt
from keyboard.language_model.model import Model
from keyboard.language_model.processor import IdleCores, evaluation_threads

Logits = npt.NDArray[np.float32]
# What takes such a function raises `EvaluationAbortedError` when it returns true. The batches that are done by then are kept, so
# that the next call continues from there.
AbortWhen = Callable[[], bool]

_ABORTED = 2  # what llama_decode returns when the abort callback said yes, llama.cpp/include/llama.h


def never() -> bool:
    """Never abort."""
    return False


@dataclass(frozen=True)
class Row:
    """One token to evaluate."""

    token: int  # its id
    position: int  # its position in its sequences, from 0
    sequences: tuple[int, ...]  # the sequences that it is added to; all must have the same tokens before it
    wants_logits: bool  # whether to return the logits of the token after it


class KVCache:
    """One llama.cpp context with a unified KV cache of several sequences.

    Sequences share cells: a copy costs no memory and no evaluation, and a cell is free once no sequence holds it.
    """

    def __init__(self, model: Model, *, n_cells: int, n_sequences: int, n_batch: int) -> None:
        """Reserve room for `n_cells` tokens in `n_sequences`; a batch has at most `n_batch` rows."""
        self.n_vocab = model.n_vocab  # entries in each row of logits
        self.n_cells = n_cells  # how many tokens there is room for
        self.tokens_evaluated = 0  # how many tokens were evaluated so far, without those of aborted batches
        self.steps = 0  # how often a batch had one token
        self.quickest_step_s = math.inf  # the shortest time of such a batch; infinite before the first
        self._n_positions = model.n_ctx_train
        # How many tokens the layers with a sliding window see; 0 without such layers.
        self.sliding_window = int(llama_cpp.llama_model_n_swa(model.pointer))
        self._idle_cores = IdleCores(evaluation_threads())
        self._abort_when: AbortWhen = never
        # Kept because ctypes frees a callback that has no reference, and llama.cpp would still call it.
        self._abort_callback = llama_cpp.ggml_abort_callback(lambda _user_data: self._abort_when())
        self._context = self._create(model, n_cells, n_sequences, n_batch)
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(n_batch, 0, n_sequences)
        self.n_batch = n_batch
        # How many rows with logits a key that comes meanwhile can wait for.
        self.n_interruptible = _interruptible_rows(model, n_batch)

    def evaluate(self, rows: Sequence[Row], abort_when: AbortWhen = never) -> list[Logits]:
        """Evaluate at most `n_batch` rows and return the logits, each (n_vocab,), of those that want them, in order.

        Raises `EvaluationAbortedError` as soon as `abort_when` returns true, and `EvaluationFailedError` if llama.cpp fails. None
        of the rows is in the cache then.
        """
        self._fill_batch(rows)
        threads = self._idle_cores.threads()
        llama_cpp.llama_set_n_threads(self._context, threads, threads)
        started = time.perf_counter()
        with held_interrupt() as is_interrupted:
            self._abort_when = lambda: is_interrupted() or abort_when()
            status = llama_cpp.llama_decode(self._context, self._batch)
        if status != 0:
            self._forget(rows)
            if status == _ABORTED:
                raise EvaluationAbortedError
            raise EvaluationFailedError(f"llama.cpp could not evaluate {len(rows)} tokens (llama_decode gave {status}).")
        self.tokens_evaluated += len(rows)
        logits = [self._logits(index) for index, row in enumerate(rows) if row.wants_logits]
        if len(rows) == 1 and logits:  # a GPU has finished once its logits are here
            self.steps += 1
            self.quickest_step_s = min(self.quickest_step_s, time.perf_counter() - started)
        return logits

    def truncate(self, sequence: int, length: int) -> None:
        """Remove from a sequence all tokens at position `length` and after."""
        llama_cpp.llama_memory_seq_rm(self._memory, sequence, length, -1)

    def reaches_back(self, sequence: int, length: int) -> bool:
        """Return whether the first `length` tokens of a sequence can be continued.

        With a sliding window, llama.cpp reuses the cells that the last token of a sequence no longer sees. After a truncation the
        next token would see them.
        """
        if not self.sliding_window or not length:
            return True
        first = int(llama_cpp.llama_memory_seq_pos_min(self._memory, sequence))
        return 0 <= first <= max(0, length - self.sliding_window + 1)

    def copy(self, source: int, target: int, start: int, end: int) -> None:
        """Make the tokens of `source` at positions `start` to `end` (not included) part of `target` too."""
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, start, end)

    def close(self) -> None:
        """Free the cells."""
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._context)

    def _create(self, model: Model, n_cells: int, n_sequences: int, n_batch: int) -> llama_cpp.llama_context_p:
        parameters = self._parameters(model, n_cells, n_sequences, n_batch)
        with held_interrupt():
            context: llama_cpp.llama_context_p | None = llama_cpp.llama_init_from_model(model.pointer, parameters)
        if not context:
            raise LanguageModelError(f"{model.path} needs more memory than there is for {n_cells} tokens.")
        return context

    def _parameters(self, model: Model, n_cells: int, n_sequences: int, n_batch: int) -> llama_cpp.llama_context_params:
        parameters: llama_cpp.llama_context_params = llama_cpp.llama_context_default_params()
        parameters.n_ctx = n_cells
        parameters.n_batch = n_batch
        parameters.n_ubatch = n_batch
        parameters.n_seq_max = n_sequences
        parameters.kv_unified = True
        parameters.swa_full = True  # else tokens behind the sliding window would be dropped at once
        parameters.n_threads = evaluation_threads()
        parameters.n_threads_batch = evaluation_threads()
        parameters.abort_callback = self._abort_callback
        parameters.op_offload = model.backend.is_gpu
        parameters.offload_kqv = model.backend.is_gpu
        parameters.no_perf = True
        return parameters

    def _fill_batch(self, rows: Sequence[Row]) -> None:
        if not 0 < len(rows) <= self.n_batch:
            raise ValueError(f"{len(rows)} rows do not fit a batch of {self.n_batch}")
        if (last := max(row.position for row in rows)) >= self._n_positions:
            # GPT-2 has a learned embedding for each position; without one, llama.cpp aborts the process.
            raise ValueError(f"position {last} is beyond the {self._n_positions} that the model has")
        batch = self._batch
        batch.n_tokens = len(rows)
        for index, row in enumerate(rows):
            batch.token[index] = row.token
            batch.pos[index] = row.position
            batch.n_seq_id[index] = len(row.sequences)
            for place, sequence in enumerate(row.sequences):
                batch.seq_id[index][place] = sequence
            batch.logits[index] = row.wants_logits

    def _forget(self, rows: Sequence[Row]) -> None:
        for row in rows:
            for sequence in row.sequences:
                self.truncate(sequence, row.position)

    def _logits(self, index: int) -> Logits:
        pointer = llama_cpp.llama_get_logits_ith(self._context, index)
        values = ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float * self.n_vocab)).contents
        return np.frombuffer(values, dtype=np.float32).copy()


def _interruptible_rows(model: Model, n_batch: int) -> int:
    """Return how many rows of a batch the output layer takes in about a decode step, at least one.

    A processor does not interrupt a layer, and with a vocabulary as large as Gemma's this is the longest by far. A GPU takes a
    whole batch through it in the time of one row.
    """
    if model.backend.is_gpu:
        return n_batch
    in_output_layer: int = llama_cpp.llama_model_n_embd(model.pointer) * model.n_vocab
    n_parameters: int = llama_cpp.llama_model_n_params(model.pointer)
    return min(n_batch, max(1, n_parameters // in_output_layer))


@dataclass(frozen=True)
class TokenCounts:
    """How many tokens were evaluated for each purpose."""

    answers: int = 0  # for first answers, while the user waited
    # In idle time, for text before the cursor: the rest of the window after a jump, the next window, and a
    # document's start after the second primer.
    windows: int = 0
    ahead: int = 0  # in idle time, for words that are not written yet

    def __sub__(self, other: Self) -> "TokenCounts":
        """Return the difference of two counts."""
        return TokenCounts(**{field.name: getattr(self, field.name) - getattr(other, field.name) for field in fields(self)})
