"""The window is killed fifty times at random moments while one types, and each time the text is back."""

import multiprocessing
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.editor.recovery.typing_window import type_until_killed

_WRITERS = 5
_KILLS_EACH = 10
_ALLOWED_LOSS_S = 1.0
_PATIENCE_S = 60


@pytest.fixture(scope="module")
def processes():
    """Processes that have imported the window already: fifty starts take seconds and not minutes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["keyboard.editor.main_window", "tests.editor.conftest", "PySide6.QtTest"])
    return context


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_after_each_of_fifty_kills_all_but_the_last_second_is_back(processes, tmp_path):
    with ThreadPoolExecutor(_WRITERS) as pool:
        done = list(pool.map(lambda seed: _write_and_be_killed(processes, tmp_path / str(seed), seed), range(_WRITERS)))
    assert [len(back) for back in done] == [_KILLS_EACH] * _WRITERS
    assert all(back[-1] > 100 for back in done)


def _write_and_be_killed(processes, folder, seed):
    """Return how long the text was that came back, after each kill."""
    folder.mkdir()
    chance = random.Random(seed)
    back = []
    kept = 0
    for kill in range(_KILLS_EACH + 1):
        log = folder / f"{kill}.log"
        process = processes.Process(target=type_until_killed, args=(str(folder / "home"), str(log)))
        process.start()
        _wait_for(lambda log=log: _entries(log))
        time.sleep(chance.uniform(0.05, 1.6))
        killed = time.monotonic()
        process.kill()
        process.join()
        entries = _entries(log)
        assert {what for _, what, _ in entries} <= {"back", "key"}, f"another text than was typed, in {log}"
        assert entries[0][2] >= kept, f"{kept} characters were older than a second, {entries[0][2]} are back in {log}"
        if kill:
            back.append(entries[0][2])
        kept = max((length for at, _, length in entries if at <= killed - _ALLOWED_LOSS_S), default=kept)
    return back


def _entries(log):
    lines = log.read_bytes().split(b"\n")[:-1] if log.exists() else []
    return [(float(at), what.decode(), int(length)) for at, what, length in map(bytes.split, lines)]


def _wait_for(is_so):
    end = time.monotonic() + _PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "no window came up"
        time.sleep(0.01)
