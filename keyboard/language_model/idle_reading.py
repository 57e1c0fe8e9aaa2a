"""Long texts read while nobody waits, in batches that any key aborts."""

from collections.abc import Sequence

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence, common_prefix_length
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import AbortWhen, never

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
