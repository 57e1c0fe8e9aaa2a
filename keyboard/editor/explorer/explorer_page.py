"""What a tab of the explorer is to the panel around it."""

from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from keyboard.editor.explorer.explorer_link import ExplorerLink
from keyboard.editor.explorer.read_text import ReadText
from keyboard.editor.text.text_area import TextArea
from keyboard.engine.messages import Suggestions


class ExplorerPage(QWidget):
    """A tab: asks the engine about the text while it is in view, and shows what comes back.

    But for `model_changed` nothing of this is called while the page is out of view, so that it costs nothing then. A page keeps
    what it shows.

    Attributes:
        export_name: What its files are called.
        text_area: The text.
        link: The way to the engine.
    """

    export_name: ClassVar[str]

    def __init__(self, text_area: TextArea, link: ExplorerLink, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text_area = text_area
        self.link = link

    @property
    def title(self) -> str:
        """What is on the tab, in the user's language."""
        raise NotImplementedError

    def text_changed(self, read: ReadText) -> None:
        """Ask about the text: the page comes into view, the engine is ready again, or the text or the cursor is elsewhere."""

    def words_shown(self, answer: Suggestions) -> None:
        """Hear of new words on the buttons."""

    def model_changed(self) -> None:
        """Forget what another model has said, in view or not; `text_changed` follows where the page is in view."""

    def hidden(self) -> None:
        """Give up what was asked for, unless it is to go on out of view."""

    def picture(self) -> QWidget:
        """Return the widget that an exported picture shows."""
        return self

    def data(self) -> Any:
        """Return what the page shows as JSON has it: dataclasses, dicts, lists, text and numbers."""
        raise NotImplementedError
