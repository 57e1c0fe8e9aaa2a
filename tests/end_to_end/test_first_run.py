"""The first run: GPT-2 comes from the hub while one writes, is offered, and takes over the text; or is not wanted.

The hub is a stand-in on this machine, and its GPT-2 a small one of random weights, so the catalogue says other sizes.
"""

import re
import sys
import threading

import pytest

from keyboard.editor.driven import type_text, wait_for_words
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.editor.models import model_switch
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import read_settings
from keyboard.storage.locations import bundled_file
from tests.gpt2_checkpoints import Dimensions, random_weights, write_checkpoint
from tests.model_store import with_catalogue
from tests.model_store.hub_stand_in import HubStandIn

SHAPE = Dimensions(layers=2, heads=4, width=64)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    write_checkpoint(tmp_path / "hub" / "openai-community" / "gpt2", SHAPE, random_weights(SHAPE))
    with HubStandIn(tmp_path / "hub") as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        yield hub


@pytest.fixture(autouse=True)
def catalogue(tmp_path, monkeypatch):
    """The catalogue with the stand-in's GPT-2 in it; the window's commands and the engine read this one."""
    text = bundled_file("models", "catalogue.toml").read_text("utf-8")
    start = text.index("[models.gpt2]\n")
    end = text.index("[models.gpt2-medium]\n")
    gpt2 = re.sub(r', (size_bytes|sha256) = ("[0-9a-f]+"|[\d_]+)', "", text[start:end])
    for name, value in (("layers", SHAPE.layers), ("heads", SHAPE.heads), ("width", SHAPE.width)):
        gpt2 = re.sub(rf"^{name} = .*", f"{name} = {value}", gpt2, flags=re.MULTILINE)
    file = tmp_path / "catalogue.toml"
    file.write_text(text[:start] + gpt2 + text[end:], "utf-8")
    program = [sys.executable, with_catalogue.__file__, str(file)]
    for user in ("keyboard.editor.updates.child_command", "keyboard.engine.supervisor.child_command"):
        monkeypatch.setattr(user, lambda *arguments: [*program, *arguments])


@pytest.fixture
def window(qtbot, models, monkeypatch):
    """A window as it is after `make run`."""
    monkeypatch.setattr(model_switch, "_DELAY_MS", 0)
    window = MainWindow(EngineLink(), is_private=True)
    window.start()
    window.install_gpt2_in_background()
    qtbot.waitExposed(window)
    yield window
    window.text_area.document().setModified(False)
    window.close()


def test_gpt2_comes_while_one_writes_and_takes_over_the_text_when_one_wants_it(hub, window, until):
    type_text(window, "We had a mee", key_interval_ms=10)
    until(lambda: window.install_notice.sentence == "gpt2 is installed.")
    wait_for_words(window)
    assert window.switch.model_in_use == "smollm2-135m"
    window.bar.clear()
    window.install_notice.action_requested.emit()
    until(lambda: window.switch.model_in_use == "gpt2")
    until(lambda: window.bar.words)
    assert window.switch.state.layers == SHAPE.layers + 1
    assert window.text_area.toPlainText() == "We had a mee"
    until(lambda: window.notice.sentence == "")
    until(lambda: read_settings().settings == Settings(model="gpt2"))
    assert {asked.path for asked in hub.requests if "/openai-community/gpt2/" not in asked.path} == set()


def test_a_download_that_is_cancelled_is_not_begun_again_by_itself_and_goes_on_when_one_asks_for_it(hub, window, models, until):
    let_go = threading.Event()
    pieces = []

    def hold_after_some_pieces():
        pieces.append(1)
        if len(pieces) > 20:
            let_go.wait()

    hub.mischief.wait_before_chunk = hold_after_some_pieces
    until(lambda: "· in the background, once" in window.install_notice.sentence)
    until(lambda: [part for part in models.glob(".gpt2.download/*/model.safetensors.part") if part.stat().st_size])
    window.install_notice.action_requested.emit()
    until(lambda: read_settings().settings == Settings(install_gpt2_in_background=False))
    assert window.install_notice.sentence == ""
    let_go.set()
    window.library.install("gpt2")
    until(lambda: window.install_notice.sentence == "gpt2 is installed.")
    first, second = hub.first_bytes("model.safetensors")
    assert first == 0
    assert second > 0


def test_without_the_hub_the_small_model_stays_and_that_is_said_once(window, until, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    until(lambda: window.install_notice.sentence.startswith("Suggestions come from smollm2-135m. GPT-2 was not fetched: "))
    assert "cannot be reached" in window.install_notice.sentence
    until(lambda: read_settings().settings == Settings(tell_gpt2_failure=False))
    assert window.switch.model_in_use == "smollm2-135m"
