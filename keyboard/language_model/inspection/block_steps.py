"""What llama.cpp computes for one token in one block, tensor by tensor, and the scores of all tokens in one head."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.inspection.inspected_sequence import InspectedSequence, Positions
from keyboard.language_model.inspection.tensor import Tensor, Visits
from keyboard.language_model.kv_cache import AbortWhen, Logits, Row, never

Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True)
class BlockSteps:
    """The steps of one token in one block.

    C is the width of the residual stream, F that of the feed-forward network, H the number of query heads, K that of key and
    value heads (each serves H / K neighbouring query heads), D the width of a head, T the number of tokens in sight: those from
    `first` up to this one. None is what the architecture does not compute.
    """

    embedding: Numbers  # (C,), the token's row of the embedding matrix
    position_embedding: Numbers | None  # (C,), what a learned position adds to it
    block_input: Numbers  # (C,)
    attention_norm: Numbers  # (C,)
    query_unturned: Numbers | None  # (H, D), before rotary positions turn it
    key_unturned: Numbers | None  # (K, D)
    query: Numbers  # (H, D)
    key: Numbers  # (K, D)
    value: Numbers  # (K, D)
    first: int  # the position of the first token in sight: 0, unless the block has a sliding window
    keys: Numbers  # (K, T, D), of the tokens in sight, as the KV cache holds them
    values: Numbers  # (K, T, D)
    scores: Numbers  # (H, T), query · key × `scale`
    weights: Numbers  # (H, T), after the softmax; each row adds up to 1
    mixed: Numbers  # (H, D), the sum of the values by their weights
    attention_output: Numbers  # (C,), the heads joined and projected; added to `block_input`
    attention_residual: Numbers  # (C,), that sum
    feed_forward_norm: Numbers  # (C,)
    gate: Numbers | None  # (F,), before the activation function
    up: Numbers | None  # (F,)
    neurons: Numbers | None  # (F,), what the last matrix multiplies
    feed_forward_output: Numbers  # (C,), added to `attention_residual`
    block_output: Numbers  # (C,), that sum
    final_norm: Numbers  # (C,), of the last block's output
    scale: float  # 1 / √D, unless the model has another
    logits: Logits  # (n_vocab,), of the token after this one


def block_steps(
    sequence: InspectedSequence, tokens: Sequence[int], position: int, layer: int, abort_when: AbortWhen = never
) -> BlockSteps:
    """Return the steps of the token at `position` in block `layer`.

    Keys and values of the tokens before it are taken from the cache, and only this token is evaluated. If the sequence
    lacks the token, it is part of the sequence afterwards, and need not be evaluated again for the next one. Raises
    `LanguageModelError` if the model computes something else.
    """
    sequence.hold(tokens[:position], abort_when)
    with sequence.branch(position) as branch:
        recorder = _Recorder(layer, partial(sequence.cache.positions, layer))
        with sequence.cache.hook.visiting(after=recorder.visits, may_lack=recorder.optional):
            (logits,) = sequence.cache.evaluate([Row(tokens[position], position, (branch,), wants_logits=True)], abort_when)
        if sequence.tokens[position : position + 1] != [tokens[position]]:
            sequence.adopt(branch, position, [tokens[position]], logits)
    return recorder.steps(logits)


# The embedding: in a GPT-2 with its position added, in a Gemma multiplied.
_FIRST_INPUTS = ("inpL", "inp_scaled", "embd")
_REQUIRED = ("Qcur", "Kcur", "Vcur", "kq", "kq_soft_max", "kqv", "attn_norm", "ffn_norm", "l_out")
# `_b` is with a bias. The last matrix gives `ffn_down`, or `ffn_out` itself.
_OPTIONAL = ("ffn_gate", "ffn_gate_b", "ffn_up", "ffn_up_b", "ffn_down", "ffn_out")
# A Gemma's other names: of the residual after attention, and of queries and keys with their own norm.
_ALSO = {"ffn_inp": "ffn_inp", "sa_out": "ffn_inp", "Qcur_normed": "Qcur", "Kcur_normed": "Kcur"}


class _Recorder:
    """Keeps the tensors of one block by llama.cpp's names (`src/models/` and `src/llama-graph.cpp`), without the block's number.

    A tensor that is a result in several stages has one name for all: the last stage counts. An operation's operands are read
    right after it, since llama.cpp gives their memory to later tensors.
    """

    def __init__(self, layer: int, positions: Callable[[int], Positions]) -> None:
        """`positions` gives the positions of the tokens in the first cells, for a number of cells."""
        self._layer = layer
        self._positions = positions
        self._cells = self._in_sight = np.zeros(0, dtype=np.int64)  # those in sight, and their tokens' positions, in order
        self._kept: dict[str, Numbers] = {}
        self._unturned: dict[str, Numbers] = {}
        self._scale = 1.0
        in_block = {f"{name}-{layer}": partial(self._keep, name) for name in (*_REQUIRED, *_OPTIONAL)}
        in_block |= {f"{name}-{layer}": partial(self._keep, kept) for name, kept in _ALSO.items()}
        before = {f"l_out-{layer - 1}": partial(self._keep, "input")} if layer else {}
        whole = {name: partial(self._keep, name) for name in (*_FIRST_INPUTS, "pos_embd", "result_norm")}
        self.visits: Visits = in_block | before | whole
        self.optional = {f"{name}-{layer}" for name in (*_OPTIONAL, *_ALSO)} | {*_FIRST_INPUTS, "pos_embd"}

    def steps(self, logits: Logits) -> BlockSteps:
        """Return the steps; call it after the evaluation."""
        kept = self._kept
        block_input = kept["input"] if self._layer else next(kept[name] for name in _FIRST_INPUTS if name in kept)
        residual, output = _between_halves(kept, "ffn_inp"), kept["l_out"]
        heads, width = kept["query"].shape
        return BlockSteps(
            embedding=kept["embd"],
            position_embedding=kept.get("pos_embd"),
            block_input=block_input,
            attention_norm=kept["attn_norm"],
            query_unturned=_in_heads(self._unturned.get("Qcur"), width),
            key_unturned=_in_heads(self._unturned.get("Kcur"), width),
            query=kept["query"],
            key=kept["Kcur"].reshape(-1, width),
            value=kept["Vcur"].reshape(-1, width),
            first=int(self._in_sight[0]),
            keys=kept["keys"],
            values=kept["values"],
            scores=kept["kq"] * np.float32(self._scale),
            weights=kept["kq_soft_max"],
            mixed=kept["kqv"].reshape(heads, width),
            attention_output=residual - block_input,
            attention_residual=residual,
            feed_forward_norm=kept["ffn_norm"],
            gate=kept.get("ffn_gate_b", kept.get("ffn_gate")),
            up=kept.get("ffn_up_b", kept.get("ffn_up")),
            neurons=kept.get("neurons"),
            feed_forward_output=output - residual,
            block_output=output,
            final_norm=kept["result_norm"],
            scale=self._scale,
            logits=logits,
        )

    def _keep(self, name: str, tensor: Tensor) -> None:
        """Keep a tensor's values for the evaluated token, flat unless they are those of the heads."""
        match name:
            case "kq":
                keys, query = tensor.operand(0), tensor.operand(1)
                self._kept["keys"] = _float(keys.read()[0])
                self._kept["query"] = _float(query.read()[0, :, 0])
                self._kept[name] = tensor.read()[0, :, 0]
            case "kq_soft_max":
                self._scale = tensor.float_parameter(0)
                cells, positions = _seen(tensor, 0, self._positions)
                order = positions.argsort()
                self._cells, self._in_sight = cells[order], positions[order]
                for of_cells in ("keys", "kq"):
                    self._kept[of_cells] = self._kept[of_cells][:, self._cells]
                self._kept[name] = tensor.read()[0, :, 0][:, self._cells]
            case "kqv":
                values = tensor.operand(0).read()[0]  # (K, D, cells): the cache keeps them transposed without flash attention
                self._kept["values"] = _float(values[:, :, self._cells].transpose(0, 2, 1))
                self._kept[name] = tensor.read()[0, :, 0]
            case "ffn_down" | "ffn_out":
                if tensor.operation == "MUL_MAT":
                    self._kept["neurons"] = tensor.operand(1).read().reshape(-1)
            case _:
                if tensor.operation == "ROPE":
                    self._unturned[name] = self._kept[name]
                self._kept[name] = tensor.read().reshape(-1)


