"""The window is killed again and again at random moments while one types, and each time the text is back."""

import multiprocessing
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.editor.recovery.typing_window import type_until_killed

_WRITERS = 5
_ALLOWED_LOSS_S = 1.0
_PATIENCE_S = 60


@pytest.fixture(scope="module")
def processes():
    """Processes that have imported the window already: a start takes a moment and not seconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["keyboard.editor.main_window", "tests.editor.conftest", "PySide6.QtTest"])
    return context


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
@pytest.mark.parametrize("kills", [2, pytest.param(10, marks=pytest.mark.slow)], ids="{} times five kills".format)
def test_after_each_of_many_kills_all_but_the_last_second_is_back(processes, tmp_path, kills):
    with ThreadPoolExecutor(_WRITERS) as pool:
        done = list(pool.map(lambda seed: _write_and_be_killed(processes, tmp_path / str(seed), seed, kills), range(_WRITERS)))
    assert [len(back) for back in done] == [kills] * _WRITERS
    assert sum(back[-1] for back in done) > 100 * kills


def _write_and_be_killed(processes, folder, seed, kills):
    """Return how long the text was that came back, after each kill."""
    folder.mkdir()
    chance = random.Random(seed)
    back = []
    kept = 0
    for kill in range(kills + 1):
        log = folder / f"{kill}.log"
        process = processes.Process(target=type_until_killed, args=(str(folder / "home"), str(log)))
        process.start()
        keys = chance.randint(5, 150)
        _wait_for(lambda log=log, keys=keys: len(_entries(log)) > keys)
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
