"""Files of one's own in the Models dialog, with the real commands: odd names, and what is refused leaves nothing behind."""

import shutil
import struct
from dataclasses import replace

import pytest

from keyboard.editor.models.models_dialog import ModelsDialog
from keyboard.model_store.checkpoint import open_checkpoint
from keyboard.model_store.gguf_conversion import convert
from tests.editor.models.conftest import Dialog
from tests.gpt2_checkpoints import TINY, random_weights, write_checkpoint

DIMENSIONS = replace(TINY, layers=1, context=32, vocabulary=300)
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 548105171\n"

SPLIT = b"GGUF" + struct.pack("<IQQ", 3, 0, 2)
for key, value in ((b"split.no", 0), (b"split.count", 2)):
    SPLIT += struct.pack("<Q", len(key)) + key + struct.pack("<IH", 2, value)


@pytest.fixture
def dialog(qtbot, empty_home, window, in_use):
    window.show_models()
    dialog = next(child for child in window.children() if isinstance(child, ModelsDialog))
    qtbot.waitUntil(lambda: bool(dialog.cards), timeout=60_000)
    return Dialog(qtbot, dialog)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("model.gguf", POINTER, "is a Git LFS pointer and not the file itself; run `git lfs pull` in its folder."),
        ("my letter.gguf", b"Dear Anna", "is not a GGUF file; `keyboard models list` shows models to install."),
        ("model.safetensors", b"12345678{}", "is not a GGUF file; `keyboard models convert` converts a GPT-2 checkpoint."),
        ("x-00001-of-00002.gguf", SPLIT, "is part 1 of 2 of a split model; join them with llama.cpp's `llama-gguf-split --merge"),
        ("gpt2.gguf.part1of2", b"GGUF", "is one piece of a GGUF file; join all pieces in order with `cat`"),
    ],
)
def test_what_is_no_model_is_refused_in_one_sentence_and_nothing_is_copied(
    dialog, qtbot, tmp_path, empty_home, name, content, sentence
):
    file = tmp_path / name
    file.write_bytes(content)
    before = sorted((empty_home / "data").rglob("*"))
    dialog.dialog.open_file(file)
    qtbot.waitUntil(lambda: sentence in dialog.said, timeout=60_000)
    assert dialog.said.startswith(str(file))
    assert sorted((empty_home / "data").rglob("*")) == before


@pytest.mark.long
def test_a_file_of_any_name_is_installed_under_one_that_is_said_if_it_can_be_used(dialog, qtbot, tmp_path, empty_home):
    checkpoint = open_checkpoint(write_checkpoint(tmp_path / "checkpoint", DIMENSIONS, random_weights(DIMENSIONS)))
    file = tmp_path / "mein größtes Modell (1).gguf"
    convert(checkpoint, file, "f16", lambda _: None)
    dialog.dialog.open_file(file)
    qtbot.waitUntil(lambda: dialog.said == "mein-größtes-Modell-1 is installed.", timeout=120_000)
    assert "mein-größtes-Modell-1" in dialog.names
    assert (empty_home / "data" / "models" / "mein-größtes-Modell-1.gguf").read_bytes() == file.read_bytes()
    foreign = tmp_path / "foreign.gguf"
    foreign.write_bytes(file.read_bytes().replace(b"gpt-2", b"bl00m"))
    dialog.dialog.open_file(foreign)
    qtbot.waitUntil(lambda: "unknown pre-tokenizer type: 'bl00m'" in dialog.said, timeout=60_000)
    assert not (empty_home / "data" / "models" / "foreign.gguf").exists()
    shutil.copy(file, tmp_path / "gpt2.gguf")
    dialog.dialog.open_file(tmp_path / "gpt2.gguf")
    qtbot.waitUntil(lambda: "gpt2 is the name of a model of the catalogue" in dialog.card("gpt2").sentence, timeout=60_000)
