"""The journal of an unsaved document: one file with the text that it began with and every change since.

Each line is a JSON object, complete once it has its line end: first the file (`file`), then the text in pieces (`text`), then
changes with the cursor after them (`edits`, `cursor`), and a new `file` whenever the text was saved. Reading ends at a line that
a crash cut short. So a key costs some bytes, however long the text is, and a kill at any moment costs the last line at most.
"""

import codecs
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from keyboard.editor.files.text_file import TextFile
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import selection, units
from keyboard.storage.atomic_file import write_atomically
from keyboard.storage.locations import readable

_ENCODING = "utf-16-le"
_UNIT_BYTES = 2
# Python runs no other thread during one call, so it handles long texts in pieces of a millisecond or two.
PIECE_LENGTH = 1 << 18


@dataclass(frozen=True)
class Edit:
    """At `position`, `text` replaced `removed` units."""

    position: int
    removed: int
    text: str


def joined(edits: list[Edit], edit: Edit) -> list[Edit]:
    """Return the edits with one more, merged into the last one if it continues the same typing."""
    if edits and not edit.removed and edits[-1].position + units(edits[-1].text) == edit.position:
        last = edits[-1]
        return [*edits[:-1], Edit(last.position, last.removed, last.text + edit.text)]
    return [*edits, edit]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return the text after applying the edits in order. Raises `ValueError` for an edit outside the text."""
    data = bytearray()
    for piece in pieces(text):
        data += _encoded(piece)
    for edit in edits:
        start = edit.position * _UNIT_BYTES
        end = start + edit.removed * _UNIT_BYTES
        if not 0 <= start <= end <= len(data):
            raise ValueError(f"a change at {edit.position} lies outside a text of {len(data) // _UNIT_BYTES} units")
        data[start:end] = _encoded(edit.text)
    return _decoded(data)


def pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces short enough that no other thread waits long."""
    for start in range(0, len(text), PIECE_LENGTH):
        yield text[start : start + PIECE_LENGTH]


def _encoded(text: str) -> bytes:
    return text.encode(_ENCODING, "surrogatepass")


def _decoded(data: bytearray) -> str:
    decoder = codecs.getincrementaldecoder(_ENCODING)("surrogatepass")
    text = ""
    for start in range(0, len(data), PIECE_LENGTH):
        text += decoder.decode(bytes(data[start : start + PIECE_LENGTH]))
    return text + decoder.decode(b"", final=True)


# A journal of this many lines is rewritten as one text, so that reading a 20 MB text takes seconds at most.
_MOST_LINES = 2000


class JournalError(Exception):
    """A journal cannot be read; one sentence."""


@dataclass(frozen=True)
class KeptText:
    """A text with its file and its cursor."""

    file: TextFile | None  # the file that it came from or was saved in last; None if it has no name
    text: str  # all of it, with "\n" at line ends
    cursor: int  # its position, in UTF-16 units


class Journal:
    """One document's journal, for one thread at a time. A method returns once the data is on the disk, or raises `OSError`."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist before `begin`."""
        self.path = path
        self._size = 0
        self._lines = 0

    def begin(self, kept: KeptText, edits: Sequence[Edit] = ()) -> None:
        """Replace the journal by the whole text and the changes that set the cursor."""
        lines = [_line({"file": _as_json(kept.file)})]
        lines += (_line({"text": piece}) for piece in pieces(kept.text))
        lines.append(_changes(edits, kept.cursor))
        write_atomically(self.path, lines)
        self._size, self._lines = sum(len(line) for line in lines), len(lines)

    def add(self, edits: Sequence[Edit], cursor: int) -> None:
        """Add changes. Raises `FileNotFoundError` if the journal is gone, so that the caller begins a new one."""
        self._append(_changes(edits, cursor))
        if self._lines > _MOST_LINES:
            self.begin(self.read())

    def saved_as(self, file: TextFile) -> None:
        """Record that the text has been saved, perhaps to another file."""
        self._append(_line({"file": _as_json(file)}))

    def read(self) -> KeptText:
        """Return the text as of the last complete line; `add` continues from there.

        Raises `JournalError` if not even the first line is complete, and `OSError`.
        """
        self._size = self._lines = 0
        file, cursor = None, 0
        texts: list[str] = []
        edits: list[Edit] = []
        for entry, size in _entries(self.path):
            if "file" in entry:
                file = _from_json(entry["file"])
            elif "text" in entry:
                texts.append(entry["text"])
            else:
                edits += (Edit(*change) for change in entry["edits"])
                cursor = entry["cursor"]
            self._size += size
            self._lines += 1
        if not self._lines:
            raise JournalError(f"{self.path} cannot be read; it is left where it is.")
        return KeptText(file, edited("".join(texts), edits), cursor)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def _append(self, line: bytes) -> None:
        with self.path.open("r+b") as file:
            # A failed write may have left half a line.
            file.truncate(self._size)
            file.seek(self._size)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(line)
        self._lines += 1


def _entries(path: Path) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield the object and the size in bytes of each complete line."""
    with path.open("rb") as file:
        for line in file:
            try:
                entry = json.loads(line)
            except ValueError:
                return
            if not line.endswith(b"\n") or not isinstance(entry, dict):
                return
            yield entry, len(line)


def _changes(edits: Sequence[Edit], cursor: int) -> bytes:
    return _line({"edits": [[edit.position, edit.removed, edit.text] for edit in edits], "cursor": cursor})


def _line(entry: dict[str, Any]) -> bytes:
    # Written in ASCII, a line can hold half a surrogate pair, which no UTF-8 file can.
    return json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n"


def _as_json(file: TextFile | None) -> dict[str, Any] | None:
    return {**asdict(file), "path": str(file.path)} if file else None


def _from_json(values: dict[str, Any] | None) -> TextFile | None:
    return TextFile(**{**values, "path": Path(values["path"])}) if values else None


class TextChanges(QObject):
    """Emits the edits of a text area."""

    edited = Signal(object)  # an `Edit` that leads from the text as it was to the text as it is

    def __init__(self, text_area: TextArea) -> None:
        super().__init__(text_area)
        self._document = text_area.document()
        self._length = self._length_now()
        self._document.contentsChange.connect(self._emit_edit)

    def _emit_edit(self, position: int, _removed: int, added: int) -> None:
        """Emit a change. If all is replaced, Qt also counts the end of the last paragraph, which is not part of the text."""
        length = self._length_now()
        end = min(position + added, length)
        removed = self._length - (length - (end - position))
        self._length = length
        text = selection(self._document, position, end).selectedText().replace("\u2029", "\n")
        self.edited.emit(Edit(position, removed, text))

    def _length_now(self) -> int:
        return self._document.characterCount() - 1


_LONGEST_NAME = 60


@dataclass(frozen=True)
class RecoveredText:
    """A text restored from a journal."""

    journal: Journal  # continues with the text once it is restored
    kept: KeptText
    kept_at: float  # when it was last written, in seconds since 1970

    @property
    def path(self) -> Path | None:
        """The file that the text came from or was last saved to."""
        return self.kept.file.path if self.kept.file else None

    @property
    def name(self) -> str:
        """A name that the user recognizes: the file's name or the first words; "" if there is neither."""
        if self.path:
            return readable(Path(self.path.name))
        words = " ".join(self.kept.text[: 10 * _LONGEST_NAME].split())
        return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rsplit(" ", 1)[0] + " …"
