"""Correct the last slip: the nearest misspelled word before the cursor, by the dictionary that ships and a stand-in engine."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor

from keyboard.engine.messages import Ranked
from keyboard.writing.query import Correction, Suggestions


@pytest.fixture
def press(story):
    def press():
        before = story.text
        story.press(Qt.Key.Key_F7)
        story.until(lambda: story.text != before)
        return story.text

    return press


def place_cursor(story, place):
    cursor = story.window.text_area.textCursor()
    cursor.setPosition(place)
    story.window.text_area.setTextCursor(cursor)


def caret(story):
    return story.window.text_area.textCursor().position()


def test_the_nearest_misspelled_word_is_corrected_and_the_cursor_stays(story, press):
    story.type("I recieve teh cat here")
    assert press() == "I recieve the cat here"
    assert caret(story) == len("I recieve the cat here")


def test_the_cursor_keeps_its_place_in_the_text_where_the_word_grows(story, press):
    story.window.text_area.setPlainText("I can accomodate you all here")
    place_cursor(story, len("I can accomodate you"))
    assert press() == "I can accommodate you all here"
    assert caret(story) == len("I can accommodate you")


def test_words_after_the_cursor_stay(story, press):
    story.window.text_area.setPlainText("see teh cat and teh dog")
    place_cursor(story, len("see teh cat"))
    assert press() == "see the cat and teh dog"


def test_the_word_at_the_cursor_counts(story, press):
    story.type("I see teh")
    assert press() == "I see the"
    assert caret(story) == len("I see the")


def test_again_takes_the_next_candidate_and_one_undo_gives_the_typed_letters_back(story, press):
    story.type("I see teh cat")
    first = press()
    second = press()
    third = press()
    assert len({first, second, third, "I see teh cat"}) == 4
    story.window.text_area.undo()
    assert story.text == "I see teh cat"
    assert caret(story) == len("I see teh cat")
    assert press() == first


def test_after_the_last_candidate_come_the_typed_letters(story, press):
    story.type("I see teh cat")
    first, after = press(), press()
    while after != "I see teh cat":
        after = press()
    assert story.window.statusBar().currentMessage() == ""
    assert press() == first


def test_another_key_in_between_makes_it_begin_anew(story, press):
    story.type("I recieve teh cat")
    assert press() == "I recieve the cat"
    story.type(" ")
    assert press() == "I receive the cat "


def test_what_it_corrects_is_marked_and_said(story, press):
    story.type("I see teh cat")
    press()
    assert [mark.cursor.selectedText() for mark in story.window.text_area.marks.of("corrected")] == ["the"]
    assert story.window.statusBar().currentMessage() == "“teh” was corrected to “the”."


def test_where_nothing_is_wrong_that_is_said(story):
    story.type("I see the cat")
    story.press(Qt.Key.Key_F7)
    story.until(lambda: story.window.statusBar().currentMessage() == "No word before the cursor needs a correction.")
    assert story.text == "I see the cat"


def test_a_word_without_a_correction_is_named(story):
    story.type("see Xqzvwkjqx here")
    story.press(Qt.Key.Key_F7)
    story.until(lambda: "Xqzvwkjqx" in story.window.statusBar().currentMessage())
    assert story.text == "See Xqzvwkjqx here"


def test_it_works_while_the_check_of_spelling_is_off(story, press):
    story.window.settings.change(check_spelling=False)
    story.type("I see teh cat")
    assert press() == "I see the cat"


def test_a_word_out_of_view_is_corrected_without_scrolling(story, press):
    story.window.resize(600, 320)
    story.window.text_area.setPlainText("see teh cat\n" + "fine words\n" * 100)
    story.window.text_area.moveCursor(QTextCursor.MoveOperation.End)
    scrolled = story.window.text_area.verticalScrollBar().value()
    assert scrolled > 0
    assert press().startswith("see the cat\n")
    assert story.window.text_area.verticalScrollBar().value() == scrolled


def test_it_counts_characters_beyond_the_basic_plane(story, press):
    story.window.text_area.setPlainText("🙂🙂 see teh 🙂 cat")
    story.window.text_area.moveCursor(QTextCursor.MoveOperation.End)
    assert press() == "🙂🙂 see the 🙂 cat"


def test_curved_apostrophes_stay_curved(story, press):
    story.window.text_area.setPlainText("it’s what he doesnt like")
    story.window.text_area.moveCursor(QTextCursor.MoveOperation.End)
    assert press() == "it’s what he doesn’t like"


def test_what_was_typed_is_learnt_as_it_stands_then(story, press):
    story.type("I see teh cat")
    press()
    assert [learnt.word for learnt in story.window.text_area.settle()] == ["I", "see", "the", "cat"]


def ranking(story, **likely):
    """Let the engine rank words, and correct a slip itself."""

    def rank(text, offset, words):
        story.engine.ranks.append((text, offset, list(words)))
        numbers = tuple(likely.get(word, -9.0) for word in words)
        ranked = Ranked(77, tuple(words), numbers)
        QTimer.singleShot(0, lambda: story.engine.ranked.emit(ranked))
        return 77

    story.engine.rank = rank


def test_the_engine_puts_the_candidates_in_order(story, press):
    ranking(story, tea=-1.0)
    story.type("A cup of teh")
    answer_slips(story, None)
    assert press() == "A cup of tea"
    assert story.engine.ranks[-1][:2] == ("A cup of ", 0)


def test_the_engines_own_correction_comes_first(story, press):
    ranking(story, tea=-1.0)
    story.type("A cup of teh here")
    answer_slips(story, Correction("ten", 0.9, 3))
    assert press() == "A cup of ten here"
    assert press() == "A cup of tea here"


def test_a_word_torn_apart_is_repaired_as_the_engine_says(story, press):
    ranking(story)
    story.type("see you to morow then")
    answer_slips(story, Correction("tomorrow", 0.9, 8))
    assert press() == "See you tomorrow then"
    story.window.text_area.undo()
    assert story.text == "See you to morow then"


def answer_slips(story, correction):
    """Let the engine answer the question about a slip that stands further back."""
    before = story.text
    suggest = story.engine.suggest

    def answer(request):
        number = suggest(request)
        if not request.look_ahead:
            assert before.startswith(request.text)
            message = Suggestions(number, "", "", (), 0, 0.0, correction=correction)
            QTimer.singleShot(0, lambda: story.engine.answered.emit(message))
        return number

    story.engine.suggest = answer


def test_a_key_meanwhile_calls_it_off(story):
    story.engine.is_ranking = True
    story.window.spelling.last_slip._patience.setInterval(50)
    story.type("I see teh")
    story.press(Qt.Key.Key_F7)
    story.until(lambda: story.engine.ranks)
    story.type(" c")
    story.engine.ranked.emit(Ranked(1001, tuple(story.engine.ranks[0][2]), (-1.0,) * len(story.engine.ranks[0][2])))
    story.until(lambda: not story.window.spelling.last_slip._slip)
    assert story.text == "I see teh c"


def test_an_engine_that_does_not_answer_is_not_waited_for(story, press):
    story.engine.is_ranking = True
    story.window.spelling.last_slip._patience.setInterval(50)
    story.type("I see teh")
    assert press() == "I see the"


def test_a_text_that_cannot_be_changed_stays(story):
    story.type("I see teh")
    story.window.text_area.setReadOnly(True)
    story.press(Qt.Key.Key_F7)
    assert story.window.spelling.last_slip._searched is None
    assert story.text == "I see teh"
