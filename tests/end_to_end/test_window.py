"""The real window with the real engine: typed into, tapped, its engine killed and frozen, and given files that are no model."""

import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.driven import type_text, wait_for_words
from tests.engine import broken_models


def test_a_word_is_begun_tapped_and_followed_by_the_next(open_window, until):
    window = open_window()
    wait_for_words(window)
    type_text(window, "We had a mee", key_interval_ms=10)
    until(lambda: window.bar.words[:1] == ["meeting"])
    QTest.keyClick(window.text_area, Qt.Key.Key_Tab)
    assert window.text_area.toPlainText() == "We had a meeting "
    until(lambda: "yesterday" in window.bar.words)
    window.text_area.undo()
    assert window.text_area.toPlainText() == "We had a mee"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
def test_an_engine_that_dies_while_one_types_costs_no_letter_and_comes_back(open_window, until, how):
    window = open_window()
    wait_for_words(window)
    lost = window.link.engine_pid
    type_text(window, "Thank you for ", key_interval_ms=10)
    os.kill(lost, how)
    type_text(window, "you", key_interval_ms=10)
    until(lambda: "is starting again" in window.notice.sentence)
    type_text(window, "r hel", key_interval_ms=10)
    assert window.text_area.toPlainText() == "Thank you for your hel"
    until(lambda: "help" in window.bar.words)
    assert window.link.engine_pid != lost


@pytest.mark.parametrize("make", [broken_models.garbage, broken_models.truncated], ids=lambda make: make.__name__)
def test_a_file_that_is_no_model_is_named_while_one_types_on(open_window, until, tmp_path, installed_model, make):
    file = make(tmp_path, installed_model)
    window = open_window(str(file))
    type_text(window, "We had a mee", key_interval_ms=10)
    until(lambda: file.name in window.notice.sentence)
    until(lambda: "meeting" in window.bar.words)
    assert window.text_area.toPlainText() == "We had a mee"


def test_without_a_model_the_lexicon_completes_words_and_one_can_be_installed(open_window, until, empty_home):
    window = open_window()
    type_text(window, "We had a meetin", key_interval_ms=10)
    until(lambda: "No model is installed" in window.notice.sentence)
    until(lambda: "meeting" in window.bar.words)


def test_no_stale_word_is_ever_shown_at_a_hundred_keys_a_second(open_window, until):
    window = open_window()
    wait_for_words(window)
    stale = []

    def look(answer):
        before = window.text_area.text_before_cursor().text
        if not before.endswith(answer.prefix) or not before.startswith(answer.context):
            stale.append((before, answer))

    window.suggestions.shown.connect(look)
    sentence = "Yesterday we went to the sea and saw the ships come home in the light of the evening sun, one by one "
    type_text(window, sentence, key_interval_ms=10)
    until(lambda: window.bar.words)
    assert window.text_area.toPlainText() == sentence
    assert stale == []


@pytest.mark.parametrize("text", ["Grüße 👍🏽 und ", "שלום לכולם ", "今天天气很好", "cafe\u0301 ", "\t\t  x", "a" * 2000])
def test_any_script_is_typed_as_it_is(open_window, until, text):
    window = open_window()
    wait_for_words(window)
    answers = []
    window.link.answered.connect(answers.append)
    window.text_area.insertPlainText(text)
    type_text(window, "the", key_interval_ms=10)
    until(lambda: answers and answers[-1].id == window.link._last_id)
    assert window.text_area.toPlainText() == text + "the"


def test_a_megabyte_is_pasted_and_one_goes_on_typing(open_window, until):
    window = open_window()
    wait_for_words(window)
    text = "The quick brown fox jumps over the lazy dog near the river. " * 17_000
    window.text_area.insertPlainText(text)
    type_text(window, "We had a mee", key_interval_ms=10)
    until(lambda: "meeting" in window.bar.words)
    assert window.text_area.toPlainText() == text + "We had a mee"
