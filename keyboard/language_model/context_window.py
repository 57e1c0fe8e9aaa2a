"""Which tokens of a document the model reads: a window with a fixed start, which moves only when the window is full."""

from keyboard.language_model.tokenizer import IncrementalEncoder, Tokenizer

# A new window starts with this share of the old one, to leave room for new text.
_KEPT_SHARE = 0.5
# The next window starts at a sentence between these shares of the present one, once the present one is this full.
_NEXT_START_SHARES = (0.5, 0.625)
_NEXT_KNOWN_SHARE = 0.6875
# From this share on the next window may take over.
_NEARLY_FULL_SHARE = 0.9375
# At the start of a window, without its space, a word may have more tokens than within the text.
_FIRST_WORD_TOKENS = 16
# Text before a window of such long tokens is not encoded.
_CHARACTERS_PER_TOKEN = 12
_SENTENCE_ENDS = ("\n", ". ", "? ", "! ")


def longest_next_window(limit: int) -> int:
    """Return the most tokens that `ContextWindow.next_tokens` gives for windows of at most `limit`."""
    return limit - int(_NEXT_START_SHARES[0] * limit) + _FIRST_WORD_TOKENS


class ContextWindow:
    """The tokens before the cursor, the begin token first, never more than `limit`.

    GPT-2's positions are learned, so that cached tokens cannot be shifted. The window starts at a sentence or paragraph and keeps
    that start while it fills. The next window starts at a sentence in the later half of this one. The choice depends only on the
    first part of the window, so that it stays the same while the text grows and can be evaluated before it is needed.
    """

    def __init__(self, tokenizer: Tokenizer, begin_token: int, limit: int, primer: str = "") -> None:
        """Make windows of at most `limit` tokens, the begin token included.

        `primer` is read before the start of a document as long as there is room for both.
        """
        self._primer = tokenizer.encode_continuation(primer)
        self._encoder = IncrementalEncoder(tokenizer)
        self._next_encoder = IncrementalEncoder(tokenizer)
        self._tokenizer = tokenizer
        self._begin_token = begin_token
        self._limit = limit
        self.start = 0  # where the window starts, in characters of the document
        # The number of tokens before the document in the last window; 0 if it was read without the primer.
        self.primed_length = 0
        self._next_start: int | None = None  # in characters of the document
        self._after_next_start = ""
        self._has_space = False
        self._length = 0

    @property
    def room(self) -> int:
        """How many more tokens the last window has room for."""
        return self._limit - self._length

    @property
    def is_nearly_full(self) -> bool:
        """Whether the last window is so full that the next one may take over."""
        return self._length >= _NEARLY_FULL_SHARE * self._limit

    def tokens(self, text: str, offset: int, *, has_space: bool = False) -> list[int]:
        """Return the tokens of the window for a cursor after `text`, which starts `offset` characters into the document.

        A word follows, either after a space that is not part of `text` or directly.
        """
        self._has_space = has_space
        start = self.start - offset
        if not self._is_useful(start, text, offset):
            start = self._new_start(text, offset)
        tokens = self._encode(self._encoder, text[start:])
        if len(tokens) + max(self.primed_length, 1) > self._limit:
            start, tokens = self._new_window(text, offset)
        self.start = offset + start
        is_primed = bool(self._primer) and self.start == 0 and len(self._primer) + len(tokens) < self._limit
        self.primed_length = 1 + len(self._primer) if is_primed else 0
        if is_primed:
            tokens = self._primer + tokens
        window = [self._begin_token, *tokens[1 - self._limit :]]
        self._length = len(window)
        self._find_next(window, text, offset)
        return window

    def use_primer(self, primer: list[int]) -> None:
        """Put other tokens before the start of a document; the last window, too, now begins with this primer."""
        self._primer = primer
        self.primed_length = 1 + len(primer)

    def next_tokens(self) -> list[int] | None:
        """Return the tokens of the next window, or None while it is too early to choose it."""
        if self._next_start is None:
            return None
        tokens = [self._begin_token, *self._encode(self._next_encoder, self._after_next_start)]
        return tokens if len(tokens) <= longest_next_window(self._limit) else None

    def advance(self) -> None:
        """Make the next window the present one."""
        if (tokens := self.next_tokens()) is None or self._next_start is None:
            return
        self.start, self._next_start = self._next_start, None
        self.primed_length = 0
        self._length = len(tokens)
        self._encoder, self._next_encoder = self._next_encoder, self._encoder

    def _encode(self, encoder: IncrementalEncoder, text: str) -> list[int]:
        return encoder.encode_before_word(text, has_space=self._has_space)

    def _new_window(self, text: str, offset: int) -> tuple[int, list[int]]:
        """Return where in `text` the window after a full one starts, and the tokens from there on."""
        if self._next_start is not None and 0 <= (start := self._next_start - offset) <= len(text):
            tokens = self._encode(self._next_encoder, text[start:])
            if len(tokens) < self._limit:
                self._encoder, self._next_encoder = self._next_encoder, self._encoder
                return start, tokens
        start = self._new_start(text, offset)
        return start, self._encode(self._encoder, text[start:])

    def _find_next(self, window: list[int], text: str, offset: int) -> None:
        """Choose the start of the next window once the present one is full enough."""
        self._next_start = None
        if len(window) < _NEXT_KNOWN_SHARE * self._limit:
            return
        before = max(self.primed_length, 1)
        earliest, latest = (
            self.start - offset + len(self._tokenizer.decode(window[before : max(int(share * self._limit), before)]))
            for share in _NEXT_START_SHARES
        )
        start = _start_of_sentence(text, earliest, latest)
        self._next_start, self._after_next_start = offset + start, text[start:]

    def _is_useful(self, start: int, text: str, offset: int) -> bool:
        """Return whether the text from `start` to the cursor fills a good part of a window, or is all that there is."""
        if not 0 <= start <= len(text) or len(text) - start > self._limit * _CHARACTERS_PER_TOKEN:
            return False
        is_document_start = start + offset == 0
        return is_document_start or len(text) - start >= min(start, self._limit)

    def _new_start(self, text: str, offset: int) -> int:
        """Return where in `text` a window starts that is about half full."""
        tail = text[-self._limit * _CHARACTERS_PER_TOKEN :]
        n_tokens = len(self._tokenizer.encode_continuation(tail))
        if n_tokens < self._limit and len(tail) == len(text) and offset == 0:
            return 0
        kept = min(1.0, _KEPT_SHARE * self._limit / max(n_tokens, 1))
        earliest = len(text) - int(len(tail) * kept)
        return _start_of_sentence(text, earliest, (earliest + len(text)) // 2)


def _start_of_sentence(text: str, earliest: int, latest: int) -> int:
    """Return the first sentence start between two places in `text`, else a word's start."""
    found = [(place, end) for end in _SENTENCE_ENDS if (place := text.find(end, earliest, latest)) >= 0]
    if found:
        place, end = min(found)
        return place + len(end)
    return max(text.find(" ", earliest, latest), earliest)
