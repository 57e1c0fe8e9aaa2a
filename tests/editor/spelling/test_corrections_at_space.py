"""Corrections in the window: how the buttons show them, what the space does, and what the settings say of it."""

from pathlib import PurePath

import pytest
from PySide6.QtCore import Qt

from keyboard.editor.spelling.corrections_at_space import CorrectionSettings, is_prose
from keyboard.settings.settings import Settings


@pytest.fixture
def done(story):
    story.window.settings.change(corrections_at_space="done")
    return story


def slip(story, letters, word, mark=" "):
    story.type(letters)
    story.is_offered(word, means=word)
    story.type(mark)


def shown(story):
    return [mark.cursor.selectedText() for mark in story.window.text_area.marks.of("corrected")]


def test_a_button_says_which_letters_its_word_replaces(story):
    story.type("see teh")
    story.is_offered("the", "tehran")
    first, second = story.buttons[:2]
    assert (first.word, first.replaced) == ("the", "teh")
    assert first.accessibleName() == "Suggestion 1: the, replaces teh"
    assert "replaces teh" in first.toolTip()
    assert (second.replaced, second.accessibleName()) == ("", "Suggestion 2: tehran")


def test_a_tap_on_it_replaces_the_letters_and_one_undo_brings_them_back(story):
    story.type("see teh")
    story.is_offered("the")
    story.control(Qt.Key.Key_1)
    assert story.text == "See the "
    story.window.text_area.undo()
    assert story.text == "See teh"


def test_the_last_button_keeps_the_correction_until_the_next_word_goes_on(story):
    slip(story, "see teh", "the")
    assert story.text == "See teh "
    assert story.is_asked().count == 2
    story.is_offered("cat", "dog")
    assert story.words == ["cat", "dog", "the"]
    assert story.buttons[2].replaced == "teh"
    story.type("c")
    assert story.is_asked().count == 3
    story.is_offered("cat", "can", "cow")
    assert story.words == ["cat", "can", "cow"]


def test_a_tap_on_the_kept_one_replaces_the_word_and_keeps_the_space(story):
    slip(story, "see teh", "the")
    story.is_offered("cat", "dog")
    story.control(Qt.Key.Key_3)
    assert story.text == "See the "
    story.window.text_area.undo()
    assert story.text == "See teh "


def test_done_when_sure_replaces_the_word_marks_it_for_a_moment_and_says_so(done):
    slip(done, "see teh", "the")
    assert done.text == "See the "
    assert shown(done) == ["the"]
    assert done.window.statusBar().currentMessage() == "“teh” was corrected to “the”."
    done.type("cat")
    assert shown(done) == ["the"]
    done.until(lambda: not shown(done))


def test_backspace_gives_the_typed_word_back_and_it_is_left_alone(done):
    slip(done, "see teh", "the")
    done.press(Qt.Key.Key_Backspace)
    assert done.text == "See teh "
    done.until(lambda: not shown(done))
    assert done.is_asked().left_alone == ("teh",)
    slip(done, "and teh", "the")
    assert done.text == "See teh and teh "


def test_undo_gives_the_typed_letters_back_and_the_word_is_left_alone(done):
    slip(done, "see teh", "the", ".")
    assert done.text == "See the."
    done.window.text_area.undo()
    assert done.text == "See teh"
    assert done.is_asked().left_alone == ("teh",)


def test_redo_after_it_corrects_again(done):
    slip(done, "see teh", "the")
    done.window.text_area.undo()
    done.window.text_area.redo()
    assert done.text == "See the "


def test_a_new_document_leaves_nothing_alone(done):
    slip(done, "see teh", "the")
    done.press(Qt.Key.Key_Backspace)
    done.window.text_area.document().setModified(False)
    done.window.document.new()
    slip(done, "see teh", "the")
    assert done.text == "See the "


def test_an_ignored_word_is_left_alone(done):
    done.window.spelling.corrections._ignore("teh")
    slip(done, "see teh", "the")
    assert done.text == "See teh "


@pytest.mark.parametrize("name", ["a.py", "a.html", "config.json", "Makefile", ".bashrc", "CMakeLists.txt", "a.csv"])
def test_files_of_code_have_no_corrections(name):
    assert not is_prose(PurePath(name))


@pytest.mark.parametrize("name", ["a.txt", "notes.md", "README", "letter.TXT", "thesis.tex"])
def test_files_of_prose_have(name):
    assert is_prose(PurePath(name))


def test_a_file_of_code_is_left_as_it_is_typed(done, tmp_path):
    file = tmp_path / "a.py"
    file.write_text("")
    done.window.document.open(file)
    done.until(lambda: done.window.document.path == file)
    slip(done, "see teh", "the")
    assert done.text == "See teh "


def test_the_layout_of_the_settings_is_the_engines(story):
    assert Settings().keyboard_layout == ""
    for layout in ("dvorak", "azerty"):
        story.window.settings.change(keyboard_layout=layout)
        story.type("a")
        assert story.is_asked().layout == layout


def test_without_one_it_is_the_systems(story, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("XKB_DEFAULT_LAYOUT", "de")
    story.window.settings.change(keyboard_layout="dvorak")
    story.window.findChild(CorrectionSettings)._find_layout()
    story.window.settings.change(keyboard_layout="")
    story.until(lambda: story.window.text_area.session.corrections.layout == "qwertz")
