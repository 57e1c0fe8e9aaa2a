"""Checks what a release needs to be right, and prints its version: `python packaging/check_release.py TAG OWNER/REPOSITORY`.

TAG is "" where nothing is to be published. `--changes` prints what CHANGELOG.md says of the newest version instead. It needs
nothing but Python, because it runs before anything is installed.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def troubles(tag: str, repository: str) -> list[str]:
    """Return a sentence for each thing that is not as it must be for a release."""
    found = []
    version, heading = _constant("__version__"), newest_heading()
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        found.append(f"keyboard/__init__.py has the version {version}, and installers need three numbers.")
    if not tag:
        return found
    if tag != f"v{version}":
        found.append(f"The tag is {tag}, and keyboard/__init__.py has the version {version}.")
    if not re.fullmatch(rf"{re.escape(version)} – \d{{4}}-\d{{2}}-\d{{2}}", heading):
        found.append(f"CHANGELOG.md begins with “{heading}” and not with “{version} – ” and the day.")
    if _constant("RELEASES_PAGE") != f"https://github.com/{repository}/releases":
        found.append("RELEASES_PAGE in keyboard/__init__.py is not this repository's page, which Check for Updates would ask.")
    return found


def newest_heading() -> str:
    """Return the first heading of CHANGELOG.md."""
    found = _HEADING.search(_changelog())
    return found[1] if found else ""


def newest_changes() -> str:
    """Return what stands under it."""
    parts = _HEADING.split(_changelog())
    return parts[2].strip() + "\n" if len(parts) > 2 else ""


def _changelog() -> str:
    return (ROOT / "CHANGELOG.md").read_text("utf-8")


def _constant(name: str) -> str:
    found = re.search(rf'^{name} = "(.*)"$', (ROOT / "keyboard" / "__init__.py").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else ""


if __name__ == "__main__":
    if sys.argv[1:] == ["--changes"]:
        sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(newest_changes())
    elif len(sys.argv) != 3:
        sys.exit("Usage: python packaging/check_release.py TAG OWNER/REPOSITORY, or --changes")
    elif found := troubles(*sys.argv[1:]):
        sys.exit("\n".join(found))
    else:
        print(f"version={_constant('__version__')}")  # noqa: T201 - a command
