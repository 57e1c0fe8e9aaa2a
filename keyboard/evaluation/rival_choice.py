"""The predictors to compare, by name, and ours without each of its parts."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.opening import OpenedModel, open_lexicon, open_model, proven_model
from keyboard.evaluation.rivals import (
    EngineRival,
    HunspellRival,
    LearningRival,
    PresageRival,
    RecentRival,
    Rival,
    SymSpellRival,
    TokensRival,
)
from keyboard.language_model.kv_cache import AbortWhen
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.look_ahead import TokenPath
from keyboard.storage.languages import ENGLISH, primers_of
from keyboard.storage.locations import cache_folder
from keyboard.storage.vocabulary import PersonalVocabulary
from keyboard.suggestion.document_words import DocumentWords
from keyboard.suggestion.lexicon import Forms, load_lexicon
from keyboard.suggestion.meant_words import MeantWords
from keyboard.suggestion.word_predictor import WordPredictor


def make_rival(name: str, model: str | None, *, is_hurried: bool = False, looks_ahead: bool = False) -> Rival:
    """Return a rival by its name; raise `EngineError` if its model cannot be used, `EvaluationError` where it is missing.

    With `looks_ahead` ours names the words that follow those on the buttons.
    """
    match name:
        case "engine":
            return EngineRival(open_model(ModelChoice(model)), is_hurried=is_hurried, looks_ahead=looks_ahead)
        case "filter":
            return _variant(model, meant_words=_no_meant_words, is_hurried=is_hurried)
        case "tokens":
            installed, backend = proven_model(ModelChoice(model))
            return TokensRival(LanguageModel(installed.path, backend, cache_folder()))
        case "lexicon":
            return EngineRival(open_lexicon())
        case _:
            return _MODELLESS[name]()


_MODELLESS: dict[str, Callable[[], Rival]] = {
    "recent": RecentRival,
    "presage": PresageRival,
    "hunspell": HunspellRival,
    "symspell": SymSpellRival,
}


def make_learner(model: str | None, folder: Path, *, is_hurried: bool = False) -> Rival:
    """Return our predictor with an empty vocabulary in `folder`, which learns what is typed."""
    vocabulary = PersonalVocabulary(folder / "vocabulary.sqlite3")
    return LearningRival(EngineRival(open_model(ModelChoice(model), vocabulary=vocabulary), is_hurried=is_hurried), vocabulary)


class _WithoutLookAhead(LanguageModel):
    """A model that is asked only about the context: the rest of a word after its first token is the lexicon's guess."""

    def look_ahead(self, paths: Sequence[TokenPath], abort_when: AbortWhen) -> None:
        """Evaluate nothing."""


class _NoDocumentWords(DocumentWords):
    """Words of the text that are never counted."""

    def read(self, context: str, offset: int = 0) -> None:
        """Count nothing."""


def _no_meant_words(_forms: Forms) -> None:
    """Treat the typed letters as right."""


def ablations(model: str | None) -> Iterator[tuple[str, Callable[[], Rival]]]:
    """Yield the name of each variant and the patches that make it; the first one has all parts."""
    yield "all parts", lambda: make_rival("engine", model)
    yield "without the second primer", lambda: _variant(model, primers=lambda code: (primers_of(code)[0], ""))
    yield "without both primers", lambda: _variant(model, primers=lambda _code: ("", ""))
    yield "without the words of the text", lambda: _variant(model, document_words=_NoDocumentWords)
    yield "without the error model: letters as a filter", lambda: make_rival("filter", model)
    yield "without following words through the model", lambda: _variant(model, kind=_WithoutLookAhead)
    yield "without the lexicon: tokens alone", lambda: make_rival("tokens", model)
    yield "without the model: the lexicon alone", lambda: make_rival("lexicon", model)


def _variant(
    model: str | None,
    *,
    primers: Callable[[str], tuple[str, str]] = primers_of,
    kind: type[LanguageModel] = LanguageModel,
    document_words: Callable[[Forms], DocumentWords] = DocumentWords,
    meant_words: Callable[[Forms], MeantWords | None] = MeantWords,
    is_hurried: bool = False,
) -> Rival:
    installed, backend = proven_model(ModelChoice(model))
    language_model = kind(installed.path, backend, cache_folder(), primers=primers(ENGLISH))
    predictor = WordPredictor(
        language_model,
        load_lexicon(),
        cache_folder(),
        document_words=document_words,
        meant_words=meant_words,
        primers=primers,
    )
    opened = OpenedModel(predictor, installed.name, backend.name, language_model.context_window)
    return EngineRival(opened, is_hurried=is_hurried)
