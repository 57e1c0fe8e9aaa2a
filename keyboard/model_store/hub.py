"""Fetching a model's files from the Hugging Face hub, at a pinned revision, verified."""

import contextlib
import hashlib
import os
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import constants, get_hf_file_metadata, get_session, hf_hub_url, hf_raise_for_status
from huggingface_hub.errors import (
    EntryNotFoundError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from keyboard.model_store.catalogue import NEWEST, HubFile, HubSource
from keyboard.model_store.download_folder import locked_download
from keyboard.model_store.errors import ModelStoreError, why_not_written
from keyboard.model_store.progress import Cancelled, Stage, StagedProgress, check_cancelled
from keyboard.model_store.verified_copy import check_space, sha256_of
from keyboard.storage.atomic_file import replace_file

# Request only the files themselves: huggingface_hub would also fetch a list of programs to name in its requests.
constants.HF_HUB_DISABLE_TELEMETRY = True

_ENDPOINT = constants.ENDPOINT  # HF_ENDPOINT if it is set
_PASSING = (429, 500, 502, 503, 504)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GIT_BLOB = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class StatedFile:
    """The hub's metadata of a file at a revision."""

    size_bytes: int
    sha256: str | None  # in hexadecimal, of a file in large file storage, else None
    git_blob: str | None  # the SHA-1 that git has for the file, in hexadecimal, where it is not in large file storage


def state(source: HubSource, file: HubFile) -> StatedFile:
    """Return the hub's metadata of a file, or raise an error of httpx2 or huggingface_hub."""
    metadata = get_hf_file_metadata(_url(source, file), token=False)
    is_expected = source.revision in (NEWEST, metadata.commit_hash)
    if not is_expected or metadata.etag is None:
        raise ModelStoreError(
            f"{_host()} does not answer like a Hugging Face hub for {source.repository}; check HF_ENDPOINT and the proxy."
        )
    return StatedFile(
        size_bytes=_counted_bytes(source, file) if metadata.size is None else metadata.size,
        sha256=metadata.etag if _SHA256.fullmatch(metadata.etag) else None,
        git_blob=metadata.etag if _GIT_BLOB.fullmatch(metadata.etag) else None,
    )


@contextlib.contextmanager
def open_from(source: HubSource, file: HubFile, start: int) -> Iterator[httpx2.Response]:
    """Yield the hub's answer with the file's bytes from `start` on, or with status 200 all of them."""
    # Compressed, a byte of the answer would not be a byte of the file.
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    timeout = constants.HF_HUB_DOWNLOAD_TIMEOUT
    with get_session().stream("GET", _url(source, file), headers=headers, timeout=timeout, follow_redirects=True) as response:
        hf_raise_for_status(response)
        yield response


def _counted_bytes(source: HubSource, file: HubFile) -> int:
    """Return a file's size if the hub does not state it, as for small files that it may send compressed."""
    with open_from(source, file, 0) as response:
        return sum(len(chunk) for chunk in response.iter_bytes())


def is_passing(error: Exception) -> bool:
    """Return whether a retry may succeed: the hub is busy, or a connection was cut."""
    if isinstance(error, HfHubHTTPError):
        return error.response.status_code in _PASSING
    return isinstance(error, httpx2.TransportError)


def explained(error: Exception, source: HubSource, file: HubFile) -> ModelStoreError:
    """Return one sentence about why a file cannot be fetched."""
    what = f"{file.path} of {source.repository}"
    if isinstance(error, OfflineModeIsEnabled):
        return ModelStoreError(
            f"{what} is not fetched, because HF_HUB_OFFLINE is set; unset it, or install a GGUF file by its path."
        )
    if isinstance(error, (RepositoryNotFoundError, RevisionNotFoundError, EntryNotFoundError)):
        return ModelStoreError(
            f"{_host()} has no {what} at revision {source.revision[:8]}; check HF_ENDPOINT, or install a GGUF file by its path."
        )
    if isinstance(error, HfHubHTTPError):
        return ModelStoreError(f"{_host()} answers {error.response.status_code} for {what}; try again later.")
    reason = re.sub(r"^\[Errno -?\d+\] ", "", str(error).strip()).rstrip(".") or type(error).__name__
    return ModelStoreError(
        f"{what} could not be fetched: {_host()} cannot be reached ({reason}); check the network and the proxy and try again."
    )


def _url(source: HubSource, file: HubFile) -> str:
    return hf_hub_url(source.repository, file.path, revision=source.revision, endpoint=_ENDPOINT)


def _host() -> str:
    return urlsplit(_ENDPOINT).netloc


OnBytes = Callable[[int], None]

_CHUNK_BYTES = 1 << 18
# Waits between tries, as long as none of them brings new bytes.
_WAITS_S = (1.0, 2.0, 4.0, 8.0)

# If there was no connection yet, another second brings none.
_UNREACHABLE = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError)

