"""Text files on disk: read as they are, written whole or not at all, and never over what someone else has written."""

import codecs
import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from keyboard.atomic_file import write_atomically


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
        line_end: "\\n", "\\r\\n" or "\\r", which is kept too; the commonest one where they are mixed.
        fingerprint: A hash of its bytes; "" for one that is not on disk yet.
    """

    path: Path
    has_bom: bool = False
    line_end: str = "\n"
    fingerprint: str = ""


def read_text_file(path: Path) -> tuple[TextFile, str]:
    """Return the file's form and its text, with "\\n" at line ends; one that does not exist yet is empty.

    Raises `TextFileError` for one that cannot be read or is no UTF-8 text.
    """
    try:
        if path.exists() and not path.is_file():
            raise TextFileError(f"{path} is not opened: it is no file.")
        data = path.read_bytes()
    except FileNotFoundError:
        return TextFile(path), ""
    except OSError as error:
        raise TextFileError(f"{path} cannot be opened: {error.strerror or error}.") from error
    has_bom = data.startswith(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextFileError(f"{path} is not opened: it is no UTF-8 text (byte {error.start + 1}).") from error
    if "\0" in text:
        raise TextFileError(f"{path} is not opened: it is a binary file.")
    file = TextFile(path, has_bom, _commonest_line_end(text), _fingerprint(data))
    return file, text.replace("\r\n", "\n").replace("\r", "\n")


def write_text_file(file: TextFile, text: str, *, overwrite_changes: bool = False) -> TextFile:
    """Write the text in the file's form and return the new state.

    Raises `ChangedOnDiskError` where the file is not as it was left, unless that is to be overwritten, and `TextFileError` where
    it cannot be written; the file on disk is then untouched.
    """
    content = _without_lone_surrogates(text).replace("\n", file.line_end).encode("utf-8")
    data = (codecs.BOM_UTF8 if file.has_bom else b"") + content
    try:
        if not overwrite_changes and _fingerprint_on_disk(file.path) not in ("", file.fingerprint):
            raise ChangedOnDiskError(f"{file.path} was changed by another program since it was opened.")
        _refuse_what_renaming_would_allow(file.path)
        write_atomically(file.path, data)
    except OSError as error:
        raise TextFileError(f"{file.path} could not be saved: {error.strerror or error}.") from error
    return replace(file, fingerprint=_fingerprint(data))


def _refuse_what_renaming_would_allow(path: Path) -> None:
    """Raise `TextFileError` for a file that is not to be written, and for a folder that is gone, as when a disk was taken out."""
    target = path.resolve()
    if not target.parent.is_dir():
        raise TextFileError(f"{path} could not be saved: the folder {target.parent} does not exist.")
    if target.exists() and not os.access(target, os.W_OK):
        raise TextFileError(f"{path} could not be saved: it is read-only.")


def _commonest_line_end(text: str) -> str:
    windows = text.count("\r\n")
    counts = {"\n": text.count("\n") - windows, "\r\n": windows, "\r": text.count("\r") - windows}
    return max(counts, key=lambda line_end: counts[line_end])


def _without_lone_surrogates(text: str) -> str:
    """Return the text with the replacement character for each half of a surrogate pair, which no file can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _fingerprint_on_disk(path: Path) -> str:
    try:
        return _fingerprint(path.read_bytes())
    except FileNotFoundError:
        return ""


def _fingerprint(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
