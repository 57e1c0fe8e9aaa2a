"""A predictor with the real small model, loaded once for this room's tests."""

import pytest

from keyboard.language_model.backends import backend_named
from keyboard.language_model.language_model import LanguageModel
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.suggestion.word_predictor import WordPredictor
from keyboard.suggestion.word_scores import Interpolation


@pytest.fixture(scope="session")
def language_model(installed_model, home):
    model = LanguageModel(installed_model, backend_named("cpu"), home / "cache")
    yield model
    model.close()


@pytest.fixture(scope="session")
def predictor(language_model, home):
    return WordPredictor(language_model, load_lexicon(), home / "cache")


@pytest.fixture(autouse=True)
def no_evidence_of_earlier_texts(request):
    """Let the model know the language, whatever the texts of earlier tests have shown."""
    predictor = request.getfixturevalue("predictor") if "predictor" in request.fixturenames else None
    if isinstance(predictor, WordPredictor):
        words = predictor._languages.words
        words.interpolation = Interpolation(words.forms)
        predictor._use(words)
