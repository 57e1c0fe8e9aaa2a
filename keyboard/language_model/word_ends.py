"""Where words end, in terms of tokens: which tokens go on with a word and which begin something new."""

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_APOSTROPHES = "'’"


def tokens_that_end_a_word(pieces: Sequence[bytes]) -> npt.NDArray[np.bool_]:
    """Return for each token whether a word before it is over, (n_vocab,): it begins with a space, a mark or a line end.

    A special token, whose piece is empty, ends a word; a piece that begins within a character goes on with it.
    """
    return np.array([_ends_word(piece) for piece in pieces], dtype=np.bool_)


def tokens_that_are_marks(pieces: Sequence[bytes]) -> npt.NDArray[np.bool_]:
    """Return for each token whether it is one punctuation mark that follows a word without a space, (n_vocab,)."""
    return np.array([len(piece) == 1 and piece in b",.;:!?)" for piece in pieces], dtype=np.bool_)


def _ends_word(piece: bytes) -> bool:
    text = piece.decode("utf-8", "replace")
    if not text:
        return True
    if text[0] in _APOSTROPHES:
        return len(text) == 1 or not text[1].isalpha()
    if text[0] == "\ufffd":
        return False
    return unicodedata.category(text[0])[0] not in "LMN"
