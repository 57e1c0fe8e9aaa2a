"""Restoring at the start the texts that a crash left behind; if there are several, the user chooses."""

import contextlib
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from keyboard.editor.arrangement import DIALOG_MARGINS, arranged, new_button
from keyboard.editor.files.document import Document
from keyboard.editor.files.text_file import TextFileError, read_text_file
from keyboard.editor.notice import Notice, is_agreed, plain_tip, resize_within_screen
from keyboard.editor.recovery.journal import JournalError, KeptText, RecoveredText
from keyboard.editor.recovery.keeper import RecoveryKeeper, RecoveryStore
from keyboard.editor.translation import whole
from keyboard.storage.locations import readable

# Qt lays out this much without a noticeable pause.
_LONGEST_PREVIEW = 20_000


class _Row(QTreeWidgetItem):
    """A text in the list, chosen at first."""

    def __init__(self, text: RecoveredText, name: str) -> None:
        kept_at = QDateTime.fromSecsSinceEpoch(int(text.kept_at))
        when = QLocale().toString(kept_at, QLocale.FormatType.ShortFormat)
        super().__init__([name, when, whole(len(text.kept.text))])
        self.text_kept = text
        self.setCheckState(0, Qt.CheckState.Checked)
        self.setToolTip(0, plain_tip(readable(text.path) if text.path else ""))
        self.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @property
    def is_chosen(self) -> bool:
        return self.checkState(0) is Qt.CheckState.Checked


