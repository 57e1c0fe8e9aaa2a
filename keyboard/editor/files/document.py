"""The document in the window: opening and saving without losing a text."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from keyboard.editor.background import in_background
from keyboard.editor.files.both_texts import BothTexts
from keyboard.editor.files.chunked_load import ChunkedLoad, Snapshot
from keyboard.editor.files.encodings import LATIN_1, NAMES, Damage, damage_of
from keyboard.editor.files.questions import Choice, DocumentQuestions
from keyboard.editor.files.text_file import (
    ChangedOnDiskError,
    NotUTF8Error,
    TextFile,
    UnencodableError,
    read_text_file,
    write_text_file,
)
from keyboard.editor.recovery.journal import Edit, edited
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import whole
from keyboard.storage.locations import readable

_Then = Callable[[], None]


def _nothing() -> None:
    """Do nothing."""


def _changed(file: TextFile) -> str:
    return str(ChangedOnDiskError(file.path))


class Document(QObject):
    """Connects a text with its file, which another thread reads and writes; after a failure the text stays.

    The user can type meanwhile: what is typed while a file is read or written is an unsaved change.
    """

    renamed = Signal()  # the file's name changed, or whether the text is saved
    saved = Signal()  # the text was written to its file
    replaced = Signal()  # another text is about to replace this one
    filed = Signal(object)  # the file's text, a str, was read or written
    orphaned = Signal()  # the file is gone, and the window has the only copy of its text
    damaged = Signal(str)  # the opened file has bytes that are not text; a sentence that names the place

    def __init__(self, editor: TextArea) -> None:
        """Start with an empty, untitled document."""
        super().__init__(editor)
        self._editor = editor
        self.file: TextFile | None = None  # as last read or written; None for an untitled document
        self._openings = 0
        self.is_writing = False
        self._load = ChunkedLoad(editor)
        self._snapshot = Snapshot(editor)
        self._questions = DocumentQuestions(editor)
        self._waiting: list[_Then] = []
        self._orphaned_at: int | None = None  # the revision that was saved when the file disappeared
        editor.document().modificationChanged.connect(self.renamed)

    @property
    def is_loading_chunk(self) -> bool:
        """Whether the current change comes from a file and not from the user."""
        return self._load.is_inserting

    @property
    def is_loading(self) -> bool:
        """Whether part of a long text is still missing from the window."""
        return self._load.is_under_way

    @property
    def is_fresh(self) -> bool:
        """Whether the user has neither opened nor typed anything yet."""
        return self.file is None and self._editor.document().isEmpty() and not self._editor.document().isModified()

    @property
    def path(self) -> Path | None:
        """The file's path, or None for an untitled document."""
        return self.file.path if self.file else None

    @property
    def name(self) -> str:
        """The name in the window's title."""
        return readable(Path(self.file.path.name)) if self.file else self.tr("Untitled")

    def new(self) -> None:
        self.settle(lambda: self._replace_text(None, ""))

    def restore(self, file: TextFile | None, text: str, cursor: int) -> None:
        """Replace this text by a recovered, unsaved one, with its cursor, in UTF-16 units."""
        self._replace_text(file, text, cursor, is_saved=False)

    def open_dialog(self) -> None:
        self.settle(self._choose_and_open)

    def open(self, path: Path, cursor: int = 0, encoding: str | None = None, *, may_be_new: bool = False) -> None:
        """Open a file in place of this text; if it `may_be_new` and does not exist, open an empty document of that name.

        `cursor` is the position to restore, in UTF-16 units; `encoding` applies to a file without a byte order mark.
        """
        path = path.absolute()
        # Text typed before the first file has loaded would only raise a question about unsaved changes.
        if self.is_fresh:
            self._editor.setReadOnly(True)
        self._openings += 1
        opening, revision = self._openings, self._revision

        def work() -> tuple[TextFile, str, Damage | None]:
            file, text = read_text_file(path, encoding, may_be_new=may_be_new)
            return file, text, damage_of(text, file.encoding)

        def take(read: tuple[TextFile, str, Damage | None]) -> None:
            if opening != self._openings:
                return
            # The user may choose to keep the present text.
            self._editor.setReadOnly(False)
            if self._revision == revision:
                self._take_read(*read, cursor)
            else:
                self.settle(lambda: self._take_read(*read, cursor))

        def refuse(error: Exception) -> None:
            self._editor.setReadOnly(False)
            if not isinstance(error, NotUTF8Error):
                self._questions.explain(str(error))
            elif self._questions.accepts_latin_1(str(error)):
                self.open(path, cursor, LATIN_1)

        in_background(work, take, refuse, self)

    def save(self, then: _Then = _nothing) -> None:
        """Save under the document's name, or ask for one; call `then` once all of the text is saved."""
        self.once_written(lambda: self._write(self.file, then) if self.file else self.save_as(then))

    def save_as(self, then: _Then = _nothing) -> None:
        """Ask for a name and save under it."""
        chosen, _ = QFileDialog.getSaveFileName(self._editor.window(), self.tr("Save As"), readable(self.path or Path()))
        if chosen:
            form = self.file or TextFile(Path(chosen))
            # The dialog has asked whether to replace an existing file.
            file = replace(form, path=Path(chosen))
            self.once_written(lambda: self._write(file, then, overwrite_changes=True))

    def resolve_change(self) -> None:
        """Ask which text to keep, now that another program has changed the file."""
        if self.file:
            self._resolve(self._questions.about_changes(_changed(self.file)), self.file, _nothing)

    def settle(self, then: _Then) -> None:
        """Call `then` once it can lose nothing: at once if all is saved, otherwise after the user's choice."""
        self.once_written(lambda: self._ask_about_loss(then) if self._editor.document().isModified() else then())

    def once_written(self, act: _Then) -> None:
        """Call it now, or after the file is written: each of two writers would mistake the other for another program.

        It also waits until a long text has loaded, since half a text must not be saved or asked about.
        """
        if self.is_writing or self._load.is_under_way:
            self._waiting.append(act)
        else:
            act()

    def set_orphaned(self, *, is_orphaned: bool) -> None:
        """Count the text as unsaved while its file is gone, so that closing asks, and as saved when the file is back."""
        document = self._editor.document()
        if is_orphaned and not document.isModified():
            self._orphaned_at = self._revision
            document.setModified(True)
            self.orphaned.emit()
        elif not is_orphaned and self._orphaned_at is not None:
            document.setModified(self._revision != self._orphaned_at)
            self._orphaned_at = None

    @property
    def _revision(self) -> int:
        return self._editor.document().revision()

    def _choose_and_open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._editor.window(), self.tr("Open"), readable(self.path or Path()))
        if chosen:
            self.open(Path(chosen))

    def _take_read(self, file: TextFile, text: str, damage: Damage | None, cursor: int) -> None:
        self._replace_text(file, text, cursor)
        if damage is None:
            return
        values = {"name": self.name, "form": NAMES[file.encoding], "line": whole(damage.line), "column": whole(damage.column)}
        sentence = self.tr("Line {line}, column {column} of {name} is not valid {form}; the file keeps it as it is.")
        if damage.count > 1:
            values["count"] = whole(damage.count)
            sentence = self.tr(
                "{name} has {count} bytes that are not valid {form}, the first in line {line}, column {column}; the file keeps "
                "them as they are."
            )
        self.damaged.emit(sentence.format(**values))

    def _replace_text(self, file: TextFile | None, text: str, cursor: int = 0, *, is_saved: bool = True) -> None:
        self._openings += 1
        self.file = file
        self._orphaned_at = None
        self._editor.setReadOnly(False)
        self.replaced.emit()
        if is_saved:
            self.filed.emit(text)
        self._load.fill(text, cursor, is_modified=not is_saved, then=self._go_on)
        self.renamed.emit()

    def _write(self, file: TextFile, then: _Then, *, overwrite_changes: bool = False) -> None:
        self.is_writing = True
        line_ends_from = self.path

        def write(edits: list[Edit]) -> None:
            revision = self._revision

            def work() -> tuple[TextFile, str]:
                text = edited("", edits)
                written = write_text_file(file, text, overwrite_changes=overwrite_changes, line_ends_from=line_ends_from)
                return written, text

            def saved(written: tuple[TextFile, str]) -> None:
                self._note_saved(*written, revision)
                if then is not _nothing:
                    self.settle(then)

            def failed(error: Exception) -> None:
                self._editor.document().setModified(True)
                self.is_writing = False
                self._go_on()
                self._ask_about_failure(error, file, then, overwrite_changes=overwrite_changes)

            in_background(work, saved, failed, self)

        self._snapshot.take(write)

    def _note_saved(self, file: TextFile, text: str, revision: int) -> None:
        """Record that the file holds the text of a revision."""
        self.file = file
        self._orphaned_at = None
        if self._revision == revision:
            self._editor.document().setModified(False)
        self.filed.emit(text)
        self.renamed.emit()
        self.saved.emit()
        self.is_writing = False
        self._go_on()

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            self.once_written(act)

    def _ask_about_loss(self, then: _Then) -> None:
        choice = self._questions.about_loss(self.name)
        if choice is Choice.SAVE:
            self.save(then)
        elif choice is Choice.DISCARD:
            then()

    def _ask_about_failure(self, error: Exception, file: TextFile, then: _Then, *, overwrite_changes: bool) -> None:
        if isinstance(error, ChangedOnDiskError):
            self._resolve(self._questions.about_changes(str(error)), file, then)
        elif not isinstance(error, UnencodableError):
            self._resolve(self._questions.about_failed_save(str(error)), file, then)
        elif self._questions.accepts_utf_8(str(error)):
            as_utf_8 = replace(file, encoding="utf-8", has_bom=False)
            self.once_written(lambda: self._write(as_utf_8, then, overwrite_changes=overwrite_changes))

    def _resolve(self, choice: Choice, file: TextFile, then: _Then) -> None:
        """Carry out the user's choice after a failed save."""
        if choice is Choice.KEEP_MINE:
            self.once_written(lambda: self._write(file, then, overwrite_changes=True))
        elif choice is Choice.LOAD_THEIRS:
            self.open(file.path)
        elif choice is Choice.SAVE_AS:
            self.save_as(then)
        elif choice is Choice.SEE_BOTH:
            self._show_both(file, then)

    def _show_both(self, file: TextFile, then: _Then) -> None:
        """Show the text and the file's, then ask again."""

        def show(read: tuple[TextFile, str]) -> None:
            both = BothTexts(self._editor.whole_text(), read[1], self.name, self._editor.window())
            both.finished.connect(lambda: self._resolve(self._questions.about_changes(_changed(file)), file, then))
            both.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            both.open()

        in_background(
            lambda: read_text_file(file.path, file.encoding), show, lambda error: self._questions.explain(str(error)), self
        )
