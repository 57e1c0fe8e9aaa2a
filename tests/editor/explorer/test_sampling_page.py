"""The sampling page: text that the model writes, and what becomes of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.explorer.explorer_panel import json_of
from keyboard.editor.explorer.sampling_page import FROM_NOTHING
from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import (
    ExplorationFailure,
    SampledToken,
    SampleEnd,
    SampleLoop,
    SampleRequest,
    TokenProbability,
)


class Sampling:
    """The page, with an engine behind it that writes what it is told to."""

    def __init__(self, explored):
        self._explored = explored
        self.page = explored.open("sampling")
        self.controls = self.page.controls

    @property
    def columns(self):
        return self.page.columns

    def start(self, **values):
        self.page.start.click()
        return self._explored.is_asked(SampleRequest, **values)

    def writes(self, *pieces, sample=0, probability=0.5):
        request = self._explored.asked(SampleRequest)[-1]
        for piece in pieces:
            token = TokenProbability(7, piece, probability)
            self._explored.reply(SampledToken(request.id, sample, token, piece, 0.8))

    def ends(self, reason, sample=0):
        self._explored.reply(SampleEnd(self._explored.asked(SampleRequest)[-1].id, sample, reason))


@pytest.fixture
def sampling(explored):
    return Sampling(explored)


def test_a_sample_goes_on_after_the_text_with_what_is_set(sampling, story):
    story.type("The garden ")
    story.until(lambda: sampling.page._read.text == "The garden")
    sampling.controls.top_k.setValue(5)
    sampling.controls.top_p.setValue(0.9)
    sampling.controls.temperature.setValue(0.7)
    sampling.controls.repetition_penalty.setValue(1.2)
    sampling.controls.seed.setValue(11)
    sampling.controls.tokens.setValue(1024)
    values = {"top_p": 0.9, "temperature": 0.7, "repetition_penalty": 1.2, "seed": 11, "tokens": 1024}
    sampling.start(prompt="The garden", top_k=(5,), **values)


def test_an_unconditional_sample_has_no_prompt(sampling, story):
    story.type("The garden")
    story.until(lambda: sampling.page._read.text == "The garden")
    sampling.controls.beginning.setCurrentIndex(FROM_NOTHING)
    sampling.start(prompt="")
    assert sampling.page._prompt.text() == "From nothing"


def test_its_tokens_are_streamed_with_their_probabilities(sampling):
    sampling.start()
    sampling.writes(" is", " full", probability=0.25)
    column = sampling.columns[0]
    assert column.text == " is full"
    assert "·full: probability 25.0 %, 2.0 bits; drawn with 80.0 %" in column._tip_of(1)
    sampling.writes(" x", probability=0.0)
    assert column._ground_of(2) != column._ground_of(1)


def test_three_pools_are_compared_side_by_side(sampling):
    sampling.controls.is_side_by_side.click()
    assert not sampling.controls.top_k.isEnabled()
    sampling.start(top_k=(1, 3, 40))
    assert [column.title for column in sampling.columns] == ["k = 1", "k = 3", "k = 40"]
    sampling.writes(" a", sample=0)
    sampling.writes(" b", sample=2)
    assert [column.text for column in sampling.columns] == [" a", "", " b"]
    tops = {column.mapTo(sampling.page, column.rect().topLeft()).y() for column in sampling.columns}
    assert len(tops) == 1


def test_stop_gives_it_up_and_what_was_written_stays(sampling, engine):
    request = sampling.start()
    sampling.writes(" is")
    assert sampling.page.stop.isEnabled()
    sampling.page.stop.click()
    assert engine.given_up == [request.id]
    sampling.ends("stopped")
    assert not sampling.page.stop.isEnabled()
    assert sampling.columns[0].text == " is"
    assert sampling.columns[0].notice.text() == "Stopped after token 1."


def test_a_loop_is_named_calmly_and_the_sample_goes_on(sampling, explored):
    request = sampling.start()
    sampling.writes(" of", " the", " of", " the")
    sentence = "repeats “of the” since token 1; a larger k is the way out"
    explored.reply(SampleLoop(request.id, 0, " of the", 0, sentence))
    assert sampling.columns[0].notice.text() == "R" + sentence[1:]
    sampling.writes(" of")
    assert sampling.columns[0].text.endswith(" the of")
    assert sampling.page.stop.isEnabled()


def test_typing_does_not_disturb_the_sample_that_runs(sampling, story):
    request = sampling.start()
    sampling.writes(" is")
    story.type("More text")
    story.let_pass(150)
    sampling.writes(" full")
    assert sampling.columns[0].text == " is full"
    assert sampling.page.stop.isEnabled()
    assert sampling._explored.asked(SampleRequest) == [request]


def test_it_goes_on_behind_another_page(sampling, explored):
    sampling.start()
    explored.panel.open_page("cache")
    sampling.writes(" is")
    assert sampling.columns[0].text == " is"


def test_insert_puts_it_at_the_cursor_as_one_undo_step(sampling, story):
    story.type("The garden ")
    sampling.start()
    sampling.writes(" is", " full", ".\n", "We")
    sampling.columns[0].insert.click()
    assert story.text == "The garden is full.\nWe"
    story.type("!")
    assert story.text == "The garden is full.\nWe!"
    story.control(Qt.Key.Key_Z)
    assert story.text == "The garden is full.\nWe"
    story.control(Qt.Key.Key_Z)
    assert story.text == "The garden "


def test_insert_brings_the_space_where_there_is_none(sampling, story):
    story.type("The garden")
    sampling.start()
    sampling.writes(" is")
    sampling.columns[0].insert.click()
    assert story.text == "The garden is"


@pytest.mark.parametrize(
    ("reason", "words"),
    [("length", "Done after token 2."), ("end-token", "ended the text"), ("window", "window is full")],
)
def test_it_is_said_why_a_sample_is_over(sampling, reason, words):
    sampling.start()
    sampling.writes(" is", " full")
    sampling.ends(reason)
    assert words in sampling.columns[0].notice.text()


def test_a_sample_that_fails_or_loses_its_engine_ends(sampling, explored, engine):
    request = sampling.start()
    explored.reply(ExplorationFailure(request.id, "There is too little memory for it."))
    assert not sampling.page.stop.isEnabled()
    assert explored.sentence == "There is too little memory for it."
    sampling.start()
    sampling.writes(" is")
    engine.be(Condition.RESTARTING)
    assert sampling.columns[0].notice.text() == "It could not continue after token 1."
    assert not sampling.page.stop.isEnabled()
    assert not sampling.page.start.isEnabled()
    engine.be(Condition.READY)
    assert sampling.page.start.isEnabled()


def test_a_new_start_ends_the_old_sample(sampling, engine):
    first = sampling.start()
    sampling.writes(" is")
    second = sampling.start()
    assert first.id in engine.given_up
    assert second.id != first.id
    assert sampling.columns[0].text == ""


def test_the_keyboard_alone_starts_and_inserts(sampling, story):
    QTest.keyClick(sampling.page.start, Qt.Key.Key_Space)
    sampling.writes("Hello")
    QTest.keyClick(sampling.columns[0].insert, Qt.Key.Key_Space)
    assert story.text == "Hello"


def test_the_data_has_settings_and_tokens(sampling):
    sampling.start()
    sampling.writes(" is")
    written = json_of(sampling.page.data()).decode()
    assert '"top_k"' in written
    assert '"piece": " is"' in written
