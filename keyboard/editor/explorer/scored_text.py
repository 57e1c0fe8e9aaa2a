"""The tokens of a text with their surprise, as they come in part by part; those before an edit stay as they were."""

from bisect import bisect_left
from dataclasses import dataclass, field, replace

from keyboard.engine.exploration_messages.token_scores import TokenScore, TokenScores

# What is read again before an edit, in characters: some 700 tokens, more than the half window that any token has before it.
_CONTEXT = 3000


@dataclass
class ScoredText:
    """What is known of a text's tokens.

    After an edit in a long text only what follows it is read, after so much context that its scores are as good; a short text
    is read from its start.

    Attributes:
        text: The text.
        tokens: Of its start, in their order.
        in_all: How many tokens the text has, 0 before the first answer.
    """

    text: str = ""
    tokens: list[TokenScore] = field(default_factory=list)
    in_all: int = 0
    _known: int = 0  # tokens that an edit has left as they were
    _read: int = 0  # tokens up to the last that was read
    _first: int = 0  # the first token that is read, and where it begins
    _start: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether all tokens are known."""
        return 0 < self.in_all <= self._read

    @property
    def to_read(self) -> str:
        """What is to be read so that all tokens are known."""
        return self.text[self._start :]

    @property
    def bits(self) -> float:
        """The surprise of all that is known, in bits."""
        return sum(token.bits for token in self.tokens)

    @property
    def perplexity(self) -> float:
        """Two to the mean surprise: among so many equally probable tokens the model would choose as well."""
        return 2 ** (self.bits / len(self.tokens)) if self.tokens else 0.0

    def follow(self, text: str) -> None:
        """Go on with an edited text: what stands before the edit is as it was."""
        same = _common_length(self.text, text)
        # The last token before the edit may have become a part of a longer one.
        self.tokens = [token for token in self.tokens if token.end < same or text == self.text]
        self.text, self.in_all, self._read, self._known = text, 0, 0, len(self.tokens)
        self._first, self._start = self._place_to_begin()

    def add(self, part: TokenScores) -> range:
        """Put a part of the answer about `to_read` in its place, and return the places of the tokens that are new."""
        first = self._first + part.first
        new = range(max(first, self._known), max(first + len(part.tokens), self._known))
        moved = [replace(token, start=token.start + self._start, end=token.end + self._start) for token in part.tokens]
        self.tokens[new.start : new.stop] = moved[new.start - first :]
        self.in_all, self._read = self._first + part.in_all, first + len(part.tokens)
        if self.is_complete:
            del self.tokens[self.in_all :]
        return new

    def _place_to_begin(self) -> tuple[int, int]:
        """Return the token to begin at and its start: at a line's start, where a text is cut into tokens as if it began there."""
        known_end = self.tokens[-1].end if self.tokens else 0
        start = self.text.rfind("\n", 0, max(known_end - _CONTEXT, 0)) + 1
        place = bisect_left(self.tokens, start, key=lambda token: token.start)
        is_cut_there = place < len(self.tokens) and self.tokens[place].start == start
        return (place, start) if is_cut_there and not self.text[start].isspace() else (0, 0)


def _common_length(first: str, second: str) -> int:
    """Return how many characters two texts have in common at their start."""
    least, most = 0, min(len(first), len(second))
    while least < most:
        middle = (least + most + 1) // 2
        if first[least:middle] == second[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
