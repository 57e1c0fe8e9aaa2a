"""The explorer's own context over the model's weights, beside the KV cache of the typing."""

import codecs
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, common_prefix_length
from keyboard.language_model.inspection.block_steps import BlockSteps, Numbers, ScoreReader, ScoreRows, block_norms, block_steps
from keyboard.language_model.inspection.inspected_sequence import InspectedCache, InspectedSequence, KnockoutSequence
from keyboard.language_model.inspection.tensor import Tensor
from keyboard.language_model.kv_cache import AbortWhen, Logits, Row, never
from keyboard.language_model.model import Model
from keyboard.language_model.tokenizer import IncrementalEncoder, Tokenizer
from keyboard.writing.query import tail_start

Weights = npt.NDArray[np.float32]


def attention_of(
    sequence: InspectedSequence, tokens: Sequence[int], position: int, layers: int, abort_when: AbortWhen = never
) -> Weights:
    """Return the attention weights of the token at `position`, (layers, heads, position + 1); each row adds up to 1.

    The tokens before it are taken from the cache, and only this token is evaluated again, which gives llama.cpp's own weights:
    the softmax that it multiplies with the values (`build_attn_mha`, llama.cpp/src/llama-graph.cpp).
    """
    sequence.hold(tokens[:position], abort_when)
    rows: list[Weights] = [np.zeros(0, dtype=np.float32)] * layers
    with sequence.branch(position) as branch:

        def keep(layer: int, softmax: Tensor) -> None:
            in_cells = softmax.read()[0, :, 0]  # (heads, cells): more cells than tokens, in an order of their own
            seen = np.flatnonzero(in_cells.any(axis=0))
            rows[layer] = np.zeros((len(in_cells), position + 1), dtype=np.float32)
            rows[layer][:, sequence.cache.positions(layer, in_cells.shape[-1])[seen]] = in_cells[:, seen]

        visits = {f"kq_soft_max-{layer}": partial(keep, layer) for layer in range(layers)}
        with sequence.cache.hook.visiting(after=visits):
            sequence.cache.evaluate([Row(tokens[position], position, (branch,), wants_logits=False)], abort_when)
    return np.stack(rows)


Residual = npt.NDArray[np.float32]


class LogitLens:
    """Shows each block's output through the last norm and the output matrix.

    llama.cpp itself applies these two, whatever they are in a model's architecture and quantization: the last tokens up to the
    one that is looked at are evaluated again, each block's output at that one is noted, and before the last norm it is written
    over the output at one of these tokens.
    """

    def __init__(self, sequence: InspectedSequence, layers: int) -> None:
        """Look into a model of `layers` blocks, on branches of `sequence`."""
        self._sequence = sequence
        self._layers = layers
        self._tokens: list[int] = []
        self._seen: list[Logits] = []

    def read(self, tokens: Sequence[int], abort_when: AbortWhen = never) -> list[Logits]:
        """Return for each block the logits, (n_vocab,), that its output at the last of `tokens` gives."""
        if list(tokens) != self._tokens:
            self._tokens, self._seen = list(tokens), []
        at_once = min(CATCH_UP_BATCH, len(tokens))
        while (first := len(self._seen)) < self._layers:
            self._seen += self._look(range(first, min(first + at_once, self._layers)), abort_when)
        return list(self._seen)

    def _look(self, wanted: range, abort_when: AbortWhen) -> list[Logits]:
        """Return the logits of some blocks; as many of the last tokens are evaluated again."""
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


_HANDLER = "keyboard.bytes-in-brackets"


