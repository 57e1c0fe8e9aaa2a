"""The tokens of a text with their surprise, as they come in part by part; those before an edit stay meanwhile."""

from dataclasses import dataclass, field

from keyboard.engine.exploration_messages import TokenScore, TokenScores


@dataclass
class ScoredText:
    """What is known of a text's tokens.

    Attributes:
        text: The text.
        tokens: Of its start, in their order.
        in_all: How many tokens the text has, 0 before the first answer.
    """

    text: str = ""
    tokens: list[TokenScore] = field(default_factory=list)
    in_all: int = 0
    _read: int = 0  # of `tokens`; those behind are of the text before

    @property
    def is_complete(self) -> bool:
        """Whether all tokens are known."""
        return 0 < self.in_all <= self._read

    @property
    def bits(self) -> float:
        """The surprise of all that is known, in bits."""
        return sum(token.bits for token in self.tokens)

    @property
    def perplexity(self) -> float:
        """Two to the mean surprise: among so many equally probable tokens the model would choose as well."""
        return 2 ** (self.bits / len(self.tokens)) if self.tokens else 0.0

    def follow(self, text: str) -> None:
        """Go on with an edited text: what stands before the edit is as it was, until it is read anew."""
        same = _common_length(self.text, text)
        # The last token before the edit may have become a part of a longer one.
        kept = [token for token in self.tokens if token.end < same or text == self.text]
        self.text, self.tokens, self.in_all, self._read = text, kept, 0, 0

    def add(self, part: TokenScores) -> None:
        """Put a part of the answer in its place."""
        end = part.first + len(part.tokens)
        self.tokens[part.first : end] = part.tokens
        self.in_all, self._read = part.in_all, end
        if self.is_complete:
            del self.tokens[end:]


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
