"""A predictor with the real small model, loaded once for this room's tests."""

import pytest

from keyboard.language_model.backends import backend_named
from keyboard.language_model.language_model import LanguageModel
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.suggestion.word_predictor import WordPredictor


@pytest.fixture(scope="session")
def language_model(installed_model, home):
    model = LanguageModel(installed_model, backend_named("cpu"), home / "cache")
    yield model
    model.close()


@pytest.fixture(scope="session")
def predictor(language_model, home):
    return WordPredictor(language_model, load_lexicon(), home / "cache")
