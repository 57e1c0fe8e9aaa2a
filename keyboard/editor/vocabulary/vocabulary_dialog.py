"""Settings → Vocabulary: lists the learnt words, and lets the user search, correct, delete, export and import them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from keyboard.editor.arrangement import DIALOG_MARGINS, arranged, new_button
from keyboard.editor.bar.suggestion_bar import SuggestionBar
from keyboard.editor.bar.suggestion_controller import SuggestionController
from keyboard.editor.notice import Notice, is_agreed, resize_within_screen
from keyboard.editor.vocabulary.vocabulary_access import VocabularyAccess
from keyboard.storage.vocabulary import PersonalVocabulary, VocabularyEntry, read_entries, write_entries

WORD, USES, IS_NEVER = range(3)
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class VocabularyTable(QAbstractTableModel):
    """The table model, one row for each word: the spelling is editable, and a check mark means "never suggest"."""

    renamed = Signal(str, str)  # a word and its new spelling
    never_changed = Signal(str, bool)  # a word, and whether it must never be suggested

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[VocabularyEntry] = ()

    def show_entries(self, entries: Sequence[VocabularyEntry]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def word(self, row: int) -> str:
        return self._entries[row].word

    def row_of(self, word: str) -> int | None:
        return next((row for row, entry in enumerate(self._entries) if entry.word == word), None)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return (self.tr("Word"), self.tr("Written"), self.tr("Never suggest"))[section]
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        if role in {_Role.DisplayRole, _Role.EditRole} and index.column() != IS_NEVER:
            return entry.word if index.column() == WORD else entry.uses
        if role == _Role.CheckStateRole and index.column() == IS_NEVER:
            return Qt.CheckState.Checked if entry.is_never else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Emit the user's change; `show_entries` brings the new entries."""
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
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == WORD and self._entries[index.row()].uses:
            flags |= Qt.ItemFlag.ItemIsEditable
        if index.column() == IS_NEVER:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags


_SEARCH_DELAY_MS = 120
_FILTER = "Text (*.txt);;All files (*)"


