"""The commands, each a few lines over the rooms. A room is loaded when a command needs it: `keyboard --help` loads none."""

import json
import os
import sys
import traceback
from dataclasses import asdict
from pathlib import Path

import click

from keyboard import __version__

_MODEL_OPTION = click.option("--model", metavar="NAME|PATH", help="A model's name, or the path of a GGUF file.")
_JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def main() -> None:
    """Run the `keyboard` command: exit code 0, 1 for a failure in one sentence, 2 for bad use."""
    try:
        code = keyboard.main(standalone_mode=False, prog_name="keyboard")
        sys.stdout.flush()
    except click.UsageError as error:
        error.show()
        code = 2
    except click.ClickException as error:
        error.show()
        code = 1
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        if os.environ.get("KEYBOARD_DEBUG"):
            traceback.print_exc()
        click.echo(f"Error: {_sentence(error)}", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="keyboard")
@click.pass_context
def keyboard(context: click.Context) -> int | None:
    """Open the editor, a desktop predictive-text keyboard, or do what a command says.

    Everything runs on this machine; no text leaves it.
    """
    if context.invoked_subcommand is not None:
        return None
    code: int = context.invoke(edit, file=None, model=None)
    return code


@keyboard.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@_MODEL_OPTION
def edit(file: Path | None, model: str | None) -> int:
    """Open the editor, with FILE if one is named.

    \b
    Example: keyboard edit letter.txt
    """
    from keyboard.editor.platform_check import no_window_reason

    if reason := no_window_reason():
        click.echo(f"Error: {reason}", err=True)
        return 2
    from keyboard.editor.application import run

    return run(file, model)


@keyboard.command()
@click.argument("text")
@click.option("--count", type=click.IntRange(1, 100), default=3, show_default=True, help="How many words.")
@click.option("--top-k", type=click.IntRange(1, 100), default=3, show_default=True, help="The pool they come from.")
@_MODEL_OPTION
@_JSON_OPTION
def suggest(text: str, count: int, top_k: int, model: str | None, as_json: bool) -> None:
    """Print the words that the buttons would show at the end of TEXT ("-" is standard input).

    \b
    Example: keyboard suggest "We had a mee"
    """
    from keyboard.engine.one_shot import suggest_once

    answer = suggest_once(_standard_input() if text == "-" else text, count, top_k, model)
    if not as_json:
        for item in answer.suggestions:
            click.echo(f"{item.word:<20} {item.probability:7.2%}")
        return
    values = {
        "context": answer.context,
        "prefix": answer.prefix,
        "suggestions": [{"word": item.word, "probability": item.probability} for item in answer.suggestions],
        "tokens_evaluated": answer.tokens_evaluated,
        "milliseconds": answer.milliseconds,
    }
    click.echo(json.dumps(values))


@keyboard.command()
@_MODEL_OPTION
@click.option("--without", multiple=True, metavar="BACKEND", help="Do not use this backend; may be repeated.")
@click.option("--lexicon", is_flag=True, help="Use the word list alone, and no model.")
def serve(model: str | None, without: tuple[str, ...], lexicon: bool) -> int:
    """Run the engine: one JSON message a line on standard input and output, as docs/engine.md describes.

    \b
    Example: echo '{"type": "suggest", "id": 1, "text": "We had a "}' | keyboard serve
    """
    from keyboard.engine.server import serve as serve_engine

    return serve_engine(model, without, lexicon_only=lexicon)


