"""Tokens' texts as they are shown: with their spaces and line ends to be seen."""

_SHOWN = {" ": "·", "\n": "↵", "\r": "␍", "\t": "⇥", "\u00a0": "⍽", "\u200b": "␣"}


def visible(piece: str) -> str:
    """Return a token's text with a sign for each space and line end, and a code for what else cannot be seen."""
    return "".join(_SHOWN.get(character) or _seen(character) for character in piece) or "∅"


def _seen(character: str) -> str:
    # Joiners and variation selectors shape what stands beside them.
    if character.isprintable() or character in "\u200d\ufe0f" or not character.isascii():
        return character
    return f"<0x{ord(character):02X}>"
