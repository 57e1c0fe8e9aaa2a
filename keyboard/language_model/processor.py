"""The processor of this machine: its name, how much of it other programs use, and how many threads evaluate a model."""

import functools
import math
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import psutil


def evaluation_threads() -> int:
    """Return the best number of threads: one for each physical core that this process may use, within its CPU quota.

    A thread beyond the quota is worse than none: the kernel stops the whole process until the next period, while the other
    threads wait for it. So 1.5 cores are one thread.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    cores = min(psutil.cpu_count(logical=False) or allowed, allowed)
    return max(1, math.floor(min(cores, cpu_quota())))


def cpu_quota(root: Path = Path("/")) -> float:
    """Return how many cores' time the control groups of this process allow it, `math.inf` where none limits it.

    Every group above a process's own limits it too, so the smallest quota counts; `root` is the root of the file system. The CPUs
    of a cpuset are not counted here, because the kernel takes them out of the affinity. See cgroups(7).
    """
    try:
        mounts = (root / "proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
        groups = (root / "proc/self/cgroup").read_text("utf-8", "replace").splitlines()
    except OSError:
        return math.inf
    fields = [line.split(":", 2) for line in groups if line.count(":") >= 2]
    paths = {controller: path for _, names, path in fields for controller in names.split(",")}
    return min((_quota(folder) for mount in mounts for folder in _group_folders(mount, paths, root)), default=math.inf)


def _group_folders(mount: str, paths: dict[str, str], root: Path) -> Iterator[Path]:
    """Yield the folders of this process's group and of those above it in one mounted hierarchy, if it can limit the CPU.

    `paths` are the groups by controller, "" for version 2. A container may see only a part of a hierarchy, so the mount's root is
    taken off the group's path; of a group outside that part the container's own is the nearest one there is.
    """
    fields, _, rest = mount.partition(" - ")
    kind, _, options = (*rest.split(" "), "", "", "")[:3]
    controller = {"cgroup2": "", "cgroup": "cpu"}.get(kind)
    if controller is None or controller not in paths or (controller and controller not in options.split(",")):
        return
    mount_root, mount_point = (_unescaped(field) for field in fields.split(" ")[3:5])
    top = root / mount_point.lstrip("/")
    group = PurePosixPath(paths[controller])
    inside = group.relative_to(mount_root) if group.is_relative_to(mount_root) else PurePosixPath()
    folder = top if ".." in inside.parts else top / inside
    yield from (place for place in (folder, *folder.parents) if place.is_relative_to(top))


def _quota(folder: Path) -> float:
    """Return the cores' time that a group is allowed, by the files of version 2 or 1."""
    try:
        if (folder / "cpu.max").exists():
            quota, period = (folder / "cpu.max").read_text("ascii").split()
        else:
            quota, period = ((folder / f"cpu.cfs_{name}_us").read_text("ascii") for name in ("quota", "period"))
        cores = int(quota) / int(period)
    except (OSError, ValueError, ZeroDivisionError):  # there is none, or it is "max"
        return math.inf
    return cores if cores > 0 else math.inf


def _unescaped(field: str) -> str:
    """Return a path of mountinfo, where blanks and backslashes are octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), field)


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
