"""What the package costs, beside other editors in Qt of Debian: `make package-report` prints the tables of docs/packages.md.

Sizes are apt's own for a clean system that has nothing of it yet, so they count what each program depends on. A start is the time
until the window is there, measured under Xvfb when the files are in memory; memory is the proportional set size of all processes.
"""

import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from keyboard import __version__
from tests.packaging.clean_root import CleanRoot
from tests.packaging.display import Display

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "dist" / f"gpt2-keyboard-with-smollm2-135m_{__version__}_amd64.deb"
OTHERS = ("featherpad", "focuswriter", "ghostwriter", "kate")
_STARTS = 3
_SETTLED_S = 6  # by then the model is loaded and the first words are there


@dataclass(frozen=True)
class Cost:
    """What one program costs, in MB and seconds; `download` and `installed` with all that it depends on."""

    package: float
    download: float
    installed: float
    start_s: float
    memory: float


def main() -> None:
    """Print the table, and how soon the program suggests its first words."""
    system = CleanRoot(ROOT / "build" / "clean-root" / "report")
    system.run("apt-get", "update", "--quiet=2")
    sizes = {name: _sizes(system, name) for name in OTHERS}
    ours = system.folder / "srv" / PACKAGE.name
    ours.write_bytes(PACKAGE.read_bytes())
    download, installed = _apt_sizes(system, f"/srv/{PACKAGE.name}")
    sizes["keyboard"] = (PACKAGE.stat().st_size / 1e6, download, installed)
    system.install(PACKAGE)
    rows = {"keyboard": _cost(system, "keyboard", sizes["keyboard"])}
    first_words = system.run_as_user("bash", "-c", "cd; QT_QPA_PLATFORM=offscreen keyboard benchmark --start")
    for name in OTHERS:
        system.run("apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", name)
        rows[name] = _cost(system, name, sizes[name])
    sys.stdout.write(_table(rows) + "\n\n" + first_words)


def _sizes(system: CleanRoot, name: str) -> tuple[float, float, float]:
    shown = system.run("apt-cache", "show", "--no-all-versions", name)
    return int(re.search(r"^Size: (\d+)", shown, re.MULTILINE)[1]) / 1e6, *_apt_sizes(system, name)


def _apt_sizes(system: CleanRoot, name: str) -> tuple[float, float]:
    """Return what apt would fetch and what it would take up on disk, in MB; a file that is there counts as fetched."""
    asked = system.run("apt-get", "install", "--assume-no", "--no-install-recommends", name, check=False)
    fetched = re.search(r"Need to get (?:[\d.,]+ \w?B/)?([\d.,]+) (\w?B)", asked)
    taken = re.search(r"([\d.,]+) (\w?B) of additional disk space", asked)
    return _megabytes(*fetched.groups()), _megabytes(*taken.groups())


def _megabytes(number: str, unit: str) -> float:
    return float(number.replace(",", "")) * {"B": 1e-6, "kB": 1e-3, "MB": 1, "GB": 1e3}[unit]


def _cost(system: CleanRoot, name: str, sizes: tuple[float, float, float]) -> Cost:
    starts, memory = zip(*(_start(system, name) for _ in range(1 + _STARTS)), strict=True)
    return Cost(*sizes, statistics.median(starts[1:]), statistics.median(memory[1:]))


def _start(system: CleanRoot, name: str) -> tuple[float, float]:
    """Return the seconds until the window is there, and the megabytes of memory some seconds later."""
    with Display() as display:
        began = time.monotonic()
        program = system.start_as_user(name, DISPLAY=display.name, QT_LOGGING_RULES="*=false")
        try:
            display.wait_for_window(name)
            start_s = time.monotonic() - began
            time.sleep(_SETTLED_S)
            return start_s, _memory(program.pid)
        finally:
            program.kill()
            program.wait()


def _memory(pid: int) -> float:
    """Return the memory of a process and its descendants, in MB; what several share counts once."""
    children = subprocess.run(["pgrep", "--parent", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    return int(re.search(r"^Pss: +(\d+) kB", rollup, re.MULTILINE)[1]) / 1e3 + sum(_memory(int(child)) for child in children)


def _table(rows: dict[str, Cost]) -> str:
    columns = ("program", "its package, MB", "download with dependencies, MB", "installed, MB", "start, s", "memory, MB")
    head = f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|"
    lines = [
        f"| {name} | {cost.package:.1f} | {cost.download:.0f} | {cost.installed:.0f} | {cost.start_s:.1f} | {cost.memory:.0f} |"
        for name, cost in rows.items()
    ]
    return "\n".join([head, *lines])


if __name__ == "__main__":
    main()
