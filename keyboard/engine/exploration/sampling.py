"""Writes text after a prompt, several samples side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.sample import Sample
from keyboard.engine.exploration.value_check import (
    REPETITION_PENALTY,
    SAMPLE_TEMPERATURE,
    SAMPLE_TOKENS,
    SAMPLE_TOP_K,
    SAMPLE_TOP_P,
    SEED,
)
from keyboard.engine.exploration_messages.sampling import SampledToken, SampleEnd, SampleLoop, SampleRequest
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen, Logits
from keyboard.language_model.sampling import SamplingRule

if TYPE_CHECKING:
    from keyboard.language_model.continuations import Continuations

MOST_SAMPLES = 8

SampleReply = SampledToken | SampleLoop | SampleEnd


class SampleTask:
    """Adds a token to each sample at a time, all of them in one batch.

    The prompt is the end of the text that leaves room for the tokens asked for, though never less than half a window of it.
    A sample draws by the seed, its own pool and how many samples before it have the same pool: so it draws alone as it does
    beside others.
    """

    def __init__(self, request: SampleRequest, inspector: Inspector) -> None:
        """Raise `EngineError` where what is asked for makes no sense."""
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
        """Read some of the prompt, or draw a token for each sample; what an abort interrupts is read the next time."""
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
            self._texts = self._inspector.continuations(self._prompt, texts=texts, tokens=tokens)
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