class VocabularyDialog(QDialog):
    """The user's words in a table."""

    changed = Signal()

    def __init__(self, vocabulary: VocabularyAccess, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._words = VocabularyTable(self)
        self.search = QLineEdit(self, placeholderText=self.tr("Search"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.tr("Search the vocabulary"))
        self.table = QTableView(self)
        self.said = QLabel(self, wordWrap=True)  # one sentence on what happened or went wrong
        self._renamed = ""  # a word that has just been given this spelling
        self._search_soon = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._search_soon.timeout.connect(self.reload)
        self.search.textChanged.connect(self._search_soon.start)
        self._words.renamed.connect(self._rename)
        self._words.never_changed.connect(lambda word, never: self._change(lambda words: words.set_never(word, never=never)))
        self.setWindowTitle(self.tr("Vocabulary"))
        resize_within_screen(self, 620, 480)
        self._make_table()
        self._lay_out()
        self.reload()

    def reload(self) -> None:
        wanted = self.search.text()
        self._vocabulary.ask(lambda words: words.entries(wanted), self._show, self.said.setText)

    def delete_selected(self) -> None:
        words = [self._words.word(index.row()) for index in self.table.selectionModel().selectedRows()]
        if words:
            self._change(lambda vocabulary: vocabulary.delete(words))

    def wipe(self) -> None:
        question = self.tr("Forget all words, and those that are never suggested? This cannot be undone.")
        if is_agreed(self, question):
            self._change(PersonalVocabulary.wipe, self.tr("Everything is forgotten."))

    def export_to(self, path: Path) -> None:

        def export(vocabulary: PersonalVocabulary) -> int:
            entries = vocabulary.entries()
            write_entries(path, entries)
            return len(entries)

        def tell(count: int) -> None:
            self.said.setText(self.tr("%Ln word(s) are written to {path}.", "", count).format(path=path))

        self._vocabulary.ask(export, tell, self.said.setText)

    def import_from(self, path: Path) -> None:

        def add(vocabulary: PersonalVocabulary) -> None:
            vocabulary.add(read_entries(path))

        self._change(add, self.tr("The words of {path} are added.").format(path=path))

    def _show(self, entries: list[VocabularyEntry]) -> None:
        at = self.table.currentIndex()
        word = self._renamed or (self._words.word(at.row()) if at.isValid() else "")
        self._renamed = ""
        self._words.show_entries(entries)
        self._stay_at(word, at.row(), at.column())
        nothing_found, nothing_learnt = self.tr("No word contains that."), self.tr("Nothing is learnt yet. Write a little.")
        if not entries:
            self.said.setText(nothing_found if self.search.text() else nothing_learnt)
        elif self.said.text() in {nothing_found, nothing_learnt}:
            self.said.clear()

    def _rename(self, old: str, new: str) -> None:
        self._renamed = new
        self._change(lambda vocabulary: vocabulary.rename(old, new))

    def _stay_at(self, word: str, row: int, column: int) -> None:
        """Select a word again, or restore the current row: a table that is refilled forgets both."""
        found = self._words.row_of(word)
        if found is not None:
            self.table.setCurrentIndex(self._words.index(found, column))
        elif row >= 0:
            # Nothing else is selected, so that Delete removes no unchosen word.
            there = self._words.index(min(row, self._words.rowCount() - 1), column)
            self.table.selectionModel().setCurrentIndex(there, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _change(self, work: Callable[[PersonalVocabulary], Any], sentence: str = "") -> None:
        def then(_result: Any) -> None:
            self.said.setText(sentence)
            self.reload()
            self.changed.emit()

        self._vocabulary.ask(work, then, self.said.setText)

    def _make_table(self) -> None:
        table = self.table
        table.setModel(self._words)
        table.setAccessibleName(self.tr("Words"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(WORD, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(USES, 110)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.resizeSection(IS_NEVER, 120)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), table, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.delete_selected)

    def _lay_out(self) -> None:
        buttons = arranged(
            QHBoxLayout(),
            new_button(self.tr("&Delete"), self, self.delete_selected),
            new_button(self.tr("&Export…"), self, self._choose_export),
            new_button(self.tr("&Import…"), self, self._choose_import),
            new_button(self.tr("&Wipe…"), self, self.wipe),
            None,
            new_button(self.tr("Close"), self, self.accept),
        )
        parts = (self.search, self.table, self.said, buttons)
        arranged(QVBoxLayout(self), *parts, margins=DIALOG_MARGINS, spacing=10, growing=self.table)

    def _choose_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), "vocabulary.txt", _FILTER)
        if name:
            self.export_to(Path(name))

    def _choose_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import"), "", _FILTER)
        if name:
            self.import_from(Path(name))


class NeverSuggest(QObject):
    """Stores a word that the user rejects on the bar, confirms it, and offers to undo it."""

    def __init__(
        self, bar: SuggestionBar, notice: Notice, suggestions: SuggestionController, vocabulary: VocabularyAccess
    ) -> None:
        """Connect the bar with the vocabulary; only this object uses `notice`."""
        super().__init__(bar)
        self._notice = notice
        self._suggestions = suggestions
        self._vocabulary = vocabulary
        self._word = ""
        bar.buttons.rejected.connect(self.reject)
        notice.action_requested.connect(self._act)
        notice.declined.connect(lambda: notice.say(""))

    def reject(self, word: str) -> None:
        self._word = word
        self._suggestions.void()
        self._vocabulary.ask(lambda vocabulary: vocabulary.set_never(word, never=True), lambda _: self._confirm(word), self._fail)

    def _confirm(self, word: str) -> None:
        sentence = self.tr("“{word}” will not be suggested again; Settings → Vocabulary lists such words.").format(word=word)
        self._notice.say(sentence, action=self.tr("Undo"), second_action=self.tr("Close"))
        self._suggestions.ask()

    def _act(self) -> None:
        word, self._word = self._word, ""
        self._notice.say("")
        if word:
            self._vocabulary.ask(
                lambda vocabulary: vocabulary.set_never(word, never=False), lambda _: self._suggestions.ask(), self._fail
            )

    def _fail(self, sentence: str) -> None:
        self._word = ""
        self._notice.say(sentence, action=self.tr("Close"))
        self._suggestions.ask()
