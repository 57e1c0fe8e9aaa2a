"""Sequences of a KV cache: one that follows a text and evaluates only what is new in it, and several that share a prompt."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import AbortWhen, KVCache, Logits, Row, never
from keyboard.language_model.model import Model

# The logits of earlier word boundaries are kept, so that going back over a word is free: at most this many, in at most these
# bytes.
_LOGITS_KEPT = 32
_KEPT_BYTES = 8_000_000
# The batch size for work in idle time. Batches that are done when a key comes are kept.
CATCH_UP_BATCH = 16


def common_prefix_length(one: Sequence[int], other: Sequence[int]) -> int:
    """Return the length of the common prefix of two sequences of tokens."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


class CachedSequence:
    """Tokens whose keys and values are cached, and the logits after some of them."""

    def __init__(self, cache: KVCache, sequence: int, scratch: int) -> None:
        """Follow texts in `sequence`; `scratch` is a sequence that is empty between calls."""
        self.sequence = sequence  # its number in the KV cache
        self.tokens: list[int] = []  # the tokens that it holds
        self._cache = cache
        self._scratch = scratch
        self._logits: OrderedDict[int, Logits] = OrderedDict()  # by the number of tokens before
        self._most_logits = min(_LOGITS_KEPT, _KEPT_BYTES // (4 * cache.n_vocab) + 1)

    def usable(self, wanted: Sequence[int]) -> int:
        """Return how many tokens at the start of `wanted` need no evaluation."""
        kept = common_prefix_length(self.tokens, wanted)
        return kept if kept == len(self.tokens) or self._cache.reaches_back(self.sequence, kept) else 0

    def missing(self, wanted: Sequence[int]) -> int:
        """Return how many tokens must be evaluated to read `wanted`."""
        kept = self.usable(wanted)
        if kept < len(wanted):
            return len(wanted) - kept
        return 0 if kept in self._logits else 1

    def read(self, wanted: Sequence[int], abort_when: AbortWhen = never, at_most: int | None = None) -> Logits:
        """Return the logits, (n_vocab,), of the token after `wanted`, which is not empty.

        Evaluates batches of `at_most` tokens, by default the largest that the cache takes. Keeps tokens beyond `wanted`, in case
        the cursor returns, unless llama.cpp may reuse the cells that they no longer see: branches from `wanted` would.
        """
        length = len(wanted)
        kept = self.usable(wanted)
        if kept == length and length not in self._logits:
            self._logits[length] = self._read_last_again(length, abort_when)
        while kept < length:
            kept = self.extend(wanted, at_most or self._cache.n_batch, abort_when)
        if 0 < self._cache.sliding_window < len(self.tokens):
            self.truncate(length)
        self._logits.move_to_end(length)
        return self._logits[length]

    def extend(self, wanted: Sequence[int], at_most: int, abort_when: AbortWhen) -> int:
        """Evaluate the next `at_most` missing tokens of `wanted`; return how many of `wanted` are usable after that."""
        kept = self.usable(wanted)
        end = min(kept + at_most, len(wanted))
        if kept == end:
            return kept
        self.truncate(kept)
        is_last = end == len(wanted)
        rows = [
            Row(wanted[position], position, (self.sequence,), is_last and position == end - 1) for position in range(kept, end)
        ]
        logits = self._cache.evaluate(rows, abort_when)
        self.tokens.extend(wanted[kept:end])
        for row in logits:
            self._keep(end, row)
        return end

    def adopt(self, branch: int, length: int, tokens: Sequence[int], logits: Logits) -> None:
        """Replace what follows the first `length` tokens by the `tokens` of `branch`, a sequence, and the `logits` after them."""
        self.truncate(length)
        self._cache.copy(branch, self.sequence, length, length + len(tokens))
        self.tokens.extend(tokens)
        self._keep(len(self.tokens), logits)

    def truncate(self, length: int) -> None:
        """Drop the tokens at position `length` and after."""
        if length == len(self.tokens):
            return
        self._cache.truncate(self.sequence, length)
        del self.tokens[length:]
        for after in [after for after in self._logits if after > length]:
            del self._logits[after]

    def _read_last_again(self, length: int, abort_when: AbortWhen) -> Logits:
        """Evaluate a token again that is cached without its logits, in the scratch sequence."""
        self._cache.copy(self.sequence, self._scratch, 0, length - 1)
        try:
            row = Row(self.tokens[length - 1], length - 1, (self._scratch,), wants_logits=True)
            return self._cache.evaluate([row], abort_when)[0]
        finally:
            self._cache.truncate(self._scratch, 0)

    def _keep(self, length: int, logits: Logits) -> None:
        self._logits[length] = logits
        while len(self._logits) > self._most_logits:
            self._logits.popitem(last=False)


# Two tokens cost little more than one decode step.
_SMALLEST_BATCH = 2


class IdleReading:
    """Fills sequences of the KV cache between the keys.

    After an abort the batch size is halved, and after each finished batch it is doubled. If even the smallest batch is aborted,
    it is evaluated without aborting in each pause from then on, until no key comes during one. This makes progress even if keys
    come faster than decode steps, and a key waits for little more than one step.
    """

    def __init__(self) -> None:
        self._batch = CATCH_UP_BATCH
        self._is_hurried = False

    def read(self, sequence: CachedSequence, wanted: Sequence[int], leave: int, abort_when: AbortWhen) -> None:
        """Evaluate `wanted` on `sequence`, all but the last `leave` tokens."""
        kept = sequence.usable(wanted)
        while len(wanted) - kept > leave:
            if abort_when():
                raise EvaluationAbortedError
            kept = self._extend(sequence, wanted, abort_when)

    def _extend(self, sequence: CachedSequence, wanted: Sequence[int], abort_when: AbortWhen) -> int:
        try:
            kept = sequence.extend(wanted, self._batch, never if self._is_hurried else abort_when)
        except EvaluationAbortedError:
            self._is_hurried = self._batch == _SMALLEST_BATCH
            self._batch = max(self._batch // 2, _SMALLEST_BATCH)
            raise
        self._is_hurried = self._is_hurried and abort_when()
        if not self._is_hurried:
            self._batch = min(self._batch * 2, CATCH_UP_BATCH)
        return kept


_PROMPT = 0


class Continuations:
    """A separate KV cache in which several texts share the cells of the prompt, and each batch has one token of every text.

    It holds nothing else, and evaluates the same tokens in the same batches whatever was read before. The logits are therefore
    reproducible to the last bit, which a seeded draw needs to give the same text again: with quantized weights, the order of the
    sums changes the result.
    """

    def __init__(self, model: Model, prompt: Sequence[int], *, texts: int, tokens: int) -> None:
        """Reserve room for `texts` texts of `tokens` tokens each; raise `LanguageModelError` if there is none."""
        n_cells = len(prompt) + texts * tokens
        self._cache = KVCache(model, n_cells=n_cells, n_sequences=1 + texts, n_batch=max(CATCH_UP_BATCH, texts))
        self._prompt = list(prompt)
        # While the prompt is read, the first text is empty.
        self._reading = CachedSequence(self._cache, _PROMPT, scratch=_PROMPT + 1)
        self._lengths = [len(prompt)] * texts

    def read_prompt(self, abort_when: AbortWhen = never) -> Logits | None:
        """Evaluate the next part of the prompt; return None until it is read, then the logits, (n_vocab,), after it."""
        if self._reading.extend(self._prompt, CATCH_UP_BATCH, abort_when) < len(self._prompt):
            return None
        for text, length in enumerate(self._lengths):
            self._cache.copy(_PROMPT, _sequence(text), 0, length)
        return self._reading.read(self._prompt)

    def read_next(self, tokens: Mapping[int, int], abort_when: AbortWhen = never) -> dict[int, Logits]:
        """Add a token to each of some texts, all or none, and return the logits, (n_vocab,), after it by the text."""
        rows = [Row(token, self._lengths[text], (_sequence(text),), wants_logits=True) for text, token in tokens.items()]
        logits = self._cache.evaluate(rows, abort_when)
        for text in tokens:
            self._lengths[text] += 1
        return dict(zip(tokens, logits, strict=True))

    def close(self) -> None:
        """Free the cells."""
        self._cache.close()


def _sequence(text: int) -> int:
    return _PROMPT + 1 + text
