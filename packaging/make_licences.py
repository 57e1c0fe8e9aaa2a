"""Writes THIRD_PARTY_LICENCES.md, the page of Help → Licences: `make licences`.

It has what the program needs at run time, found by the metadata of the installed distributions, and what
`packaging/licences/components.toml` says of all else that ships, with the texts of the licences, each once.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "THIRD_PARTY_LICENCES.md"
FOLDER = ROOT / "packaging" / "licences"
PROGRAM = "gpt2-keyboard"

_PLATFORMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
_FILES = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
_HEADING = """# Licences of what is used

keyboard itself is under the MIT licence (LICENSE). This is what it consists of beside its own code, with the texts of the
licences below. `make licences` writes this page.

| what | version | licence | for |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Part:
    """Something that ships, or that the program needs.

    Attributes:
        name: What it is called.
        version: Its version, of a distribution that is installed here; else "".
        licence: Its licence, as an SPDX expression where there is one.
        purpose: What it is for.
        texts: The texts of its licence.
    """

    name: str
    version: str
    licence: str
    purpose: str
    texts: tuple[str, ...]

    @property
    def row(self) -> str:
        """Its line of the table."""
        return f"| {self.name} | {self.version} | {self.licence} | {self.purpose} |"


def parts() -> list[Part]:
    """Return everything that the page lists; raise `LookupError` where something does not say its licence."""
    told = tomllib.loads((FOLDER / "components.toml").read_text("utf-8"))
    components = [
        Part(of["name"], "", of["licence"], of["purpose"], tuple(_file(name) for name in of["texts"]))
        for of in told["components"]
    ]
    licences = {canonicalize_name(name): of for name, of in told["licences"].items()}
    purposes = {canonicalize_name(name): purpose for name, purpose in told["purposes"].items()}
    needed_by = runtime_closure()
    return components + [
        _distribution_part(name, licences.get(name, {}), purposes.get(name) or f"needed by {', '.join(sorted(needed_by[name]))}")
        for name in sorted(needed_by)
    ]


def runtime_closure() -> dict[str, set[str]]:
    """Return the distributions that the program needs on any of its platforms, each with the names of those that need it."""
    needed_by: dict[str, set[str]] = {}
    waiting = [(PROGRAM, frozenset[str]())]
    while waiting:
        name, extras = waiting.pop()
        try:
            requirements = distribution(name).requires or []
        except PackageNotFoundError:
            continue  # it is needed on another platform alone
        for requirement in map(Requirement, requirements):
            if not _is_needed(requirement, extras):
                continue
            needed = canonicalize_name(requirement.name)
            if needed not in needed_by:
                waiting.append((needed, frozenset(requirement.extras)))
            needed_by.setdefault(needed, set()).add(name)
    return needed_by


def page() -> str:
    """Return the page."""
    everything = parts()
    texts: dict[str, list[str]] = {}
    for part in everything:
        for text in part.texts:
            texts.setdefault(text, []).append(part.name)
    sections = (f"\n## {', '.join(dict.fromkeys(names))}\n\n~~~~text\n{text}\n~~~~\n" for text, names in texts.items())
    return _HEADING + "\n".join(part.row for part in everything) + "\n" + "".join(sections)


def _is_needed(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    environments = ({**platform, "extra": extra} for platform in _PLATFORMS for extra in ("", *extras))
    return marker is None or any(marker.evaluate(environment) for environment in environments)


def _distribution_part(name: str, told: dict[str, str], purpose: str) -> Part:
    texts = tuple(_file(file) for file in told.get("texts", ()))
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return Part(name, "", told["licence"], f"{purpose}, on Windows", texts)
    licence = told.get("licence") or installed.metadata.get("License-Expression") or installed.metadata.get("License") or ""
    if not licence or "\n" in licence:
        raise LookupError(f"{name} does not say its licence in a word; say it in packaging/licences/components.toml")
    texts = (*dict.fromkeys(_texts(installed)), *texts)
    if not texts:
        raise LookupError(f"{name} carries no text of its licence; name one in packaging/licences/components.toml")
    return Part(installed.name, installed.version, licence, purpose, texts)


def _texts(installed: Distribution) -> Iterator[str]:
    for file in sorted(installed.files or [], key=str):
        if ".dist-info" in file.parts[0] and _FILES.search(file.name):
            yield _clean(file.read_text("utf-8"))


def _file(name: str) -> str:
    return _clean((ROOT / name if "/" in name else FOLDER / name).read_text("utf-8"))


def _clean(text: str) -> str:
    lines = (line.expandtabs().rstrip() for line in text.replace("\f", "").splitlines())
    return "\n".join(lines).strip("\n")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.exit(0)
