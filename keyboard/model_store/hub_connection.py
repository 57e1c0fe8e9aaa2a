"""What is asked of the Hugging Face hub, and what its refusals mean to a person.

Files come over plain HTTP with byte ranges and not over Xet, whose chunks cannot be taken up where a killed process left off.
No token is sent: everything in the catalogue is public.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
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

from keyboard.model_store.catalogue import HubFile, HubSource
from keyboard.model_store.errors import ModelStoreError

# Nothing is asked but for the files themselves: huggingface_hub would also fetch a list of programs to name in its requests.
constants.HF_HUB_DISABLE_TELEMETRY = True

_ENDPOINT = constants.ENDPOINT  # HF_ENDPOINT, where it is set
_PASSING = (429, 500, 502, 503, 504)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_GIT_BLOB = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class StatedFile:
    """What the hub says of a file at a revision.

    Attributes:
        size_bytes: Its size.
        sha256: In hexadecimal, of a file in large file storage, else None.
        git_blob: The SHA-1 that git has for the file, in hexadecimal, where it is not in large file storage.
    """

    size_bytes: int
    sha256: str | None
    git_blob: str | None


def state(source: HubSource, file: HubFile) -> StatedFile:
    """Return what the hub says of a file; raise httpx2's or huggingface_hub's error where it does not answer."""
    metadata = get_hf_file_metadata(_url(source, file), token=False)
    if metadata.commit_hash != source.revision or metadata.etag is None:
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
    """Return a file's size where the hub does not state it, as with small files that it may send compressed."""
    with open_from(source, file, 0) as response:
        return sum(len(chunk) for chunk in response.iter_bytes())


def is_passing(error: Exception) -> bool:
    """Tell whether another try may succeed in a while: the hub is busy, or a connection was cut."""
    if isinstance(error, HfHubHTTPError):
        return error.response.status_code in _PASSING
    return isinstance(error, httpx2.TransportError)


def explained(error: Exception, source: HubSource, file: HubFile) -> ModelStoreError:
    """Return one sentence for why a file cannot be had."""
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
