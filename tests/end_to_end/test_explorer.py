"""The explorer of the real window with the real engine: what is shown is what the model says, at the cost that is told."""

import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.driven import type_text, wait_for_words
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow


@pytest.fixture(scope="module")
def started(qapp):
    window = MainWindow(EngineLink(), is_private=True)
    window.start()
    wait_for_words(window)
    yield window
    window.text_area.document().setModified(False)
    window.close()


@pytest.fixture
def window(started):
    """The one window of these tests, with nothing in it and the panel closed."""
    started.explorer.set_open(False)
    started.text_area.clear()
    return started


@pytest.fixture
def open_page(window):
    def open_it(name):
        window.explorer.set_open(True)
        window.explorer.panel.open_page(name)
        return window.explorer.panel.page

    return open_it


def cost(page):
    return page._cost.text().split(" · ")[0]


def test_a_token_that_is_taken_costs_one_evaluation_and_what_was_seen_costs_none(window, open_page, until):
    type_text(window, "We had a ", key_interval_ms=10)
    page = open_page("predictions")
    until(lambda: len(page.bars.tokens) == 10)
    first = page.bars.tokens
    assert [token.probability for token in first] == sorted((token.probability for token in first), reverse=True)
    assert 0.1 < sum(token.probability for token in first) <= 1
    page.bars.setCurrentIndex(page.bars.model().index(0, 0))
    QTest.keyClick(page.bars, Qt.Key.Key_Return)
    until(lambda: page.bars.tokens != first)
    assert cost(page) == "1 token evaluated"
    page._back.click()
    until(lambda: page.bars.tokens == first)
    assert cost(page) == "0 tokens evaluated"
    page._temperature.slider.setValue(50)
    until(lambda: page.bars.tokens != first)
    assert cost(page) == "0 tokens evaluated"
    assert page.bars.tokens[0].probability > first[0].probability
    page._top_k.slider.setValue(3)
    until(lambda: len(page.bars.tokens) == 3)
    assert cost(page) == "0 tokens evaluated"
    assert sum(token.probability for token in page.bars.tokens) == pytest.approx(1, abs=1e-4)


def test_the_words_on_the_buttons_are_made_of_tokens(window, open_page, until):
    type_text(window, "We had a ", key_interval_ms=10)
    page = open_page("predictions")
    until(
        lambda: (
            [page.words.topLevelItem(place).text(0) for place in range(page.words.topLevelItemCount())] == window.bar.words != []
        )
    )
    word, tokens, probability = (page.words.topLevelItem(0).text(column) for column in range(3))
    assert tokens.replace(" | ", "").replace("·", " ").strip() == word
    assert probability.endswith(" %")


def test_the_whole_text_is_scored_and_coloured(window, open_page, until):
    text = "The capital of France is Paris.\nIts river is the Seine 😀."
    window.text_area.setPlainText(text)
    page = open_page("tokens")
    until(lambda: page.data()["is_complete"])
    tokens = page.data()["tokens"]
    assert "".join(text[token.start : token.end] for token in tokens) == text
    assert 1 < page.data()["perplexity"] < 1000
    paris = next(token for token in tokens if token.piece == " Paris")
    assert paris.rank <= 3
    page.colours_text.click()
    until(lambda: len(window.text_area.marks.of("surprise")) >= len(tokens) - 4)
    assert window.text_area.whole_text() == text


def test_the_cache_page_follows_the_typing(window, open_page, until):
    page = open_page("cache")
    until(page.data)
    type_text(window, "Thank you for your help. We had a ", key_interval_ms=10)
    until(lambda: " a" in page.data().pieces[-3:])
    asked, evaluated = page.data().asked_in_all, page.data().evaluated_in_all
    type_text(window, "me", key_interval_ms=10)
    until(lambda: page.data().asked_in_all > asked)
    state = page.data()
    assert state.kept > len(state.pieces) // 2
    assert evaluated <= state.evaluated_in_all < state.asked_in_all
    assert len(state.pieces) + state.ahead + state.next_window <= state.cells


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_an_engine_that_dies_brings_the_page_back_with_it(window, open_page, until):
    page = open_page("predictions")
    until(lambda: page.bars.tokens)
    os.kill(window.link.engine_pid, signal.SIGKILL)
    until(lambda: "restarting" in window.explorer.panel._said.text())
    type_text(window, "Dear Anna", key_interval_ms=10)
    until(lambda: not window.explorer.panel._said.text())
    until(lambda: page.data()["text"] == "Dear Anna" and page.data()["next_tokens"].tokens)
    assert window.text_area.whole_text() == "Dear Anna"
