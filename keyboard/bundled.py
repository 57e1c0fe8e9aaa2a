"""Files that ship with the program: word lists, icons, the model catalogue, the pages of help."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def bundled_file(*parts: str) -> Path:
    """Return the path of a shipped file, as in `bundled_file("resources", "texts", "benchmark.txt")`.

    The first part is `resources`, `models`, `docs` or a file beside them: next to the package in a source tree, inside it when
    installed.
    """
    installed = _PACKAGE.joinpath(*parts)
    return installed if installed.exists() else _PACKAGE.parent.joinpath(*parts)
