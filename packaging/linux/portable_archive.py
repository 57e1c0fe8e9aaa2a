"""A portable archive made of the bundle: one file that unpacks itself, for other systems than Debian's and people without root.

makeself makes it. (An AppImage would need its runtime, which no package registry has.)
"""

import os
import platform
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent

_OPTIONS = "--quiet --tar-quietly --notemp --nox11 --sha256 --nomd5 --nocrc --xz --complevel 6 --threads 1 --tar-format gnu"


def make_portable_archive(bundle: Path, version: str, model: str, folder: Path) -> Path:
    """Return the archive of a bundle, which carries the model of that name where it is not ""."""
    name = f"keyboard-{version}" + (f"-with-{model}" if model else "")
    tree = ROOT / "build" / name
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(bundle, tree, symlinks=True)
    shutil.copy(FOLDER / "after-unpacking", tree)
    archive = folder / f"{name}-linux-{platform.machine()}.run"
    built_at = os.environ["SOURCE_DATE_EPOCH"]
    tar = f"--sort=name --mtime=@{built_at} --owner=0 --group=0 --numeric-owner --mode=go-w"
    # makeself writes its command into the archive, so its paths must not be of this machine.
    paths = [str(path.relative_to(ROOT)) for path in (tree, archive)]
    command = ["makeself", *_OPTIONS.split(), "--tar-extra", tar, "--packaging-date", built_at, *paths]
    subprocess.run([*command, f"keyboard {version}", "./after-unpacking"], cwd=ROOT, check=True)
    return archive
