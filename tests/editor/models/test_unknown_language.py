"""A model that does not know the language of the text: told once, with the model that knows it."""

import pytest
from msgspec.structs import replace

from keyboard.editor.models.models_dialog import ModelsDialog
from keyboard.engine.engine_state import Condition
from keyboard.writing.query import Suggestions
from tests.editor.models.conftest import entry

SENTENCE = "smollm2-135m does not know the language of this text, Deutsch; gemma3-270m does."
ANSWER = Suggestions(1, "", "", (), 0, 0.0, final=True)


@pytest.fixture
def writes(story, commands, window, engine):
    """Lets the engine answer as for a text in a language, with SmolLM2 in use."""
    commands.there_are(
        entry("smollm2-135m", is_installed=True, languages=["en"]),
        entry("gemma3-270m", languages=["en", "de"]),
        entry("german-gpt2", languages=["de"]),
    )
    engine.be(Condition.READY, model="smollm2-135m", backend="cpu")

    def writes(language):
        window.language.show_language(replace(ANSWER, language=language))
        story.let_pass(300)

    return writes


def test_who_writes_german_is_told_which_model_knows_it(story, writes, window):
    writes("de")
    story.until(lambda: window.install_notice.sentence == SENTENCE)
    window.install_notice.action_requested.emit()
    assert window.findChild(ModelsDialog)
    assert window.install_notice.sentence == ""


def test_once_is_enough(story, writes, window):
    writes("de")
    story.until(lambda: window.install_notice.sentence == SENTENCE)
    window.install_notice.declined.emit()
    writes("en")
    writes("de")
    assert window.install_notice.sentence == ""
    assert window.settings.current.told_languages == "de"


def test_nothing_is_said_of_a_language_that_the_model_knows_or_that_none_does(writes, window):
    for language in ("en", "fr"):
        writes(language)
        assert window.install_notice.sentence == ""


def test_nothing_is_said_of_a_file_of_ones_own(commands, writes, window):
    commands.there_are(entry("smollm2-135m", is_installed=True, languages=[]), entry("gemma3-270m", languages=["de"]))
    writes("de")
    assert window.install_notice.sentence == ""


def test_a_model_that_is_installed_comes_before_one_to_download(story, commands, writes, window):
    commands.there_are(
        entry("smollm2-135m", is_installed=True, languages=["en"]),
        entry("gemma3-270m", languages=["de"]),
        entry("german-gpt2", is_installed=True, languages=["de"]),
    )
    writes("de")
    story.until(lambda: "german-gpt2 does" in window.install_notice.sentence)
