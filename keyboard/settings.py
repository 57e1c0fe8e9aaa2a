"""What the user has set, kept between starts in `settings.toml`."""

import time
import tomllib
from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, fields
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from keyboard.atomic_file import write_atomically
from keyboard.described_setting import description_of, setting, tr
from keyboard.locations import config_folder

ALL_LAYERS = -1
# The headings of the window's Settings, in their order.
SECTIONS = (tr("Writing"), tr("Suggestions"), tr("Appearance"), tr("Privacy"), tr("Files"), tr("Models"))


class SettingsError(Exception):
    """The settings cannot be read or kept; the text names the file, the reason and the way out."""


@dataclass(frozen=True)
class Settings:
    """The settings and their defaults; each is a key of the file. A value of another type or out of bounds counts as not set.

    Those made by `setting` are shown in the window's Settings, under the headings of `SECTIONS`.

    Attributes:
        model: A model's name, or the path of its file; "" is the default model.
        backend: What evaluates it; "" is the best that is proven.
        gpu_layers: How many of its layers a GPU evaluates; -1 is all.
        install_gpt2_in_background: Whether GPT-2 is fetched where it is not installed.
        tell_gpt2_failure: Whether to say so where it cannot be fetched; once is enough.
        reopen_last_document: Whether a start without a file opens the document of last time.
    """

    model: str = ""
    backend: str = ""
    gpu_layers: int = ALL_LAYERS
    install_gpt2_in_background: bool = setting(
        True,
        section="Models",
        title=tr("Fetch GPT-2 in the background"),
        sentence=tr("Where GPT-2 is not installed, it is downloaded (548 MB) while you write."),
    )
    tell_gpt2_failure: bool = True
    reopen_last_document: bool = setting(
        True,
        section="Files",
        title=tr("Open the last document"),
        sentence=tr("At the start the document of last time is opened, with the cursor where it stood."),
    )


@dataclass(frozen=True)
class ReadSettings:
    """Settings as they were read; `notice` is one sentence for the user where something was wrong, or ""."""

    settings: Settings
    notice: str = ""


def settings_file() -> Path:
    """Return where the settings lie."""
    return config_folder() / "settings.toml"


def read_settings() -> ReadSettings:
    """Return the user's settings, or the defaults where there are none. A broken file is set aside under a dated name."""
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


def write_settings(settings: Settings) -> None:
    """Keep the settings that differ from the file's; other keys and comments of the file stay. Raises `SettingsError`."""
    file = settings_file()
    try:
        document = tomlkit.parse(file.read_bytes().decode("utf-8")) if file.exists() else tomlkit.document()
        before = asdict(_settings_of(document.unwrap()))
        document.update({name: value for name, value in asdict(settings).items() if value != before[name]})
        write_atomically(file, tomlkit.dumps(document).encode())
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror}; what you set holds until you quit.") from error
    except (ValueError, TOMLKitError) as error:
        raise SettingsError(f"{file} is no TOML any more ({error}); correct or delete it.") from error


def _settings_of(values: Mapping[str, Any]) -> Settings:
    return Settings(**{of.name: _as_field(of, values[of.name]) for of in fields(Settings) if of.name in values})


def _as_field(of: Field[Any], value: Any) -> Any:
    """Return a value of the file if it can be this field's, or else the default."""
    if type(of.default) is float and type(value) is int:
        value = float(value)
    description = description_of(of)
    fits = type(value) is type(of.default) and (description is None or description.allows(value))
    return value if fits else of.default


def _set_aside(file: Path, error: ValueError) -> str:
    """Rename a file that is no TOML, and return the sentence that says so."""
    aside = file.with_name(f"settings.broken-{time.strftime('%Y-%m-%d-%H%M%S')}.toml")
    try:
        file.rename(aside)
    except OSError as failure:
        return f"{file} is no TOML ({error}) and cannot be renamed: {failure.strerror}; the defaults are used."
    return f"{file} is no TOML ({error}); it is kept as {aside.name}, and the defaults are used."
