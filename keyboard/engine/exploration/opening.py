"""A model to look into, opened for one question of the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

from keyboard.engine.errors import EngineError
from keyboard.engine.model_choice import ModelChoice
from keyboard.engine.opening import proven_model
from keyboard.language_model.encoding import load_encoding
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.model import Model
from keyboard.locations import cache_folder


@contextmanager
def opened_inspector(model: str | None) -> Iterator[tuple[str, Inspector]]:
    """Give the name of a model, the default one for None, and an inspector of it; raise `EngineError` where there is none."""
    installed, backend = proven_model(ModelChoice(model))
    try:
        encoding = load_encoding(installed.path, cache_folder())
        loaded = Model(installed.path, backend)
        inspector = Inspector(loaded, encoding)
    except LanguageModelError as error:
        raise EngineError(str(error)) from error
    try:
        yield installed.name, inspector
    finally:
        inspector.close()
        loaded.close()
