"""How fast a model is said to be: as measured with its file, or as one that was measured foretells."""

import dataclasses

import pytest

from keyboard.engine.proof_record import ProofRecord, RecordedProof, SpeedBook, estimated_speed
from keyboard.language_model.backends import available_backends
from keyboard.storage.locations import cache_folder


@pytest.fixture
def record(empty_home):
    return ProofRecord(cache_folder())


@pytest.fixture
def cpu():
    return next(backend for backend in available_backends() if backend.name == "cpu")


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "mine.gguf"
    file.write_bytes(b"x" * 1000)
    return file


def measured(size_bytes, tokens_per_second):
    return RecordedProof("cpu", "m.gguf", size_bytes, 0, tokens_per_second)


def test_a_file_twice_as_large_is_half_as_fast():
    assert estimated_speed(200, [measured(100, 60.0)]).tokens_per_second == pytest.approx(30.0)


def test_the_estimate_is_from_the_file_nearest_in_size():
    speed = estimated_speed(800, [measured(100, 60.0), measured(1000, 8.0)])
    assert speed.tokens_per_second == pytest.approx(10.0)
    assert not speed.is_measured


def test_where_nothing_was_measured_nothing_is_said(record, file):
    assert estimated_speed(100, []) is None
    assert SpeedBook().speed(file, 1000) is None


def test_a_file_that_was_decoded_with_has_its_own_speed_and_the_others_an_estimate(record, cpu, file):
    record.remember(cpu, file, 50.0)
    book = SpeedBook()
    assert book.speed(file, 1000).is_measured
    assert book.speed(file, 1000).tokens_per_second == 50.0
    assert book.speed(None, 2000).tokens_per_second == pytest.approx(25.0)


def test_what_was_measured_on_the_best_backend_counts(record, cpu, file):
    record.remember(dataclasses.replace(cpu, name="cpu-plain"), file, 20.0)
    assert SpeedBook().speed(file, 1000).tokens_per_second == 20.0
    record.remember(cpu, file, 50.0)
    assert SpeedBook().speed(file, 1000).tokens_per_second == 50.0
    record.remember(dataclasses.replace(cpu, name="vulkan", gpu_layers=3), file, 60.0)
    assert SpeedBook().speed(file, 1000).tokens_per_second == 50.0
    record.remember(dataclasses.replace(cpu, name="vulkan"), file, 90.0)
    assert SpeedBook().speed(file, 1000).tokens_per_second == 90.0


def test_a_record_in_another_form_is_no_trouble(record, cpu, file):
    folder = cache_folder()
    folder.mkdir(parents=True)
    (folder / "proven-backends.json").write_text('{"cpu": 5, "a|b|c": "fast", "": null}')
    assert record.proofs() == ()
    assert SpeedBook().speed(file, 1000) is None


def test_a_file_that_has_changed_since_is_estimated(record, cpu, file):
    record.remember(cpu, file, 50.0)
    file.write_bytes(b"x" * 2000)
    speed = SpeedBook().speed(file, 2000)
    assert speed.tokens_per_second == pytest.approx(25.0)
    assert not speed.is_measured


def test_a_gpu_with_fewer_layers_is_proven_apart(record, cpu, file):
    record.remember(cpu, file, 50.0)
    assert record.recall(dataclasses.replace(cpu, gpu_layers=3), file) is None
