"""How fast a download is, and how long it still takes."""

import time
from collections import deque

_SPAN_S = 10.0


class DownloadSpeed:
    """Measures over the last seconds, so that what was there before a resumed download does not count."""

    def __init__(self, total_bytes: int) -> None:
        self._total_bytes = total_bytes
        self._notes: deque[tuple[float, int]] = deque()

    def note(self, done_bytes: int) -> None:
        """Remember that so much is there now."""
        now_s = time.monotonic()
        self._notes.append((now_s, done_bytes))
        while now_s - self._notes[0][0] > _SPAN_S:
            self._notes.popleft()

    def detail(self) -> str:
        """Return speed and time left, as in ", 5.2 MB/s, 1 min left", or "" where they cannot be told yet."""
        (first_s, first_bytes), (last_s, last_bytes) = self._notes[0], self._notes[-1]
        if last_s == first_s or last_bytes <= first_bytes:
            return ""
        bytes_per_s = (last_bytes - first_bytes) / (last_s - first_s)
        return f", {bytes_per_s / 1e6:.1f} MB/s, {_duration((self._total_bytes - last_bytes) / bytes_per_s)} left"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds // 3600:.0f} h {seconds % 3600 / 60:.0f} min"