class RecoveryQuestion(QDialog):
    """Lists the texts, newest first, all checked; a text neither restored nor discarded stays for the next start."""

    chosen = Signal(object)  # the texts to restore, a list, the oldest first
    discarded = Signal(object)  # the texts to delete, a list

    def __init__(self, texts: Sequence[RecoveredText], parent: QWidget | None = None) -> None:
        """`texts` come oldest first."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Texts That Were Not Saved"))
        self.texts = QTreeWidget(self)
        self.preview = QPlainTextEdit(self, readOnly=True)  # the text that the list's cursor is on
        self._open = new_button(self.tr("&Open"), self, self._choose)
        self._discard = new_button(self.tr("&Discard…"), self, self._give_up)
        self._rows = [_Row(text, text.name or self.tr("Untitled")) for text in reversed(texts)]
        self._lay_out()
        self.texts.currentItemChanged.connect(lambda item, _: self._show_preview(item))
        self.texts.itemChanged.connect(lambda *_: self._enable())
        self.texts.addTopLevelItems(self._rows)
        self.texts.setCurrentItem(self._rows[0])
        self.texts.setFocus()

    def _choose(self) -> None:
        self.chosen.emit([row.text_kept for row in reversed(self._rows) if row.is_chosen])
        self.accept()

    def _give_up(self) -> None:
        chosen = [row for row in self._rows if row.is_chosen]
        question = self.tr("Discard %Ln text(s)? This cannot be undone.", "", len(chosen))
        if not is_agreed(self, question):
            return
        self.discarded.emit([row.text_kept for row in chosen])
        self._rows = [row for row in self._rows if not row.is_chosen]
        if not self._rows:
            self.accept()
            return
        for row in chosen:
            self.texts.takeTopLevelItem(self.texts.indexOfTopLevelItem(row))
        for row in self._rows:
            row.setCheckState(0, Qt.CheckState.Checked)
        self.texts.setCurrentItem(self._rows[0])

    def _show_preview(self, row: QTreeWidgetItem | None) -> None:
        text = row.text_kept.kept.text if isinstance(row, _Row) else ""
        self.preview.setPlainText(text[:_LONGEST_PREVIEW])

    def _enable(self) -> None:
        for button in (self._open, self._discard):
            button.setEnabled(any(row.is_chosen for row in self._rows))

    def _lay_out(self) -> None:
        explanation = QLabel(
            self.tr(
                "These texts were not saved when their windows closed unexpectedly. Each ticked text opens in its own window; "
                "the others stay until the next start."
            ),
            self,
            wordWrap=True,
        )
        self.texts.setHeaderLabels([self.tr("Text"), self.tr("Kept"), self.tr("Characters")])
        self.texts.setRootIsDecorated(False)
        self.texts.setUniformRowHeights(True)
        self.texts.setAccessibleName(self.tr("Texts that were not saved"))
        self.texts.header().setStretchLastSection(False)
        self.texts.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.texts.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.preview.setAccessibleName(self.tr("The text that is selected in the list"))
        self.preview.setTabChangesFocus(True)
        both = QSplitter(Qt.Orientation.Vertical, self)
        both.addWidget(self.texts)
        both.addWidget(self.preview)
        both.setChildrenCollapsible(False)
        later = new_button(self.tr("&Later"), self, self.reject)
        buttons = arranged(QHBoxLayout(), self._discard, None, later, self._open)
        self._open.setDefault(True)
        arranged(QVBoxLayout(self), explanation, both, buttons, margins=DIALOG_MARGINS, spacing=14, growing=both)
        resize_within_screen(self, 560, 420)


_Then = Callable[[Collection[Path]], None]


class RecoveredTexts(QObject):
    """Restores unsaved texts after a crash. Texts that the user does not decide about stay for the next start."""

    wanted_elsewhere = Signal(object)  # another window is to restore a `RecoveredText` with its `take`

    def __init__(self, document: Document, keeper: RecoveryKeeper, store: RecoveryStore, notice: Notice) -> None:
        """`notice` reports what was restored."""
        super().__init__(document)
        self._document = document
        self._keeper = keeper
        self._store = store
        self._notice = notice
        self._waiting: list[RecoveredText] = []
        self._back: list[Path] = []
        notice.action_requested.connect(self._act)

    def look(self, file: Path | None, then: _Then) -> None:
        """Restore the unsaved text of `file` if it is given, else the only one, or those that the user chooses among several.

        Then call `then` with the files of the restored texts. In private mode nothing is restored.
        """
        if self._keeper.is_private:
            self._keeper.in_turn(lambda: None, lambda _: then(()))
            return

        def show(found: list[RecoveredText]) -> None:
            self._waiting = found
            if file is not None:
                self._show_of(file)
                then(self._back)
            elif len(found) > 1:
                self._ask(then)
            else:
                self._restore(found)
                then(self._back)

        def fail(error: Exception) -> None:
            self._keeper.failed.emit(self.tr("The search for unsaved texts failed: {reason}.").format(reason=error))
            then(())

        self._keeper.in_turn(self._find, show, fail)

    def take(self, text: RecoveredText) -> None:
        """Restore a text that another window has found, and move its journal to this window."""
        self._keeper.in_turn(lambda: self._store.take(text.journal), lambda _: self._show(text))

    def _find(self) -> list[RecoveredText]:
        """Read what crashed programs left, except texts equal to their files; unreadable journals stay."""
        found = []
        for journal in self._store.open():
            with contextlib.suppress(JournalError, ValueError, OSError):
                kept = journal.read()
                if _is_in_its_file(kept):
                    journal.remove()
                else:
                    found.append(RecoveredText(journal, kept, journal.path.stat().st_mtime))
        return found

    def _show_of(self, file: Path) -> None:
        """Show the newest text of a file, if any."""
        self._restore([text for text in self._waiting if text.path == file.absolute()][-1:])

    def _ask(self, then: _Then = lambda _: None) -> None:
        """Let the user decide about the waiting texts."""
        question = RecoveryQuestion(self._waiting, self._notice.window())
        question.chosen.connect(self._restore)
        question.discarded.connect(self._discard)
        question.finished.connect(lambda _: then(self._back))
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def _restore(self, texts: Collection[RecoveredText]) -> None:
        """Restore texts: the newest to this window if it is empty, each other to a window of its own."""
        elsewhere = list(texts)
        if elsewhere and self._document.is_fresh:
            self._show(elsewhere.pop())
        else:
            self._say_how_many("")
        for text in elsewhere:
            self._forget(text)
            self.wanted_elsewhere.emit(text)
        self._back += [text.path for text in texts if text.path]

    def _show(self, text: RecoveredText) -> None:
        self._forget(text)
        self._keeper.resume(text.journal, text.kept)
        self._say_how_many(
            self.tr("“{name}” is back as it was before the crash; it is not saved yet.").format(name=self._document.name)
        )

    def _discard(self, texts: Collection[RecoveredText]) -> None:
        for text in texts:
            self._forget(text)
            self._keeper.in_turn(text.journal.remove)

    def _forget(self, text: RecoveredText) -> None:
        self._waiting = [other for other in self._waiting if other is not text]

    def _say_how_many(self, sentence: str) -> None:
        if not self._waiting:
            self._notice.say(sentence, action=self.tr("Close"))
            return
        others = self.tr("%Ln text(s) not saved are waiting.", "", len(self._waiting))
        text = f"{sentence} {others}".strip()
        self._notice.say(text, action=self.tr("Show Them"), second_action=self.tr("Later"))

    def _act(self) -> None:
        self._notice.say("")
        if self._waiting:
            self._ask()


def _is_in_its_file(kept: KeptText) -> bool:
    if kept.file is None:
        return not kept.text
    try:
        on_disk, text = read_text_file(kept.file.path, kept.file.encoding)
    except TextFileError:
        return False
    return bool(on_disk.fingerprint) and text == kept.text
