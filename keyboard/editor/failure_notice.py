"""A line above the bar for what went wrong beside the engine."""

from PySide6.QtWidgets import QWidget

from keyboard.editor.notice import Notice


class FailureNotice(Notice):
    """Says what went wrong until it is closed; a new sentence hides none of those before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action_requested.connect(lambda: self.say(""))

    def add(self, sentence: str) -> None:
        """Say one thing more, once."""
        sentences = [*self.sentence.splitlines(), sentence]
        self.say("\n".join(dict.fromkeys(sentences)), action=self.tr("Close"))
