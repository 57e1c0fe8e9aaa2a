"""Tokens of a text that grows: only what follows the last safe place before a change is encoded again."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from keyboard.language_model.encoding import ModelEncoding

# One safe place is kept for about so many characters of a long text.
_CHARACTERS_BETWEEN_PLACES = 500


@dataclass(frozen=True)
class _SafePlace:
    """A word boundary: the tokens of the text before `character` are the first `token` ones, whatever follows the word."""

    character: int
    token: int


def is_safe_place(text: str, place: int) -> bool:
    """Tell whether `text` splits there into two whose tokens together are its own: between a word's end and " a"."""
    return 0 < place < len(text) - 1 and text[place] == " " and text[place - 1].isalnum() and text[place + 1].isalpha()


class IncrementalEncoder:
    """Encodes a text again and again as it is edited, in a time that depends on the edit and not on the text."""

    def __init__(self, encoding: ModelEncoding) -> None:
        self._encoding = encoding
        self._text = ""
        self._tokens: list[int] = []
        self._places = [_SafePlace(0, 0)]

    def encode(self, text: str) -> list[int]:
        """Return the tokens of `text`, as `ModelEncoding.encode` does."""
        return self._encode(text, self._encoding.encode)

    def encode_before_word(self, text: str, *, has_space: bool = False) -> list[int]:
        """Return the tokens of `text`, as `ModelEncoding.encode_before_word` does."""
        return self._encode(text, partial(self._encoding.encode_before_word, has_space=has_space))

    def _encode(self, text: str, encode_end: Callable[[str], list[int]]) -> list[int]:
        self._keep_places_in(text)
        place = self._places[-1]
        del self._tokens[place.token :]
        while (end := self._next_place(text, place.character)) is not None:
            self._tokens += self._encoding.encode(text[place.character : end])
            place = _SafePlace(end, len(self._tokens))
            self._places.append(place)
        self._tokens += encode_end(text[place.character :])
        self._text = text
        return list(self._tokens)

    def _keep_places_in(self, text: str) -> None:
        """Forget the places from which on the text is another; what follows a place by two characters keeps it safe."""
        low, high = 1, len(self._places)
        while low < high:
            middle = (low + high) // 2
            if text.startswith(self._text[: self._places[middle].character + 2]):
                low = middle + 1
            else:
                high = middle
        del self._places[low:]

    @staticmethod
    def _next_place(text: str, start: int) -> int | None:
        """Return a safe place that is a good way after `start` but before the text's last words, or None."""
        place = text.find(" ", start + _CHARACTERS_BETWEEN_PLACES)
        while place >= 0 and not is_safe_place(text, place):
            place = text.find(" ", place + 1)
        return place if place >= 0 else None
