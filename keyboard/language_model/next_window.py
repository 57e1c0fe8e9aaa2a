"""The window that will follow the present one, evaluated before it is needed."""

from collections.abc import Sequence

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence, common_prefix_length
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import AbortWhen


class NextWindow:
    """A second sequence of the KV cache, filled in batches that any key aborts.

    A batch that was aborted is tried at half its size, down to one token, so that there is progress between the keys of a fast
    typist on a slow machine too; each one that is done lets the next be twice as large.
    """

    def __init__(self, sequence: CachedSequence) -> None:
        """Fill `sequence`."""
        self._sequence = sequence
        self._batch = CATCH_UP_BATCH

    def missing(self, wanted: Sequence[int]) -> int:
        """Return how many tokens would have to be evaluated to read `wanted` from here."""
        return self._sequence.missing(wanted)

    def prepare(self, wanted: Sequence[int], leave: int, abort_when: AbortWhen) -> None:
        """Evaluate `wanted`, all but the last `leave` tokens; what is done before `EvaluationAbortedError` stays."""
        kept = common_prefix_length(self._sequence.tokens, wanted)
        while len(wanted) - kept > leave:
            kept = self._extend(wanted, abort_when)
        if not leave:
            self._sequence.read(wanted, abort_when)

    def change_places(self, other: CachedSequence) -> CachedSequence:
        """Return the sequence, and fill `other` from here on, which is emptied."""
        sequence, self._sequence = self._sequence, other
        other.truncate(0)
        return sequence

    def _extend(self, wanted: Sequence[int], abort_when: AbortWhen) -> int:
        try:
            kept = self._sequence.extend(wanted, self._batch, abort_when)
        except EvaluationAbortedError:
            self._batch = max(self._batch // 2, 1)
            raise
        self._batch = min(self._batch * 2, CATCH_UP_BATCH)
        return kept
