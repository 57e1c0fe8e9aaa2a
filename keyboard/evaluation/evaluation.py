"""`keyboard evaluate`: from files and options to figures."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from keyboard.evaluation.ablation import ablations
from keyboard.evaluation.errors import EvaluationError
from keyboard.evaluation.keystroke_savings import (
    Figures,
    Progress,
    TypedFile,
    figures_of,
    savings_curve,
    total_of,
    type_messages,
)
from keyboard.evaluation.messages_of_file import messages_of
from keyboard.evaluation.output_file import check_output
from keyboard.evaluation.rival import Rival
from keyboard.evaluation.rivals import make_learner, make_rival
from keyboard.evaluation.savings_report import write_report
from keyboard.evaluation.savings_table import savings_table

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
