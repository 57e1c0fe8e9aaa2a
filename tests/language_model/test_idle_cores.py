"""Threads that wait for each other are no more than the cores that other programs leave."""

import llama_cpp
import psutil
import pytest

from keyboard.language_model import processor
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.processor import IdleCores, ProcessorTimes, processor_times

ALL = 8


@pytest.fixture
def machine(monkeypatch):
    """A machine of eight processors: say how many other programs and this one used over some seconds."""

    class Machine:
        now = ProcessorTimes(1000.0, 5000.0, 10.0)

        def passes(self, seconds, *, others, own):
            idle = seconds * (ALL - others - own)
            self.now = ProcessorTimes(self.now.at + seconds, self.now.idle + idle, self.now.own + seconds * own)

    machine = Machine()
    monkeypatch.setattr(psutil, "cpu_count", lambda: ALL)
    monkeypatch.setattr(processor, "processor_times", lambda: machine.now)
    monkeypatch.setattr(processor.time, "monotonic", lambda: machine.now.at)
    return machine


def test_where_nothing_else_runs_there_is_a_thread_for_each_core(machine):
    cores = IdleCores(4)
    machine.passes(1, others=0.2, own=4)
    assert cores.threads() == 4


@pytest.mark.parametrize(("others", "threads"), [(3, 4), (4.4, 4), (5, 3), (6.6, 1), (8, 1), (20, 1)])
def test_cores_that_others_use_are_left_to_them(machine, others, threads):
    cores = IdleCores(4)
    machine.passes(1, others=others, own=0.5)
    assert cores.threads() == threads


def test_cores_that_are_given_back_are_used_again(machine):
    cores = IdleCores(4)
    machine.passes(1, others=7, own=0.5)
    assert cores.threads() == 1
    machine.passes(0.1, others=0, own=1)
    assert cores.threads() == 1  # so short a time says nothing
    machine.passes(2, others=0, own=1)
    assert cores.threads() == 4


def test_the_times_of_this_machine_rise():
    before, after = processor_times(), processor_times()
    assert before.at < after.at
    assert before.idle <= after.idle
    assert before.own <= after.own


def test_each_evaluation_has_the_threads_of_its_moment_and_gives_the_same(model, monkeypatch):
    cache = KVCache(model, n_cells=64, n_sequences=1, n_batch=8)
    logits = []
    for threads in (1, 2):
        monkeypatch.setattr(cache._idle_cores, "threads", lambda threads=threads: threads)
        cache.truncate(0, 0)
        logits.append(cache.evaluate([Row(100 + place, place, (0,), wants_logits=place == 7) for place in range(8)])[0])
        assert llama_cpp.llama_n_threads(cache._context) == threads
    cache.close()
    assert (logits[0] == logits[1]).all()
