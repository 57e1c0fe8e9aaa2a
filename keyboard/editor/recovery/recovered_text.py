"""A text that was not saved when its window died."""

from dataclasses import dataclass
from pathlib import Path

from keyboard.editor.recovery.journal import Journal, KeptText

_LONGEST_NAME = 60


@dataclass(frozen=True)
class RecoveredText:
    """What a journal holds of it.

    Attributes:
        journal: That goes on with the text when it comes back.
        kept: The text, its file and its cursor.
        kept_at: When it was written last, in seconds since 1970.
    """

    journal: Journal
    kept: KeptText
    kept_at: float

    @property
    def path(self) -> Path | None:
        """The file that the text came from or was saved in last."""
        return self.kept.file.path if self.kept.file else None

    @property
    def name(self) -> str:
        """By what a person knows it again: its file's name, or its first words; "" where it has neither."""
        if self.path:
            return self.path.name
        words = " ".join(self.kept.text[: 10 * _LONGEST_NAME].split())
        return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rsplit(" ", 1)[0] + " …"