@keyboard.command(hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--backend", required=True)
def prove(file: Path, backend: str) -> None:
    """Decode a few tokens of FILE on a backend, and say how fast; the engine runs this in a child process."""
    from keyboard.engine.proof import print_proof

    print_proof(file, backend)


@keyboard.command()
@_JSON_OPTION
def doctor(as_json: bool) -> None:
    """Show versions, where files lie, backends, models and Qt's platform.

    \b
    Example: keyboard doctor
    """
    from keyboard.doctor import examine

    report = examine()
    if as_json:
        click.echo(json.dumps(report, indent=2))
        return
    for section, lines in report.items():
        click.echo(click.style(section, bold=True))
        for name, value in lines.items():
            click.echo(f"  {name:<20} {value}")


@keyboard.command()
@_MODEL_OPTION
@click.option("--window/--no-window", default=True, show_default=True, help="Type into the real window too.")
@_JSON_OPTION
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
    with _ProgressBar() as bar:
        figures = run_benchmark(model, measure, bar.show)
    click.echo(json.dumps(asdict(figures)) if as_json else table(figures))


@keyboard.command()
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
@_MODEL_OPTION
@_JSON_OPTION
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
    it is tapped; a tap enters the word and its space, and punctuation typed next takes that space's place and brings its own.
    Any other character costs one key. Keystroke savings are KS = 1 - keystrokes / characters.

    \b
    Examples: keyboard evaluate --lines messages.txt
              keyboard evaluate --report letter.html letter.txt
    """
    from keyboard.evaluation.evaluation import Evaluation

    evaluation = Evaluation(files, suggestions, predictor, model, by_line=lines, is_hurried=hurried, learns=learn)
    with _ProgressBar() as bar:
        if ablation:
            rows = evaluation.ablation(bar.show)
            click.echo(json.dumps({"variants": [asdict(row) for row in rows]}) if as_json else evaluation.table(rows))
            return
        result = evaluation.run(bar.show, report)
    click.echo(json.dumps(result.as_dict()) if as_json else result.as_text())


@keyboard.group()
def models() -> None:
    """Install, list, verify and remove models."""


@models.command("list")
@_JSON_OPTION
def list_models(as_json: bool) -> None:
    """List the models that are installed and those that can be.

    \b
    Example: keyboard models list
    """
    from keyboard.model_store.store import ModelStore

    models = ModelStore().listed()
    if as_json:
        click.echo(json.dumps([asdict(model) for model in models]))
        return
    for model in models:
        state = "installed" if model.is_installed else "not installed"
        click.echo(f"{model.name:<24} {model.size_bytes / 1e6:7.0f} MB  {state:<14} {model.description}")


@models.command()
@click.argument("model", metavar="NAME|PATH")
@_JSON_OPTION
def install(model: str, as_json: bool) -> None:
    """Install a model by its name, or a GGUF file by its path.

    \b
    Examples: keyboard models install smollm2-135m
              keyboard models install ~/Downloads/gpt2.Q8_0.gguf
    """
    from keyboard.model_store.store import ModelStore

    store = ModelStore()
    path = Path(model)
    with _ProgressBar(as_json=as_json) as bar:
        if path.suffix == ".gguf" or path.is_file():
            from keyboard.engine.proof import prove_model

            prove_model(path)
            installed = store.add_file(path, lambda done: bar.show(f"copying {path.name}", done))
        else:
            installed = store.install(model, lambda done: bar.show(f"fetching {model}", done))
    if not as_json:
        click.echo(f"{installed.name} is installed.")


@models.command()
@click.argument("name")
def verify(name: str) -> None:
    """Check that an installed model's file is the one that it came with, by its SHA-256.

    \b
    Example: keyboard models verify smollm2-135m
    """
    from keyboard.model_store.store import ModelStore

    with _ProgressBar() as bar:
        sha256 = ModelStore().verify(name, lambda done: bar.show(f"reading {name}", done))
    click.echo(f"{name} is whole: SHA-256 {sha256}")


@models.command()
@click.argument("name")
def remove(name: str) -> None:
    """Delete an installed model's file.

    \b
    Example: keyboard models remove gpt2.Q8_0
    """
    from keyboard.model_store.store import ModelStore

    ModelStore().remove(name)
    click.echo(f"{name} is removed.")


@models.command("path")
@click.argument("name")
def path_of(name: str) -> None:
    """Print the path of an installed model's file.

    \b
    Example: keyboard models path smollm2-135m
    """
    from keyboard.model_store.store import ModelStore

    click.echo(ModelStore().path(name))


class _ProgressBar:
    """Shows how far long work is: a line that fills up on a terminal, JSON lines for a program, else a line a quarter."""

    def __init__(self, *, as_json: bool = False) -> None:
        self._as_json = as_json
        self._last = ("", -1)

    def __enter__(self) -> "_ProgressBar":
        return self

    def __exit__(self, *_error: object) -> None:
        if not self._as_json and self._last[0] and sys.stderr.isatty():
            click.echo(err=True)

    def show(self, what: str, done: float) -> None:
        """Show that of `what` the fraction `done` is done."""
        steps = 100 if self._as_json or sys.stderr.isatty() else 4
        step = (what, int(done * steps))
        if step == self._last:
            return
        self._last = step
        if self._as_json:
            click.echo(json.dumps({"progress": done, "sentence": f"{what}: {done:.0%}"}))
        elif sys.stderr.isatty():
            click.echo(f"\r\033[K{what} [{'#' * int(done * 40):<40}] {done:4.0%}", err=True, nl=False)
        else:
            click.echo(f"{what}: {done:.0%}", err=True)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"standard input is not UTF-8 text: byte {error.start + 1} is none of it.") from error


def _sentence(error: Exception) -> str:
    """Return one sentence for an error: its own where it is one of the rooms', else one that asks for a report."""
    if type(error).__module__.startswith("keyboard."):
        return str(error)
    return f"{type(error).__name__}: {error}; please report this with the output of `keyboard doctor`."
