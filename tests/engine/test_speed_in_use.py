"""Each run of the engine measures its model once more, in what it does anyway."""

from types import SimpleNamespace

import pytest

from keyboard.engine.answering import SpeedInUse
from keyboard.engine.proof_record import ProofRecord
from keyboard.language_model.backends import Backend
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.model import Model
from keyboard.storage.locations import cache_folder

CPU = Backend("cpu", "A processor")


@pytest.fixture
def running(empty_home, tmp_path):
    """A model that has evaluated so many single tokens, the quickest in 20 ms."""
    file = tmp_path / "mine.gguf"
    file.write_bytes(b"x" * 1000)
    return SimpleNamespace(cache=SimpleNamespace(steps=0, quickest_step_s=0.02), model=SimpleNamespace(backend=CPU, path=file))


def test_a_run_adds_its_quickest_step_once_there_were_enough(running):
    record = ProofRecord(cache_folder())
    record.remember(CPU, running.model.path, 8.0)
    speed = SpeedInUse(running)
    running.cache.steps = 31
    speed.keep_once()
    assert record.recall(CPU, running.model.path) == 8.0
    running.cache.steps = 32
    speed.keep_once()
    assert record.recall(CPU, running.model.path) == 50.0
    running.cache.quickest_step_s = 0.01
    speed.keep_once()
    assert record.recall(CPU, running.model.path) == 50.0


def test_the_cache_times_single_tokens_alone(installed_model):
    model = Model(installed_model, CPU)
    cache = KVCache(model, n_cells=64, n_sequences=1, n_batch=8)
    cache.evaluate([Row(1, 0, (0,), False), Row(2, 1, (0,), True)])
    assert cache.steps == 0
    cache.evaluate([Row(3, 2, (0,), True)])
    cache.evaluate([Row(4, 3, (0,), True)])
    assert cache.steps == 2
    assert 0 < cache.quickest_step_s < 60
    cache.close()
    model.close()
