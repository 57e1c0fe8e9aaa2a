"""The vocabulary's entries as a table that can be edited."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from keyboard.vocabulary.database import VocabularyEntry

WORD, USES, IS_NEVER = range(3)
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class VocabularyTable(QAbstractTableModel):
    """A row a word: its spelling can be typed anew, and a tick says that it is never suggested.

    Signals:
        renamed: A word and its new spelling.
        never_changed: A word, and whether it is never suggested from now on.
    """

    renamed = Signal(str, str)
    never_changed = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[VocabularyEntry] = ()

    def show_entries(self, entries: Sequence[VocabularyEntry]) -> None:
        """Show these entries, and no others."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def word(self, row: int) -> str:
        """Return a row's word."""
        return self._entries[row].word

    def row_of(self, word: str) -> int | None:
        """Return a word's row, or None where it is not shown."""
        return next((row for row, entry in enumerate(self._entries) if entry.word == word), None)

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return the number of words."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: N802 - Qt's name
        """Return a column's title."""
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return (self.tr("Word"), self.tr("Written"), self.tr("Never suggest"))[section]
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        entry = self._entries[index.row()]
        if role in {_Role.DisplayRole, _Role.EditRole} and index.column() != IS_NEVER:
            return entry.word if index.column() == WORD else entry.uses
        if role == _Role.CheckStateRole and index.column() == IS_NEVER:
            return Qt.CheckState.Checked if entry.is_never else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Announce what the user has changed; the new entries come with `show_entries`."""
        word = self._entries[index.row()].word
        if role == _Role.CheckStateRole and index.column() == IS_NEVER:
            self.never_changed.emit(word, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        new = str(value).strip()
        if role != _Role.EditRole or index.column() != WORD or new == word or len(new.split()) != 1:
            return False
        self.renamed.emit(word, new)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Tell what can be done with a cell."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == WORD and self._entries[index.row()].uses:
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.column() == IS_NEVER:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags
