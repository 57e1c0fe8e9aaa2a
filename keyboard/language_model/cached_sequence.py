"""One sequence of the KV cache that follows a text: what agrees with it is kept, only the rest is evaluated."""

from collections import OrderedDict
from collections.abc import Sequence

from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import AbortWhen, KVCache, Logits, Row, never

# Logits of earlier word boundaries make it free to go back over a word; each takes 4 bytes × n_vocab.
_LOGITS_KEPT = 32
# Work in idle time goes in batches of so many tokens, each of which stays when a key comes.
CATCH_UP_BATCH = 16


def common_prefix_length(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many tokens two sequences have in common from their start."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


class CachedSequence:
    """Tokens whose keys and values are in the cache, and the logits after some of them.

    Attributes:
        sequence: The sequence's number in the KV cache.
        tokens: What it holds.
    """

    def __init__(self, cache: KVCache, sequence: int, scratch: int) -> None:
        """Follow texts in `sequence`; `scratch` is a sequence that is empty between calls."""
        self.sequence = sequence
        self.tokens: list[int] = []
        self._cache = cache
        self._scratch = scratch
        self._logits: OrderedDict[int, Logits] = OrderedDict()  # by the number of tokens before

    def missing(self, wanted: Sequence[int]) -> int:
        """Return how many tokens would have to be evaluated to read `wanted`."""
        kept = common_prefix_length(self.tokens, wanted)
        if kept < len(wanted):
            return len(wanted) - kept
        return 0 if kept in self._logits else 1

    def read(self, wanted: Sequence[int], abort_when: AbortWhen = never, at_most: int | None = None) -> Logits:
        """Return the logits, (n_vocab,), of the token after `wanted`, which is not empty.

        Goes in batches of `at_most` tokens, by default as many as the cache takes; those that are done before
        `EvaluationAbortedError` stay, so the next call goes on from there. What the sequence holds beyond `wanted` stays too, in
        case the cursor goes back there.
        """
        length = len(wanted)
        kept = common_prefix_length(self.tokens, wanted)
        if kept == length and length not in self._logits:
            self._logits[length] = self._read_last_again(length, abort_when)
        while kept < length:
            kept = self.extend(wanted, at_most or self._cache.n_batch, abort_when)
        self._logits.move_to_end(length)
        return self._logits[length]

    def extend(self, wanted: Sequence[int], at_most: int, abort_when: AbortWhen) -> int:
        """Evaluate the next `at_most` tokens of `wanted` that are missing; return how many it then has in common.

        Raises `EvaluationAbortedError` with none of them evaluated.
        """
        kept = common_prefix_length(self.tokens, wanted)
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
        """Go on as `branch` does after the first `length` tokens: with `tokens`, and `logits` after them."""
        self.truncate(length)
        self._cache.copy(branch, self.sequence, length, length + len(tokens))
        self.tokens.extend(tokens)
        self._keep(len(self.tokens), logits)

    def truncate(self, length: int) -> None:
        """Forget the tokens at position `length` and after."""
        if length == len(self.tokens):
            return
        self._cache.truncate(self.sequence, length)
        del self.tokens[length:]
        for after in [after for after in self._logits if after > length]:
            del self._logits[after]

    def _read_last_again(self, length: int, abort_when: AbortWhen) -> Logits:
        """Evaluate a token that is cached but whose logits are gone, beside the sequence and not in it."""
        self._cache.copy(self.sequence, self._scratch, 0, length - 1)
        try:
            row = Row(self.tokens[length - 1], length - 1, (self._scratch,), wants_logits=True)
            return self._cache.evaluate([row], abort_when)[0]
        finally:
            self._cache.truncate(self._scratch, 0)

    def _keep(self, length: int, logits: Logits) -> None:
        self._logits[length] = logits
        while len(self._logits) > _LOGITS_KEPT:
            self._logits.popitem(last=False)


# Two tokens cost little more than one decode step.
_SMALLEST_BATCH = 2


class IdleReading:
    """Fills sequences of the KV cache between the keys.

    A batch that was aborted is tried at half its size, and each one that is done lets the next be twice as large. Where the
    smallest was aborted too, it is evaluated to its end in each pause from then on, until no key comes meanwhile: so there is
    progress where the keys come faster than a decode step, and a key waits for little more than that.
    """

    def __init__(self) -> None:
        self._batch = CATCH_UP_BATCH
        self._is_hurried = False

    def read(self, sequence: CachedSequence, wanted: Sequence[int], leave: int, abort_when: AbortWhen) -> None:
        """Evaluate `wanted` on `sequence`, all but the last `leave` tokens.

        The batches that were done before `EvaluationAbortedError` stay, so the next call goes on from there.
        """
        kept = common_prefix_length(sequence.tokens, wanted)
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
