"""A package may carry a model: it is there from the first start, and the user's own model of that name comes before it."""

import hashlib

import pytest

from keyboard.model_store import store as store_module
from keyboard.model_store.errors import ModelStoreError
from keyboard.model_store.store import ModelStore

CONTENT = b"GGUF of the package"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The folder of models in the package, with `smallest` in it."""
    folder = tmp_path / "package" / "models"
    folder.mkdir(parents=True)
    (folder / "smallest.gguf").write_bytes(CONTENT)
    (folder / "smallest.gguf.sha256").write_text(f"{hashlib.sha256(CONTENT).hexdigest()}  smallest.gguf\n")
    monkeypatch.setattr(store_module, "bundled_file", lambda *parts: tmp_path.joinpath("package", *parts))
    return folder


@pytest.fixture
def store(tmp_path):
    return ModelStore(tmp_path / "models")


def test_a_shipped_model_is_found_and_is_the_default_before_anything_is_installed(package, store):
    assert store.find(None).path == store.find("smallest").path == store.path("smallest") == package / "smallest.gguf"
    assert [model.name for model in store.installed()] == ["smallest"]
    assert store.verify("smallest", lambda _fraction: None) == hashlib.sha256(CONTENT).hexdigest()


def test_a_shipped_model_of_the_catalogue_is_not_fetched_again(package, store):
    offer = store.offer("gpt2")
    (package / "gpt2.gguf").write_bytes(CONTENT)
    assert store.installed_whole(offer).path == package / "gpt2.gguf"


def test_the_users_own_model_of_that_name_comes_first_and_the_shipped_one_is_there_when_it_is_removed(package, store, tmp_path):
    own = tmp_path / "smallest.gguf"
    own.write_bytes(b"GGUF of one's own")
    store.add_file(own, lambda _fraction: None)
    assert store.find("smallest").path == store.folder / "smallest.gguf"
    assert [model.name for model in store.installed()] == ["smallest"]
    store.remove("smallest")
    assert store.find("smallest").path == package / "smallest.gguf"


def test_a_shipped_model_stays_when_its_removal_is_asked_for(package, store):
    with pytest.raises(ModelStoreError, match="smallest came with the program and cannot be removed"):
        store.remove("smallest")
    assert (package / "smallest.gguf").read_bytes() == CONTENT


def test_a_shipped_file_that_is_damaged_is_named(package, store):
    (package / "smallest.gguf").write_bytes(CONTENT[::-1])
    with pytest.raises(ModelStoreError, match=r"smallest\.gguf is damaged"):
        store.verify("smallest", lambda _fraction: None)