_T = TypeVar("_T")


def stated_file(source: HubSource, file: HubFile) -> StatedFile:
    """Return the hub's metadata of a file; raise `ModelStoreError` if there is none, or it contradicts the catalogue."""
    stated = _with_retries(lambda: state(source, file), source, file, lambda: 0)
    if file.size_bytes not in (None, stated.size_bytes) or (stated.sha256 and file.sha256 not in (None, stated.sha256)):
        raise ModelStoreError(
            f"{file.path} of {source.repository} is another file on the hub than in the catalogue; it is not fetched."
        )
    if not (file.sha256 or stated.sha256 or stated.git_blob):
        raise ModelStoreError(
            f"{file.path} of {source.repository} cannot be verified: no hash is stated for it; check HF_ENDPOINT."
        )
    return stated


def part_of(folder: Path, file: HubFile) -> Path:
    """Return the path of a file until it is complete and verified."""
    return folder / f"{file.path}.part"


def fetch(source: HubSource, file: HubFile, stated: StatedFile, folder: Path, on_bytes: OnBytes, cancelled: Cancelled) -> None:
    """Complete the part in `folder` to the file's size; `on_bytes` is called again and again with the number of bytes.

    Existing bytes are kept. Raises `ModelStoreError` if the rest cannot be fetched; the bytes fetched until then stay.
    """
    part = part_of(folder, file)
    if _size(part) > stated.size_bytes:
        part.unlink()
    on_bytes(_size(part))

    def fetch_rest() -> None:
        while (size := _size(part)) < stated.size_bytes:
            _append(source, file, part, on_bytes, cancelled)
            if _size(part) == size:
                raise httpx2.ReadError("the answer was empty")

    try:
        _with_retries(fetch_rest, source, file, lambda: _size(part))
    except OSError as error:
        raise ModelStoreError(f"{part} could not be written: {why_not_written(error)}; make room and try again.") from error


def check(file: HubFile, stated: StatedFile, folder: Path, on_fraction: Callable[[float], None]) -> None:
    """Rename a complete part if its hash is the one in the catalogue, or the one that the hub states; else delete it.

    Raises `ModelStoreError` if it is deleted.
    """
    part = part_of(folder, file)
    found = sha256_of(part, on_fraction)
    expected = file.sha256 or stated.sha256
    if expected is None:
        found, expected = _git_blob_of(part), stated.git_blob
    if found != expected:
        part.unlink()
        hashes = f"{found[:12]}… and not {str(expected)[:12]}…"
        raise ModelStoreError(f"{file.path} is not used: its hash is {hashes}; it was deleted, try the installation again.")
    replace_file(part, folder / file.path)


def _append(source: HubSource, file: HubFile, part: Path, on_bytes: OnBytes, cancelled: Cancelled) -> None:
    """Append what the hub sends, or replace the part if the hub sends the whole file."""
    with open_from(source, file, _size(part)) as response, part.open("ab", buffering=0) as stream:
        if stream.tell() and response.status_code != httpx2.codes.PARTIAL_CONTENT:
            stream.truncate(0)
        for chunk in response.iter_bytes(_CHUNK_BYTES):
            check_cancelled(cancelled)
            stream.write(chunk)
            on_bytes(stream.tell())
        os.fsync(stream.fileno())