def _in_brackets(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - it is registered only for decoding
    return "".join(f"<0x{byte:02X}>" for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_HANDLER, _in_brackets)


def text_of_piece(piece: bytes) -> str:
    """Return a token's text; bytes that are not a whole character are shown as in `<0xE2>`."""
    return piece.decode("utf-8", _HANDLER)


def text_of_token(token: int, tokenizer: Tokenizer, model: Model) -> str:
    """Return a token's text as `text_of_piece` does, or a control token's name."""
    return text_of_piece(tokenizer.pieces[token] or model.control_token_name(token))


@dataclass(frozen=True)
class Surprise:
    """How the model expected a token."""

    probability: float  # of the token, from 0 to 1
    rank: int  # its place among all tokens, 1 for the most probable
    bits: float  # -log2 of the probability


class TokenScorer:
    """Judges the tokens of a text one after the other; after an edit, those before it are already known.

    A text that is longer than the window is read in windows that overlap by half, so that every token is judged by at least half
    a window of earlier tokens. The windows are at fixed places of the text, and each begins with the begin token.
    """

    def __init__(self, sequence: InspectedSequence, tokenizer: Tokenizer, begin_token: int, window: int) -> None:
        """Read with `sequence`, `window` tokens at once, the begin token included."""
        self.tokens: list[int] = []
        self.scores: list[Surprise] = []  # of the tokens that are judged so far
        self._sequence = sequence
        self._encoder = IncrementalEncoder(tokenizer)
        self._begin_token = begin_token
        self._window = window

    def follow(self, text: str) -> None:
        """Continue with another text, and keep the scores of the tokens at the start that both share."""
        tokens = self._encoder.encode(text)
        del self.scores[common_prefix_length(self.tokens, tokens) :]
        self.tokens = tokens

    def judge_next(self, abort_when: AbortWhen = never) -> None:
        """Score the next few tokens."""
        first = len(self.scores)
        start, window_end = self._window_of(first)
        end = min(first + CATCH_UP_BATCH, window_end, len(self.tokens))
        if first == end:
            return
        # The token that comes before each is at this position of the window.
        read = [self._begin_token, *self.tokens[start : end - 1]]
        rows = self._sequence.read_each(read, first - start, abort_when)
        self.scores += [surprise(row, token) for row, token in zip(rows, self.tokens[first:end], strict=True)]

    def _window_of(self, token: int) -> tuple[int, int]:
        """Return where the window in which a token is scored begins and ends in the text."""
        length = self._window - 1
        step = self._window // 2
        start = 0 if token < length else ((token - length) // step + 1) * step
        return start, start + length


def surprise(logits: Logits, token: int) -> Surprise:
    """Return how much a token surprises, given the logits before it, (n_vocab,)."""
    shifted = logits.astype(np.float64) - float(logits.max())
    log_probability = float(shifted[token] - np.log(np.exp(shifted).sum()))
    return Surprise(
        probability=float(np.exp(log_probability)),
        rank=1 + int(np.count_nonzero(logits > logits[token])),
        bits=max(-log_probability / float(np.log(2)), 0.0),
    )


_LONGEST_WINDOW = 1024
# A long text's window starts at a multiple of this part of it, and stays there while the text grows.
_STEPS = 4
# This much of the window stays free for tokens that follow the text.
_ROOM = 1 / 16
_TEXT, _SCRATCH, _CHANGED = range(3)


class Inspector:
    """Reads texts from their start, and looks into the model at one of their tokens.

    Every method takes tokens as `tokens_of` gives them, and evaluates only what was not evaluated before.
    """

    def __init__(self, model: Model, tokenizer: Tokenizer) -> None:
        """Reserve room for a text and a changed one beside it; raise `LanguageModelError` if there is none."""
        self.window = min(model.n_ctx_train, _LONGEST_WINDOW)  # tokens that are read at once, the begin token included
        self.layers = model.layers - 1  # the model's blocks
        self.model = model
        self.tokenizer = tokenizer
        n_cells = 2 * self.window + CATCH_UP_BATCH
        # The explorer's own KV cache, which counts what is evaluated.
        self.cache = InspectedCache(model, n_cells=n_cells, n_sequences=3, n_batch=CATCH_UP_BATCH)
        self._text = InspectedSequence(self.cache, _TEXT, _SCRATCH)
        self.scorer = TokenScorer(self._text, tokenizer, model.begin_token, self.window)
        self._lens = LogitLens(self._text, self.layers)
        self._scores = ScoreReader(self._text)
        self._changed = KnockoutSequence(self.cache, _CHANGED, _SCRATCH, self.layers)

    def tokens_of(self, text: str, room: int | None = None) -> list[int]:
        """Return the begin token and the text's tokens; for a long text the last ones, which leave some `room` in the window.

        The text continues, so white space at its end is tokenized as before a word.
        """
        tokens = self.tokenizer.encode_before_word(text[tail_start(len(text)) :])
        too_many = len(tokens) + 1 - self.window + (round(self.window * _ROOM) if room is None else room)
        step = self.window // _STEPS
        start = max(-(-too_many // step) * step, 0)
        return [self.model.begin_token, *tokens[start:]]

    def piece(self, token: int) -> str:
        """Return a token's text, or a control token's name; bytes that are not a whole character are shown as in `<0xE2>`."""
        return text_of_token(token, self.tokenizer, self.model)

    def read(self, tokens: Sequence[int], abort_when: AbortWhen = never) -> Logits:
        """Return the logits, (n_vocab,), after these tokens."""
        return self._text.read(tokens, abort_when, CATCH_UP_BATCH)

    def read_without(self, masked: Collection[int], tokens: Sequence[int], abort_when: AbortWhen = never) -> Logits:
        """Return the logits, (n_vocab,), after tokens some of which are masked, as in `KnockoutSequence`."""
        return self._changed.read_without(masked, tokens, self._text, abort_when)

    def attention(self, tokens: Sequence[int], position: int, abort_when: AbortWhen = never) -> Weights:
        """Return the attention weights of one token, (layers, heads, position + 1)."""
        return attention_of(self._text, tokens, position, self.layers, abort_when)

    def logit_lens(self, tokens: Sequence[int], position: int, abort_when: AbortWhen = never) -> list[Logits]:
        """Return the logits, (n_vocab,), that each block's output at a token gives through the output matrix."""
        return self._lens.read(tokens[: position + 1], abort_when)

    def cached_length(self, tokens: Sequence[int]) -> int:
        """Return the number of these tokens whose keys and values are in the cache."""
        return common_prefix_length(self._text.tokens, tokens)

    def steps(self, tokens: Sequence[int], position: int, layer: int, abort_when: AbortWhen = never) -> BlockSteps:
        """Return the steps of one token in one block."""
        return block_steps(self._text, tokens, position, layer, abort_when)

    def scores(self, tokens: Sequence[int], layer: int, rows: range, abort_when: AbortWhen = never) -> ScoreRows:
        """Return some tokens' rows of the square tables of a block's heads."""
        return self._scores.read(tokens, layer, rows, abort_when)

    def block_norms(self, tokens: Sequence[int], position: int, abort_when: AbortWhen = never) -> Numbers:
        """Return for each block the norms at a token of what attention and feed-forward add, and of its output, (layers, 3)."""
        return block_norms(self._text, tokens, position, self.layers, abort_when)

    def close(self) -> None:
        """Free the KV cache."""
        self.cache.close()
