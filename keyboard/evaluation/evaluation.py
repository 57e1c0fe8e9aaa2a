"""`keyboard evaluate`: from files and options to figures."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from keyboard.evaluation.continuation_savings import (
    ContinuationFigures,
    continuation_figures,
    continuation_table,
    savings_by_threshold,
    type_with_continuation,
)
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
from keyboard.evaluation.rival_choice import ablations, make_learner, make_rival
from keyboard.evaluation.rivals import Rival
from keyboard.evaluation.savings_report import write_continuation_report, write_report, write_slip_report
from keyboard.evaluation.slip_drawing import Misspellings, draw_slips
from keyboard.evaluation.slip_savings import SlipFigures, SlippedFile, slip_figures, slip_table, type_with_slips
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.writing.continuation import WhenShown

_BINARY = "\0"
# Each key is a query to the predictor: a larger file would take most of a day.
_MOST_BYTES = 1_000_000


def messages_of(file: Path, *, by_line: bool) -> list[str]:
    """Return a text file's messages: its lines that are not blank, or the whole text without its last line end.

    Windows line ends are read as "\\n". Raises `EvaluationError` if the file cannot be read, is larger than 1 MB, or
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
        raise EvaluationError(f"{file} is not UTF-8 text: byte {error.start + 1} is invalid.") from error
    if _BINARY in text:
        raise EvaluationError(f"{file} is a binary file; name a text file.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    messages = [line.strip() for line in text.split("\n")] if by_line else [text]
    return [message for message in messages if message]


_PLOTTED_COUNTS = range(1, 7)


@dataclass(frozen=True)
class EvaluationResult:
    """The figures of each file and of all; `curve` has the savings of each tenth if the vocabulary learnt."""

    files: Sequence[Figures]
    total: Figures
    curve: Sequence[float]

    def as_dict(self) -> dict[str, Any]:
        values = {"files": [asdict(row) for row in self.files], "total": asdict(self.total)}
        return {**values, "curve": list(self.curve)} if self.curve else values

    def as_text(self) -> str:
        table = savings_table([*self.files, self.total])
        if not self.curve:
            return table
        return f"{table}\nKS % of each tenth, learning: {'  '.join(f'{part:.1f}' for part in self.curve)}"


@dataclass(frozen=True)
class SlipResult:
    """The cost of slips."""

    files: Sequence[SlipFigures]  # the figures of each file, typed with the first predictor
    predictors: Sequence[SlipFigures]  # the figures of all files with each predictor
    typed: Sequence[SlippedFile]  # the files with the first predictor, and the results of each slip
    missing: Sequence[str]  # why other predictors could not be measured, one sentence each

    def as_dict(self) -> dict[str, Any]:
        return {
            "files": [asdict(row) for row in self.files],
            "predictors": [asdict(row) for row in self.predictors],
            "slips": [asdict(slip) for file in self.typed for slip in file.slips],
            "false_corrections": [asdict(wrong) for file in self.typed for wrong in file.false_corrections],
            "missing": list(self.missing),
        }

    def as_text(self) -> str:
        """Return the table, and the reasons for missing predictors."""
        files = self.files if len(self.files) > 1 else ()
        return "\n".join([slip_table([*files, *self.predictors]), *self.missing])


@dataclass(frozen=True)
class ContinuationResult:
    """What the continuation adds, for each file and all."""

    files: Sequence[ContinuationFigures]
    total: ContinuationFigures

    def as_dict(self) -> dict[str, Any]:
        return {"files": [asdict(row) for row in self.files], "total": asdict(self.total)}

    def as_text(self) -> str:
        return continuation_table([*self.files, self.total])


# Ours, ours without its error model, and what other programs do at a slip.
_SLIP_RIVALS = ("engine", "filter", "lexicon", "hunspell", "symspell")


class Evaluation:
    """One set of texts and options, typed by one predictor or by several."""

    def __init__(
        self,
        files: Sequence[Path],
        count: int,
        predictor: str | None,
        model: str | None,
        *,
        by_line: bool,
        is_hurried: bool,
        learns: bool,
    ) -> None:
        """Read the files; raise `EvaluationError` if one cannot be, or where the options do not go together.

        Without a `predictor`, measure ours, and for slips the others too.
        """
        if learns and predictor not in {None, "engine"}:
            raise EvaluationError(f"{predictor} does not learn; use --learn with the predictor engine.")
        self._messages = {str(file): messages_of(file, by_line=by_line) for file in files}
        self._count = count
        self._predictor = predictor or "engine"
        self._slip_rivals = (predictor,) if predictor else _SLIP_RIVALS
        self._model = model
        self._is_hurried = is_hurried
        self._learns = learns

    def run(self, progress: Progress, report: Path | None = None) -> EvaluationResult:
        """Type the texts, write the report if asked for, and return the figures."""
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
        """Return the figures of all texts with the whole prediction, then without each of its parts."""
        rows = []
        for name, make in ablations(self._model):
            total = total_of(self._type_with(make(), self._count, _under(name, progress)))
            rows.append(replace(figures_of(total), file=name))
        return rows

    def run_with_slips(
        self, share: float, misspellings: Misspellings, seed: int, progress: Progress, report: Path | None = None
    ) -> SlipResult:
        """Type the texts with slips in this share of their longer words, and without; write the report if asked for."""
        if report:
            check_output(report)
        slips = {name: draw_slips(texts, share, misspellings, seed) for name, texts in self._messages.items()}
        lexicon = load_lexicon()
        rows: list[SlipFigures] = []
        first: list[SlippedFile] = []
        missing = []
        for predictor in self._slip_rivals:
            try:
                rival = make_rival(predictor, self._model, is_hurried=self._is_hurried)
            except EvaluationError as error:
                if predictor == self._predictor:
                    raise
                missing.append(str(error))
                continue
            typed = [
                type_with_slips(name, texts, slips[name], rival, self._count, lexicon, _under(predictor, progress))
                for name, texts in self._messages.items()
            ]
            first = first or typed
            rows.append(slip_figures(predictor, typed))
        files = [slip_figures(file.typed.name, [file]) for file in first]
        if report:
            what = f"{self._predictor}, {self._count} buttons, slips in {100 * share:g} % of the longer words"
            write_slip_report(report, [file.typed for file in first], [*files, *rows], what)
        return SlipResult(files, rows, first, missing)

    def run_with_continuation(self, when: WhenShown, progress: Progress, report: Path | None = None) -> ContinuationResult:
        """Type the texts with the continuation and without; write the report if asked for, with the savings by threshold."""
        if report:
            check_output(report)
        rival = make_rival("engine", self._model, looks_ahead=True)
        files = [
            type_with_continuation(name, texts, rival, self._count, when, progress, by_threshold=report is not None)
            for name, texts in self._messages.items()
        ]
        rows = [continuation_figures(file.typed.name, [file]) for file in files]
        total = continuation_figures("total", files)
        if report:
            what = f"the continuation, shown when {when}, and {self._count} buttons"
            write_continuation_report(report, [file.typed for file in files], [*rows, total], savings_by_threshold(files), what)
        return ContinuationResult(rows, total)

    @staticmethod
    def table(rows: Sequence[Figures]) -> str:
        """Return rows as a table for a person."""
        return savings_table(rows)

    def _by_count(self, ks: float, progress: Progress) -> Mapping[float, float]:
        """Return the savings of all texts by the number of buttons; `ks` is the value for the chosen number."""
        savings: dict[float, float] = {self._count: ks}
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
