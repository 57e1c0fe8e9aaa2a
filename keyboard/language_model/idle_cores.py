"""How many threads evaluate best beside what else the machine does."""

import time
from dataclasses import dataclass

import psutil

# Systems count the time of processors in hundredths of a second: over less than this it says little.
_LEAST_INTERVAL_S = 0.5


@dataclass(frozen=True)
class ProcessorTimes:
    """The time, how long the processors were idle since some start, and how long this process had them, all in seconds."""

    at: float
    idle: float
    own: float


class IdleCores:
    """Watches how much of the machine other programs use.

    OpenMP's threads spin while they wait for each other, some hundred times a decode. Where another program has one of their
    cores, all of them wait until it gives it back, and a decode takes seconds instead of milliseconds.
    """

    def __init__(self, most_threads: int) -> None:
        """`most_threads` is how many evaluate best where nothing else runs."""
        self._most_threads = most_threads
        self._threads = most_threads
        self._last = processor_times()

    def threads(self) -> int:
        """Return how many threads evaluate best now: as many as other programs leave cores idle, at least one."""
        if time.monotonic() - self._last.at >= _LEAST_INTERVAL_S:
            now, last = processor_times(), self._last
            processors = psutil.cpu_count() or 1
            used = processors - (now.idle - last.idle) / (now.at - last.at)
            by_others = used - (now.own - last.own) / (now.at - last.at)
            self._threads = max(1, min(self._most_threads, round(processors - by_others)))
            self._last = now
        return self._threads


def processor_times() -> ProcessorTimes:
    """Return the times as they are now."""
    all_processors, own = psutil.cpu_times(), psutil.Process().cpu_times()
    idle = all_processors.idle + getattr(all_processors, "iowait", 0.0)
    return ProcessorTimes(time.monotonic(), idle, own.user + own.system)
