"""From a model's name or path to a predictor that is ready to answer."""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from keyboard.engine.backend_selection import choose_backend
from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.errors import EngineError, NoModelInstalledError
from keyboard.language_model.backends import Backend
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.language_model import LanguageModel
from keyboard.model_store.errors import ModelStoreError, NoModelError
from keyboard.model_store.store import InstalledModel, ModelStore
from keyboard.storage.languages import ENGLISH, primers_of
from keyboard.storage.locations import cache_folder
from keyboard.storage.vocabulary import PersonalVocabulary
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.suggestion.lexicon_predictor import LexiconPredictor
from keyboard.suggestion.word_predictor import WordPredictor

Predictor = WordPredictor | LexiconPredictor


@dataclass(frozen=True)
class OpenedModel:
    """A predictor and what it runs on; without a model the name is "", the backend `lexicon` and the numbers 0."""

    predictor: Predictor
    name: str
    backend: str
    context_window: int  # tokens that it reads at once
    layers: int = 0  # its layers, the output counted as one
    gpu_layers: int = 0  # how many of them a GPU evaluates
    language_model: LanguageModel | None = None  # what it asks, or None without a model
    installed: InstalledModel | None = None


def proven_model(choice: ModelChoice, without: Collection[str] = ()) -> tuple[InstalledModel, Backend]:
    """Return the model that was chosen, and the backend: the one that was chosen, or the best proven one not in `without`.

    Raises `EngineError` if there is no such model, or none that runs here.
    """
    try:
        installed = ModelStore().find(choice.model)
    except NoModelError as error:
        raise NoModelInstalledError(str(error)) from error
    except ModelStoreError as error:
        raise EngineError(str(error)) from error
    return installed, choose_backend(installed.path, without, only=choice.backend, gpu_layers=choice.gpu_layers)


def open_model(
    choice: ModelChoice,
    without: Collection[str] = (),
    progress: Callable[[str, float], None] = lambda _backend, _done: None,
    vocabulary: PersonalVocabulary | None = None,
) -> OpenedModel:
    """Load a model on the backend that was chosen, or its best proven one not in `without`.

    Calls `progress` with the backend and how much is loaded. `vocabulary` has the words that the user has written. Raises
    `EngineError` where the model cannot be used, and `LexiconError`.
    """
    lexicon = load_lexicon()
    installed, backend = proven_model(choice, without)
    progress(backend.name, 0.0)  # before it is used: if it ends this process, the one that started it knows which it was
    with ExitStack() as undo:
        try:
            language_model = LanguageModel(
                installed.path, backend, cache_folder(), partial(progress, backend.name), primers=primers_of(ENGLISH)
            )
            undo.callback(language_model.close)  # else the weights would stay in memory beside those of the next model
            predictor = WordPredictor(language_model, lexicon, cache_folder(), vocabulary)
        except LanguageModelError as error:
            raise EngineError(str(error)) from error
        undo.pop_all()
    model = language_model.model
    return OpenedModel(
        predictor,
        installed.name,
        backend.name,
        language_model.context_window,
        model.layers,
        model.gpu_layers,
        language_model,
        installed,
    )


def open_lexicon(vocabulary: PersonalVocabulary | None = None) -> OpenedModel:
    """Return a predictor that knows word frequencies alone, for when no model can be used; raise `LexiconError`."""
    return OpenedModel(LexiconPredictor(load_lexicon(), vocabulary), "", "lexicon", 0)
