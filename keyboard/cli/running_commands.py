"""The commands that are their own process: the editor, the engine, and the hidden ones that these two start as children.

Each child does work that may crash or may have to be stopped without ending its parent.
"""

import sys
from pathlib import Path

import click

from keyboard.cli.options import gpu_layers_option, model_option


@click.command()
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


@click.command()
@model_option
@click.option("--without", multiple=True, metavar="BACKEND", help="Do not use this backend; may be repeated.")
@click.option("--lexicon", is_flag=True, help="Use only the word list, and no model.")
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


@click.command()
@click.option("--register", "action", flag_value="register", help="Register it with IBus, for you alone.")
@click.option("--unregister", "action", flag_value="unregister", help="Remove the registration.")
def ibus(action: str | None) -> None:
    """Offer words in other programs, as an IBus input method that ibus-daemon runs; docs/everywhere.md describes it.

    \b
    Example: keyboard ibus --register
    """
    if sys.platform != "linux":
        raise click.ClickException("IBus is an input method framework of Linux; this system has none.")
    import asyncio

    from keyboard.input_method.ibus_server import register, serve_ibus, unregister

    if action:
        click.echo(register() if action == "register" else unregister())
    else:
        asyncio.run(serve_ibus())


@click.command()
def lsp() -> None:
    """Run the language server on standard input and output; docs/editors.md says how editors start it.

    \b
    Example: keyboard lsp
    """
    from keyboard.language_server.server import new_server

    new_server().start_io()


@click.command(hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--backend", required=True)
@gpu_layers_option
@click.option("--library", "libraries", multiple=True, type=click.Path(path_type=Path))
def prove(file: Path, backend: str, gpu_layers: int | None, libraries: tuple[Path, ...]) -> None:
    """Decode a few tokens of FILE on a backend, and say how fast; the engine runs this in a child process."""
    from keyboard.engine.backend_proof import print_proof

    print_proof(file, backend, gpu_layers, libraries)


@click.command("load-library", hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
def load_library(file: Path) -> None:
    """Load a library that evaluates on a GPU; the engine runs this in a child process before it loads the library itself."""
    from keyboard.engine.backend_proof import load_library

    load_library(file)


@click.command(hidden=True)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.argument("quantization")
def quantize(source: Path, target: Path, quantization: str) -> int:
    """Write SOURCE to TARGET with its weights in fewer bits; an installation runs this in a child process."""
    from keyboard.engine.installation import print_quantizing

    return print_quantizing(source, target, quantization)


@click.command(hidden=True, add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def pip(arguments: tuple[str, ...]) -> None:
    """Run pip; an installation does so in a child process, since a packaged program has no separate interpreter."""
    import runpy

    sys.argv = ["pip", *arguments]
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


@click.command(hidden=True)
@click.argument("dictionary")
def spell(dictionary: str) -> None:
    """Judge words by a spelling DICTIONARY, or by several with "+" between them; the window runs this in a child process."""
    from keyboard.spelling.dictionaries import dictionary_named

    found = [one for name in dictionary.split("+") if (one := dictionary_named(name))]
    if not found:
        raise click.ClickException("it is not installed; Edit → Spelling lists those that are.")
    from keyboard.spelling.checker import run_checkers

    run_checkers([(one.name, one.folder) for one in found])


@click.command(hidden=True)
def smoke() -> int:
    """Open the window, type a sentence, read the buttons and quit, as a test of a package on its system."""
    from keyboard.editor.driven import smoke_test

    return smoke_test()


@click.command("start-probe", hidden=True)
@model_option
def start_probe(model: str | None) -> int:
    """Open the window and say when it was painted; `keyboard benchmark --start` runs this in a child process."""
    from keyboard.editor.driven import print_start

    return print_start(model)
