"""Which tokens of a document the model reads: a window that is anchored in the text and moves only when it is full."""

from keyboard.language_model.encoding import ModelEncoding
from keyboard.language_model.incremental_encoder import IncrementalEncoder

# A new window begins with this share of the old one, so that the text has room to grow.
_KEPT_SHARE = 0.5
# What is so far back that no usual text of a window's tokens reaches it need not be encoded.
_CHARACTERS_PER_TOKEN = 12
_SENTENCE_ENDS = ("\n", ". ", "? ", "! ")


class ContextWindow:
    """The tokens before the cursor, the begin token first, never more than `limit`.

    GPT-2's positions are learned, so what is cached cannot be shifted: the window starts at a sentence or paragraph and stays
    there while it fills. When it is full, it starts anew with its later half.

    Attributes:
        primed_length: Tokens before the document's start in the last window, or 0 where it was read without the primer.
    """

    def __init__(self, encoding: ModelEncoding, begin_token: int, limit: int, primer: str = "") -> None:
        """Make windows of at most `limit` tokens, the begin token included.

        `primer` is read before a document's start as long as there is room for both.
        """
        self._primer = encoding.encode(primer)
        self._encoder = IncrementalEncoder(encoding)
        self._encoding = encoding
        self._begin_token = begin_token
        self._limit = limit
        self.primed_length = 0
        self._anchor = 0  # in characters of the document

    def tokens(self, text: str, offset: int) -> list[int]:
        """Return the window's tokens for a cursor after `text`, which stands `offset` characters into the document."""
        start = self._anchor - offset
        if not self._is_useful(start, text, offset):
            start = self._new_start(text, offset)
        tokens = self._encoder.encode(text[start:])
        if len(tokens) >= self._limit:
            start = self._new_start(text, offset)
            tokens = self._encoder.encode(text[start:])
        self._anchor = offset + start
        is_primed = bool(self._primer) and self._anchor == 0 and len(self._primer) + len(tokens) < self._limit
        self.primed_length = 1 + len(self._primer) if is_primed else 0
        if is_primed:
            tokens = self._primer + tokens
        return [self._begin_token, *tokens[1 - self._limit :]]

    def _is_useful(self, start: int, text: str, offset: int) -> bool:
        """Tell whether between the anchor and the cursor there is a good part of a window's text, or all that there is."""
        if not 0 <= start <= len(text) or len(text) - start > self._limit * _CHARACTERS_PER_TOKEN:
            return False
        is_document_start = start + offset == 0
        return is_document_start or len(text) - start >= min(start, self._limit)

    def _new_start(self, text: str, offset: int) -> int:
        """Return where in `text` a window starts that is about half full."""
        tail = text[-self._limit * _CHARACTERS_PER_TOKEN :]
        n_tokens = len(self._encoding.encode(tail))
        if n_tokens < self._limit and len(tail) == len(text) and offset == 0:
            return 0
        kept = min(1.0, _KEPT_SHARE * self._limit / max(n_tokens, 1))
        return _start_of_sentence(text, len(text) - int(len(tail) * kept))


def _start_of_sentence(text: str, earliest: int) -> int:
    """Return the first sentence start from `earliest` on that leaves half of what follows it, else a word's start."""
    latest = (earliest + len(text)) // 2
    found = [(place, end) for end in _SENTENCE_ENDS if (place := text.find(end, earliest, latest)) >= 0]
    if found:
        place, end = min(found)
        return place + len(end)
    return max(text.find(" ", earliest, latest), earliest)
