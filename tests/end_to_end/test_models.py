"""The real window, the real engine and the real commands: models are installed from files, used, verified and removed."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from keyboard.editor.driven import type_text, wait_for_words
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.editor.models.models_dialog import ModelsDialog
from keyboard.engine.engine_state import ModelChoice
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import read_settings
from tests.engine import broken_models


@pytest.fixture
def window(qtbot, models):
    window = MainWindow(EngineLink(), is_private=True)
    window.start()
    qtbot.waitExposed(window)
    wait_for_words(window)
    yield window
    window.text_area.document().setModified(False)
    window.close()


@pytest.fixture
def dialog(window, until):
    window.show_models()
    dialog = next(child for child in window.children() if isinstance(child, ModelsDialog))
    until(lambda: dialog.cards)
    return dialog


def test_the_text_stays_while_a_file_is_opened_used_verified_damaged_and_removed(
    window, until, models, installed_model, tmp_path, monkeypatch
):
    type_text(window, "We had a mee, and then some", key_interval_ms=5)
    window.text_area.moveCursor(QTextCursor.MoveOperation.StartOfLine)
    for _ in "We had a mee":
        window.text_area.moveCursor(QTextCursor.MoveOperation.NextCharacter)
    until(lambda: "meeting" in window.bar.words)
    window.show_models()
    dialog = next(child for child in window.children() if isinstance(child, ModelsDialog))
    until(lambda: dialog.cards)
    assert dialog.cards["gpt2"].accessibleName().startswith("gpt2, ")

    mine = tmp_path / "mine.gguf"
    mine.symlink_to(installed_model)
    dialog.open_file(mine)
    until(lambda: "mine" in dialog.cards)
    window.bar.clear()
    dialog.cards["mine"].use_requested.emit()
    until(lambda: dialog.said.text() == "The suggestions now come from mine.")
    until(lambda: "meeting" in window.bar.words)
    assert window.text_area.toPlainText() == "We had a mee, and then some"
    assert window.text_area.textCursor().position() == len("We had a mee")
    until(lambda: read_settings().settings == Settings(model="mine"))

    dialog.cards["mine"].verify_requested.emit()
    until(lambda: dialog.cards["mine"].sentence == "The file is intact.")
    with (models / "mine.gguf").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x07")
    dialog.cards["mine"].verify_requested.emit()
    until(lambda: "is damaged" in dialog.cards["mine"].sentence)

    asked = []
    monkeypatch.setattr(
        "keyboard.editor.models.models_dialog.is_agreed", lambda _parent, question: asked.append(question) or True
    )
    dialog.cards["mine"].remove_requested.emit()
    until(lambda: "mine" not in dialog.cards)
    assert asked[0].startswith("mine is in use.")
    assert not (models / "mine.gguf").exists()
    until(lambda: window.switch.model_in_use == "smollm2-135m")
    until(lambda: read_settings().settings == Settings())
    dialog.close()
    until(lambda: "meeting" in window.bar.words)
    QTest.keyClick(window.text_area, Qt.Key.Key_Tab)
    assert window.text_area.toPlainText() == "We had a meeting, and then some"
    while window.text_area.document().isUndoAvailable():
        window.text_area.undo()
    assert window.text_area.toPlainText() == ""


def test_a_broken_model_gives_way_to_the_one_before_and_suggestions_go_on(window, dialog, until, models, installed_model):
    type_text(window, "We had a mee", key_interval_ms=5)
    shutil.copy(broken_models.truncated(models.parent, installed_model), models / "torn.gguf")
    window.switch.use_model("torn")
    until(lambda: "is truncated" in dialog.said.text())
    assert dialog.said.text().endswith("The model in use before goes on.")
    assert window.switch.model_in_use == "smollm2-135m"
    until(lambda: "meeting" in window.bar.words)
    assert window.text_area.toPlainText() == "We had a mee"
    assert window.settings.current == Settings()


def test_without_a_network_the_card_says_so_and_the_way_out(dialog, until, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    dialog.cards["gpt2"].install_requested.emit("")
    until(lambda: "cannot be reached" in dialog.cards["gpt2"].sentence)
    assert "check the network" in dialog.cards["gpt2"].sentence


def test_another_backend_evaluates_the_same_model(window, dialog, until):
    window.switch.use_backend("cpu-plain", None)
    until(lambda: window.switch.state.backend == "cpu-plain")
    assert window.switch.state.choice == ModelChoice(None, "cpu-plain")
    assert window.settings.current == Settings(backend="cpu-plain")
