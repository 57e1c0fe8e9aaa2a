"""Where a build keeps its backends apart, each library is told by its name, and the best for this processor comes first."""

import ctypes

import pytest

from keyboard.language_model import backends
from keyboard.language_model.backends import available_backends
from keyboard.language_model.errors import LanguageModelError

SCORES = {"cpu-x64": 1, "cpu-haswell": 63, "cpu-zen4": 1983, "cpu-sapphirerapids": 0}


class Opened:
    """A library that gives this processor a score."""

    def __init__(self, score):
        self.ggml_backend_score = lambda: score


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """llama.cpp's folder, of a build with nothing built in; what is kept of the real one is forgotten and found again."""
    names = ["llama", "ggml", "ggml-base", "ggml-blas", "ggml-vulkan", *(f"ggml-{name}" for name in SCORES)]
    for name in names:
        (tmp_path / f"lib{name}.so").touch()
    (tmp_path / "ggml-cpu-windows.dll").touch()
    monkeypatch.setattr(backends, "libggml_base_path", tmp_path)
    monkeypatch.setattr(backends, "_built_in", frozenset)
    monkeypatch.setattr(backends, "_open", lambda file: Opened(SCORES.get(file.stem.removeprefix("libggml-"), 2)))
    backends._libraries.cache_clear()
    yield tmp_path
    backends._libraries.cache_clear()


def names(libraries):
    return [library.name for library in libraries]


def test_what_the_processor_can_run_comes_best_first_and_what_it_cannot_is_left_out(folder):
    assert names(backends.processor_libraries()) == ["cpu-zen4", "cpu-haswell", "cpu-windows", "cpu-x64"]


def test_libraries_for_gpus_are_told_from_llama_cpps_own(folder):
    assert names(backends.gpu_libraries()) == ["vulkan"]


def test_what_is_built_in_is_not_loaded_again(folder, monkeypatch):
    monkeypatch.setattr(backends, "_built_in", lambda: frozenset({"vulkan"}))
    backends._libraries.cache_clear()
    assert backends.gpu_libraries() == ()


def test_a_library_that_does_not_open_is_left_out(folder, monkeypatch):
    def refuse(file):
        raise OSError(f"{file}: cannot open shared object file")

    monkeypatch.setattr(backends, "_open", refuse)
    assert backends.processor_libraries() == ()


def test_a_file_that_is_no_backend_is_named(folder):
    with pytest.raises(LanguageModelError, match=r"libggml-vulkan\.so cannot be loaded; `keyboard backends` lists what else"):
        backends.load_libraries([folder / "libggml-vulkan.so"])


def test_windows_is_told_the_name_of_a_file_that_is_open_already(folder, monkeypatch):
    loaded, opened = [], []

    class Ggml:
        @staticmethod
        def ggml_backend_load(name):
            loaded.append(ctypes.cast(name, ctypes.c_char_p).value)
            return 1

    class Load:
        restype = None

        def __call__(self, name):
            return Ggml.ggml_backend_load(name)

    monkeypatch.setattr(backends.os, "name", "nt")
    monkeypatch.setattr(backends, "libggml", type("libggml", (), {"ggml_backend_load": Load()}))
    monkeypatch.setattr(backends, "_open", opened.append)
    library = folder / "Größe" / "ggml-cpu-zen4.dll"
    backends.load_libraries([library])
    backends.load_libraries([library])
    assert opened == [library]
    assert loaded == [b"ggml-cpu-zen4.dll"]


def test_this_build_has_a_processor_to_evaluate_on():
    assert [backend.name for backend in available_backends()][-2:] == ["cpu", "cpu-plain"]
