"""Whether there is a newer version: one request to the releases page, made only when a person asks for it."""

from dataclasses import dataclass

import httpx2
from packaging.version import InvalidVersion, Version

import keyboard

_TIMEOUT_S = 10


class ReleasesError(Exception):
    """The newest version cannot be determined; one sentence with the reason."""


@dataclass(frozen=True)
class Release:
    """A published version."""

    version: str
    page: str  # the address of its page
    is_newer: bool


def newest_release() -> Release:
    """Return the newest published version; raise `ReleasesError` where it cannot be determined.

    Requests only the headers of the releases page's address `latest`: GitHub and Forgejo answer with a
    redirection to the newest release, whose address ends in its tag. The request says nothing of this machine or its user.
    """
    address = keyboard.RELEASES_PAGE
    if not address:
        raise ReleasesError("This copy of keyboard knows no releases page; look for a newer version where you got it.")
    try:
        answer = httpx2.head(f"{address}/latest", headers={"User-Agent": "keyboard"}, timeout=_TIMEOUT_S)
    except httpx2.HTTPError as error:
        reason = str(error).strip().rstrip(".") or type(error).__name__
        raise ReleasesError(f"{address} cannot be reached ({reason}); check the network and the proxy.") from error
    _, is_named, tag = answer.headers.get("Location", "").rpartition("/tag/")
    if not answer.is_redirect or not is_named:
        raise ReleasesError(f"{address} names no newest version (status {answer.status_code}); look there with a browser.")
    try:
        newest = Version(tag)
    except InvalidVersion as error:
        raise ReleasesError(f"{address} names a version that is no number: {error}; look there with a browser.") from error
    return Release(str(newest), f"{address}/tag/{tag}", newest > Version(keyboard.__version__))
