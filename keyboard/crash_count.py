"""How often a child process has failed of late, and how long to wait before the next try."""

import time

_WINDOW_S = 60.0
_TOO_MANY = 3
_DELAYS_S = (0.1, 1.0, 2.0)


class CrashCount:
    """Failures within the last minute: those before it are forgotten, since the process has worked meanwhile."""

    def __init__(self) -> None:
        self._times_s: list[float] = []

    def add(self) -> None:
        """Count a failure that happened now."""
        now = time.monotonic()
        self._times_s = [earlier for earlier in self._times_s if now - earlier < _WINDOW_S] + [now]

    @property
    def delay_s(self) -> float:
        """How long to wait before the next try: the longer, the more failures there were."""
        return _DELAYS_S[min(len(self._times_s), len(_DELAYS_S)) - 1] if self._times_s else 0.0

    @property
    def is_too_many(self) -> bool:
        """Whether trying the same again makes no sense."""
        return len(self._times_s) >= _TOO_MANY
