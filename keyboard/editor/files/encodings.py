"""Bytes and text: any file comes back as the same bytes, including those that are not text or that Qt takes for a line end.

A `QTextDocument` makes paragraphs of U+2029, U+FDD0, U+FDD1 and carriage returns, and PySide drops lone surrogates. In the
window, characters for private use (U+10F000 to U+10F9FF) stand for these and for bytes that are not text; Qt shows each as a box.
Where a file itself has such characters, stand-ins represent their bytes or UTF-16 units, so that each is unambiguous.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# The encodings that a byte order mark identifies; the mark is kept.
MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
LATIN_1 = "latin-1"
NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", LATIN_1: "Latin-1"}
# Python runs no other thread during one call, so it handles long texts in pieces of a millisecond or two.
_PIECE_LENGTH = 1 << 18

# Python decodes a byte that is not UTF-8 as a lone surrogate (PEP 383), and likewise half a pair of UTF-16.
_SURROGATES = 0xD800
_SURROGATE_END = "\udfff"
_FOR_SURROGATES = 0x10F000
_FOR_LAST_BYTE = 0x10F800
_FOR_LINE_ENDS = {
    "\r": "\U0010f90d",
    "\u2029": "\U0010f929",
    "\ufdd0": "\U0010f9d0",
    "\ufdd1": "\U0010f9d1",
}
_CARRIAGE_RETURN = _FOR_LINE_ENDS["\r"]
_LINE_ENDS = {stand_in: character for character, stand_in in _FOR_LINE_ENDS.items()}
_NOT_FOR_QT = re.compile("[\ud800-\udfff\u2029\ufdd0\ufdd1\U0010f000-\U0010f9ff]")
_STAND_IN = re.compile("[\U0010f000-\U0010f9ff]")
# The ones that an encoding needs for bytes that are not text.
_DAMAGE = {
    "utf-8": re.compile("[\U0010f480-\U0010f4ff]"),
    "utf-16-le": re.compile("[\U0010f000-\U0010f8ff]"),
    "utf-16-be": re.compile("[\U0010f000-\U0010f8ff]"),
    LATIN_1: re.compile("(?!)"),
}
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_LINE_END = re.compile("\r\n|\r|\n")

# What people call Latin-1 is Windows-1252. The five bytes that it leaves open are control characters, as on the web.
_WINDOWS_1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_TO_WINDOWS_1252 = codecs.charmap_build(_WINDOWS_1252)


@dataclass(frozen=True)
class DecodedText:
    """A file's text."""

    text: str  # for the window, with "\n" at line ends
    line_end: str  # the most common line end
    has_other_line_ends: bool  # whether some lines end otherwise


@dataclass(frozen=True)
class Damage:
    """The places of a file that are not text: their number, and the line and column, from 1, of the first one."""

    count: int
    line: int
    column: int


def decoded(data: bytes, encoding: str) -> DecodedText:
    """Return the text of a file's bytes; no byte is an error. `encoding` is a key of `NAMES`."""
    mark = MARKS.get(encoding, b"")
    # The decoder returns no piece that ends between "\r" and "\n".
    newlines = io.IncrementalNewlineDecoder(None, translate=False)
    counts = {"\n": 0, "\r\n": 0, "\r": 0}
    pieces = []
    for piece in _unicode_pieces(data[len(mark) :] if mark and data.startswith(mark) else data, encoding):
        whole = newlines.decode(piece)
        _count_line_ends(whole, counts)
        pieces.append(whole)
    pieces.append(newlines.decode("", final=True))
    _count_line_ends(pieces[-1], counts)
    line_end = max(counts, key=lambda end: counts[end])
    if line_end == "\r":
        pieces = [piece.replace("\r\n", "\n").replace("\r", "\n") for piece in pieces]
    else:
        pieces = [piece.replace("\r\n", "\n").replace("\r", _CARRIAGE_RETURN) for piece in pieces]
        counts["\r"] = 0
    return DecodedText("".join(pieces), line_end, sum(map(bool, counts.values())) > 1)


def encoded(text: str, encoding: str, line_end: str, like: bytes | None = None) -> list[bytes]:
    """Return the bytes of a text in pieces. Raises `UnicodeEncodeError` for a character that the encoding lacks.

    If the file had the bytes `like`, with several kinds of line ends, each line that is still there keeps its own.
    """
    if like is not None:
        text = _with_line_ends_of(like, text, encoding, line_end)
        line_end = "\n"
    last_byte = b""
    if encoding.startswith("utf-16") and text and 0 <= ord(text[-1]) - _FOR_LAST_BYTE <= 0xFF:
        last_byte, text = bytes([ord(text[-1]) - _FOR_LAST_BYTE]), text[:-1]
    pieces = [
        _bytes_of(text[at : at + _PIECE_LENGTH].replace("\n", line_end), encoding) for at in range(0, len(text), _PIECE_LENGTH)
    ]
    return [*pieces, last_byte]


def is_mostly_utf_8(text: str, data: bytes) -> bool:
    """Return whether a decoded text without a byte order mark is UTF-8, perhaps with bad bytes, and not in another encoding.

    It is if at least half of what is not ASCII is UTF-8. A character that the end of the file cuts off does not count as bad.
    """
    cut_off = re.search(rb"(?:[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z", data[-3:])
    bad = _count(_DAMAGE["utf-8"], text)
    return bad - (len(cut_off.group()) if cut_off else 0) <= _count(_BEYOND_ASCII, text) - bad


