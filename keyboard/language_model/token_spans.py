"""Where tokens lie in a text: tokens are made of bytes, and some hold but a part of a character."""

import re
from collections.abc import Iterable

import numpy as np

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def token_spans(text: str, pieces: Iterable[bytes]) -> list[tuple[int, int]]:
    """Return the characters that begin in each of the text's tokens, as (start, end); (n, n) for a token in which none does.

    `pieces` are the tokens' bytes. Bytes of the text for which the model has no token are in no piece.
    """
    data = _LONE_SURROGATE.sub("\ufffd", text).encode("utf-8")
    begins = (np.frombuffer(data, dtype=np.uint8) & 0xC0) != 0x80
    begun = np.concatenate([[0], np.cumsum(begins)]).tolist()  # characters begun before each byte
    spans = []
    place = 0
    for piece in pieces:
        place = max(data.find(piece, place), place)
        end = min(place + len(piece), len(data))
        spans.append((begun[place], begun[end]))
        place = end
    return spans
