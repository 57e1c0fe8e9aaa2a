"""Answers questions about a text: next tokens, attention, logit lens, what-if, words in tokens, scores; and the model's card."""

import base64
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.value_check import TEMPERATURE, TOKEN_COUNT, TOP_K, check_tokens
from keyboard.engine.exploration_messages import (
    Attention,
    AttentionRequest,
    Exploration,
    ExplorationReply,
    LayerPrediction,
    LogitLens,
    LogitLensRequest,
    ModelCard,
    ModelPart,
    NextTokens,
    NextTokensRequest,
    TokenChange,
    TokenProbability,
    TokenScore,
    TokenScores,
    TokenScoresRequest,
    WhatIf,
    WhatIfRequest,
    WordInTokens,
    WordTokens,
    WordTokensRequest,
)
from keyboard.engine.opening import proven_model
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.language_model.inspection.inspector import Inspector, Weights
from keyboard.language_model.kv_cache import AbortWhen, Logits
from keyboard.language_model.model import Model, parts_of
from keyboard.language_model.probabilities import entropy_bits, log_softmax, next_token_distribution
from keyboard.language_model.tokenizer import token_spans
from keyboard.language_model.tokenizer_kinds import load_tokenizer
from keyboard.model_store.gguf_header import read_header
from keyboard.model_store.store import InstalledModel
from keyboard.storage.locations import cache_folder


def checked_position(position: int, tokens: Sequence[int]) -> int:
    """Return a token's position, -1 being the last; raise `EngineError` if the text has no such token."""
    if position == -1:
        return len(tokens) - 1
    if not 0 <= position < len(tokens):
        raise EngineError(f"There is no token {position} in what the model reads; choose one from 0 to {len(tokens) - 1}.")
    return position


Floats = npt.NDArray[np.floating[Any]]
_LITTLE_ENDIAN = np.dtype("<f4")


def answer_attention(request: AttentionRequest, inspector: Inspector, abort_when: AbortWhen) -> Attention:
    """Answer a request; raise `EngineError` if the text has no such token."""
    before = inspector.cache.tokens_evaluated
    tokens = inspector.tokens_of(request.text)
    position = checked_position(request.position, tokens)
    weights = inspector.attention(tokens, position, abort_when)
    layers, heads, _ = weights.shape
    return Attention(
        id=request.id,
        pieces=tuple(map(inspector.piece, tokens[: position + 1])),
        position=position,
        layers=layers,
        heads=heads,
        weights=encoded(weights),
        tokens_evaluated=inspector.cache.tokens_evaluated - before,
    )


def weights_of(answer: Attention) -> Weights:
    """Return the weights in an answer, (layers, heads, position + 1)."""
    return decoded(answer.weights).reshape(answer.layers, answer.heads, answer.position + 1)


def encoded(numbers: Floats) -> str:
    """Return numbers in a message's form: Base64 of little-endian float32."""
    return base64.b64encode(numbers.astype(_LITTLE_ENDIAN).tobytes()).decode("ascii")


def decoded(text: str) -> npt.NDArray[np.float32]:
    """Return the numbers in a message, flat."""
    return np.frombuffer(base64.b64decode(text), _LITTLE_ENDIAN).astype(np.float32)


def most_probable(probabilities: Floats, count: int, inspector: Inspector) -> tuple[TokenProbability, ...]:
    """Return the `count` most probable tokens, best first, from the probabilities of all, (n_vocab,), without impossible ones."""
    best = np.argsort(-probabilities, kind="stable")[:count].tolist()
    return tuple(
        TokenProbability(token, inspector.piece(token), float(probabilities[token])) for token in best if probabilities[token]
    )


def answer_logit_lens(request: LogitLensRequest, inspector: Inspector, abort_when: AbortWhen) -> LogitLens:
    """Answer a request; raise `EngineError` if the text has no such token or the count is out of range."""
    TOKEN_COUNT.check(request.count)
    before = inspector.cache.tokens_evaluated
    tokens = inspector.tokens_of(request.text)
    position = checked_position(request.position, tokens)
    rows = inspector.logit_lens(tokens, position, abort_when)
    return LogitLens(
        id=request.id,
        piece=inspector.piece(tokens[position]),
        position=position,
        layers=tuple(
            LayerPrediction(layer, most_probable(np.exp(log_softmax(logits)), request.count, inspector))
            for layer, logits in enumerate(rows)
        ),
        tokens_evaluated=inspector.cache.tokens_evaluated - before,
    )