def damage_of(text: str, encoding: str) -> Damage | None:
    """Return the damage of a text, or None."""
    damage = _DAMAGE[encoding]
    first = next(filter(None, (damage.search(text, *ends) for ends in _piece_ends(text))), None)
    if first is None:
        return None
    line_start = text.rfind("\n", 0, first.start()) + 1
    return Damage(_count(damage, text), text.count("\n", 0, first.start()) + 1, first.start() - line_start + 1)


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(len(pattern.findall(text, *ends)) for ends in _piece_ends(text))


def _piece_ends(text: str) -> Iterator[tuple[int, int]]:
    return ((at, at + _PIECE_LENGTH) for at in range(0, len(text), _PIECE_LENGTH))


def for_other_programs(text: str) -> str:
    """Return a text of the window with the real characters, and U+FFFD for each byte that is not text."""
    return _STAND_IN.sub(lambda found: _LINE_ENDS.get(found.group(), _REPLACEMENT), text)


def _unicode_pieces(data: bytes, encoding: str) -> list[str]:
    """Return the text in pieces, with its own line ends, and with stand-ins for what no `QTextDocument` can hold."""
    if encoding == LATIN_1:
        return [
            codecs.charmap_decode(data[at : at + _PIECE_LENGTH], "strict", _WINDOWS_1252)[0]
            for at in range(0, len(data), _PIECE_LENGTH)
        ]
    last = ""
    if encoding != "utf-8" and len(data) % 2:
        last, data = chr(_FOR_LAST_BYTE + data[-1]), data[:-1]
    decoder = codecs.getincrementaldecoder(encoding)(_errors_of(encoding))
    pieces = [decoder.decode(data[at : at + _PIECE_LENGTH]) for at in range(0, len(data), _PIECE_LENGTH)]
    pieces.append(decoder.decode(b"", final=True))
    return [_NOT_FOR_QT.sub(lambda found: _stand_ins_for(found.group(), encoding), piece) for piece in pieces] + [last]


def _errors_of(encoding: str) -> str:
    return "surrogateescape" if encoding == "utf-8" else "surrogatepass"


def _stand_ins_for(character: str, encoding: str) -> str:
    if stand_in := _FOR_LINE_ENDS.get(character):
        return stand_in
    if character > _SURROGATE_END and character not in _LINE_ENDS and not _DAMAGE[encoding].match(character):
        return character
    if encoding == "utf-8":
        units = character.encode("utf-8", "surrogateescape").decode("ascii", "surrogateescape")
    else:
        data = character.encode("utf-16-be", "surrogatepass")
        units = "".join(chr(int.from_bytes(data[at : at + 2])) for at in range(0, len(data), 2))
    return "".join(chr(ord(unit) - _SURROGATES + _FOR_SURROGATES) for unit in units)


def _bytes_of(text: str, encoding: str) -> bytes:
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _STAND_IN.sub(lambda found: _character_for(found.group(), encoding), text)
    if encoding == LATIN_1:
        return codecs.charmap_encode(text, "strict", _TO_WINDOWS_1252)[0]
    return text.encode(encoding, _errors_of(encoding))


def _character_for(stand_in: str, encoding: str) -> str:
    """Return what a character stands for; most are themselves, and a byte that is not the last one of UTF-16 is U+FFFD."""
    if character := _LINE_ENDS.get(stand_in):
        return character
    if not _DAMAGE[encoding].match(stand_in):
        return stand_in
    surrogate = chr(ord(stand_in) - _FOR_SURROGATES + _SURROGATES)
    return surrogate if surrogate <= _SURROGATE_END else _REPLACEMENT


def _count_line_ends(text: str, counts: dict[str, int]) -> None:
    windows = text.count("\r\n")
    counts["\r\n"] += windows
    counts["\n"] += text.count("\n") - windows
    counts["\r"] += text.count("\r") - windows


# `SequenceMatcher` takes a second for this many pairs of lines.
_MOST_PAIRS = 4_000_000


def _with_line_ends_of(like: bytes, text: str, encoding: str, line_end: str) -> str:
    """Return the text with a line end of the file's for each line that is in both, and `line_end` at new ones."""
    there = decoded(like, encoding)
    old, new = there.text.split("\n"), text.split("\n")
    raw = "".join(_unicode_pieces(like.removeprefix(MARKS.get(encoding, b"")), encoding))
    ends = [end for end in _LINE_END.findall(raw) if end != "\r" or there.line_end == "\r"]
    kept = dict(_same_lines(old, new))
    last = len(new) - 1
    return "".join(
        line + (ends[kept[at]] if at < last and kept.get(at, len(ends)) < len(ends) else line_end * (at < last))
        for at, line in enumerate(new)
    )


def _same_lines(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return pairs of the place of a new line and that of the old line it is, or was before an edit."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    most -= start
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    same = [(at, at) for at in range(start)]
    same += [(len(new) - 1 - at, len(old) - 1 - at) for at in range(tail)]
    before, after = old[start : len(old) - tail], new[start : len(new) - tail]
    if len(before) * len(after) > _MOST_PAIRS:
        return same + [(start + at, start + at) for at in range(min(len(before), len(after)))]
    for _, left, left_end, right, right_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same += [(start + right + at, start + left + at) for at in range(min(left_end - left, right_end - right))]
    return same
