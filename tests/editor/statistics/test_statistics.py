"""Keystrokes saved: counted as one types, kept over the days, and shown."""

import datetime
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from keyboard.editor.statistics_dialog import StatisticsDialog
from keyboard.evaluation.keystroke_savings import TypedFile, TypedMessage, figures_of
from keyboard.evaluation.typist import answer_with, type_perfectly
from keyboard.storage.statistics import KeyStatistics
from keyboard.writing.key_counts import KeyCounts

TODAY = datetime.datetime.now().astimezone().date()


@pytest.fixture
def counted(window):
    return lambda: window.key_counter.document


@pytest.fixture
def kept(window):
    """The days that are kept by now."""

    def look():
        window.key_counter.close()
        statistics = KeyStatistics()
        days = statistics.days()
        statistics.close()
        return days

    return look


def shown(dialog):
    return [label.text() for label in dialog.findChildren(QLabel)]


def known_after_two_letters(before, word):
    """Buttons that know every word of four letters or more once two of them are typed."""
    return answer_with(before, (word,) if len(word) > 3 and before.endswith(word[:2]) else ())


def press(story, character):
    """Press a key; one that `QTest` has none for comes as from an input method."""
    if character == "\n":
        story.press(Qt.Key.Key_Return)
    elif character.isascii():
        story.type(character)
    else:
        story.commit(character)


@pytest.mark.parametrize(
    "text",
    [
        "We had a meeting yesterday, and nothing happened.",
        'Hello, Anna! (Really?) Well-known phrases; others don\'t matter: maybe…\nAnother line\n\nwith "quotes" there',
        "plain",
    ],
)
def test_a_text_costs_the_same_keys_here_as_in_keyboard_evaluate(story, window, counted, text):
    strokes = tuple(type_perfectly(text, known_after_two_letters))
    place = 0
    for stroke in strokes:
        if stroke.is_tap:
            word = text[place - 2 : place] + stroke.text.rstrip(" ")
            story.is_offered(word)
            story.control(Qt.Key.Key_1)
        elif stroke.text:
            press(story, stroke.text[0])
        else:
            story.press(Qt.Key.Key_Backspace)
        place += len(stroke.text)
    window.text_area.document().setModified(False)
    assert story.text.rstrip(" ") == text
    stray = len(story.text) - len(text)  # the space of a tap on the last word, which evaluate does not count
    figures = figures_of(TypedFile("", (TypedMessage(text, strokes),), 1, 0, 0, 0.0))
    counts = counted()
    assert (counts.keys, counts.characters - stray) == (figures.keystrokes, figures.characters)
    assert sum(counts.taps) == figures.taps
    assert KeyCounts(counts.keys, counts.characters - stray).savings == pytest.approx(figures.ks)


def test_a_key_is_one_and_backspace_takes_its_character_back(story, counted):
    story.type("cats")
    story.press(Qt.Key.Key_Backspace)
    story.press(Qt.Key.Key_Left)
    assert counted() == KeyCounts(keys=5, characters=3)


def test_a_tap_is_one_key_on_its_button(story, counted):
    story.type("We had a mee")
    story.is_offered("meet", "meeting", "meets")
    story.control(Qt.Key.Key_2)
    assert counted() == KeyCounts(keys=13, characters=17, taps=(0, 1))
    story.type(" ")  # swallowed, and yet a key
    assert counted() == KeyCounts(keys=14, characters=17, taps=(0, 1))


def test_what_is_pasted_undone_or_composed_saves_nothing(story, window, counted):
    QApplication.clipboard().setText("a long text from elsewhere ")
    window.text_area.paste()
    window.text_area.undo()
    assert counted() == KeyCounts()
    story.commit("日本🙂")
    assert counted() == KeyCounts(keys=3, characters=3)
    window.text_area.selectAll()
    story.press(Qt.Key.Key_Backspace)
    assert counted().characters == 3


def test_counts_are_kept_and_another_document_begins_anew(story, window, counted, kept):
    story.type("one")
    window.text_area.document().setModified(False)
    window.document.new()
    assert counted() == KeyCounts()
    story.type("two")
    assert [(day.date, day.counts) for day in kept()] == [(TODAY, KeyCounts(6, 6))]


def test_nothing_is_counted_in_private_mode(story, window, counted, kept):
    window.set_private(True)
    story.type("We had a mee")
    story.is_offered("meeting")
    story.control(Qt.Key.Key_1)
    assert counted() == KeyCounts()
    assert kept() == []


def test_the_dialog_shows_figures_and_a_plot_that_can_be_read_aloud(story, window, qtbot):
    statistics = KeyStatistics()
    statistics.add(TODAY - datetime.timedelta(days=3), KeyCounts(100, 250, (30, 2, 1)))
    statistics.close()
    story.type("We had a mee")
    story.is_offered("meeting")
    story.control(Qt.Key.Key_1)
    window.show_statistics()
    dialog = window.findChild(StatisticsDialog)
    story.until(lambda: "250" not in shown(dialog) and "267" in shown(dialog))
    assert "Taken, in all: button 1: 31 · button 2: 2 · button 3: 1" in shown(dialog)
    assert "57.7 %" in shown(dialog)
    assert dialog.plot.accessibleDescription().count(": ") == 2
    assert ": 150" in dialog.plot.accessibleDescription()
    assert not dialog.plot.grab().isNull()
    dialog.resize(dialog.minimumSizeHint())
    assert dialog.plot.height() >= 80, "the bars cannot be told apart"


def test_statistics_can_be_reset(story, window, answers, kept):
    story.type("words")
    window.show_statistics()
    dialog = window.findChild(StatisticsDialog)
    answers.will_be("No")
    dialog.reset()
    assert window.key_counter.document.keys == 5
    answers.will_be("Yes")
    dialog.reset()
    assert window.key_counter.document == KeyCounts()
    assert kept() == []


def test_what_is_being_written_when_the_user_resets_is_forgotten_too(story, window, answers, kept, monkeypatch):
    has_reset = threading.Event()
    add = KeyStatistics.add

    def add_late(*arguments):
        assert has_reset.wait(10)
        add(*arguments)

    monkeypatch.setattr(KeyStatistics, "add", add_late)
    story.type("words")
    window.show_statistics()
    answers.will_be("Yes")
    window.findChild(StatisticsDialog).reset()
    threading.Timer(0.2, has_reset.set).start()
    assert kept() == []


def test_a_database_that_cannot_be_opened_is_said_and_typing_goes_on(story, window, empty_home):
    (empty_home / "data").mkdir(parents=True, exist_ok=True)
    (empty_home / "data" / "statistics.sqlite3").mkdir()
    story.type("words")
    window.key_counter.keep()
    story.until(lambda: "statistics" in window.failure_notice.sentence)
    QTest.keyClicks(window.text_area, " go on")
    assert story.text == "Words go on"
