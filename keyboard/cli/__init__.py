"""The commands, each a few lines over the rooms. A room is loaded when a command needs it: `keyboard --help` loads none."""

import errno
import io
import json
import os
import sys
import traceback
from dataclasses import asdict
from pathlib import Path

import click

from keyboard import __version__
from keyboard.cli.looking_commands import attention, lens, what_if
from keyboard.cli.measuring_commands import benchmark, evaluate
from keyboard.cli.model_commands import models
from keyboard.cli.options import field_of, gpu_layers_option, json_option, model_option, text_argument
from keyboard.cli.sampling_commands import next_tokens, sample, tokens
from keyboard.cli.streams import PipedGroup, discard_output, occupy_closed_streams
from keyboard.writing.query import Query

_OUT_OF_ROOM = (errno.ENOSPC, errno.EDQUOT)


def main() -> None:
    """Run the `keyboard` command: exit code 0, 1 for a failure in one sentence, 2 for bad use."""
    occupy_closed_streams()
    _speak_utf8()
    try:
        code = keyboard.main(standalone_mode=False, prog_name="keyboard")
        if sys.stdout is not None:
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
        discard_output()
        code = 0
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        if os.environ.get("KEYBOARD_DEBUG"):
            traceback.print_exc()
        click.echo(f"Error: {_sentence(error)}", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=PipedGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
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
@model_option
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
@text_argument
@click.option("--count", type=field_of(Query, "count"), default=3, show_default=True, help="How many words.")
@click.option("--top-k", type=field_of(Query, "top_k"), default=3, show_default=True, help="The pool they come from.")
@model_option
@json_option
def suggest(text: str, count: int, top_k: int, model: str | None, as_json: bool) -> None:
    """Print the words that the buttons would show at the end of TEXT ("-" is standard input).

    \b
    Example: keyboard suggest "We had a mee"
    """
    from keyboard.engine.answering import suggest_once

    answer = suggest_once(text, count, top_k, model)
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
@model_option
@click.option("--without", multiple=True, metavar="BACKEND", help="Do not use this backend; may be repeated.")
@click.option("--lexicon", is_flag=True, help="Use the word list alone, and no model.")
@click.option("--backend", metavar="BACKEND", help="Use this backend, one of those that `keyboard backends` lists.")
@gpu_layers_option
def serve(model: str | None, without: tuple[str, ...], lexicon: bool, backend: str | None, gpu_layers: int | None) -> int:
    """Run the engine: one JSON message a line on standard input and output, as docs/engine.md describes.

    \b
    Example: (echo '{"type": "suggest", "id": 1, "text": "We had a "}'; sleep 5) | keyboard serve
    """
    from keyboard.engine.engine_state import ModelChoice
    from keyboard.engine.server import serve as serve_engine

    return serve_engine(ModelChoice(model, backend, gpu_layers), without, lexicon_only=lexicon)


@keyboard.command(hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--backend", required=True)
@gpu_layers_option
@click.option("--library", "libraries", multiple=True, type=click.Path(path_type=Path))
def prove(file: Path, backend: str, gpu_layers: int | None, libraries: tuple[Path, ...]) -> None:
    """Decode a few tokens of FILE on a backend, and say how fast; the engine runs this in a child process."""
    from keyboard.engine.backend_proof import print_proof

    print_proof(file, backend, gpu_layers, libraries)


@keyboard.command("load-library", hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
def load_library(file: Path) -> None:
    """Load a library that evaluates on a GPU; the engine runs this in a child process before it does so itself."""
    from keyboard.engine.gpu_library_trial import load_library

    load_library(file)


@keyboard.command()
@click.option("--model", metavar="NAME|PATH", help="With how fast each decodes this model; the default one if left out.")
@click.option("--measure", is_flag=True, help="Try each with the model first; takes some seconds.")
@json_option
def backends(model: str | None, measure: bool, as_json: bool) -> None:
    """List what can evaluate a model on this machine, the best first, and how fast it decodes where that was measured.

    \b
    Examples: keyboard backends
              keyboard backends --measure
    """
    from keyboard.engine.backend_selection import describe_backends, measure_backends
    from keyboard.model_store.errors import ModelStoreError
    from keyboard.model_store.store import ModelStore

    try:
        file = ModelStore().find(model).path
    except ModelStoreError:
        if model is not None or measure:
            raise
        file = None
    if measure and file:
        measure_backends(file)
    reports = describe_backends(file)
    if as_json:
        click.echo(json.dumps([asdict(report) for report in reports]))
        return
    for report in reports:
        click.echo(f"{report.backend:<18}  {report.device}; {report.how}")


@keyboard.command()
@json_option
def updates(as_json: bool) -> None:
    """Ask the releases page whether there is a newer version: the one request that this command is for.

    \b
    Example: keyboard updates
    """
    from keyboard.cli.releases import newest_release

    newest = newest_release()
    if as_json:
        click.echo(json.dumps(asdict(newest)))
    elif newest.is_newer:
        click.echo(f"keyboard {newest.version} is there; you have {__version__}: {newest.page}")
    else:
        click.echo(f"keyboard {__version__} is the newest version.")


@keyboard.command(hidden=True)
def smoke() -> int:
    """Open the window, type a sentence, read the buttons and quit; each package must be able to, on its own system."""
    from keyboard.editor.driven.smoke import main

    return main()


@keyboard.command(hidden=True)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.argument("quantization")
def quantize(source: Path, target: Path, quantization: str) -> int:
    """Write SOURCE to TARGET with its weights in fewer bits; an installation runs this in a child process."""
    from keyboard.engine.installation import print_quantizing

    return print_quantizing(source, target, quantization)


@keyboard.command(hidden=True, add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def pip(arguments: tuple[str, ...]) -> None:
    """Be pip: an installation runs this in a child process, since a packaged program has no interpreter beside it."""
    import runpy

    sys.argv = ["pip", *arguments]
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


@keyboard.command("start-probe", hidden=True)
@model_option
def start_probe(model: str | None) -> int:
    """Open the window and say when it was painted; `keyboard benchmark --start` runs this in a child process."""
    from keyboard.editor.driven.smoke import print_start

    return print_start(model)


@keyboard.command(hidden=True)
@click.argument("dictionary")
def spell(dictionary: str) -> None:
    """Judge words by a spelling DICTIONARY; the window runs this in a child process."""
    from keyboard.spelling.dictionaries import dictionary_named

    found = dictionary_named(dictionary)
    if found is None:
        raise click.ClickException("it is not installed; Edit → Spelling lists those that are.")
    from keyboard.spelling.checker import run_checker

    run_checker(found.name, found.folder)


@keyboard.command()
@json_option
def doctor(as_json: bool) -> None:
    """Show versions, where files lie, backends, models and Qt's platform.

    \b
    Example: keyboard doctor
    """
    from keyboard.cli.doctor import examine

    report = examine()
    if as_json:
        click.echo(json.dumps(report, indent=2))
        return
    for section, lines in report.items():
        click.echo(click.style(section, bold=True))
        for name, value in lines.items():
            click.echo(f"  {name:<20} {value}")


def _speak_utf8() -> None:
    """Write UTF-8 to files and pipes on Windows too, where text would be in the code page; the window reads it from pipes.

    A program without a console has no streams there.
    """
    if sys.platform != "win32":
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")


def _sentence(error: Exception) -> str:
    """Return one sentence for an error: its own where it is one of the rooms', else one that asks for a report."""
    if type(error).__module__.startswith("keyboard."):
        return str(error)
    if isinstance(error, OSError) and error.errno in _OUT_OF_ROOM:
        return f"not all could be written: {error.strerror}; make room and try again."
    return f"{type(error).__name__}: {error}; please report this with the output of `keyboard doctor`."


keyboard.add_command(attention)
keyboard.add_command(benchmark)
keyboard.add_command(evaluate)
keyboard.add_command(lens)
keyboard.add_command(models)
keyboard.add_command(what_if)
keyboard.add_command(next_tokens)
keyboard.add_command(sample)
keyboard.add_command(tokens)
