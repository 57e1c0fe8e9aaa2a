"""Text files on disk: read as they are, written whole or not at all, and never over what someone else has written."""

import codecs
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from keyboard.atomic_file import write_atomically

_CONTROL = {chr(code) for code in range(32)} - set("\t\n\r\f\v\x1b")


class TextFileError(Exception):
    """A file cannot be read or written; the text is one sentence that names it and the reason."""


class ChangedOnDiskError(TextFileError):
    """Someone else has changed the file since it was read."""


@dataclass(frozen=True)
class TextFile:
    """A file as it was read or written last.

    Attributes:
        path: Where it lies.
        has_bom: It begins with the byte order mark of UTF-8, which is kept.
        line_end: "\\n" or "\\r\\n", which is kept too.
        fingerprint: A hash of its bytes; "" for one that is not on disk yet.
    """

    path: Path
    has_bom: bool = False
    line_end: str = "\n"
    fingerprint: str = ""


def read_text_file(path: Path) -> tuple[TextFile, str]:
    """Return the file's form and its text, with "\\n" at line ends; raise `TextFileError` for one that is no UTF-8 text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TextFileError(f"{path} cannot be opened: {error.strerror}.") from error
    has_bom = data.startswith(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextFileError(f"{path} is not opened: it is no UTF-8 text (byte {error.start + 1}).") from error
    if not _CONTROL.isdisjoint(text):
        raise TextFileError(f"{path} is not opened: it is a binary file.")
    line_end = "\r\n" if "\r\n" in text else "\n"
    return TextFile(path, has_bom, line_end, _fingerprint(data)), text.replace("\r\n", "\n").replace("\r", "\n")


def write_text_file(file: TextFile, text: str, *, overwrite_changes: bool = False) -> TextFile:
    """Write the text in the file's form and return the new state.

    Raises `ChangedOnDiskError` where the file is not as it was left, unless that is to be overwritten, and `TextFileError` where
    it cannot be written; the file on disk is then untouched.
    """
    if not overwrite_changes and _fingerprint_on_disk(file.path) not in ("", file.fingerprint):
        raise ChangedOnDiskError(f"{file.path} was changed by another program since it was opened.")
    content = text.replace("\n", file.line_end).encode("utf-8", "surrogatepass")
    data = (codecs.BOM_UTF8 if file.has_bom else b"") + content
    try:
        write_atomically(file.path, data)
    except OSError as error:
        raise TextFileError(f"{file.path} could not be saved: {error.strerror}.") from error
    return replace(file, fingerprint=_fingerprint(data))


def _fingerprint_on_disk(path: Path) -> str:
    try:
        return _fingerprint(path.read_bytes())
    except OSError:
        return ""


def _fingerprint(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
