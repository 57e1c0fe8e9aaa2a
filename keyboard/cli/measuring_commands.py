"""The commands that measure: `benchmark` and `evaluate`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from keyboard.cli.options import json_option, model_option
from keyboard.cli.progress_bar import ProgressBar


@click.command()
@model_option
@click.option("--window/--no-window", default=True, show_default=True, help="Type into the real window too.")
@json_option
def benchmark(model: str | None, window: bool, as_json: bool) -> None:
    """Type 300 words key by key and print what each key costs, as a multiple of one decode step. Takes some minutes.

    \b
    Example: keyboard benchmark --no-window --json
    """
    from keyboard.evaluation.benchmark import run_benchmark
    from keyboard.evaluation.benchmark_table import table

    measure = None
    if window:
        from keyboard.editor.typing_benchmark import measure_window

        measure = measure_window
    with ProgressBar() as bar:
        figures = run_benchmark(model, measure, bar.show)
    click.echo(json.dumps(asdict(figures)) if as_json else table(figures))


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--suggestions", type=click.IntRange(1, 100), default=3, show_default=True, help="How many buttons there are.")
@click.option(
    "--predictor",
    type=click.Choice(("engine", "tokens", "lexicon", "recent", "presage")),
    default="engine",
    show_default=True,
    help="Ours, the most probable tokens alone, word frequencies alone, the text's last words, or Debian's presage.",
)
@click.option("--lines", is_flag=True, help="Each line is a message of its own, typed from an empty context.")
@click.option("--hurried", is_flag=True, help="Measure the first answer, not the one that stays while the typist pauses.")
@click.option("--learn", is_flag=True, help="Learn while typing, from an empty vocabulary; print KS by tenths.")
@click.option("--ablation", is_flag=True, help="Type the texts once more without each part of the prediction.")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE.html", help="Write a page of what was typed and tapped.")
@model_option
@json_option
def evaluate(
    files: tuple[Path, ...],
    suggestions: int,
    predictor: str,
    lines: bool,
    hurried: bool,
    learn: bool,
    ablation: bool,
    report: Path | None,
    model: str | None,
    as_json: bool,
) -> None:
    """Type FILEs as a perfect typist would, and print the keystrokes that are saved.

    The buttons are looked at before each letter of a word, and before its first. When the word is there, exactly as written,
    it is tapped; a tap enters the word and its space, and punctuation typed next takes that space's place and brings its own,
    a hyphen takes it and brings none. A space that the text has not, or that would be taken against it, costs a key more, any
    other character one key. Keystroke savings are KS = 1 - keystrokes / characters.

    \b
    Examples: keyboard evaluate --lines messages.txt
              keyboard evaluate --report letter.html letter.txt
    """
    from keyboard.evaluation.evaluation import Evaluation

    evaluation = Evaluation(files, suggestions, predictor, model, by_line=lines, is_hurried=hurried, learns=learn)
    with ProgressBar() as bar:
        if ablation:
            rows = evaluation.ablation(bar.show)
            click.echo(json.dumps({"variants": [asdict(row) for row in rows]}) if as_json else evaluation.table(rows))
            return
        result = evaluation.run(bar.show, report)
    click.echo(json.dumps(result.as_dict()) if as_json else result.as_text())
