"""GPT-2's way of writing any bytes as printable text, which GGUF files use for their tokens."""


def _printable_bytes() -> dict[str, int]:
    """Return the character that stands for each byte (`bytes_to_unicode` in OpenAI's gpt-2/src/encoder.py), inverted."""
    as_they_are = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    moved = [byte for byte in range(256) if byte not in as_they_are]
    return {chr(byte): byte for byte in as_they_are} | {chr(256 + place): byte for place, byte in enumerate(moved)}


_BYTES = _printable_bytes()


def bytes_of_token(token: str) -> bytes:
    """Return the bytes that a token's text in a GGUF file stands for; text that is not written this way, as UTF-8."""
    try:
        return bytes(_BYTES[character] for character in token)
    except KeyError:
        return token.encode("utf-8", "replace")


def byte_tokens() -> list[str]:
    """Return the characters that stand for the 256 bytes, in the order in which GPT-2's vocabulary begins with them."""
    return list(_BYTES)
