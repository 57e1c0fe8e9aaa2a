"""One of the samples that are written side by side."""

import codecs
from collections.abc import Sequence

from keyboard.engine.exploration.loop_watch import LoopWatch, loop_sentence
from keyboard.engine.exploration_messages.sampling import SampledToken, SampleEnd, SampleLoop
from keyboard.engine.exploration_messages.token_probability import TokenProbability
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import Logits
from keyboard.language_model.sampling import Sampler, SamplingRule


class Sample:
    """A text that grows by a token at a time.

    Attributes:
        tokens: What was drawn so far.
        is_over: Whether its end was told.
    """

    def __init__(
        self, request_id: int, place: int, rule: SamplingRule, seed: Sequence[int], prompt: Sequence[int], inspector: Inspector
    ) -> None:
        """Go on from `prompt`, which the repetition penalty counts too; `place` is the sample's among the others."""
        self.tokens: list[int] = []
        self.is_over = False
        self._id, self._place = request_id, place
        self._rule = rule
        self._sampler = Sampler(rule, seed)
        self._inspector = inspector
        self._came_before = set(prompt)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._loops = LoopWatch()

    def draw(self, logits: Logits) -> list[SampledToken | SampleLoop | SampleEnd]:
        """Add a token by the logits, (n_vocab,), after the others, and return what there is to say of it."""
        draw = self._sampler.draw(logits, self._came_before)
        self.tokens.append(draw.token)
        self._came_before.add(draw.token)
        shown = TokenProbability(draw.token, self._inspector.piece(draw.token), draw.probability)
        text = self._decoder.decode(self._inspector.encoding.pieces[draw.token])
        told: list[SampledToken | SampleLoop | SampleEnd] = [SampledToken(self._id, self._place, shown, text, draw.chosen_with)]
        if loop := self._loops.new_loop(self.tokens):
            repeated = self._inspector.encoding.decode(self.tokens[loop.since : loop.since + loop.period])
            sentence = loop_sentence(repeated, loop.since, self._rule)
            told.append(SampleLoop(self._id, self._place, repeated, loop.since, sentence))
        if self._inspector.ends_text(draw.token):
            told.append(self.end("end-token"))
        return told

    def end(self, reason: str) -> SampleEnd:
        """Draw no more, and return what is to be said of it."""
        self.is_over = True
        return SampleEnd(self._id, self._place, reason)
