"""Marks on the text from several sources at once: Qt's extra selections are one list, and each source would wipe the others'."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QTextEdit


class Marks:
    """The marks of one text, by their source; later sources are painted over earlier ones."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._layers: dict[str, list[QTextEdit.ExtraSelection]] = {}

    def show(self, source: str, marks: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Show these marks of a source in the place of those that it had."""
        if not marks and not self._layers.get(source):
            return
        self._layers[source] = list(marks)
        self._editor.setExtraSelections([mark for layer in self._layers.values() for mark in layer])

    def of(self, source: str) -> list[QTextEdit.ExtraSelection]:
        """Return the marks of a source."""
        return list(self._layers.get(source, ()))
