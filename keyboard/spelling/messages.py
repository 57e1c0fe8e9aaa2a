"""The messages between the window and the spelling process: one JSON object per line."""

import msgspec
from msgspec import Struct


class CheckRequest(Struct, frozen=True, tag=True):
    """Ask which of these words are not in the dictionary."""

    words: tuple[str, ...]


class Checked(Struct, frozen=True, tag=True):
    """The answer to a `CheckRequest`: its words, and those of them that are wrong."""

    words: tuple[str, ...]
    wrong: tuple[str, ...]


class CorrectionRequest(Struct, frozen=True, tag=True):
    """Ask for corrections of a word."""

    word: str


class Corrections(Struct, frozen=True, tag=True):
    """The answer to a `CorrectionRequest`, the likeliest first, as the dictionary ranks them."""

    word: str
    corrections: tuple[str, ...]


SpellingMessage = CheckRequest | Checked | CorrectionRequest | Corrections


def encode(message: SpellingMessage) -> bytes:
    """Return the message as one line of JSON with its line feed."""
    return msgspec.json.encode(message) + b"\n"


def decode(line: bytes) -> SpellingMessage:
    """Return the message of a line that `encode` wrote; raise `msgspec.DecodeError` for any other line."""
    message: SpellingMessage = msgspec.json.decode(line, type=SpellingMessage)
    return message