def _seen(softmax: Tensor, row: int, positions: Callable[[int], Positions]) -> tuple[Positions, Positions]:
    """Return the cells that the mask of a softmax leaves a row of the batch, and the positions of the tokens in them."""
    cells = np.flatnonzero(np.isfinite(softmax.operand(1).read()[0, 0, row].astype(np.float32)))
    return cells, positions(softmax.shape[-1])[cells]


def _between_halves(kept: dict[str, Numbers], *names: str) -> Numbers:
    """Return the residual after attention; raise `LanguageModelError` if attention and feed-forward read the same vector."""
    if (residual := next((kept[name] for name in names if name in kept), None)) is None:
        raise LanguageModelError(
            "This model's attention and feed-forward network work side by side; look into a GPT-2 or a Llama."
        )
    return residual


def _float(values: npt.NDArray[np.generic]) -> Numbers:
    return np.ascontiguousarray(values, dtype=np.float32)


def _in_heads(vector: Numbers | None, width: int) -> Numbers | None:
    return None if vector is None else vector.reshape(-1, width)


@dataclass(frozen=True)
class ScoreRows:
    """Rows of the square tables of a block's heads: rows are tokens that look, columns all tokens of the text."""

    # (H, rows, T), query · key × `BlockSteps.scale` before the mask, so of later tokens too; not a number where a sliding window
    # has dropped the key.
    scores: Numbers
    weights: Numbers  # (H, rows, T), after mask and softmax; each row adds up to 1


