"""A build that keeps its backends apart is given them once, and one that has them built in is left alone."""

import os

import pytest

from keyboard.language_model import backend_libraries
from keyboard.language_model.backends import available_backends


class StandInForGgml:
    """ggml with so many backends built in; notes the folders that it is told to load others from."""

    def __init__(self, built_in):
        self.ggml_backend_reg_count = lambda: built_in
        self.loaded_from = []
        self.ggml_backend_load_all_from_path = self.loaded_from.append


@pytest.fixture
def ggml(monkeypatch):
    def stand_in(built_in):
        ggml = StandInForGgml(built_in)
        monkeypatch.setattr(backend_libraries, "libggml", ggml)
        backend_libraries.load_backend_libraries.cache_clear()
        return ggml

    yield stand_in
    backend_libraries.load_backend_libraries.cache_clear()


def test_the_libraries_beside_llama_cpp_are_loaded_once(ggml):
    apart = ggml(built_in=0)
    backend_libraries.load_backend_libraries()
    backend_libraries.load_backend_libraries()
    assert apart.loaded_from == [os.fsencode(backend_libraries.libggml_base_path)]


def test_a_build_that_has_its_backends_in_itself_is_left_alone(ggml):
    whole = ggml(built_in=1)
    backend_libraries.load_backend_libraries()
    assert whole.loaded_from == []


def test_this_build_has_a_processor_to_evaluate_on():
    assert [backend.name for backend in available_backends()][-2:] == ["cpu", "cpu-plain"]