def answer_what_if(request: WhatIfRequest, inspector: Inspector, abort_when: AbortWhen) -> WhatIf:
    """Answer a request; raise `EngineError` if a masked token is not in the text or the count is out of range."""
    TOKEN_COUNT.check(request.count)
    evaluated = inspector.cache.tokens_evaluated
    tokens = inspector.tokens_of(request.text)
    masked = {checked_position(position, tokens) for position in request.masked}
    before = _probabilities(inspector.read(tokens, abort_when))
    if request.other_text:
        other = inspector.tokens_of(request.other_text)
        after = _probabilities(inspector.read_without((), other, abort_when))
    elif masked:
        after = _probabilities(inspector.read_without(masked, tokens, abort_when))
    else:
        after = before

    def changes(best_of: npt.NDArray[np.float64]) -> tuple[TokenChange, ...]:
        best = np.argsort(-best_of, kind="stable")[: request.count].tolist()
        return tuple(TokenChange(token, inspector.piece(token), float(before[token]), float(after[token])) for token in best)

    return WhatIf(
        id=request.id,
        pieces=tuple(map(inspector.piece, tokens)),
        before=changes(before),
        after=changes(after),
        divergence_bits=_divergence_bits(before, after),
        tokens_evaluated=inspector.cache.tokens_evaluated - evaluated,
    )


def _probabilities(logits: Logits) -> npt.NDArray[np.float64]:
    return np.exp(log_softmax(logits).astype(np.float64))


def _divergence_bits(before: npt.NDArray[np.float64], after: npt.NDArray[np.float64]) -> float:
    """Return KL(before || after) of two distributions, (n_vocab,), in bits."""
    smallest = np.finfo(np.float64).tiny
    ratio = np.log2(np.maximum(before, smallest)) - np.log2(np.maximum(after, smallest))
    return max(float((before * ratio).sum()), 0.0)


def answer_word_tokens(request: WordTokensRequest, inspector: Inspector, abort_when: AbortWhen) -> WordTokens:
    """Answer a request; a word of one token costs nothing if the text before it was already read."""
    evaluated = inspector.cache.tokens_evaluated
    # A word's first token begins with the space before it.
    context = request.text.rstrip(" ")
    space = "" if not context or context[-1].isspace() else " "
    before = inspector.tokens_of(context)

    def in_tokens(word: str) -> Iterator[TokenProbability]:
        _begin, *tokens = inspector.tokens_of(space + word)
        for place, token in enumerate(tokens[: inspector.window - len(before)]):
            log_probabilities = log_softmax(inspector.read([*before, *tokens[:place]], abort_when))
            yield TokenProbability(token, inspector.piece(token), float(np.exp(log_probabilities[token])))

    return WordTokens(
        id=request.id,
        words=tuple(WordInTokens(word, tuple(in_tokens(word))) for word in request.words),
        tokens_evaluated=inspector.cache.tokens_evaluated - evaluated,
    )


def answer_next_tokens(request: NextTokensRequest, inspector: Inspector, abort_when: AbortWhen) -> NextTokens:
    """Answer a request; raise `EngineError` if its path leads out of the window or a number is out of range."""
    TOKEN_COUNT.check(request.count)
    TEMPERATURE.check(request.temperature)
    TOP_K.check(request.top_k)
    check_tokens(request.path, len(inspector.tokenizer.pieces))
    evaluated = inspector.cache.tokens_evaluated
    tokens = [*inspector.tokens_of(request.text), *request.path]
    if len(tokens) > inspector.window:
        raise EngineError(f"The path leads beyond the {inspector.window:,} tokens that the model reads at once; go back a token.")
    logits = inspector.read(tokens, abort_when)
    probabilities = next_token_distribution(logits, temperature=request.temperature, top_k=request.top_k)
    return NextTokens(
        id=request.id,
        tokens=most_probable(probabilities, request.count, inspector),
        entropy_bits=entropy_bits(probabilities),
        tokens_evaluated=inspector.cache.tokens_evaluated - evaluated,
    )


