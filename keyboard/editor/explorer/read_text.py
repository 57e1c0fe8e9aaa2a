"""What of the document the model reads for the explorer: the text before the cursor, without the space that it ends with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadText:
    """The text before the cursor, in two parts.

    A word's token begins with the space before it, so that after a text that ends with a space the model expects a rare
    token. What is asked about is the text without that space.

    Attributes:
        text: What the model reads.
        space: The space between it and the cursor, or "".
    """

    text: str = ""
    space: str = ""

    @property
    def before_cursor(self) -> str:
        """The whole text before the cursor."""
        return self.text + self.space

    def insertion(self, path: str) -> str:
        """Return what to type at the cursor so that the text goes on with `path`, which may begin with the space."""
        return path.removeprefix(self.space)


def read_text(before_cursor: str) -> ReadText:
    """Return a text before the cursor as the explorer asks about it."""
    text = before_cursor.removesuffix(" ")
    return ReadText(text, before_cursor[len(text) :])
