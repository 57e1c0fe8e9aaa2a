"""The best backend that works is used; what crashed is left out, and what was slow on a busy machine is measured again."""

import dataclasses

import pytest

from keyboard.engine import backend_selection
from keyboard.engine.backend_proof import Proof
from keyboard.engine.backend_selection import choose_backend, describe_backends, measure_backends
from keyboard.engine.errors import EngineError
from keyboard.engine.proof_record import ProofRecord
from keyboard.language_model.backends import Backend
from keyboard.storage.locations import cache_folder

GPU = Backend("vulkan", "A card", device_index=0)
AMX, ZEN, PLAIN = (Backend(name, "A processor") for name in ("cpu-sapphirerapids", "cpu-zen4", "cpu-plain"))
WORKS = Proof(50.0, "")
CRASHES = Proof(0, "It ends llama.cpp.", is_crash=True)
REFUSES = Proof(0, "There is not enough memory.")


class Machine:
    """Backends and what comes of trying each; notes which were tried."""

    def __init__(self):
        self.proofs = {}
        self.tried = []

    def has(self, **proofs):
        self.proofs = {name.replace("_", "-"): proof for name, proof in proofs.items()}

    def prove(self, _file, backend):
        self.tried.append(backend.name)
        return self.proofs[backend.name]

    def backends(self):
        return tuple(backend for backend in (GPU, AMX, ZEN, PLAIN) if backend.name in self.proofs)

    def forget_what_worked(self):
        (cache_folder() / "proven-backends.json").unlink()
        self.tried = []


@pytest.fixture
def machine(empty_home, monkeypatch):
    machine = Machine()
    monkeypatch.setattr(backend_selection, "prove", machine.prove)
    monkeypatch.setattr(backend_selection, "known_backends", machine.backends)
    return machine


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "mine.gguf"
    file.write_bytes(b"x" * 1000)
    return file


def test_what_works_is_remembered_and_not_tried_again(machine, file):
    machine.has(cpu_sapphirerapids=WORKS, cpu_zen4=WORKS)
    assert [choose_backend(file), choose_backend(file)] == [AMX, AMX]
    assert machine.tried == ["cpu-sapphirerapids"]


def test_a_processor_that_cannot_do_what_it_says_gets_the_next_library_with_every_model(machine, file, tmp_path):
    machine.has(cpu_sapphirerapids=CRASHES, cpu_zen4=WORKS)
    assert choose_backend(file) == ZEN
    other = tmp_path / "other.gguf"
    other.write_bytes(b"y")
    machine.tried = []
    assert choose_backend(other) == ZEN
    assert machine.tried == ["cpu-zen4"]


def test_a_file_that_crashes_every_backend_is_held_against_none_of_them(machine, file, tmp_path):
    machine.has(cpu_sapphirerapids=CRASHES, cpu_plain=CRASHES)
    with pytest.raises(EngineError, match=r"It ends llama\.cpp"):
        choose_backend(file)
    assert not any(report.has_crashed for report in describe_backends(file))


def test_a_gpu_that_crashes_with_one_model_is_tried_with_another(machine, file, tmp_path):
    machine.has(vulkan=CRASHES, cpu_zen4=WORKS)
    assert choose_backend(file) == ZEN
    machine.forget_what_worked()
    assert choose_backend(file) == ZEN
    assert machine.tried == ["cpu-zen4"]
    other = tmp_path / "other.gguf"
    other.write_bytes(b"y")
    machine.has(vulkan=WORKS, cpu_zen4=WORKS)
    assert choose_backend(other) == GPU


def test_a_gpu_that_may_have_died_of_the_processors_library_is_tried_again(machine, file):
    machine.has(vulkan=CRASHES, cpu_sapphirerapids=CRASHES, cpu_zen4=WORKS)
    choose_backend(file)
    machine.forget_what_worked()
    machine.has(vulkan=WORKS, cpu_sapphirerapids=CRASHES, cpu_zen4=WORKS)
    assert choose_backend(file) == GPU


def test_a_refusal_in_words_is_no_crash(machine, file):
    machine.has(vulkan=REFUSES, cpu_zen4=WORKS)
    choose_backend(file)
    machine.forget_what_worked()
    choose_backend(file)
    assert machine.tried == ["vulkan", "cpu-zen4"]


def test_who_chooses_a_backend_that_crashed_gets_it_if_it_works_now(machine, file):
    machine.has(cpu_sapphirerapids=CRASHES, cpu_zen4=WORKS)
    choose_backend(file)
    machine.has(cpu_sapphirerapids=WORKS, cpu_zen4=WORKS)
    assert choose_backend(file) == ZEN
    assert choose_backend(file, only="cpu-sapphirerapids") == AMX
    assert choose_backend(file) == AMX


def test_cpu_is_the_best_library_for_the_processor(machine, file):
    machine.has(vulkan=WORKS, cpu_zen4=WORKS, cpu_plain=WORKS)
    assert choose_backend(file, only="cpu") == ZEN
    with pytest.raises(EngineError, match="The backend cuda cannot be used; `keyboard backends` lists"):
        choose_backend(file, only="cuda")


def test_each_backend_is_measured_when_that_is_asked_for(machine, file):
    machine.has(vulkan=CRASHES, cpu_zen4=WORKS, cpu_plain=REFUSES)
    measure_backends(file)
    reports = {report.backend: report for report in describe_backends(file)}
    assert reports["vulkan"].has_crashed
    assert reports["cpu-zen4"].tokens_per_second == 50.0
    assert reports["cpu-plain"].how == "not tried"


def test_a_model_that_runs_on_none_is_said_when_they_are_measured(machine, file):
    machine.has(vulkan=CRASHES, cpu_zen4=REFUSES)
    with pytest.raises(EngineError):
        measure_backends(file)
    assert not any(report.has_crashed for report in describe_backends(file))


def test_a_measurement_on_a_busy_machine_does_not_hold_for_good(empty_home, file):
    record = ProofRecord(cache_folder())
    record.remember(ZEN, file, 8.0)
    record.remember(ZEN, file, 60.0)
    record.remember(ZEN, file, 20.0)
    assert record.recall(ZEN, file) == 60.0


def test_nor_does_one_from_before_the_machine_became_slower(empty_home, file):
    record = ProofRecord(cache_folder())
    record.remember(ZEN, file, 60.0)
    for _ in range(5):
        record.remember(ZEN, file, 30.0)
    assert record.recall(ZEN, file) == 30.0


@pytest.mark.parametrize(("chosen", "on_gpu"), [(None, 31), (5, 5), (0, 0), (99, 31)])
def test_the_layers_on_a_gpu_are_told_with_the_speed(machine, installed_model, chosen, on_gpu):
    machine.has(vulkan=WORKS, cpu_zen4=WORKS)
    choose_backend(installed_model, gpu_layers=chosen)
    gpu, cpu = describe_backends(installed_model, chosen)
    assert gpu.how == f"50 tokens a second, {on_gpu} of 31 layers on a GPU"
    assert dataclasses.replace(cpu, tokens_per_second=20.0).how == "20 tokens a second, 0 of 31 layers on a GPU"