# The functions that answer the questions with one answer.
ANSWERS: dict[type[Exploration], Callable[[Any, Inspector, AbortWhen], ExplorationReply]] = {
    NextTokensRequest: answer_next_tokens,
    WordTokensRequest: answer_word_tokens,
    AttentionRequest: answer_attention,
    LogitLensRequest: answer_logit_lens,
    WhatIfRequest: answer_what_if,
}


def model_card(request_id: int, installed: InstalledModel) -> ModelCard:
    """Return the card of a model from its file's header; raise `EngineError` if that does not state its shape."""
    shape = read_header(installed.path).shape
    if shape is None:
        raise EngineError(f"{installed.path} does not say how many blocks and heads it has; choose another model.")
    with GGUFMetadata(installed.path) as metadata:
        architecture = metadata.text("general.architecture") or ""
    parts = tuple(ModelPart(part.name, part.parameters, part.size_bytes) for part in parts_of(installed.path))
    return ModelCard(
        id=request_id,
        name=installed.name,
        architecture=architecture,
        layers=shape.layers,
        heads=shape.heads,
        kv_heads=shape.kv_heads,
        width=shape.width,
        vocabulary=shape.vocabulary,
        positions=shape.context,
        parts=parts,
        kv_bytes_per_token=shape.token_cache_bytes,
    )


@contextmanager
def opened_inspector(model: str | None) -> Iterator[tuple[str, Inspector]]:
    """Yield the name of a model, the default one for None, and an inspector of it; raise `EngineError` if there is none."""
    installed, backend = proven_model(ModelChoice(model))
    with ExitStack() as opened:
        try:
            tokenizer = load_tokenizer(installed.path, cache_folder())
            loaded = opened.enter_context(closing(Model(installed.path, backend)))
            inspector = opened.enter_context(closing(Inspector(loaded, tokenizer)))
        except LanguageModelError as error:
            raise EngineError(str(error)) from error
        yield installed.name, inspector


# In a part, so that something appears soon; known scores come in larger parts.
_NEW_TOKENS = 48
_KNOWN_TOKENS = 512


class TokenScoresTask:
    """Scores a text's tokens from first to last; those before the first change since the last text are known."""

    def __init__(self, request: TokenScoresRequest, inspector: Inspector) -> None:
        self.request = request
        self.is_done = False
        self._inspector = inspector
        self._spans: list[tuple[int, int]] | None = None
        self._sent = 0
        self._evaluated = 0  # for the next part

    def advance(self, abort_when: AbortWhen) -> Sequence[TokenScores]:
        """Return the known scores, or some dozens more; the next call repeats the work that an abort interrupts."""
        scorer = self._inspector.scorer
        if self._spans is None:
            scorer.follow(self.request.text)
            pieces = self._inspector.tokenizer.pieces
            self._spans = token_spans(self.request.text, (pieces[token] for token in scorer.tokens))
        while len(scorer.scores) < min(self._sent + _NEW_TOKENS, len(scorer.tokens)):
            before = self._inspector.cache.tokens_evaluated
            try:
                scorer.judge_next(abort_when)
            finally:
                self._evaluated += self._inspector.cache.tokens_evaluated - before
        return (self._part(self._spans),)

    def stop(self) -> Sequence[TokenScores]:
        """Return no replies: the sent parts stay valid."""
        return ()

    def _part(self, spans: Sequence[tuple[int, int]]) -> TokenScores:
        """Return the scores that were not sent yet."""
        scorer, first = self._inspector.scorer, self._sent
        last = min(len(scorer.scores), first + _KNOWN_TOKENS)
        part = TokenScores(
            id=self.request.id,
            first=first,
            tokens=tuple(
                TokenScore(token, self._inspector.piece(token), *span, score.probability, score.rank, score.bits)
                for token, span, score in zip(
                    scorer.tokens[first:last], spans[first:last], scorer.scores[first:last], strict=True
                )
            ),
            in_all=len(scorer.tokens),
            tokens_evaluated=self._evaluated,
        )
        self._sent, self._evaluated = last, 0
        self.is_done = last == len(scorer.tokens)
        return part
