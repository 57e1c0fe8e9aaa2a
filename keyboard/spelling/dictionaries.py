"""The spelling dictionaries of this machine: the one that ships, and those that are installed in the system's usual places."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from keyboard.bundled import bundled_file
from keyboard.locations import data_folder


@dataclass(frozen=True)
class SpellingDictionary:
    """A dictionary in Hunspell's form: `name.aff` and `name.dic` in a folder; the name is a language, as in `en_GB`."""

    name: str
    folder: Path


def installed_dictionaries() -> list[SpellingDictionary]:
    """Return the dictionaries, by name; of several with one name the user's own, then the system's, then the shipped one."""
    found: dict[str, SpellingDictionary] = {}
    for folder in _folders():
        for file in sorted(folder.glob("*.dic")) if folder.is_dir() else ():
            if file.with_suffix(".aff").is_file():
                found.setdefault(file.stem, SpellingDictionary(file.stem, folder))
    return [found[name] for name in sorted(found)]


def dictionary_named(name: str) -> SpellingDictionary | None:
    """Return the dictionary of a name, or None where none is installed."""
    return next((dictionary for dictionary in installed_dictionaries() if dictionary.name == name), None)


def _folders() -> list[Path]:
    """Return where Hunspell's dictionaries lie, the first to be preferred."""
    own = [data_folder() / "dictionaries", *(Path(part) for part in os.environ.get("DICPATH", "").split(os.pathsep) if part)]
    return [*own, *_system_folders(), bundled_file("resources", "dictionaries")]


def _system_folders() -> list[Path]:
    if sys.platform == "darwin":
        return [Path.home() / "Library" / "Spelling", Path("/Library/Spelling"), Path("/opt/homebrew/share/hunspell")]
    if sys.platform == "win32":
        return [Path(platformdirs.user_data_dir("hunspell", appauthor=False, roaming=True))]
    user = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hunspell"
    return [user, *(Path("/usr") / part / "hunspell" for part in ("local/share", "share")), Path("/usr/share/myspell/dicts")]
