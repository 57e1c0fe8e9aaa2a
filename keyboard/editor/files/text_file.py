"""Text files on disk: read unchanged, written atomically, never over another program's changes."""

import codecs
import hashlib
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from keyboard.editor.translation import TranslatedError
from keyboard.settings.description import tr
from keyboard.storage.atomic_file import write_atomically


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


# The encodings that a byte order mark identifies; the mark is kept.
_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "latin-1": "Latin-1"}
# Python runs no other thread during one call, so it encodes long texts in pieces of a millisecond or two.
_PIECE_LENGTH = 1 << 18


@dataclass(frozen=True)
class TextFile:
    """A file as last read or written.

    Attributes:
        path: Its path.
        has_bom: Whether it begins with a byte order mark, which is kept.
        line_end: "\\n", "\\r\\n" or "\\r", which is kept; the most common one if they are mixed.
        fingerprint: A hash of its bytes; "" for a file that is not on disk yet.
        encoding: "utf-8", "utf-16-le", "utf-16-be" or "latin-1".
    """

    path: Path
    has_bom: bool = False
    line_end: str = "\n"
    fingerprint: str = ""
    encoding: str = "utf-8"


def read_text_file(path: Path, encoding: str | None = None) -> tuple[TextFile, str]:
    """Return the file's form and its text, with "\\n" at line ends; a file that does not exist yet is empty.

    A byte order mark determines the encoding; without one it is UTF-8 or the given one. Raises `NotUTF8Error` if the file is not
    UTF-8, and `TextFileError` if it is binary or unreadable.
    """
    try:
        if path.exists() and not path.is_file():
            raise TextFileError(tr("{path} is not opened: it is no file."), path=path)
        data = path.read_bytes()
    except FileNotFoundError:
        return TextFile(path), ""
    except OSError as error:
        raise TextFileError(tr("{path} cannot be opened: {reason}."), path=path, reason=error.strerror or error) from error
    marked = next((name for name, mark in _MARKS.items() if data.startswith(mark)), None)
    encoding = marked or encoding or "utf-8"
    if marked in {None, "utf-8"} and b"\0" in data:
        raise TextFileError(tr("{path} is not opened: it is a binary file."), path=path)
    try:
        line_end, text = _decoded(data, encoding, len(_MARKS[marked]) if marked else 0)
    except UnicodeDecodeError as error:
        if marked:
            raise TextFileError(
                tr("{path} is not opened: it is damaged, or no {name} text."), path=path, name=_NAMES[marked]
            ) from error
        raise NotUTF8Error(tr("{path} is no UTF-8 text."), path=path) from error
    if "\0" in text:
        raise TextFileError(tr("{path} is not opened: it is a binary file."), path=path)
    return TextFile(path, marked is not None, line_end, _fingerprint([data]), encoding), text


def write_text_file(file: TextFile, text: str, *, overwrite_changes: bool = False) -> TextFile:
    """Write the text in the file's form and return the new state.

    Raises `ChangedOnDiskError` if the file has changed, unless it is to be overwritten, `UnencodableError` if its encoding cannot
    represent the text, and `TextFileError` if writing fails; the file on disk is then untouched.
    """
    data = _encoded(file, text)
    try:
        if not overwrite_changes and fingerprint_on_disk(file.path) not in ("", file.fingerprint):
            raise ChangedOnDiskError(file.path)
        _refuse_what_renaming_would_allow(file.path)
        write_atomically(file.path, data)
    except OSError as error:
        raise TextFileError(tr("{path} could not be saved: {reason}."), path=file.path, reason=error.strerror or error) from error
    return replace(file, fingerprint=_fingerprint(data))


def _refuse_what_renaming_would_allow(path: Path) -> None:
    """Raise `TextFileError` for a read-only file, and for a folder that is gone, as on a removed disk."""
    target = path.resolve()
    if not target.parent.is_dir():
        raise TextFileError(tr("{path} could not be saved: the folder {folder} does not exist."), path=path, folder=target.parent)
    if target.exists() and not os.access(target, os.W_OK):
        raise TextFileError(tr("{path} could not be saved: it is read-only."), path=path)


def _decoded(data: bytes, encoding: str, start: int) -> tuple[str, str]:
    """Return the most common line end, and the text with "\\n" at line ends."""
    # The decoder returns no piece that ends between "\r" and "\n".
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=False)
    counts = {"\n": 0, "\r\n": 0, "\r": 0}
    text = ""
    for at in range(start, len(data) + 1, _PIECE_LENGTH):
        piece = decoder.decode(data[at : at + _PIECE_LENGTH], final=at + _PIECE_LENGTH > len(data))
        windows = piece.count("\r\n")
        counts["\r\n"] += windows
        counts["\n"] += piece.count("\n") - windows
        counts["\r"] += piece.count("\r") - windows
        text += piece.replace("\r\n", "\n").replace("\r", "\n")
    return max(counts, key=lambda line_end: counts[line_end]), text


def _encoded(file: TextFile, text: str) -> list[bytes]:
    pieces = [_MARKS[file.encoding] if file.has_bom else b""]
    for at in range(0, len(text), _PIECE_LENGTH):
        piece = _without_lone_surrogates(text[at : at + _PIECE_LENGTH]).replace("\n", file.line_end)
        try:
            pieces.append(piece.encode(file.encoding))
        except UnicodeEncodeError as error:
            sentence = tr("{path} could not be saved: {name} has no “{strange}”.")
            name, strange = _NAMES[file.encoding], piece[error.start]
            raise UnencodableError(sentence, path=file.path, name=name, strange=strange) from error
    return pieces


def _without_lone_surrogates(text: str) -> str:
    """Return the text with U+FFFD for each lone surrogate, which no file can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def fingerprint_on_disk(path: Path) -> str:
    """Return the hash of a file's bytes, or "" if there is no file. Raises `OSError`."""
    try:
        return _fingerprint([path.read_bytes()])
    except FileNotFoundError:
        return ""


def _fingerprint(pieces: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
