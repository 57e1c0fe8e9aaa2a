"""A file that another program changes while it is open: it is noticed, and the choice is the user's."""

import pytest
from PySide6.QtWidgets import QApplication

from keyboard.editor.files.both_texts import BothTexts
from tests.editor.files.test_document import is_saved, open_file


def test_a_change_by_another_program_is_noticed_and_the_new_text_loaded(story, tmp_path, answers):
    path = tmp_path / "a.txt"
    open_file(story, path, "mine")
    path.write_text("theirs")
    story.until(lambda: "a.txt was changed by another program" in story.window.persistence.file_notice.sentence)
    assert story.text == "mine"
    answers.will_be("Load Theirs")
    story.window.persistence.file_notice.action_requested.emit()
    story.until(lambda: story.text == "theirs" and is_saved(story))
    assert story.window.persistence.file_notice.sentence == ""


def test_a_file_that_is_replaced_is_noticed_again_and_again(story, tmp_path):
    path = tmp_path / "a.txt"
    open_file(story, path, "mine")
    for text in ("theirs", "and theirs again"):
        (tmp_path / "new").write_text(text)
        (tmp_path / "new").replace(path)
        story.until(lambda: story.window.persistence.file_notice.sentence)
        story.window.persistence.file_notice.declined.emit()
        assert story.window.persistence.file_notice.sentence == ""


def test_ones_own_saving_and_a_touch_are_no_change(story, tmp_path):
    path = tmp_path / "a.txt"
    opened = open_file(story, path, "mine")
    story.type("x")
    opened.save()
    story.until(lambda: is_saved(story))
    path.touch()
    story.let_pass(600)
    assert story.window.persistence.file_notice.sentence == ""


def test_both_texts_are_shown_and_the_question_comes_again(story, tmp_path, answers):
    path = tmp_path / "a.txt"
    opened = open_file(story, path, "same\n")
    story.type("mine ")
    path.write_text("same\ntheirs\n")
    answers.will_be("See Both", "Keep Mine")
    opened.save()
    story.until(lambda: any(isinstance(widget, BothTexts) for widget in QApplication.topLevelWidgets()))
    both = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, BothTexts))
    assert (both.mine.toPlainText(), both.theirs.toPlainText()) == ("mine same\n", "same\ntheirs\n")
    both.reject()
    story.until(lambda: is_saved(story))
    assert len(answers.asked) == 2
    assert path.read_text() == "mine same\n"


def notice(story):
    return story.window.persistence.file_notice.sentence


@pytest.mark.parametrize("how", ["deleted", "moved", "with its folder"])
def test_where_the_file_of_a_saved_text_is_gone_a_line_says_so_and_closing_asks(story, tmp_path, answers, how):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "a.txt"
    opened = open_file(story, path, "the only copy")
    if how == "moved":
        path.rename(tmp_path / "elsewhere.txt")
    else:
        path.unlink()
    if how == "with its folder":
        folder.rmdir()
    story.until(lambda: "a.txt no longer exists" in notice(story))
    answers.will_be("Cancel", "Save")
    story.window.close()
    story.until(lambda: answers.asked)
    assert not story.window.isHidden()
    folder.mkdir(exist_ok=True)
    opened.save()
    story.until(lambda: is_saved(story))
    assert path.read_text() == "the only copy"
    story.until(lambda: notice(story) == "")


def test_the_line_saves_the_text_where_it_was(story, tmp_path):
    path = tmp_path / "a.txt"
    open_file(story, path, "the only copy")
    path.unlink()
    story.until(lambda: notice(story))
    story.window.persistence.file_notice.action_requested.emit()
    story.until(path.exists)
    assert path.read_text() == "the only copy"
    story.until(lambda: is_saved(story) and notice(story) == "")


def test_a_file_that_comes_back_is_no_loss(story, tmp_path):
    path = tmp_path / "a.txt"
    open_file(story, path, "on a drive")
    path.rename(tmp_path / "away")
    story.until(lambda: notice(story) and not is_saved(story))
    (tmp_path / "away").rename(path)
    story.until(lambda: notice(story) == "" and is_saved(story))
    path.unlink()
    story.until(lambda: notice(story))
    story.type("x")
    path.write_text("theirs")
    story.until(lambda: "was changed by another program" in notice(story))
    assert not is_saved(story)
