"""Text files on disk: read unchanged, written atomically, never over another program's changes."""

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from keyboard.editor.files.encodings import MARKS, NAMES, damage_of, decoded, encoded, is_mostly_utf_8
from keyboard.editor.translation import TranslatedError, decimal
from keyboard.settings.description import tr
from keyboard.storage.saving import save_file

# Qt needs about ten times as much memory for a text, and longer than a minute to load it.
MOST_BYTES = 100_000_000


class TextFileError(TranslatedError):
    """A file cannot be read or written; the text is one sentence that names the file and the reason."""


class ChangedOnDiskError(TextFileError):
    """Another program has changed the file since it was read."""

    def __init__(self, path: Path) -> None:
        super().__init__(tr("{path} was changed by another program since it was opened."), path=path)


class NotUTF8Error(TextFileError):
    """The file is not UTF-8; it may be text in another encoding."""


class UnencodableError(TextFileError):
    """The file's encoding cannot represent some characters of the text."""


@dataclass(frozen=True)
class TextFile:
    """A file as last read or written."""

    path: Path
    has_bom: bool = False  # whether it begins with a byte order mark, which is kept
    line_end: str = "\n"  # the most common line end: "\n", "\r\n" or "\r"; new lines get it
    fingerprint: str = ""  # a hash of its bytes; "" for a file that is not on disk yet
    encoding: str = "utf-8"  # "utf-8", "utf-16-le", "utf-16-be" or "latin-1", which is Windows-1252
    has_other_line_ends: bool = False  # whether some lines end otherwise, which is kept


def read_text_file(path: Path, encoding: str | None = None, *, may_be_new: bool = True) -> tuple[TextFile, str]:
    """Return the file's form and its text for the window; a file that does not exist is empty, if it `may_be_new`.

    A byte order mark determines the encoding; without one it is UTF-8 or the given one. Raises `NotUTF8Error` if most of what is
    not ASCII is not UTF-8, and `TextFileError` if the file is missing, binary, too large or unreadable.
    """
    try:
        data = _bytes_of(path)
    except FileNotFoundError:
        if may_be_new:
            return TextFile(path), ""
        raise TextFileError(tr("{path} does not exist."), path=path) from None
    except OSError as error:
        raise TextFileError(tr("{path} cannot be opened: {reason}."), path=path, reason=error.strerror or error) from error
    marked = next((name for name, mark in MARKS.items() if data.startswith(mark)), None)
    form = marked or encoding or "utf-8"
    if marked in {None, "utf-8"} and b"\0" in data:
        raise TextFileError(tr("{path} was not opened: it is a binary file."), path=path)
    found = decoded(data, form)
    damage = damage_of(found.text, form)
    if marked and damage and 2 * damage.count > len(found.text):
        raise TextFileError(tr("{path} was not opened: it is damaged, or it is not {name} text."), path=path, name=NAMES[marked])
    if not marked and damage and not is_mostly_utf_8(found.text, data):
        raise NotUTF8Error(tr("{path} is not UTF-8 text."), path=path)
    if "\0" in found.text:
        raise TextFileError(tr("{path} was not opened: it is a binary file."), path=path)
    file = TextFile(path, marked is not None, found.line_end, _fingerprint([data]), form, found.has_other_line_ends)
    return file, found.text


def write_text_file(
    file: TextFile, text: str, *, overwrite_changes: bool = False, line_ends_from: Path | None = None
) -> TextFile:
    """Write the text in the file's form and return the new state. Mixed line ends are those of `line_ends_from`, or of the file.

    Raises `ChangedOnDiskError` if the file has changed, unless it is to be overwritten, `UnencodableError` if its encoding cannot
    represent the text, and `TextFileError` if writing fails; the file on disk is then untouched.
    """
    try:
        data = _encoded(file, text, line_ends_from or file.path)
        if not overwrite_changes and fingerprint_on_disk(file.path) not in ("", file.fingerprint):
            raise ChangedOnDiskError(file.path)
        _check_writable(file.path)
        save_file(file.path, data)
    except OSError as error:
        raise TextFileError(tr("{path} could not be saved: {reason}."), path=file.path, reason=error.strerror or error) from error
    return replace(file, fingerprint=_fingerprint(data))


def _check_writable(path: Path) -> None:
    """Raise `TextFileError` for a read-only file, and for a folder that is gone, as on a removed disk."""
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise TextFileError(tr("{path} could not be saved: the folder {folder} does not exist."), path=path, folder=target.parent)
    if target.exists() and not os.access(target, os.W_OK):
        raise TextFileError(tr("{path} could not be saved: it is read-only."), path=path)


def _encoded(file: TextFile, text: str, line_ends_from: Path) -> list[bytes]:
    like = None
    if file.has_other_line_ends and line_ends_from.is_file():
        like = _bytes_of(line_ends_from)
    try:
        pieces = encoded(text, file.encoding, file.line_end, like)
    except UnicodeEncodeError as error:
        sentence = tr("{path} could not be saved: {name} has no “{strange}”.")
        strange = error.object[error.start]
        raise UnencodableError(sentence, path=file.path, name=NAMES[file.encoding], strange=strange) from error
    return [MARKS[file.encoding] if file.has_bom else b"", *pieces]


def fingerprint_on_disk(path: Path) -> str:
    """Return the hash of a file's bytes, or "" if there is no file; that of a file too large to edit equals no text's.

    Raises `OSError`.
    """
    try:
        return _fingerprint([_bytes_of(path)])
    except FileNotFoundError:
        return ""
    except TextFileError as error:
        return str(error)


def _bytes_of(path: Path) -> bytes:
    """Return a file's bytes. Raises `TextFileError` if it is not a file or too large, and `OSError`."""
    # Without O_NONBLOCK a pipe would wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if path.is_dir():  # Windows opens none
        raise TextFileError(tr("{path} was not opened: it is not a file."), path=path)
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise TextFileError(tr("{path} was not opened: it is not a file."), path=path)
        # Some system files claim to be empty.
        data = b"" if status.st_size > MOST_BYTES else file.read(MOST_BYTES + 1) or b""
    size = max(status.st_size, len(data))
    if size > MOST_BYTES:
        sentence = tr("{path} was not opened: it has {size} MB, and the limit is {most} MB.")
        raise TextFileError(sentence, path=path, size=decimal(size / 1e6, 0), most=decimal(MOST_BYTES / 1e6, 0))
    return data


def _fingerprint(pieces: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
