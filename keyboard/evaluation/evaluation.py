"""`keyboard evaluate`: from files and options to figures."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.opening import OpenedModel, everyday_primers, proven_model
from keyboard.evaluation.keystroke_savings import (
    Figures,
    Progress,
    TypedFile,
    figures_of,
    savings_curve,
    savings_table,
    total_of,
    type_messages,
)
from keyboard.evaluation.output_file import EvaluationError, check_output
from keyboard.evaluation.rivals import EngineRival, Rival, make_learner, make_rival
from keyboard.evaluation.savings_report import write_report
from keyboard.language_model.kv_cache import AbortWhen
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.look_ahead import TokenPath
from keyboard.storage.locations import cache_folder
from keyboard.suggestion.document_words import DocumentWords
from keyboard.suggestion.lexicon import Forms, load_lexicon
from keyboard.suggestion.word_predictor import WordPredictor

_BINARY = "\0"
# Each of its keys is a question to the predictor: more would take most of a day.
_MOST_BYTES = 1_000_000


def messages_of(file: Path, *, by_line: bool) -> list[str]:
    """Return a text file's messages: each line that is not blank, or the text as a whole without its last line end.

    Line ends of Windows are read as plain ones. Raises `EvaluationError` where the file cannot be read, is larger than 1 MB, or
    holds no text.
    """
    try:
        size_bytes = file.stat().st_size
        if size_bytes > _MOST_BYTES:
            size = f"{size_bytes / 1e6:.1f} MB"
            raise EvaluationError(f"{file} has {size}, which would take hours to type; name a text of at most 1 MB.")
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise EvaluationError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{file} is not UTF-8 text: byte {error.start + 1} is none of it.") from error
    if _BINARY in text:
        raise EvaluationError(f"{file} is a binary file; name a text file.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    messages = [line.strip() for line in text.split("\n")] if by_line else [text]
    return [message for message in messages if message]


class _WithoutLookAhead(LanguageModel):
    """A model that is asked about the context alone: what follows a word's first token is the lexicon's guess."""

    def look_ahead(self, paths: Sequence[TokenPath], abort_when: AbortWhen) -> None:
        """Evaluate nothing."""


class _NoDocumentWords(DocumentWords):
    """Words of the text that are never counted."""

    def read(self, context: str, offset: int = 0) -> None:
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


_PLOTTED_COUNTS = range(1, 7)


@dataclass(frozen=True)
class EvaluationResult:
    """The figures of each file and of all; `curve` has the savings of each tenth where the vocabulary learnt."""

    files: Sequence[Figures]
    total: Figures
    curve: Sequence[float]

    def as_dict(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        values = {"files": [asdict(row) for row in self.files], "total": asdict(self.total)}
        return {**values, "curve": list(self.curve)} if self.curve else values

    def as_text(self) -> str:
        """Return the table."""
        table = savings_table([*self.files, self.total])
        if not self.curve:
            return table
        return f"{table}\nKS % of each tenth, learning: {'  '.join(f'{part:.1f}' for part in self.curve)}"


class Evaluation:
    """One set of texts and options, typed by one predictor or by several."""

    def __init__(
        self,
        files: Sequence[Path],
        count: int,
        predictor: str,
        model: str | None,
        *,
        by_line: bool,
        is_hurried: bool,
        learns: bool,
    ) -> None:
        """Read the files; raise `EvaluationError` where one cannot be, or where the options do not go together."""
        if learns and predictor != "engine":
            raise EvaluationError(f"{predictor} does not learn; use --learn with the predictor engine.")
        self._messages = {str(file): messages_of(file, by_line=by_line) for file in files}
        self._count = count
        self._predictor = predictor
        self._model = model
        self._is_hurried = is_hurried
        self._learns = learns

    def run(self, progress: Progress, report: Path | None = None) -> EvaluationResult:
        """Type the texts, write the report where one is asked for, and return the figures."""
        if report:
            check_output(report)
        typed = self._type(self._count, progress)
        total = total_of(typed)
        if report:
            what = f"{self._predictor}{', learning' if self._learns else ''}, {self._count} buttons"
            write_report(report, typed, self._by_count(figures_of(total).ks, progress), what)
        curve = savings_curve(total) if self._learns else []
        return EvaluationResult([figures_of(file) for file in typed], figures_of(total), curve)

    def ablation(self, progress: Progress) -> list[Figures]:
        """Return the figures of all texts with all parts of the prediction, then without each."""
        rows = []
        for name, make in ablations(self._model):
            total = total_of(self._type_with(make(), self._count, _under(name, progress)))
            rows.append(replace(figures_of(total), file=name))
        return rows

    @staticmethod
    def table(rows: Sequence[Figures]) -> str:
        """Return rows as a table for a person."""
        return savings_table(rows)

    def _by_count(self, ks: float, progress: Progress) -> Mapping[int, float]:
        """Return the savings of all texts by the number of buttons; `ks` is that of the count asked for."""
        savings = {self._count: ks}
        for count in _PLOTTED_COUNTS:
            if count not in savings:
                savings[count] = figures_of(total_of(self._type(count, _under(f"{count} buttons", progress)))).ks
        return savings

    def _type(self, count: int, progress: Progress) -> list[TypedFile]:
        if not self._learns:
            rival = make_rival(self._predictor, self._model, is_hurried=self._is_hurried)
            return self._type_with(rival, count, progress)
        with tempfile.TemporaryDirectory() as folder:
            rival = make_learner(self._model, Path(folder), is_hurried=self._is_hurried)
            return self._type_with(rival, count, progress)

    def _type_with(self, rival: Rival, count: int, progress: Progress) -> list[TypedFile]:
        return [type_messages(name, texts, rival, count, progress) for name, texts in self._messages.items()]


def _under(name: str, progress: Progress) -> Callable[[str, float], None]:
    return lambda what, done: progress(f"{name}: {what}", done)
