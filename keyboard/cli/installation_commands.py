"""The commands for the state of this installation: `doctor`, `backends` and `updates`."""

import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

import click

import keyboard
from keyboard import __version__
from keyboard.cli.options import json_option

_TIMEOUT_S = 10


class ReleasesError(Exception):
    """The newest version cannot be determined; one sentence with the reason."""


@dataclass(frozen=True)
class Release:
    """A published version."""

    version: str
    page: str  # the address of its page
    is_newer: bool


def newest_release() -> Release:
    """Return the newest published version; raise `ReleasesError` if it cannot be determined.

    Requests only the headers of the releases page's address `latest`: GitHub and Forgejo answer with a
    redirection to the newest release, whose address ends in its tag. The request says nothing about this machine or its user.
    """
    import httpx2
    from packaging.version import InvalidVersion, Version

    address = keyboard.RELEASES_PAGE
    if not address:
        raise ReleasesError("This copy of keyboard has no releases page; look for a newer version where you got it.")
    try:
        answer = httpx2.head(f"{address}/latest", headers={"User-Agent": "keyboard"}, timeout=_TIMEOUT_S)
    except httpx2.HTTPError as error:
        reason = str(error).strip().rstrip(".") or type(error).__name__
        raise ReleasesError(f"{address} cannot be reached ({reason}); check the network and the proxy.") from error
    _, is_named, tag = answer.headers.get("Location", "").rpartition("/tag/")
    if not answer.is_redirect or not is_named:
        raise ReleasesError(
            f"{address} does not name the newest version (status {answer.status_code}); look there with a browser."
        )
    try:
        newest = Version(tag)
    except InvalidVersion as error:
        raise ReleasesError(f"{address} names an invalid version: {error}; look there with a browser.") from error
    return Release(str(newest), f"{address}/tag/{tag}", newest > Version(keyboard.__version__))


Lines = dict[str, str]


@click.command()
@click.option("--model", metavar="NAME|PATH", help="Show how fast each backend decodes this model; by default the default model.")
@click.option("--measure", is_flag=True, help="Try each with the model first; takes some seconds.")
@json_option
def backends(model: str | None, measure: bool, as_json: bool) -> None:
    """List the backends that can evaluate a model on this machine, best first, and their measured speeds.

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


@click.command()
@json_option
def updates(as_json: bool) -> None:
    """Ask the releases page for the newest version; this command sends no other request.

    \b
    Example: keyboard updates
    """
    newest = newest_release()
    if as_json:
        click.echo(json.dumps(asdict(newest)))
    elif newest.is_newer:
        click.echo(f"keyboard {newest.version} is available; you have {__version__}: {newest.page}")
    else:
        click.echo(f"keyboard {__version__} is the newest version.")


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Show versions, folders, backends, models and Qt's platform.

    \b
    Example: keyboard doctor
    """
    report = examine()
    if as_json:
        click.echo(json.dumps(report, indent=2))
        return
    for section, lines in report.items():
        click.echo(click.style(section, bold=True))
        for name, value in lines.items():
            click.echo(f"  {name:<20} {value}")


def examine() -> dict[str, Lines]:
    """Return the report: sections of named lines. A part that cannot be examined says why; the others are unaffected."""
    parts: dict[str, Callable[[], Lines]] = {
        "Versions": _versions,
        "Files": _files,
        "Models": _models,
        "Backends": _backends,
        "Window": _window,
    }
    return {section: _attempt(examine_part) for section, examine_part in parts.items()}


def _attempt(examine_part: Callable[[], Lines]) -> Lines:
    try:
        return examine_part()
    except Exception as error:  # noqa: BLE001 - the report is for when things are broken
        return {"cannot be examined": f"{type(error).__name__}: {error}"}


def _versions() -> Lines:
    packages = ("PySide6-Essentials", "llama-cpp-python", "tiktoken", "numpy", "platformdirs", "click", "psutil")
    lines = {"keyboard": __version__, "Python": platform.python_version(), "system": platform.platform()}
    for package in packages:
        try:
            lines[package] = version(package)
        except PackageNotFoundError:
            lines[package] = "not installed; install keyboard again"
    return lines


def _files() -> Lines:
    from keyboard.settings.settings_file import settings_file
    from keyboard.storage.locations import bundled_file, cache_folder, data_folder

    return {
        "program": sys.prefix,
        "resources": str(bundled_file("resources")),
        "settings": str(settings_file()),
        "data": str(data_folder()),
        "models": str(data_folder() / "models"),
        "cache": str(cache_folder()),
        "engine's log": str(cache_folder() / "engine.log"),
    }


def _models() -> Lines:
    from keyboard.model_store.errors import ModelStoreError
    from keyboard.model_store.store import ModelStore

    store = ModelStore()
    lines = {}
    for model in store.installed():
        try:
            lines[model.name] = f"{store.find(model.name).size_bytes / 1e6:.0f} MB, {model.path}"
        except ModelStoreError as error:
            lines[model.name] = str(error)
    return lines or {"none": "run `keyboard models install smollm2-135m`"}


def _backends() -> Lines:
    from keyboard.engine.backend_proof import unusable_gpu_libraries
    from keyboard.engine.backend_selection import describe_backends
    from keyboard.engine.engine_state import choice_of
    from keyboard.engine.errors import EngineError
    from keyboard.engine.opening import proven_model
    from keyboard.settings.settings_file import read_settings

    choice = choice_of(read_settings().settings)
    model_file = None
    try:
        installed, chosen = proven_model(choice)
    except EngineError as error:
        lines = {"in use": f"none: {error}"}
    else:
        lines, model_file = {"in use": f"{chosen.name}, for {installed.name}"}, installed.path
    for report in describe_backends(model_file, choice.gpu_layers):
        lines[report.backend] = f"{report.device}; {report.how}"
    for name in unusable_gpu_libraries():
        lines[name] = "its library cannot be loaded here; is the GPU's driver installed?"
    return lines


def _window() -> Lines:
    from keyboard.editor.platform_check import missing_libraries, no_window_reason

    missing = missing_libraries()
    return {
        "Qt's platform": os.environ.get("QT_QPA_PLATFORM", "the system's own"),
        "display": os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or "none",
        "missing libraries": ", ".join(library.file for library in missing) or "none",
        "a window": no_window_reason() or "can be opened",
    }
