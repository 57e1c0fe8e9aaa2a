"""A sequence that follows a text, and branches beside it on which single tokens are looked into."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence
from keyboard.language_model.inspection.inspected_cache import InspectedCache
from keyboard.language_model.kv_cache import AbortWhen


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

    @contextmanager
    def branch(self, length: int) -> Iterator[int]:
        """Give a sequence that holds the first `length` tokens while the `with` statement lasts."""
        self._cache.copy(self.sequence, self._scratch, 0, length)
        try:
            yield self._scratch
        finally:
            self._cache.truncate(self._scratch, 0)
