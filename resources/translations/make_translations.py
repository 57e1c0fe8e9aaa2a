"""Brings the languages' texts up to the sources, and makes of each `.ts` file the `.qm` file that the program loads.

Texts that are new stand in the `.ts` files as unfinished; until they are translated the window shows them in English.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
_TOOLS = Path(sys.executable).parent
# English is what the sources are written in; its file has the plurals alone.
_ENGLISH = "keyboard_en.ts"


def update(folder: Path) -> None:
    """Bring the `.ts` files of a folder up to the sources; texts that are no longer there go."""
    sources = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "keyboard").rglob("*.py"))
    for file in sorted(folder.glob("*.ts")):
        options = ["-silent", "-no-obsolete", "-locations", "none", "-sort-messages"]
        options += ["-pluralonly"] if file.name == _ENGLISH else []
        _run("pyside6-lupdate", *sources, *options, "-source-language", "en", "-ts", str(file))


def release(folder: Path) -> None:
    """Make the `.qm` files of a folder's `.ts` files, beside them."""
    for file in sorted(folder.glob("*.ts")):
        _run("pyside6-lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm")))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(_TOOLS / tool), *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    update(HERE)
    release(HERE)
