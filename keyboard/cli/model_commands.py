"""The commands of `keyboard models`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from keyboard.cli.options import ProgressBar, json_option, values_of
from keyboard.model_store.model_shape import QUANTIZATIONS

quantization_option = click.option(
    "--quantization", type=click.Choice(QUANTIZATIONS), help="How the weights are stored; by default q8_0."
)
name_option = click.option("--name", help="The model's name; by default that of its file or folder.")


@click.group()
def models() -> None:
    """Install, list, verify and remove models."""


@models.command("list")
@json_option
def list_models(as_json: bool) -> None:
    """List the installed models and those that you can install.

    \b
    Example: keyboard models list
    """
    from keyboard.engine.proof_record import models_with_speed

    models = models_with_speed()
    if as_json:
        click.echo(json.dumps([asdict(model) for model in models]))
        return
    for model in models:
        state = "installed" if model.is_installed else ""
        sizes = f"{_megabytes(model.size_bytes)} on disk, {_megabytes(model.memory_bytes)} in memory"
        about = "" if model.is_speed_measured else "about "
        speed = f"{about}{model.tokens_per_second:.0f} tokens/s" if model.tokens_per_second else ""
        facts = f"{model.name:<22} {state:<10} {model.quantization:<7} {sizes}  {speed:>18}  {' '.join(model.languages):<11}"
        click.echo(f"{facts}  {model.licence:<11} {model.description}")


@models.command()
@click.argument("model", metavar="NAME|PATH")
@quantization_option
@name_option
@click.option("--accept-licence", is_flag=True, help="You have read the model's terms of use, and accept them.")
@json_option
def install(model: str, quantization: str | None, name: str | None, accept_licence: bool, as_json: bool) -> None:
    """Install a model by its name, or a GGUF file by its path.

    A GPT-2 is downloaded, verified, converted to GGUF and quantized. The default quantization has the plain name; another one is
    installed beside it under a name such as gpt2-q4_0. An interrupted download resumes where it stopped.

    A file keeps its name; hyphens replace spaces and other characters that a model's name cannot have.

    For a model with its own terms of use, such as Gemma, accept them first: a terminal shows them and asks.

    \b
    Examples: keyboard models install gpt2
              keyboard models install gemma3-270m --accept-licence
              keyboard models install gpt2-medium --quantization q4_0
              keyboard models install ~/Downloads/gpt2.Q8_0.gguf
              keyboard models install "my model (1).gguf" --name mine
    """
    from keyboard.engine.installation import install_file, install_model

    path = Path(model)
    is_file = path.suffix == ".gguf" or path.is_file()
    if is_file and quantization:
        raise click.UsageError("a GGUF file is installed as it is, without --quantization.")
    if path.is_dir() and path.name != model:
        raise click.UsageError(f"{model} is a folder; `keyboard models convert` installs the checkpoint in one.")
    if name and not is_file:
        raise click.UsageError("a model of the catalogue keeps its name; --name is for a file.")
    accepts = accept_licence or (not is_file and not as_json and _accepts_terms(model, quantization))
    with ProgressBar(as_json=as_json) as bar:
        installed = (
            install_file(path, name, bar.show_step)
            if is_file
            else install_model(model, quantization, bar.show_step, accepts_terms=accepts)
        )
    if not as_json:
        is_renamed = is_file and path.stem != installed.name
        click.echo(f"{path.name} is installed as {installed.name}." if is_renamed else f"{installed.name} is installed.")


@models.command()
@click.argument("checkpoint", metavar="DIR|FILE", type=click.Path(exists=True, path_type=Path))
@quantization_option
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write this file, and install nothing.")
@name_option
@json_option
def convert(checkpoint: Path, quantization: str | None, output: Path | None, name: str | None, as_json: bool) -> None:
    """Convert a GPT-2 checkpoint on disk to GGUF, and install it under its folder's name, or its repository's in the hub's cache.

    A checkpoint, which may be fine-tuned, is a folder as transformers writes it: config.json, safetensors files, and vocab.json
    and merges.txt or tokenizer.json. FILE is a safetensors file in such a folder.

    \b
    Examples: keyboard models convert ~/my-gpt2
              keyboard models convert ~/my-gpt2 --quantization f16 --output my-gpt2.gguf
    """
    from keyboard.engine.installation import convert_checkpoint

    if name and output:
        raise click.UsageError("--output installs nothing, so there is nothing to --name.")
    with ProgressBar(as_json=as_json) as bar:
        file = convert_checkpoint(checkpoint, quantization, output, name, bar.show_step)
    if not as_json:
        click.echo(f"{file.stem} is installed." if output is None else f"Wrote {file}.")


@models.command()
@click.argument("model", metavar="NAME|PATH")
@json_option
def card(model: str, as_json: bool) -> None:
    """Show a model's shape, and where its weights are.

    \b
    Example: keyboard models card smollm2-135m
    """
    from keyboard.engine.exploration.looking import model_card
    from keyboard.model_store.store import ModelStore

    shown = model_card(0, ModelStore().find(model))
    if as_json:
        click.echo(json.dumps(values_of(shown)))
        return
    click.echo(f"{shown.name} ({shown.architecture}): {shown.layers} blocks of {shown.heads} heads, width {shown.width}")
    if shown.kv_heads != shown.heads:
        click.echo(f"Keys and values are shared: {shown.kv_heads} heads have their own.")
    sizes = f"{shown.positions:,} positions, {shown.kv_bytes_per_token:,} bytes a token in the KV cache"
    click.echo(f"{shown.vocabulary:,} tokens, {sizes}")
    rows = [(part.name, part.parameters, part.size_bytes) for part in shown.parts]
    rows.append(("in all", sum(part.parameters for part in shown.parts), sum(part.size_bytes for part in shown.parts)))
    for name, parameters, size_bytes in rows:
        click.echo(f"  {name:<20} {parameters:>13,} parameters {size_bytes / 1e6:>8,.1f} MB")


@models.command()
@click.argument("name")
@json_option
def verify(name: str, as_json: bool) -> None:
    """Check by its SHA-256 that an installed model's file is unchanged.

    \b
    Example: keyboard models verify smollm2-135m
    """
    from keyboard.model_store.progress import Stage, StagedProgress
    from keyboard.model_store.store import ModelStore

    with ProgressBar(as_json=as_json) as bar:
        progress = StagedProgress(name, {Stage.VERIFY: 1.0}, bar.show_step)
        sha256 = ModelStore().verify(name, progress.of(Stage.VERIFY))
    if not as_json:
        click.echo(f"{name} is intact: SHA-256 {sha256}")


@models.command()
@click.argument("name")
def terms(name: str) -> None:
    """Print the terms of use to accept before installing a model, or the name of its licence.

    \b
    Example: keyboard models terms gemma3-270m
    """
    from keyboard.model_store.store import ModelStore

    entry = ModelStore().offer(name).entry
    click.echo(entry.terms.read_text("utf-8") if entry.terms else entry.licence)


def _accepts_terms(name: str, quantization: str | None) -> bool:
    """Show a terminal's user the terms of a model that is not installed yet, and return whether they are accepted."""
    from keyboard.model_store.store import ModelStore

    store = ModelStore()
    offer = store.offer(name, quantization)
    if not offer.entry.terms or store.installed_whole(offer) or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    click.echo(offer.entry.terms.read_text("utf-8"))
    return click.confirm(f"Do you accept these terms of {offer.entry.name}?")


@models.command()
@click.argument("name")
def remove(name: str) -> None:
    """Delete an installed model's file, and the rest of an interrupted download of it.

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


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:6,.0f} MB"
