"""Tokens' texts as a terminal or a drawing shows them."""

import unicodedata

_SHOWN = {" ": "·", "\n": "↵", "\t": "→"}


def visible(piece: str) -> str:
    """Return a token's text with its spaces, line breaks and whatever else has no shape to be seen."""
    return "".join(_SHOWN.get(character) or _shape_of(character) for character in piece)


def columns(text: str) -> int:
    """Return how many columns of a monospaced font a text takes; East Asian characters and emoji take two each."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, width: int) -> str:
    """Return a text with spaces up to so many columns."""
    return text + " " * (width - columns(text))


def _shape_of(character: str) -> str:
    return character if character.isprintable() else f"<U+{ord(character):04X}>"
