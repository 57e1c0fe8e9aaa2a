"""Red underlines, and what a right click on one offers; with the dictionary that ships."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QContextMenuEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from keyboard.editor.looks.theme import DARK, LIGHT
from keyboard.engine.messages import Ranked
from keyboard.spelling.dictionaries import words_to_judge
from keyboard.storage.vocabulary import PersonalVocabulary


@pytest.fixture
def spelling(story):
    return _Spelling(story)


class _Spelling:
    def __init__(self, story):
        self.story = story
        self.area = story.window.text_area
        self.parts = story.window.spelling
        self.menus = []
        self.parts.corrections.opened.connect(self.menus.append)

    @property
    def wrong(self):
        return [mark.cursor.selectedText() for mark in self.area.marks.of("spelling")]

    def becomes(self, *words):
        self.story.until(lambda: self.wrong == list(words))

    def right_click(self, word):
        cursor = self.area.document().find(word, 0, QTextDocument.FindFlag.FindCaseSensitively)
        place = self.area.cursorRect(cursor).center()
        place.setX(place.x() - 4)
        viewport = self.area.viewport()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
        QApplication.sendEvent(viewport, event)
        seen = len(self.menus)
        self.story.until(lambda: len(self.menus) > seen)
        return [action.text() for action in self.menus[-1].actions()]

    def choose(self, title):
        next(action for action in self.menus[-1].actions() if action.text() == title).trigger()
        self.menus[-1].close()


def test_a_misspelling_is_underlined_once_the_next_word_begins(story, spelling):
    story.type("I saw teh")
    story.let_pass(600)
    assert spelling.wrong == []
    story.type(" cat")
    spelling.becomes("teh")


@pytest.mark.long
def test_another_theme_brings_its_own_red_at_once(story, spelling, window):
    spelling.area.setPlainText("I saw teh cat")
    spelling.becomes("teh")
    for theme, colours in (("dark", DARK), ("light", LIGHT)):
        window.settings.change(theme=theme)
        story.until(lambda wanted=colours: _colour_of(spelling) == QColor(wanted.wrong))


def _colour_of(spelling):
    return spelling.area.marks.of("spelling")[0].format.underlineColor()


def test_and_so_it_is_when_the_cursor_leaves_it(story, spelling):
    story.type("I saw teh")
    spelling.area.moveCursor(QTextCursor.MoveOperation.Start)
    spelling.becomes("teh")


def test_a_text_that_is_opened_is_judged_at_once(spelling):
    spelling.area.setPlainText("🙂 Recieve this, old friend, at www.exampel.org")
    spelling.becomes("Recieve")


def test_a_correction_takes_the_words_place_and_one_undo_takes_it_back(story, spelling):
    spelling.area.setPlainText("I saw teh cat")
    spelling.becomes("teh")
    assert "the" in spelling.right_click("teh")
    spelling.choose("the")
    assert story.text == "I saw the cat"
    spelling.becomes()
    spelling.area.undo()
    assert story.text == "I saw teh cat"


def test_the_engine_puts_the_corrections_in_order(story, spelling):
    story.engine.is_ranking = True
    spelling.area.setPlainText("a cup of teh")
    spelling.becomes("teh")

    def rank(text, offset, words):
        assert (text, offset) == ("a cup of ", 0)
        likely = tuple(-1.0 if word == "tea" else -9.0 for word in words)
        story.window.spelling.corrections.take_ranks(Ranked(77, tuple(words), likely))

    answered = []
    story.engine.rank = lambda text, offset, words: answered.append((text, offset, words)) or 77
    spelling.parts.speller.corrected.connect(lambda *_: rank(*answered[0]))
    assert spelling.right_click("teh")[0] == "tea"


def test_without_an_answer_the_dictionarys_order_stands(story, spelling):
    story.engine.is_ranking = True
    spelling.area.setPlainText("I saw teh cat")
    spelling.becomes("teh")
    assert spelling.right_click("teh")[0] == "the"


def test_an_ignored_word_is_right_in_this_window(spelling):
    spelling.area.setPlainText("Gnarfle and gnarfle")
    spelling.becomes("Gnarfle", "gnarfle")
    spelling.right_click("gnarfle")
    spelling.choose("&Ignore")
    spelling.becomes("Gnarfle")


def test_an_added_word_is_right_and_in_the_vocabulary(story, spelling):
    spelling.area.setPlainText("Gnarfle and gnarfle's")
    spelling.becomes("Gnarfle", "gnarfle's")
    spelling.right_click("Gnarfle")
    spelling.choose("&Add to Vocabulary")
    spelling.becomes("gnarfle's")
    story.window.vocabulary.close()
    vocabulary = PersonalVocabulary()
    assert [(entry.word, entry.uses) for entry in vocabulary.entries()] == [("Gnarfle", 2)]
    vocabulary.close()


def test_a_word_that_was_learnt_twice_is_right(story, spelling):
    story.type("Quillby came to see me at home ")
    story.window.learner.settle()
    spelling.becomes("Quillby")
    story.type("and Quillby went away again ")
    story.window.learner.settle()
    spelling.becomes()


def test_the_menu_key_offers_the_same_at_the_cursor(story, spelling):
    spelling.area.setPlainText("I saw teh cat")
    spelling.becomes("teh")
    cursor = spelling.area.textCursor()
    cursor.setPosition(8)
    spelling.area.setTextCursor(cursor)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spelling.area.rect().center(), QPoint())
    QApplication.sendEvent(spelling.area, event)
    story.until(lambda: spelling.menus)
    assert spelling.menus[0].actions()[0].text() == "the"
    spelling.menus[0].close()


def test_a_larger_window_has_what_comes_into_view_judged(story, spelling):
    story.window.resize(600, 320)
    spelling.area.setPlainText("fine words\n" * 30 + "teh end\n" + "fine words\n" * 100)
    story.let_pass(600)
    assert spelling.wrong == []
    story.window.resize(600, 1500)
    spelling.becomes("teh")


def test_the_menu_of_a_right_word_is_the_usual_one(story, spelling):
    spelling.area.setPlainText("the cat")
    assert spelling.parts.underlines.wrong_word_at(1) is None


def test_spelling_can_be_turned_off_and_on(story, spelling):
    spelling.area.setPlainText("I saw teh cat")
    spelling.becomes("teh")
    story.window.settings.change(check_spelling=False)
    assert spelling.wrong == []
    story.window.settings.change(check_spelling=True)
    spelling.becomes("teh")


def test_another_dictionary_judges_otherwise(story, spelling, empty_home):
    folder = empty_home / "data" / "dictionaries"
    folder.mkdir(parents=True)
    (folder / "xx_XX.aff").write_text("SET UTF-8\n")
    (folder / "xx_XX.dic").write_text("1\nteh\n")
    spelling.area.setPlainText("teh cat")
    spelling.becomes("teh")
    spelling.parts.use_dictionary("xx_XX")
    spelling.becomes("cat")


def test_a_dictionary_that_is_not_installed_is_said_and_typing_goes_on(story, spelling):
    spelling.parts.use_dictionary("tlh")
    story.type("Teh cat ")
    story.until(lambda: "tlh" in story.window.failure_notice.sentence)
    assert story.text == "Teh cat "


def test_the_dictionarys_process_may_be_killed(story, spelling):
    spelling.area.setPlainText("teh cat")
    spelling.becomes("teh")
    spelling.parts.speller._process.kill()
    spelling.area.setPlainText("wrogn cat")
    spelling.becomes("wrogn")


def kill_and_judge(spelling, wrong):
    spelling.parts.speller._process.kill()
    spelling.area.setPlainText(f"{wrong} cat")
    spelling.becomes(wrong)


@pytest.mark.long
def test_a_process_that_ends_once_in_a_while_is_always_started_again(story, spelling, monkeypatch):
    monkeypatch.setattr("keyboard.engine.child._WINDOW_S", 0.0)
    spelling.area.setPlainText("teh cat")
    spelling.becomes("teh")
    for wrong in ("wrogn", "wird", "nwe", "yuo"):
        kill_and_judge(spelling, wrong)
    assert story.window.failure_notice.sentence == ""


@pytest.mark.long
def test_a_process_that_ends_three_times_in_a_minute_is_let_be_and_that_is_said(story, spelling):
    spelling.area.setPlainText("teh cat")
    spelling.becomes("teh")
    for wrong in ("wrogn", "yuo"):
        kill_and_judge(spelling, wrong)
    spelling.parts.speller._process.kill()
    story.until(lambda: "its process keeps ending" in story.window.failure_notice.sentence)


@pytest.mark.long
def test_of_twenty_megabytes_only_what_is_in_view_is_looked_at(story, spelling, monkeypatch):
    line = "The quick brwon fox jumps over the lazy dog.\n"

    looked_at = []

    def recorded(text):
        looked_at.append(len(text))
        return words_to_judge(text)

    monkeypatch.setattr("keyboard.editor.spelling.spelling.words_to_judge", recorded)
    spelling.area.setPlainText(line * 450_000)
    story.until(lambda: len(spelling.wrong) > 3)
    assert len(spelling.wrong) < 100
    assert max(looked_at) < 100 * len(line)
