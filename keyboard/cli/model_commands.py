"""`keyboard models`: what is installed, and what can be."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from keyboard.cli.options import json_option
from keyboard.cli.progress_bar import ProgressBar


@click.group()
def models() -> None:
    """Install, list, verify and remove models."""


@models.command("list")
@json_option
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
@json_option
def install(model: str, as_json: bool) -> None:
    """Install a model by its name, or a GGUF file by its path.

    \b
    Examples: keyboard models install smollm2-135m
              keyboard models install ~/Downloads/gpt2.Q8_0.gguf
    """
    from keyboard.model_store.store import ModelStore

    store = ModelStore()
    path = Path(model)
    with ProgressBar(as_json=as_json) as bar:
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

    with ProgressBar() as bar:
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
