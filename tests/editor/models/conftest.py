"""The Models dialog over a stand-in of the commands, and what a person does there."""

import json
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from keyboard.editor.models.models_dialog import ModelsDialog
from keyboard.engine.engine_state import Condition, ModelChoice
from tests.editor.models import stand_in_command

GPT2_QUANTIZATIONS = ["q8_0", "q4_0", "f16"]


def entry(name, **values):
    """Return a model as `keyboard models list --json` prints it."""
    model = {"name": name, "description": f"{name} is a model.", "suits": "Any machine.", "licence": "MIT"}
    model |= {"parameters": 124_439_808, "layers": 12, "heads": 12, "width": 768, "context": 1024}
    model |= {"quantizations": [], "quantization": "q8_0", "download_bytes": 548_105_171, "size_bytes": 137_000_000}
    model |= {"memory_bytes": 238_000_000, "disk_bytes": 934_000_000, "is_installed": False, "path": None}
    model |= {"in_catalogue": True, "default": False, "tokens_per_second": 83.2, "is_speed_measured": False}
    return model | values


class Commands:
    """The stand-in's folder."""

    def __init__(self, folder):
        self._folder = folder
        self.there_are(
            entry("smollm2-135m", is_installed=True, is_speed_measured=True, default=True),
            entry("gpt2", quantizations=GPT2_QUANTIZATIONS),
        )
        self.backends_are(("cpu", False), ("cpu-plain", False))

    def there_are(self, *models):
        (self._folder / "models.json").write_text(json.dumps(models))

    def backends_are(self, *backends, **values):
        row = {"device": "A machine", "tokens_per_second": None, "has_crashed": False, "layers": 31} | values
        rows = [row | {"backend": name, "is_gpu": is_gpu} for name, is_gpu in backends]
        (self._folder / "backends.json").write_text(json.dumps(rows))

    def go_on(self):
        (self._folder / "go-on").touch()

    def will_fail(self, sentence):
        (self._folder / "complaint").write_text(sentence)
        self.go_on()

    @property
    def calls(self):
        try:
            return (self._folder / "commands").read_text().splitlines()
        except FileNotFoundError:
            return []

    @property
    def process(self):
        return json.loads((self._folder / "process").read_text())


@pytest.fixture
def commands(tmp_path, monkeypatch):
    folder = tmp_path / "stand-in"
    folder.mkdir()
    program = [sys.executable, stand_in_command.__file__, str(folder)]
    monkeypatch.setattr("keyboard.editor.updates.child_command", lambda *arguments: [*program, *arguments])
    return Commands(folder)


class Dialog:
    """The open dialog, and what a person does there."""

    def __init__(self, qtbot, dialog):
        self._qtbot = qtbot
        self.dialog = dialog

    @property
    def said(self):
        return self.dialog.said.text()

    @property
    def names(self):
        return list(self.dialog.cards)

    def card(self, name):
        return self.dialog.cards[name]

    def buttons(self, name):
        """The titles of a card's buttons."""
        return [button.text() for button in self.card(name).findChildren(QPushButton) if not button.isHidden()]

    def click(self, name, title):
        button = next(b for b in self.card(name).findChildren(QPushButton) if b.text() == title and not b.isHidden())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, name, *titles):
        """Choose an entry of a card's More menu."""
        button = next(button for button in self.card(name).findChildren(QPushButton) if button.text() == "More")
        menu = button.menu()
        menu.aboutToShow.emit()
        for title in titles:
            action = next(action for action in menu.actions() if action.text().replace("&", "") == title)
            menu = action.menu()
        action.trigger()

    def until(self, is_so):
        self._qtbot.waitUntil(lambda: bool(is_so()))


@pytest.fixture
def in_use(engine, window):
    """The small model is in use."""
    engine.be(Condition.READY, model="smollm2-135m", backend="cpu", choice=ModelChoice(), layers=31)


@pytest.fixture
def dialog(qtbot, commands, window, in_use):
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.text_area, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = next(child for child in window.children() if isinstance(child, ModelsDialog))
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: bool(dialog.cards) and bool(window.library.backends))
    return Dialog(qtbot, dialog)
