"""The processor of this machine: its name, and how much of it other programs use."""

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
    """Return the processor's name as its maker calls it, or its architecture if the system does not know the name."""
    return _system_name().strip() or platform.machine() or "CPU"


def _system_name() -> str:
    """Return the system's name for the processor, as ggml does (ggml/src/ggml-cpu/ggml-cpu.cpp), or ""."""
    try:
        if sys.platform == "linux":
            lines = (line.partition(":") for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines())
            return next((value for name, _, value in lines if name.strip() == "model name"), "")
        if sys.platform == "darwin":
            return subprocess.run(
                ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True, check=True
            ).stdout
        if sys.platform == "win32":
            return _registered_name()
    except (OSError, subprocess.CalledProcessError):
        return ""
    return ""


def _registered_name() -> str:
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0") as key:  # type: ignore[attr-defined,unused-ignore]
        return str(winreg.QueryValueEx(key, "ProcessorNameString")[0])  # type: ignore[attr-defined,unused-ignore]


# Systems count processor time in hundredths of a second; a shorter interval would be too coarse.
_LEAST_INTERVAL_S = 0.5


@dataclass(frozen=True)
class ProcessorTimes:
    """A time, and the idle time of all processors and the processor time of this process up to it, in seconds."""

    at: float
    idle: float
    own: float


class IdleCores:
    """Measures how many processor cores other programs leave idle.

    OpenMP's threads spin while they wait for each other, about a hundred times in each decode. If another program runs on one of
    their cores, all threads wait for it, and a decode takes seconds instead of milliseconds.
    """

    def __init__(self, most_threads: int) -> None:
        """`most_threads` is the best number of threads on an otherwise idle machine."""
        self._most_threads = most_threads
        self._threads = most_threads
        self._last = processor_times()

    def threads(self) -> int:
        """Return the best number of threads now: the number of cores that other programs leave idle, at least one."""
        if time.monotonic() - self._last.at >= _LEAST_INTERVAL_S:
            now, last = processor_times(), self._last
            processors = psutil.cpu_count() or 1
            used = processors - (now.idle - last.idle) / (now.at - last.at)
            by_others = used - (now.own - last.own) / (now.at - last.at)
            self._threads = max(1, min(self._most_threads, round(processors - by_others)))
            self._last = now
        return self._threads


def processor_times() -> ProcessorTimes:
    """Return the present times."""
    all_processors, own = psutil.cpu_times(), psutil.Process().cpu_times()
    idle = all_processors.idle + getattr(all_processors, "iowait", 0.0)
    return ProcessorTimes(time.monotonic(), idle, own.user + own.system)
