"""What the program learns of one's typing, and what it does not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from keyboard.editor.main_window import MainWindow
from keyboard.storage.vocabulary import PersonalVocabulary
from tests.storage import stored


@pytest.fixture
def learnt(window):
    """The words that are learnt by now, each with how often."""

    def look():
        window.vocabulary.close()
        vocabulary = PersonalVocabulary()
        words = {entry.word: entry.uses for entry in vocabulary.entries()}
        vocabulary.close()
        return words

    return look


def test_a_word_is_learnt_once_three_more_have_followed(story, learnt):
    story.type("Quillby came to ")
    assert learnt() == {}
    story.type("tea ")
    assert learnt() == {"Quillby": 1}


def test_each_word_is_learnt_once_with_the_one_before(story, window, learnt):
    story.type("And we saw Quillby there and then we saw her again. Then home. ")
    window.learner.settle()
    words = learnt()
    assert (words["we"], words["saw"], words["Quillby"], words["Then"], words["home"]) == (2, 2, 1, 1, 1)
    vocabulary = PersonalVocabulary()
    pairs = stored.pairs(vocabulary)
    vocabulary.close()
    assert ("saw", "Quillby") in pairs
    assert pairs["we", "saw"] == pytest.approx(2, rel=1e-3)
    assert ("again", "Then") not in pairs


def test_a_misspelling_put_right_at_once_is_not_learnt(story, window, learnt):
    story.type("I met Quilby")
    story.press(Qt.Key.Key_Backspace)
    story.press(Qt.Key.Key_Backspace)
    story.type("lby yesterday and today ")
    window.learner.settle()
    assert "Quilby" not in learnt()
    assert learnt()["Quillby"] == 1


def test_nor_is_one_that_is_put_right_a_word_later(story, window, learnt):
    story.type("I met Quilby today ")
    cursor = window.text_area.textCursor()
    cursor.setPosition(len("I met Quil"))
    window.text_area.setTextCursor(cursor)
    story.type("l")
    window.text_area.moveCursor(QTextCursor.MoveOperation.End)
    story.type("and went home again ")
    window.learner.settle()
    assert "Quilby" not in learnt()
    assert learnt()["Quillby"] == 1


def test_a_tapped_word_is_learnt_too(story, window, learnt):
    story.type("We met Q")
    story.is_offered("Quillby")
    story.control(Qt.Key.Key_1)
    window.learner.settle()
    assert learnt() == {"We": 1, "met": 1, "Quillby": 1}


def test_what_is_pasted_or_opened_is_not_the_users_own(story, window, learnt, tmp_path):
    QApplication.clipboard().setText("these words were copied from elsewhere ")
    window.text_area.paste()
    file = tmp_path / "letter.txt"
    file.write_text("words of a file that was there before ")
    window.text_area.document().setModified(False)
    window.document.open(file)
    story.until(lambda: story.text.startswith("words of a file"))
    window.learner.settle()
    assert learnt() == {}


def test_in_private_mode_nothing_is_learnt_and_the_title_says_so(story, window, learnt):
    private = next(a for menu in window.menuBar().actions() for a in menu.menu().actions() if a.text() == "&Private Mode")
    private.trigger()
    assert "(private)" in window.windowTitle()
    story.type("Quillby came to tea again and again ")
    window.learner.settle()
    private.trigger()
    assert "(private)" not in window.windowTitle()
    assert learnt() == {}


def test_a_private_window_is_private_from_the_first_key(qtbot, engine, empty_home):
    window = MainWindow(engine, is_private=True)
    qtbot.addWidget(window)
    assert window.learner.is_private
    assert "(private)" in window.windowTitle()


def test_a_text_beyond_the_basic_plane_is_followed(story, window, learnt):
    story.commit("🙂 Quillby came 🙂 to tea again ")
    window.learner.settle()
    assert learnt()["Quillby"] == 1
    assert learnt()["again"] == 1


def test_a_vocabulary_that_cannot_be_opened_is_said_and_typing_goes_on(story, window, empty_home):
    (empty_home / "data" / "vocabulary.sqlite3").mkdir(parents=True)
    story.type("Quillby came to tea and went ")
    story.until(lambda: "vocabulary" in window.failure_notice.sentence)
    assert story.text == "Quillby came to tea and went "
