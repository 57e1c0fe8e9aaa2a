"""What this machine's processor is called."""

import functools
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil


@functools.cache
def processor_name() -> str:
    """Return the processor's name in its maker's words, or its architecture where the system does not say it."""
    return _system_name().strip() or platform.machine() or "CPU"


def _system_name() -> str:
    """Return what the system says, as ggml does (ggml/src/ggml-cpu/ggml-cpu.cpp); "" where it says nothing."""
    try:
        if sys.platform == "linux":
            return _value_of("model name", Path("/proc/cpuinfo").read_text("utf-8", "replace"))
        if sys.platform == "darwin":
            return subprocess.run(
                ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True, check=True
            ).stdout
        if sys.platform == "win32":
            return _registered_name()
    except (OSError, subprocess.CalledProcessError):
        return ""
    return ""


def _value_of(key: str, text: str) -> str:
    lines = (line.partition(":") for line in text.splitlines())
    return next((value for name, _, value in lines if name.strip() == key), "")


def _registered_name() -> str:
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0") as key:  # type: ignore[attr-defined,unused-ignore]
        return str(winreg.QueryValueEx(key, "ProcessorNameString")[0])  # type: ignore[attr-defined,unused-ignore]


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
