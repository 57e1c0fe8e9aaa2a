"""The messages between the window and the spelling process: one JSON object per line."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class CheckRequest:
    """Ask which of these words are not in the dictionary."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """The answer to a `CheckRequest`: its words, and those of them that are wrong."""

    words: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class CorrectionRequest:
    """Ask for corrections of a word."""

    word: str


@dataclass(frozen=True)
class Corrections:
    """The answer to a `CorrectionRequest`, the likeliest first, as the dictionary ranks them."""

    word: str
    corrections: tuple[str, ...]


SpellingMessage = CheckRequest | Checked | CorrectionRequest | Corrections

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (CheckRequest, Checked, CorrectionRequest, Corrections)}


def encode(message: SpellingMessage) -> str:
    """Return the message as one line of ASCII JSON with its line feed."""
    return json.dumps({"type": type(message).__name__, **asdict(message)}) + "\n"


def decode(line: str) -> SpellingMessage:
    """Return the message of a line that `encode` wrote; raise `ValueError` for any other line."""
    try:
        values = json.loads(line)
        kind = _KINDS[values.pop("type")]
        message: SpellingMessage = kind(**{name: _frozen(value) for name, value in values.items()})
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no spelling message: {line!r}") from error
    return message


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
