"""A library for GPUs is tried by a child process first, once for each start of the machine."""

import psutil
import pytest

from keyboard.engine import backend_proof
from keyboard.language_model.backends import BackendLibrary


@pytest.fixture
def library(tmp_path, empty_home, monkeypatch):
    """A file that is no library, so that the child process that loads it fails."""
    file = tmp_path / "libggml-vulkan.so"
    file.write_bytes(b"no library")
    monkeypatch.setattr(backend_proof, "gpu_libraries", lambda: (BackendLibrary("vulkan", file),))
    backend_proof.harmless_gpu_libraries.cache_clear()
    yield file
    backend_proof.harmless_gpu_libraries.cache_clear()


@pytest.fixture
def trials(monkeypatch):
    """Lets every library load, and notes which are tried."""
    trials = []
    monkeypatch.setattr(backend_proof, "_loads_in_child", lambda file: trials.append(file) or True)
    return trials


def find():
    """Look as a process does that has just started."""
    backend_proof.harmless_gpu_libraries.cache_clear()
    return backend_proof.harmless_gpu_libraries()


def test_one_that_a_child_process_cannot_load_is_left_out(library):
    assert find() == ()
    assert backend_proof.unusable_gpu_libraries() == ("vulkan",)


def test_one_that_loads_is_not_tried_again_until_it_is_another_or_the_machine_has_started_anew(library, trials, monkeypatch):
    assert find() == find() == (library,)
    assert len(trials) == 1
    library.write_bytes(b"another version")
    find()
    assert len(trials) == 2
    monkeypatch.setattr(psutil, "boot_time", lambda: 12345.0)
    find()
    assert len(trials) == 3


def test_a_record_that_is_none_is_made_anew(library, trials, empty_home):
    find()
    (empty_home / "cache" / "gpu-libraries.json").write_text("[1, 2")
    assert find() == (library,)
    assert len(trials) == 2
