"""The commands that measure: `benchmark` and `evaluate`."""

import json
import math
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from keyboard.cli.options import ProgressBar, field_of, json_option, model_option, number_option
from keyboard.writing.query import Query

Progress = Callable[[str, float], None]
# The figures for a program, and their table for a person.
Measured = tuple[dict[str, Any], str]


@click.command()
@model_option
@click.option("--window/--no-window", default=True, show_default=True, help="Type into the real window too.")
@click.option("--long", "is_long", is_flag=True, help="Type 5,000 tokens, beyond the model's window. Takes some 6 minutes.")
@click.option("--rivals", is_flag=True, help="Type with plain calls of llama.cpp beside the engine. Takes some 5 minutes.")
@click.option("--start", "is_start", is_flag=True, help="Start the window: to its first paint and its first suggestion.")
@click.option(
    "--explorer", "is_explorer", is_flag=True, help="Type while asking for the explorer's data at each key. Takes some 6 minutes."
)
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE.png", help="With --rivals: draw the costs.")
@json_option
def benchmark(
    model: str | None,
    window: bool,
    is_long: bool,
    rivals: bool,
    is_start: bool,
    is_explorer: bool,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Type 300 words key by key and print what each key costs, as a multiple of one decode step. Takes some minutes.

    With --long, it types 4,000 words (5,000 tokens), two keys for each word, with a pause of two and a half decode steps after
    each answer, and then sets the cursor to twelve places of the text. With --rivals, it types five words at places of a growing
    text, a key every 60 ms, and calls llama-cpp-python as a plain program would, with its prefix cache and without. Both use a
    GPT-2 of small's shape with random weights, written to the cache folder, unless --model names another. With --start, it starts
    the window once with nothing kept from earlier starts, and then five times more. With --explorer, it types 120 words into
    three engines in turn, fifteen keys a second with pauses. At each key it asks one of them for all that the explorer shows, and
    another for what the page Step by Step shows.

    \b
    Examples: keyboard benchmark --no-window --json
              keyboard benchmark --long
              keyboard benchmark --rivals --plot rivals.png
              keyboard benchmark --explorer
    """
    if is_long + rivals + is_start + is_explorer > 1:
        raise click.UsageError("--long, --rivals, --start and --explorer are separate measurements; run one at a time.")
    if plot and not rivals:
        raise click.UsageError("--plot draws what --rivals measures.")
    with ProgressBar() as bar:
        if is_long:
            figures, text = _measure_long(model, bar.show)
        elif rivals:
            figures, text = _measure_rivals(model, plot, bar.show)
        elif is_start:
            figures, text = _measure_starts(model, bar.show)
        elif is_explorer:
            figures, text = _measure_explorer(model, bar.show)
        else:
            figures, text = _measure_keys(model, window, bar.show)
    click.echo(json.dumps(figures) if as_json else text)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@number_option("--suggestions", field_of(Query, "count"), 3, "How many buttons there are.")
@click.option(
    "--predictor",
    type=click.Choice(("engine", "filter", "tokens", "lexicon", "recent", "presage", "hunspell", "symspell")),
    help="Ours (the default), ours without its error model, the most probable tokens alone, word frequencies alone, the text's "
    "last words, Debian's presage, or the proposals of a spelling checker: Hunspell or SymSpell.",
)
@click.option("--lines", is_flag=True, help="Type each line as a separate message, from an empty context.")
@click.option("--hurried", is_flag=True, help="Measure the first answer, not the one that stays while the typist pauses.")
@click.option("--learn", is_flag=True, help="Learn while typing, from an empty vocabulary; print KS by tenths.")
@click.option(
    "--slips",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="SHARE",
    help="Make slips in this share of the words of four letters and more, such as 0.1; compare with other programs.",
)
@click.option(
    "--misspellings",
    type=click.Path(path_type=Path),
    metavar="LIST.txt",
    help="With --slips: a file of real misspellings, one wrong->right a line. Other words get a random slip.",
)
@click.option("--seed", type=int, help="With --slips: draw other slips.  [default: 0]")
@click.option(
    "--continuation",
    type=click.Choice(("sure", "often")),
    help="Take the words ahead too, shown in gray when sure or more often, and print what they add.",
)
@click.option("--ablation", is_flag=True, help="Type the texts again without each part of the prediction.")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE.html", help="Write a page that shows what was typed and tapped."
)
@model_option
@json_option
def evaluate(
    files: tuple[Path, ...],
    suggestions: int,
    predictor: str | None,
    lines: bool,
    hurried: bool,
    learn: bool,
    slips: float | None,
    misspellings: Path | None,
    seed: int | None,
    continuation: str | None,
    ablation: bool,
    report: Path | None,
    model: str | None,
    as_json: bool,
) -> None:
    """Type FILEs as a perfect typist would, and print the keystroke savings.

    The typist looks at the buttons before each letter of a word, including the first. If the word is there, exactly as written,
    she taps it. A tap enters the word and a space; punctuation typed next replaces that space and adds its own, and a hyphen
    replaces it and adds none. A space that the text lacks, or that is replaced against it, costs another key; any other character
    costs one key. Keystroke savings are KS = 1 - keystrokes / characters.

    With --slips, the typist types some words wrong. She looks at the buttons before each wrong letter too, and once at the end.
    If no button has the right word, she goes back to the first wrong letter and types the rest again. All keys count. The table
    says how many slips a tap repaired, on which buttons the right words were, and how a space changes slips and right words if
    corrections are made when sure. The same seed draws the same slips.

    With --continuation, the typist pauses before each letter, so that the words in gray and those on the buttons' second lines
    appear. She takes all of them with one key if all are right, and uses the buttons otherwise. The table says what both add, how
    often words in gray appeared, and how often they were right.

    \b
    Examples: keyboard evaluate --lines messages.txt
              keyboard evaluate --report letter.html letter.txt
              keyboard evaluate --slips 0.1 --misspellings list.txt letter.txt
              keyboard evaluate --continuation sure --report letter.html letter.txt
    """
    from keyboard.evaluation.evaluation import Evaluation

    if slips is None and (misspellings or seed is not None):
        raise click.UsageError("--misspellings and --seed describe slips; give the share of slips too, as in --slips 0.1.")
    if slips is not None and math.isnan(slips):
        raise click.UsageError("--slips takes a share above 0 and up to 1, as in --slips 0.1.")
    if slips is not None and (learn or ablation):
        raise click.UsageError("--slips, --learn and --ablation are separate measurements; run one at a time.")

    if continuation and (hurried or learn or ablation or slips is not None or predictor not in {None, "engine"}):
        raise click.UsageError("--continuation measures the engine's better answers; leave out the other measurements.")

    evaluation = Evaluation(files, suggestions, predictor, model, by_line=lines, is_hurried=hurried, learns=learn)
    with ProgressBar() as bar:
        if ablation:
            rows = evaluation.ablation(bar.show)
            click.echo(json.dumps({"variants": [asdict(row) for row in rows]}) if as_json else evaluation.table(rows))
            return
        if slips is not None:
            from keyboard.evaluation.slip_drawing import Misspellings, read_misspellings

            listed = read_misspellings(misspellings) if misspellings else Misspellings({})
            result: Any = evaluation.run_with_slips(slips, listed, seed or 0, bar.show, report)
        elif continuation:
            from keyboard.writing.continuation import WhenShown

            result = evaluation.run_with_continuation(WhenShown(continuation), bar.show, report)
        else:
            result = evaluation.run(bar.show, report)
    click.echo(json.dumps(result.as_dict()) if as_json else result.as_text())


def _measure_keys(model: str | None, window: bool, progress: Progress) -> Measured:
    from keyboard.evaluation.benchmark import run_benchmark
    from keyboard.evaluation.figures import table

    measure = None
    if window:
        _check_window("; or leave the window out: --no-window")
        from keyboard.editor.driven import measure_window

        measure = measure_window
    figures = run_benchmark(model, measure, progress)
    return asdict(figures), table(figures)


def _measure_long(model: str | None, progress: Progress) -> Measured:
    from keyboard.evaluation.figures import table
    from keyboard.evaluation.long_benchmark import long_text, run_long_benchmark
    from keyboard.evaluation.random_gpt2 import cached_random_gpt2

    figures = run_long_benchmark(model or cached_random_gpt2(), long_text(), progress)
    return asdict(figures), table(figures)


def _measure_rivals(model: str | None, plot: Path | None, progress: Progress) -> Measured:
    from keyboard.evaluation.key_cost import check_plot, measure_rivals, rivals_table, save_plot
    from keyboard.evaluation.long_benchmark import long_text
    from keyboard.evaluation.random_gpt2 import cached_random_gpt2

    if plot:
        check_plot(plot)
    figures = measure_rivals(model or cached_random_gpt2(), long_text(), progress)
    if plot:
        save_plot(figures, plot)
    return asdict(figures), rivals_table(figures)


def _measure_starts(model: str | None, progress: Progress) -> Measured:
    from keyboard.evaluation.benchmark import measure_starts, start_table

    _check_window()
    figures = measure_starts(model, progress)
    return asdict(figures), start_table(figures)


def _check_window(way_out: str = "") -> None:
    """Raise `click.ClickException` if no window can be opened; Qt would end the process."""
    from keyboard.editor.platform_check import no_window_reason

    if reason := no_window_reason():
        raise click.ClickException(f"{reason.removesuffix('.')}{way_out}.")


def _measure_explorer(model: str | None, progress: Progress) -> Measured:
    from keyboard.evaluation.explorer_benchmark import explorer_text, measure_explorer
    from keyboard.evaluation.figures import table

    figures = measure_explorer(model, explorer_text(), progress)
    return asdict(figures), table(figures)
