"""Makes the packages for Linux of dist/keyboard: `python packaging/linux/make_packages.py [MODEL]`.

With the name of an installed model they carry it, for machines without a network. Everything that depends on when and where they
are made comes from SOURCE_DATE_EPOCH and is sorted, so that two builds of one commit agree.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from debian_package import ROOT, make_debian_package
from portable_archive import make_portable_archive

from keyboard import __version__
from keyboard.model_store.store import ModelStore

_BUNDLE = ROOT / "dist" / "keyboard"


def make_packages(model: str) -> tuple[Path, ...]:
    """Return the files that a person may install, in dist/."""
    bundle = ROOT / "build" / "bundle"
    shutil.rmtree(bundle, ignore_errors=True)
    shutil.copytree(_BUNDLE, bundle, symlinks=True)
    _strip_python(bundle)
    if model:
        installed = ModelStore().find(model)
        hash_file = installed.path.with_name(f"{installed.path.name}.sha256")
        for file in (installed.path, hash_file):
            shutil.copy(file, bundle / "_internal" / "keyboard" / "models")
    makers = (make_debian_package, make_portable_archive)
    return tuple(make(bundle, __version__, model, _BUNDLE.parent) for make in makers)


def _strip_python(bundle: Path) -> None:
    """Leave out the symbols for debuggers, which Python's own libraries carry where it was built from source."""
    libraries = [*(bundle / "_internal").glob("libpython*"), *(bundle / "_internal").glob("python*/lib-dynload/*.so")]
    subprocess.run(["strip", "--strip-unneeded", *map(str, libraries)], check=True)


if __name__ == "__main__":
    for made in make_packages(*sys.argv[1:2] or [""]):
        print(f"{made.relative_to(ROOT)}: {made.stat().st_size / 1e6:.0f} MB")  # noqa: T201 - a command
