"""In a language where each text stands in brackets, whatever of the window stands in none was not translated."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QMessageBox

from keyboard.editor.files.both_texts import BothTexts
from keyboard.editor.files.document import DocumentQuestions
from keyboard.editor.recovery.journal import Journal, KeptText, RecoveredText
from keyboard.editor.recovery.recovered_texts import RecoveryQuestion
from keyboard.editor.search.going_to_line import GoToLineDialog
from keyboard.editor.updates import UpdateBox
from keyboard.engine.engine_state import Condition
from keyboard.storage.languages import load_languages
from keyboard.writing.learning import words_to_learn
from tests.editor.pseudo_language import in_english

# Each is called what its speakers call it, in every language.
LANGUAGE_NAMES = {language.name for language in load_languages().values()}

pytestmark = pytest.mark.usefixtures("in_brackets")


def test_the_window_with_its_menus_and_bars(story, window, engine):
    engine.be(Condition.NO_MODEL)
    window.welcome.open_page()
    window.find_bar.open_to_replace()
    window.set_private(True)
    story.is_offered("ένα", "δύο", "τρία")
    assert in_english(window) == set()
    for button in story.buttons:
        menu = button.rejection_menu()
        assert in_english(menu) == set()


@pytest.mark.parametrize("condition", Condition)
def test_what_the_window_says_of_the_engine(story, window, engine, condition):
    engine.be(condition, model="α", backend="β", progress=0.5)
    window.explorer.set_open(True)
    assert in_english(window) == set()


def test_what_the_find_bar_says(story, window):
    bar = window.find_bar
    story.commit("ένα δύο ένα")
    bar.open_to_replace()
    bar.fields.wanted.setText("ένα")
    story.until(lambda: "match(es)" in bar.fields._said.text())
    assert in_english(bar) == set()
    bar.fields.is_regex.setChecked(True)
    bar.fields.wanted.setText("(")
    bar.find_next()
    assert in_english(bar) == set()


@pytest.mark.parametrize("show", ["show_settings", "show_vocabulary", "show_statistics", "show_help", "show_about"])
def test_a_dialog(story, window, show):
    window.vocabulary.ask(lambda vocabulary: vocabulary.learn(words_to_learn("ένα δύο ")), lambda _: None, pytest.fail)
    getattr(window, show)()
    dialog = window.findChild(QDialog)
    story.settle()
    assert dialog.windowTitle()
    assert in_english(dialog) - LANGUAGE_NAMES == set()


@pytest.mark.parametrize("make", [
    lambda window: GoToLineDialog(window.text_area),
    lambda window: BothTexts("ένα", "δύο", "τρία", window),
    lambda window: UpdateBox(window),
    lambda window: RecoveryQuestion([RecoveredText(Journal(Path()), KeptText(None, "ένα", 0), 0)], window),
])  # fmt: skip
def test_a_question(window, make):
    assert in_english(make(window)) == set()


def test_questions_about_a_document(window, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(in_english(box)))
    questions = DocumentQuestions(window.text_area)
    questions.about_loss("ένα")
    questions.about_changes("ένα")
    questions.about_failed_save("ένα")
    questions.accepts_latin_1("ένα")
    questions.accepts_utf_8("ένα")
    questions.explain("ένα")
    assert asked == [set()] * 6
