"""Writes text after a prompt, several samples side by side."""

import codecs
from collections.abc import Sequence

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.value_check import (
    REPETITION_PENALTY,
    SAMPLE_TEMPERATURE,
    SAMPLE_TOKENS,
    SAMPLE_TOP_K,
    SAMPLE_TOP_P,
    SEED,
)
from keyboard.engine.exploration_messages import (
    SampledToken,
    SampleEnd,
    SampleLoop,
    SampleRequest,
    TokenProbability,
)
from keyboard.language_model.cached_sequence import Continuations
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen, Logits
from keyboard.language_model.probabilities import Loop, Sampler, SamplingRule, find_loop

# A pool of this size or more is not what makes a sample repeat itself.
_LARGE_POOL = 40
_LONGEST_SHOWN = 40


def loop_sentence(text: str, since: int, rule: SamplingRule) -> str:
    """Return a sentence about a loop of `text` since a token, counted from 0, with the way out."""
    shown = " ".join(text.split()) or "white space"
    if len(shown) > _LONGEST_SHOWN:
        shown = shown[: _LONGEST_SHOWN - 1].rstrip() + "…"
    return f"repeats “{shown}” since token {since + 1:,}; {_way_out(rule)} is the way out"


def _way_out(rule: SamplingRule) -> str:
    if rule.temperature == 0:
        return "a temperature above 0"
    if 0 < rule.top_k < _LARGE_POOL:
        return "a larger k"
    return "a repetition penalty" if rule.repetition_penalty == 1 else "a larger repetition penalty"


SampleReply = SampledToken | SampleLoop | SampleEnd


class Sample:
    """A text that grows by a token at a time until it `is_over`."""

    def __init__(
        self, request_id: int, place: int, rule: SamplingRule, seed: Sequence[int], prompt: Sequence[int], inspector: Inspector
    ) -> None:
        """Continue `prompt`, which the repetition penalty counts too; `place` is the sample's place among the others."""
        self.tokens: list[int] = []
        self.is_over = False
        self._id, self._place = request_id, place
        self._rule = rule
        self._sampler = Sampler(rule, seed)
        self._inspector = inspector
        self._came_before = set(prompt)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._loop: Loop | None = None  # the last that was reported

    def draw(self, logits: Logits) -> list[SampleReply]:
        """Draw a token by the logits, (n_vocab,), append it, and return the replies."""
        draw = self._sampler.draw(logits, self._came_before)
        self.tokens.append(draw.token)
        self._came_before.add(draw.token)
        shown = TokenProbability(draw.token, self._inspector.piece(draw.token), draw.probability)
        text = self._decoder.decode(self._inspector.tokenizer.pieces[draw.token])
        replies: list[SampleReply] = [SampledToken(self._id, self._place, shown, text, draw.chosen_with)]
        if (loop := find_loop(self.tokens)) and loop != self._loop:
            self._loop = loop
            repeated = self._inspector.tokenizer.decode(self.tokens[loop.since : loop.since + loop.period])
            sentence = loop_sentence(repeated, loop.since, self._rule)
            replies.append(SampleLoop(self._id, self._place, repeated, loop.since, sentence))
        if self._inspector.model.ends_text(draw.token):
            replies.append(self.end("end-token"))
        return replies

    def end(self, reason: str) -> SampleEnd:
        self.is_over = True
        return SampleEnd(self._id, self._place, reason)


MOST_SAMPLES = 8


class SampleTask:
    """Adds one token to each sample at a time, all of them in one batch.

    The prompt is the end of the text, as long as it leaves room for the tokens wanted, but at least half a window. A sample's
    random numbers depend on the seed, its own pool and how many samples before it have the same pool, so a sample is the same
    alone and beside others.
    """

    def __init__(self, request: SampleRequest, inspector: Inspector) -> None:
        """Raise `EngineError` if a value of the request is out of range."""
        _check(request)
        self.request = request
        self.is_done = False
        self._inspector = inspector
        self._prompt = inspector.tokens_of(request.prompt, room=min(request.tokens, inspector.window // 2))
        # The last token of a full window is drawn, and need not be read.
        self._most_tokens = min(request.tokens, inspector.window - len(self._prompt) + 1)
        self._samples = [self._sample(place) for place in range(len(request.top_k))]
        self._texts: Continuations | None = None
        self._is_prompt_read = False

    def advance(self, abort_when: AbortWhen) -> Sequence[SampleReply]:
        """Read some of the prompt, or draw a token for each sample; the next call repeats what an abort interrupts."""
        try:
            logits = self._read(abort_when)
        except LanguageModelError:
            self._close()
            raise
        replies = [reply for place, row in logits.items() for reply in self._draw(self._samples[place], row)]
        self._is_prompt_read = bool(logits)
        if all(sample.is_over for sample in self._samples):
            self._close()
        return replies

    def stop(self) -> Sequence[SampleReply]:
        """End the samples that are not over."""
        self._close()
        return [sample.end("stopped") for sample in self._samples if not sample.is_over]

    def _read(self, abort_when: AbortWhen) -> dict[int, Logits]:
        """Return the logits, (n_vocab,), for the next token of each sample that goes on; for none before the prompt is read."""
        if self._texts is None:
            texts, tokens = len(self._samples), self._most_tokens
            self._texts = Continuations(self._inspector.model, self._prompt, texts=texts, tokens=tokens)
        if self._is_prompt_read:
            last = {place: sample.tokens[-1] for place, sample in enumerate(self._samples) if not sample.is_over}
            return self._texts.read_next(last, abort_when)
        after_prompt = self._texts.read_prompt(abort_when)
        return {} if after_prompt is None else dict.fromkeys(range(len(self._samples)), after_prompt)

    def _draw(self, sample: Sample, logits: Logits) -> list[SampleReply]:
        replies = sample.draw(logits)
        if not sample.is_over and len(sample.tokens) == self._most_tokens:
            replies.append(sample.end("length" if self._most_tokens == self.request.tokens else "window"))
        return replies

    def _sample(self, place: int) -> Sample:
        request = self.request
        top_k = request.top_k[place]
        rule = SamplingRule(top_k, request.top_p, request.temperature, request.repetition_penalty)
        seed = (request.seed, top_k, request.top_k[:place].count(top_k))
        # The begin token is the end token too, and one that came before would come less often.
        _begin, *came_before = self._prompt
        return Sample(request.id, place, rule, seed, came_before, self._inspector)

    def _close(self) -> None:
        self.is_done = True
        if self._texts is not None:
            self._texts.close()
            self._texts = None


def _check(request: SampleRequest) -> None:
    """Raise `EngineError` for the first value that nothing can be drawn by."""
    if not 0 < len(request.top_k) <= MOST_SAMPLES:
        raise EngineError(f"{len(request.top_k)} samples cannot be written side by side; ask for 1 to {MOST_SAMPLES}.")
    for value_range, value in (
        (SAMPLE_TOP_K, min(request.top_k)),
        (SAMPLE_TOP_P, request.top_p),
        (SAMPLE_TEMPERATURE, request.temperature),
        (REPETITION_PENALTY, request.repetition_penalty),
        (SEED, request.seed),
        (SAMPLE_TOKENS, request.tokens),
    ):
        value_range.check(value)
