"""Long texts read while nobody waits, in batches that any key aborts."""

from collections.abc import Sequence

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence, common_prefix_length
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import AbortWhen, never


class IdleReading:
    """Fills sequences of the KV cache between the keys.

    A batch that was aborted is tried at half its size, and each one that is done lets the next be twice as large. A single token
    that was aborted is evaluated to its end the next time, so that there is progress where the keys come faster than a decode
    step: a key then waits for at most that one.
    """

    def __init__(self) -> None:
        self._batch = CATCH_UP_BATCH  # 0 after a single token was aborted

    def read(self, sequence: CachedSequence, wanted: Sequence[int], leave: int, abort_when: AbortWhen) -> None:
        """Evaluate `wanted` on `sequence`, all but the last `leave` tokens.

        The batches that were done before `EvaluationAbortedError` stay, so the next call goes on from there.
        """
        kept = common_prefix_length(sequence.tokens, wanted)
        while len(wanted) - kept > leave:
            kept = self._extend(sequence, wanted, abort_when)

    def _extend(self, sequence: CachedSequence, wanted: Sequence[int], abort_when: AbortWhen) -> int:
        if abort_when():
            raise EvaluationAbortedError
        try:
            kept = sequence.extend(wanted, max(self._batch, 1), abort_when if self._batch else never)
        except EvaluationAbortedError:
            self._batch //= 2
            raise
        self._batch = min(max(self._batch * 2, 1), CATCH_UP_BATCH)
        return kept
