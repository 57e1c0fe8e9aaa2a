"""Fetching one file of the hub: in one go where that works, from the byte on that it stopped at where it does not."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import httpx2
from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

from keyboard.atomic_file import replace_file
from keyboard.model_store.catalogue import HubFile, HubSource
from keyboard.model_store.errors import ModelStoreError, why_not_written
from keyboard.model_store.hub_connection import StatedFile, explained, is_passing, open_from, state
from keyboard.model_store.progress import Cancelled, check_cancelled
from keyboard.model_store.verified_copy import sha256_of

OnBytes = Callable[[int], None]

_CHUNK_BYTES = 1 << 18
# Waits between tries, as long as none of them brings anything new.
_WAITS_S = (1.0, 2.0, 4.0, 8.0)

# Where there was no connection yet, another second brings none.
_UNREACHABLE = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError)

_T = TypeVar("_T")


def stated_file(source: HubSource, file: HubFile) -> StatedFile:
    """Return what the hub says of a file; raise `ModelStoreError` where it says nothing, or not what the catalogue does."""
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
    """Return where a file lies until it is whole and verified."""
    return folder / f"{file.path}.part"


def fetch(source: HubSource, file: HubFile, stated: StatedFile, folder: Path, on_bytes: OnBytes, cancelled: Cancelled) -> None:
    """Make the part in `folder` as long as the file is; `on_bytes` hears how many bytes are there, again and again.

    What is there already is kept. Raises `ModelStoreError` where the rest cannot be had; what came until then stays.
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
    """Give a whole part its name where its hash is the catalogue's, or the one that the hub states; else delete it.

    Raises `ModelStoreError` where it was deleted.
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
    """Write what the hub sends behind what is there; where it sends the whole file, in its place."""
    with open_from(source, file, _size(part)) as response, part.open("ab", buffering=0) as stream:
        if stream.tell() and response.status_code != httpx2.codes.PARTIAL_CONTENT:
            stream.truncate(0)
        for chunk in response.iter_bytes(_CHUNK_BYTES):
            check_cancelled(cancelled)
            stream.write(chunk)
            on_bytes(stream.tell())
        os.fsync(stream.fileno())


def _with_retries(action: Callable[[], _T], source: HubSource, file: HubFile, size: Callable[[], int]) -> _T:
    """Return what `action` does; where the hub is busy or a connection cut, try again, longer while bytes keep coming."""
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
    """Return the SHA-1 that git has for a small file: of its size and its bytes."""
    content = file.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
