"""Changes of a text, counted as Qt counts: in UTF-16 units."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keyboard.editor.text.utf16 import units

_ENCODING = "utf-16-le"
_UNIT_BYTES = 2
# Python lets no other thread run within one call, so long texts go through it in pieces of a millisecond or two.
PIECE_LENGTH = 1 << 18


@dataclass(frozen=True)
class Edit:
    """At `position`, `removed` units gave way to `text`."""

    position: int
    removed: int
    text: str


def joined(edits: list[Edit], edit: Edit) -> list[Edit]:
    """Return the edits with one more, which becomes part of the last one where it only goes on with the typing."""
    if edits and not edit.removed and edits[-1].position + units(edits[-1].text) == edit.position:
        last = edits[-1]
        return [*edits[:-1], Edit(last.position, last.removed, last.text + edit.text)]
    return [*edits, edit]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return the text after the edits, one after the other. Raises `ValueError` for one that lies outside the text."""
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
    """Give the text in pieces that are short enough for another thread not to wait for one."""
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
