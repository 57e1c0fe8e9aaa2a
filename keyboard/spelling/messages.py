"""What the window and the process that holds a dictionary say to each other: one JSON object a line."""

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
    """Ask what may be meant by a wrong word."""

    word: str


@dataclass(frozen=True)
class Corrections:
    """The answer to a `CorrectionRequest`, the likeliest first by the dictionary's own reckoning."""

    word: str
    corrections: tuple[str, ...]


SpellingMessage = CheckRequest | Checked | CorrectionRequest | Corrections

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (CheckRequest, Checked, CorrectionRequest, Corrections)}


def encode(message: SpellingMessage) -> str:
    """Return the message as one line of JSON, its end included, in ASCII."""
    return json.dumps({"type": type(message).__name__, **asdict(message)}) + "\n"


def decode(line: str) -> SpellingMessage:
    """Return the message of a line that `encode` has made; raise `ValueError` for another."""
    try:
        values = json.loads(line)
        kind = _KINDS[values.pop("type")]
        message: SpellingMessage = kind(**{name: _frozen(value) for name, value in values.items()})
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no spelling message: {line!r}") from error
    return message


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
