"""The text of single tokens, some of which are no whole characters."""

import codecs

from keyboard.language_model.encoding import ModelEncoding
from keyboard.language_model.model import Model

_HANDLER = "keyboard.bytes-in-brackets"


def _in_brackets(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - it is registered for decoding alone
    return "".join(f"<0x{byte:02X}>" for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_HANDLER, _in_brackets)


def text_of_piece(piece: bytes) -> str:
    """Return a token's text; bytes that are no whole character are shown as in `<0xE2>`."""
    return piece.decode("utf-8", _HANDLER)


def text_of_token(token: int, encoding: ModelEncoding, model: Model) -> str:
    """Return a token's text as `text_of_piece` has it, of a control token its name."""
    return text_of_piece(encoding.pieces[token] or model.control_token_name(token))