_ROWS_AT_ONCE = CATCH_UP_BATCH - 1  # one more is for the token after the text


class _EnoughError(Exception):
    """The block is computed, and the rest of the model is not needed."""


class ScoreReader:
    """Reads the score of every token's query with every token's key; remembers a block's last rows, for its other heads."""

    def __init__(self, sequence: InspectedSequence) -> None:
        """Look into the text that `sequence` follows."""
        self._sequence = sequence
        self._read: tuple[list[int], int, range] | None = None
        self._rows = ScoreRows(np.zeros((0, 0, 0), np.float32), np.zeros((0, 0, 0), np.float32))

    def read(self, tokens: Sequence[int], layer: int, rows: range, abort_when: AbortWhen = never) -> ScoreRows:
        """Return the rows of these tokens in all heads of block `layer`.

        The tokens are evaluated again, beside the whole text, up to this block.
        """
        wanted = list(tokens), layer, rows
        if self._read != wanted:
            self._sequence.hold(tokens, abort_when)
            self._sequence.truncate(len(tokens))  # the token after the text replaces the rest of a longer text
            starts = range(rows.start, rows.stop, _ROWS_AT_ONCE)
            parts = [
                self._batch(tokens, layer, range(start, min(start + _ROWS_AT_ONCE, rows.stop)), abort_when) for start in starts
            ]
            scores, weights = (np.concatenate(of_all, axis=1) for of_all in zip(*parts, strict=True))
            self._read, self._rows = wanted, ScoreRows(scores, weights)
        return self._rows

    def _batch(self, tokens: Sequence[int], layer: int, rows: range, abort_when: AbortWhen) -> tuple[Numbers, Numbers]:
        """Return scores and weights of a batch; a token after the text, which sees all of it, tells the cells that it is in."""
        cache, sequence = self._sequence.cache, self._sequence.sequence
        positions = partial(cache.positions, layer)
        kept: list[Numbers] = []

        def keep_weights(softmax: Tensor) -> None:
            kq, found = kept.pop(), softmax.read()[0]
            scores = np.full((len(kq), len(rows), len(tokens) + 1), np.nan, dtype=np.float32)
            weights = np.zeros_like(scores)
            cells, places = _seen(softmax, len(rows), positions)
            scores[:, :, places] = kq[:, :-1, cells]
            for row in range(len(rows)):
                cells, places = _seen(softmax, row, positions)
                scores[:, row, places], weights[:, row, places] = kq[:, row, cells], found[:, row, cells]
            kept[:] = scores[:, :, :-1] * np.float32(softmax.float_parameter(0)), weights[:, :, :-1]
            raise _EnoughError

        visits = {f"kq-{layer}": lambda kq: kept.append(kq.read()[0]), f"kq_soft_max-{layer}": keep_weights}
        with self._sequence.branch(rows.start) as branch, suppress(_EnoughError), cache.hook.visiting(after=visits):
            batch = [Row(tokens[place], place, (branch,), wants_logits=False) for place in rows]
            cache.evaluate([*batch, Row(tokens[-1], len(tokens), (sequence,), wants_logits=False)], abort_when)
        scores, weights = kept
        return scores, weights


def block_norms(
    sequence: InspectedSequence, tokens: Sequence[int], position: int, layers: int, abort_when: AbortWhen = never
) -> Numbers:
    """Return for each block the norms at a token of what attention adds, what feed-forward adds, and the output, (layers, 3)."""
    sequence.hold(tokens[:position], abort_when)
    kept: dict[str, Numbers] = {}

    def keep(tensor: Tensor) -> None:
        kept[tensor.name] = tensor.read().reshape(-1)

    between = [f"{name}-{layer}" for layer in range(layers) for name in ("ffn_inp", "sa_out")]
    visits = dict.fromkeys((*between, *(f"l_out-{layer}" for layer in range(layers)), *_FIRST_INPUTS), keep)
    with sequence.branch(position) as branch, sequence.cache.hook.visiting(after=visits, may_lack=(*between, *_FIRST_INPUTS)):
        sequence.cache.evaluate([Row(tokens[position], position, (branch,), wants_logits=True)], abort_when)
    stream = next(kept[name] for name in _FIRST_INPUTS if name in kept)
    norms = np.zeros((layers, 3), dtype=np.float32)
    for layer in range(layers):
        residual, output = _between_halves(kept, f"ffn_inp-{layer}", f"sa_out-{layer}"), kept[f"l_out-{layer}"]
        norms[layer] = [np.linalg.norm(vector) for vector in (residual - stream, output - residual, output)]
        stream = output
    return norms