def _with_retries(action: Callable[[], _T], source: HubSource, file: HubFile, size: Callable[[], int]) -> _T:
    """Return the result of `action`; retry while the hub is busy or a connection breaks, for longer while bytes arrive."""
    tries, before = 0, size()
    while True:
        try:
            return action()
        except (HfHubHTTPError, httpx2.HTTPError, OfflineModeIsEnabled) as error:
            tries, before = (0, size()) if size() > before else (tries, before)
            is_unreachable = isinstance(error, _UNREACHABLE) and not before
            if not is_passing(error) or is_unreachable or tries == len(_WAITS_S):
                raise explained(error, source, file) from error
            time.sleep(_WAITS_S[tries])
            tries += 1


def _git_blob_of(file: Path) -> str:
    """Return git's SHA-1 of a small file: of its size and its bytes."""
    content = file.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


_SPAN_S = 10.0


class DownloadSpeed:
    """Measures the speed over the last seconds, so that bytes from before a resumed download do not count."""

    def __init__(self, total_bytes: int) -> None:
        self._total_bytes = total_bytes
        self._notes: deque[tuple[float, int]] = deque()

    def note(self, done_bytes: int) -> None:
        now_s = time.monotonic()
        self._notes.append((now_s, done_bytes))
        while now_s - self._notes[0][0] > _SPAN_S:
            self._notes.popleft()

    def detail(self) -> str:
        """Return speed and time left, as in ", 5.2 MB/s, 1 min left", or "" while they are unknown."""
        (first_s, first_bytes), (last_s, last_bytes) = self._notes[0], self._notes[-1]
        if last_s == first_s or last_bytes <= first_bytes:
            return ""
        bytes_per_s = (last_bytes - first_bytes) / (last_s - first_s)
        return f", {bytes_per_s / 1e6:.1f} MB/s, {_duration((self._total_bytes - last_bytes) / bytes_per_s)} left"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds // 3600:.0f} h {seconds % 3600 / 60:.0f} min"


@dataclass(frozen=True)
class HubFetch:
    """One model's files to fetch."""

    name: str
    source: HubSource
    later_bytes: int  # what the installation needs on the disk beside them

    @contextlib.contextmanager
    def fetched(self, store: Path, progress: StagedProgress, cancelled: Cancelled) -> Iterator[Path]:
        """Yield a folder on the store's disk with the files, each verified; they are deleted after use without an error.

        Raises `ModelStoreError` if a download fails; the bytes fetched are kept for the next try.
        """
        with locked_download(store, self.name, self.source.revision) as folder:
            missing = [file for file in self.source.files if not (folder / file.path).exists()]
            stated = {file: stated_file(self.source, file) for file in missing}
            check_space(folder, _bytes_to_come(folder, stated) + self.later_bytes)
            self._fetch_all(stated, folder, progress, cancelled)
            self._verify_all(stated, folder, progress)
            yield folder
            for file in self.source.files:
                with contextlib.suppress(OSError):
                    (folder / file.path).unlink()
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _fetch_all(self, stated: dict[HubFile, StatedFile], folder: Path, progress: StagedProgress, cancelled: Cancelled) -> None:
        total = sum(file.size_bytes for file in stated.values())
        speed = DownloadSpeed(total)
        done = 0
        for file, facts in stated.items():
            before = done

            def on_bytes(there: int, before: int = before) -> None:
                speed.note(before + there)
                progress.show(Stage.DOWNLOAD, (before + there) / max(total, 1), speed.detail())

            fetch(self.source, file, facts, folder, on_bytes, cancelled)
            done += facts.size_bytes

    def _verify_all(self, stated: dict[HubFile, StatedFile], folder: Path, progress: StagedProgress) -> None:
        largest = max((file.size_bytes for file in stated.values()), default=0)
        for file, facts in stated.items():
            is_largest = facts.size_bytes == largest
            check(file, facts, folder, progress.of(Stage.VERIFY) if is_largest else lambda _: None)


def _bytes_to_come(folder: Path, stated: dict[HubFile, StatedFile]) -> int:
    parts = (part_of(folder, file) for file in stated)
    there = sum(part.stat().st_size for part in parts if part.exists())
    return sum(facts.size_bytes for facts in stated.values()) - there
