"""The Models dialog in a language where each text stands in brackets."""

import pytest
from PySide6.QtWidgets import QDialog, QMenu

from keyboard.engine.engine_state import Condition
from tests.editor.models.conftest import entry
from tests.editor.pseudo_language import in_english

pytestmark = pytest.mark.usefixtures("in_brackets")


def test_the_models(story, window, engine, commands):
    commands.there_are(
        entry("α", is_installed=True, is_speed_measured=True, default=True, description="", suits=""),
        entry("β", quantizations=["q8_0", "q4_0", "f16", "q6_k", "q4_k_m"], description="", suits=""),
    )
    commands.backends_are(("γ", False), ("δ", True), device="μηχανή", tokens_per_second=12.0)
    engine.be(Condition.READY, model="α", backend="γ", layers=31)
    window.show_models()
    dialog = window.findChild(QDialog)
    story.until(lambda: dialog.cards and window.library.backends)
    assert in_english(dialog) == set()
    for menu in dialog.findChildren(QMenu):
        menu.aboutToShow.emit()
        assert in_english(menu) == set()
