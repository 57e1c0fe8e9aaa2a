"""The keys of other programs: the character of a key symbol, and the modifiers held with it.

IBus sends X11's key symbols (`keysymdef.h`), a key's code as Linux numbers it (`input-event-codes.h`) and a bit for each modifier
(`ibustypes.h`).
"""

import unicodedata
from enum import IntEnum, IntFlag


class Modifier(IntFlag):
    """The bits of IBus's `state` that matter here."""

    SHIFT = 1 << 0
    CONTROL = 1 << 2
    ALT = 1 << 3
    SUPER = 1 << 6
    SUPER_KEY = 1 << 26
    HYPER = 1 << 27
    META = 1 << 28
    RELEASE = 1 << 30


class Symbol(IntEnum):
    """The key symbols that are not characters and that matter here."""

    BACKSPACE = 0xFF08
    TAB = 0xFF09
    RETURN = 0xFF0D
    ESCAPE = 0xFF1B
    RIGHT = 0xFF53
    END = 0xFF57
    KEYPAD_RIGHT = 0xFF98
    KEYPAD_END = 0xFF9C
    DELETE = 0xFFFF


# With these a key is a command, not a character.
COMMANDS = Modifier.CONTROL | Modifier.ALT | Modifier.SUPER | Modifier.SUPER_KEY | Modifier.HYPER | Modifier.META
# The codes of the keys 1 to 6 above the letters and on the numeric pad, in any layout.
DIGIT_KEYS = {2: 0, 3: 1, 4: 2, 5: 3, 6: 4, 7: 5, 79: 0, 80: 1, 81: 2, 75: 3, 76: 4, 77: 5}

# The keys that take the next word of the continuation, or all of it.
_RIGHT, _END = (Symbol.RIGHT, Symbol.KEYPAD_RIGHT), (Symbol.END, Symbol.KEYPAD_END)

# The letters of the older key symbols are bytes of these encodings, with the alphabet's number above them.
_ALPHABETS = {
    1: "iso8859-2",
    2: "iso8859-3",
    3: "iso8859-4",
    5: "iso8859-6",
    6: "koi8-u",
    7: "iso8859-7",
    12: "iso8859-8",
    13: "tis-620",
    19: "iso8859-15",
}
_GREEK = 7
_GREEK_LETTERS = range(0x7C1, 0x7FA)  # those with accents are not where the encoding has them
_UNICODE = 0x01000000
_EURO = 0x20AC
_KEYPAD = range(0xFFAA, 0xFFBA)
_MODIFIERS = range(0xFFE1, 0xFFEF)
_LEVEL_SHIFTS = range(0xFE01, 0xFE14)
_DEAD = {
    0xFE50: "\u0300",
    0xFE51: "\u0301",
    0xFE52: "\u0302",
    0xFE53: "\u0303",
    0xFE54: "\u0304",
    0xFE55: "\u0306",
    0xFE56: "\u0307",
    0xFE57: "\u0308",
    0xFE58: "\u030a",
    0xFE59: "\u030b",
    0xFE5A: "\u030c",
    0xFE5B: "\u0327",
    0xFE5C: "\u0328",
    0xFE60: "\u0323",
    0xFE61: "\u0309",
    0xFE62: "\u031b",
}


def character_of(symbol: int) -> str:
    """Return the character that a key symbol writes, or ""."""
    if 0x20 <= symbol <= 0x7E or 0xA0 <= symbol <= 0xFF:
        return chr(symbol)
    if symbol in _KEYPAD:
        return chr(symbol - 0xFF80)
    if _UNICODE < symbol <= _UNICODE + 0x10FFFF:
        return chr(symbol - _UNICODE)
    if symbol == _EURO:
        return "€"
    alphabet = symbol >> 8
    if alphabet not in _ALPHABETS or (alphabet == _GREEK and symbol not in _GREEK_LETTERS):
        return ""
    letter = bytes([symbol & 0xFF]).decode(_ALPHABETS[alphabet], "ignore")
    return letter if letter.isalpha() else ""


def takes_word(symbol: int, modifiers: Modifier) -> bool:
    """Return whether a key takes a word of the continuation."""
    return symbol in _RIGHT and not modifiers


def takes_all(symbol: int, modifiers: Modifier) -> bool:
    """Return whether a key takes the whole continuation: End, or Right with Ctrl."""
    return (symbol in _END and not modifiers) or (symbol in _RIGHT and modifiers == Modifier.CONTROL)


def accent_of(symbol: int) -> str:
    """Return the combining mark of a dead key, or ""."""
    return _DEAD.get(symbol, "")


def with_accent(character: str, accent: str) -> str:
    """Return a character with the mark of the dead key before it, or "" if Unicode has no such character."""
    composed = unicodedata.normalize("NFC", character + accent)
    return composed if len(composed) == 1 else ""


def is_modifier_key(symbol: int) -> bool:
    """Return whether the key is Shift, Ctrl and the like, which do nothing alone."""
    return symbol in _MODIFIERS or symbol in _LEVEL_SHIFTS
