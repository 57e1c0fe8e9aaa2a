"""The text of single tokens, some of which are no whole characters."""

import codecs

_HANDLER = "keyboard.bytes-in-brackets"


def _in_brackets(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - it is registered for decoding alone
    return "".join(f"<0x{byte:02X}>" for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_HANDLER, _in_brackets)


def text_of_piece(piece: bytes) -> str:
    """Return a token's text; bytes that are no whole character are shown as in `<0xE2>`."""
    return piece.decode("utf-8", _HANDLER)
