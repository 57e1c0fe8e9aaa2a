"""The user's folders. `KEYBOARD_HOME` moves them all into one, as for a portable installation or a test."""

import os
from pathlib import Path

import platformdirs

_APPLICATION = "keyboard"


def data_folder() -> Path:
    """Return the folder of the user's data: models, the vocabulary, statistics, texts to recover."""
    home = _home()
    return home / "data" if home else Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False))


def config_folder() -> Path:
    """Return the folder of settings.toml."""
    home = _home()
    return home / "config" if home else Path(platformdirs.user_config_dir(_APPLICATION, appauthor=False))


def cache_folder() -> Path:
    """Return the folder of files that can be recreated."""
    home = _home()
    return home / "cache" if home else Path(platformdirs.user_cache_dir(_APPLICATION, appauthor=False))


def _home() -> Path | None:
    home = os.environ.get("KEYBOARD_HOME")
    return Path(home).absolute() if home else None


def readable(path: Path) -> str:
    """Return a path to show; U+FFFD replaces each byte that is not UTF-8."""
    return os.fsencode(path).decode("utf-8", "replace")


_PACKAGE = Path(__file__).parents[1]


def bundled_file(*parts: str) -> Path:
    """Return the path of a shipped file, as in `bundled_file("resources", "texts", "benchmark.txt")`.

    The first part is `resources`, `models`, `docs` or a file beside them: next to the package in a source tree, inside it when
    installed.
    """
    installed = _PACKAGE.joinpath(*parts)
    return installed if installed.exists() else _PACKAGE.parent.joinpath(*parts)
