"""A sequence that follows a text, and branches beside it on which single tokens are looked into."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence
from keyboard.language_model.inspection.inspected_cache import InspectedCache
from keyboard.language_model.kv_cache import AbortWhen, Logits, Row


class InspectedSequence(CachedSequence):
    """A cached sequence whose tokens can be evaluated again beside it, so that what follows them stays cached.

    Attributes:
        cache: Where it lies.
    """

    def __init__(self, cache: InspectedCache, sequence: int, scratch: int) -> None:
        """Follow texts in `sequence`; `scratch` is a sequence that is empty between calls."""
        super().__init__(cache, sequence, scratch)
        self.cache = cache

    def hold(self, wanted: Sequence[int], abort_when: AbortWhen) -> None:
        """Evaluate what is missing of `wanted`, in batches that stay when `abort_when` raises `EvaluationAbortedError`."""
        while self.extend(wanted, CATCH_UP_BATCH, abort_when) < len(wanted):
            pass

    def read_each(self, wanted: Sequence[int], start: int, abort_when: AbortWhen) -> list[Logits]:
        """Return the logits, (n_vocab,), after each token of `wanted` from position `start` on, a batch's length at most.

        These are evaluated, again if they were. Raises `EvaluationAbortedError` when `abort_when` says so; those before stay.
        """
        self.hold(wanted[:start], abort_when)
        self.truncate(start)
        rows = [Row(wanted[position], position, (self.sequence,), wants_logits=True) for position in range(start, len(wanted))]
        logits = self.cache.evaluate(rows, abort_when)
        self.tokens.extend(wanted[start:])
        self._keep(len(wanted), logits[-1])
        return logits

    @contextmanager
    def branch(self, length: int) -> Iterator[int]:
        """Give a sequence that holds the first `length` tokens while the `with` statement lasts."""
        self._cache.copy(self.sequence, self._scratch, 0, length)
        try:
            yield self._scratch
        finally:
            self._cache.truncate(self._scratch, 0)
