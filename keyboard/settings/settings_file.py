"""The settings file, `settings.toml`, which people may edit."""

import time
import tomllib
from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, fields
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from keyboard.settings.description import description_of
from keyboard.settings.settings import Settings
from keyboard.storage.atomic_file import locked_file, write_atomically
from keyboard.storage.locations import config_folder

_PATIENCE_S = 5  # another program writes the file within milliseconds


class SettingsError(Exception):
    """The settings cannot be read or written; the text names the file, the reason and what to do."""


@dataclass(frozen=True)
class ReadSettings:
    """Settings as they were read; `notice` is one sentence for the user where something was wrong, or ""."""

    settings: Settings
    notice: str = ""


def settings_file() -> Path:
    """Return the path of the settings file."""
    return config_folder() / "settings.toml"


def read_settings() -> ReadSettings:
    """Return the user's settings, or the defaults if there are none. A damaged file is renamed with its date."""
    file = settings_file()
    try:
        values = tomllib.loads(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return ReadSettings(Settings())
    except OSError as error:
        return ReadSettings(Settings(), f"{file} cannot be read: {error.strerror}; the defaults are used.")
    except ValueError as error:
        return ReadSettings(Settings(), _set_aside(file, error))
    return ReadSettings(_settings_of(values))


def write_settings(settings: Settings, since: Settings | None = None) -> None:
    """Write the settings that differ from the file's; its other keys and comments stay. Raises `SettingsError`.

    Of those that are as they were in `since`, the file's stay: another program, or a person, may have set them meanwhile.
    """
    file = settings_file()
    try:
        with locked_file(file, _PATIENCE_S):
            document = tomlkit.parse(file.read_bytes().decode("utf-8")) if file.exists() else tomlkit.document()
            _put(document, settings, since)
            write_atomically(file, tomlkit.dumps(document).encode())
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror or error}; your changes last until you quit.") from error
    except (ValueError, TOMLKitError) as error:
        raise SettingsError(f"{file} is no longer valid TOML ({error}); correct or delete it.") from error


def _put(document: TOMLDocument, settings: Settings, since: Settings | None) -> None:
    """Update the file's keys. A value that is the default again is removed, so that a later version's default applies."""
    before, defaults = asdict(_settings_of(document.unwrap())), asdict(Settings())
    unchanged = {} if since is None else asdict(since)
    for name, value in asdict(settings).items():
        if value == before[name] or (name in unchanged and value == unchanged[name]):
            continue
        if value == defaults[name]:
            del document[name]
        else:
            document[name] = value


def _settings_of(values: Mapping[str, Any]) -> Settings:
    return Settings(**{of.name: _as_field(of, values[of.name]) for of in fields(Settings) if of.name in values})


def _as_field(of: Field[Any], value: Any) -> Any:
    """Return a value of the file if it can be this field's, or else the default."""
    default = getattr(Settings(), of.name)
    if type(default) is float and type(value) is int:
        value = float(value)
    if type(value) is not type(default):
        return default
    if isinstance(value, dict):
        return {name: text for name, text in value.items() if isinstance(text, str)}
    description = description_of(of)
    return value if description is None or description.allows(value) else default


def _set_aside(file: Path, error: ValueError) -> str:
    """Rename a file that is not TOML, and return a notice about it."""
    aside = file.with_name(f"settings.broken-{time.strftime('%Y-%m-%d-%H%M%S')}.toml")
    try:
        file.rename(aside)
    except OSError as failure:
        return f"{file} is no TOML ({error}) and cannot be renamed: {failure.strerror}; the defaults are used."
    return f"{file} is no TOML ({error}); it is kept as {aside.name}, and the defaults are used."
