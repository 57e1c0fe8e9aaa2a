"""Long texts read while nobody waits, in batches that any key aborts."""

from collections.abc import Sequence

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence, common_prefix_length
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import AbortWhen


class IdleReading:
    """Fills sequences of the KV cache between the keys.

    A batch that was aborted is tried at half its size, down to one token, so that there is progress between the keys of a fast
    typist on a slow machine too; each one that is done lets the next be twice as large.
    """

    def __init__(self) -> None:
        self._batch = CATCH_UP_BATCH

    def read(self, sequence: CachedSequence, wanted: Sequence[int], leave: int, abort_when: AbortWhen) -> None:
        """Evaluate `wanted` on `sequence`, all but the last `leave` tokens.

        The batches that were done before `EvaluationAbortedError` stay, so the next call goes on from there.
        """
        kept = common_prefix_length(sequence.tokens, wanted)
        while len(wanted) - kept > leave:
            kept = self._extend(sequence, wanted, abort_when)

    def _extend(self, sequence: CachedSequence, wanted: Sequence[int], abort_when: AbortWhen) -> int:
        try:
            kept = sequence.extend(wanted, self._batch, abort_when)
        except EvaluationAbortedError:
            self._batch = max(self._batch // 2, 1)
            raise
        self._batch = min(self._batch * 2, CATCH_UP_BATCH)
        return kept
