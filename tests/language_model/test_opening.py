"""Opening a model whole or not at all."""

import pytest

from keyboard.language_model import kv_cache
from keyboard.language_model.backends import backend_named
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.model import Model


def test_a_model_whose_cache_finds_no_room_leaves_no_weights_in_memory(installed_model, home, monkeypatch):
    closed = []
    close = Model.close
    monkeypatch.setattr(Model, "close", lambda model: (closed.append(model.path), close(model)))
    monkeypatch.setattr(kv_cache.llama_cpp, "llama_init_from_model", lambda *_: None)  # as llama.cpp does where memory is short
    with pytest.raises(LanguageModelError, match="needs more memory than there is"):
        LanguageModel(installed_model, backend_named("cpu"), home / "cache")
    assert closed == [installed_model]
