"""The first runs: GPT-2 is fetched in the background, offered when it is there, and left alone where it is not wanted."""

import pytest

from keyboard.editor.models import model_switch
from keyboard.engine.engine_state import Condition, ModelChoice
from keyboard.settings.settings import Settings
from tests.editor.models.conftest import entry

UNREACHABLE = "huggingface.co cannot be reached; check the network and try again."


@pytest.fixture
def start(monkeypatch, commands, window, engine):
    """Starts as the program does, and lets the engine become ready."""
    monkeypatch.setattr(model_switch, "_DELAY_MS", 0)

    def start(**settings):
        window.settings.change(**settings)
        window.install_gpt2_in_background()
        engine.be(Condition.STARTING)
        engine.be(Condition.READY, model="smollm2-135m", backend="cpu")

    return start


def installs(commands):
    return [call for call in commands.calls if "install" in call]


def test_it_is_fetched_once_the_engine_runs_and_offered_when_it_is_there(story, start, commands, window, engine):
    start()
    story.until(lambda: window.install_notice.sentence == "Downloading gpt2: 50%, 5.0 MB/s, 33 s left · in the background, once")
    story.type("We had a mee")
    story.is_offered("meeting")
    commands.go_on()
    story.until(lambda: window.install_notice.sentence == "gpt2 is installed.")
    assert installs(commands) == ["models install gpt2 --json"]
    window.install_notice.action_requested.emit()
    assert engine.choices == [ModelChoice("gpt2")]
    assert story.text == "We had a mee"


def test_it_leaves_the_processor_to_whoever_types(story, start, commands, window):
    start()
    story.until(lambda: "50%" in window.install_notice.sentence)
    commands.go_on()
    story.until(lambda: window.install_notice.sentence == "gpt2 is installed.")
    assert commands.process["nice"] > 0


def test_it_is_not_fetched_before_the_engine_runs(story, commands, window, engine, monkeypatch):
    monkeypatch.setattr(model_switch, "_DELAY_MS", 0)
    window.install_gpt2_in_background()
    engine.be(Condition.STARTING)
    engine.be(Condition.LOADING, progress=0.5)
    story.let_pass(200)
    assert commands.calls == []


def test_where_it_is_installed_nothing_is_fetched(story, start, commands, window):
    commands.there_are(entry("gpt2", is_installed=True))
    start()
    story.until(lambda: window.library.models)
    story.let_pass(200)
    assert installs(commands) == []
    assert window.install_notice.sentence == ""


def test_once_it_was_cancelled_it_is_not_fetched_again(story, start, commands, window):
    start()
    story.until(lambda: "50%" in window.install_notice.sentence)
    window.install_notice.action_requested.emit()
    story.until(lambda: window.settings.current == Settings(install_gpt2_in_background=False))
    assert window.install_notice.sentence == ""


def test_where_it_is_not_wanted_not_even_the_catalogue_is_read(story, start, commands):
    start(install_gpt2_in_background=False)
    story.let_pass(200)
    assert commands.calls == []


def test_on_a_metered_line_one_is_asked_first(story, start, commands, window, monkeypatch):
    monkeypatch.setattr(model_switch, "is_metered", lambda: True)
    start()
    story.until(lambda: window.install_notice.sentence)
    assert window.install_notice.sentence == "GPT-2 is not installed. Fetch its 548 MB over this metered connection?"
    assert installs(commands) == []
    window.install_notice.action_requested.emit()
    story.until(lambda: installs(commands) == ["models install gpt2 --json"])


def test_on_a_metered_line_a_refusal_is_kept(story, start, commands, window, monkeypatch):
    monkeypatch.setattr(model_switch, "is_metered", lambda: True)
    start()
    story.until(lambda: window.install_notice.sentence)
    window.install_notice.declined.emit()
    assert window.install_notice.sentence == ""
    assert window.settings.current == Settings(install_gpt2_in_background=False)
    assert installs(commands) == []


def test_where_the_hub_cannot_be_reached_the_small_model_stays_and_that_is_said_once(story, start, commands, window):
    commands.will_fail(UNREACHABLE)
    start()
    sentence = f"Suggestions come from smollm2-135m. GPT-2 was not fetched: {UNREACHABLE}"
    story.until(lambda: window.install_notice.sentence == sentence)
    assert window.settings.current == Settings(tell_gpt2_failure=False)
    window.install_notice.action_requested.emit()
    assert window.install_notice.sentence == ""


def test_an_installation_that_ends_with_the_window_is_no_refusal(story, start, commands, window):
    start()
    story.until(lambda: "50%" in window.install_notice.sentence)
    window.text_area.document().setModified(False)
    window.close()
    assert window.settings.current == Settings()
