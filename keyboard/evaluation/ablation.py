"""What each part of the prediction adds: the same texts without it."""

from collections.abc import Callable, Iterator, Sequence

from keyboard.engine.model_choice import ModelChoice
from keyboard.engine.opening import OpenedModel, everyday_primers, proven_model
from keyboard.evaluation.rival import Rival
from keyboard.evaluation.rivals import EngineRival, make_rival
from keyboard.language_model.kv_cache import AbortWhen
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.look_ahead import TokenPath
from keyboard.locations import cache_folder
from keyboard.suggestion.document_words import DocumentWords
from keyboard.suggestion.forms import Forms
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.suggestion.word_predictor import WordPredictor


class _WithoutLookAhead(LanguageModel):
    """A model that is asked about the context alone: what follows a word's first token is the lexicon's guess."""

    def look_ahead(self, paths: Sequence[TokenPath], abort_when: AbortWhen) -> None:
        """Evaluate nothing."""


class _NoDocumentWords(DocumentWords):
    """Words of the text that are never counted."""

    def read(self, context: str) -> None:
        """Take in nothing."""


def ablations(model: str | None) -> Iterator[tuple[str, Callable[[], Rival]]]:
    """Yield the name of each variant and what makes it; the first one has all parts."""
    plain, _ = everyday_primers()
    yield "all parts", lambda: make_rival("engine", model)
    yield "without the second primer", lambda: _variant(model, primers=(plain, ""))
    yield "without both primers", lambda: _variant(model, primers=("", ""))
    yield "without the words of the text", lambda: _variant(model, document_words=_NoDocumentWords)
    yield "without following words through the model", lambda: _variant(model, kind=_WithoutLookAhead)
    yield "without the lexicon: tokens alone", lambda: make_rival("tokens", model)
    yield "without the model: the lexicon alone", lambda: make_rival("lexicon", model)


def _variant(
    model: str | None,
    *,
    primers: tuple[str, str] | None = None,
    kind: type[LanguageModel] = LanguageModel,
    document_words: Callable[[Forms], DocumentWords] = DocumentWords,
) -> Rival:
    installed, backend = proven_model(ModelChoice(model))
    language_model = kind(installed.path, backend, cache_folder(), primers=primers or everyday_primers())
    predictor = WordPredictor(language_model, load_lexicon(), cache_folder(), document_words=document_words)
    return EngineRival(OpenedModel(predictor, installed.name, backend.name, language_model.context_window))
