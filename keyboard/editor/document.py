"""The document in the window: opened, saved, and asked about before it is given up."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from keyboard.editor.background import in_background
from keyboard.editor.text_area import TextArea
from keyboard.editor.text_file import ChangedOnDiskError, TextFile, read_text_file, write_text_file

_Then = Callable[[], None]


def _nothing() -> None:
    """Do nothing more."""


class Document(QObject):
    """Connects a text with its file. Reading and writing happen on another thread; what fails is said, and the text stays.

    The user goes on typing meanwhile: what is typed while a file is read or written counts as a change that is not saved.

    Signals:
        renamed: The file's name is another, or the text is saved or not.
        saved: The text is in its file.
        replaced: Another text is about to take this one's place.
    """

    renamed = Signal()
    saved = Signal()
    replaced = Signal()

    def __init__(self, editor: TextArea) -> None:
        """Start with an empty document that has no name."""
        super().__init__(editor)
        self._editor = editor
        self._file: TextFile | None = None
        self._openings = 0
        self._is_writing = False
        self._waiting: list[_Then] = []
        editor.document().modificationChanged.connect(self.renamed)

    @property
    def path(self) -> Path | None:
        """The file, or None where it has none yet."""
        return self._file.path if self._file else None

    @property
    def name(self) -> str:
        """What the title says."""
        return self._file.path.name if self._file else self.tr("Untitled")

    def new(self) -> None:
        """Begin an empty document, after the user has said what becomes of this one."""
        self.settle(lambda: self._take(None, ""))

    def open_dialog(self) -> None:
        """Let the user choose a file, and open it."""
        self.settle(self._choose_and_open)

    def open(self, path: Path) -> None:
        """Open a file in place of this text; one that does not exist yet is an empty document of that name."""
        self._openings += 1
        opening, revision = self._openings, self._revision

        def take(read: tuple[TextFile, str]) -> None:
            if opening != self._openings:
                return
            if self._revision == revision:
                self._take(*read)
            else:
                self.settle(lambda: self._take(*read))

        in_background(lambda: read_text_file(path), take, self._explain, self)

    def save(self, then: _Then = _nothing) -> None:
        """Save under the document's name, or ask for one; `then` is done once all of the text is saved."""
        self._once_written(lambda: self._write(self._file, then) if self._file else self.save_as(then))

    def save_as(self, then: _Then = _nothing) -> None:
        """Ask for a name and save under it."""
        chosen, _ = QFileDialog.getSaveFileName(self._editor.window(), self.tr("Save As"), str(self.path or ""))
        if chosen:
            form = self._file or TextFile(Path(chosen))
            # The dialog has asked whether an existing file may be replaced.
            file = TextFile(Path(chosen), form.has_bom, form.line_end)
            self._once_written(lambda: self._write(file, then, overwrite_changes=True))

    def settle(self, then: _Then) -> None:
        """Do `then` once nothing can be lost by it: at once where all is saved, else after the user has chosen."""
        self._once_written(lambda: self._ask_about_loss(then) if self._editor.document().isModified() else then())

    @property
    def _revision(self) -> int:
        return self._editor.document().revision()

    def _choose_and_open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._editor.window(), self.tr("Open"), str(self.path or ""))
        if chosen:
            self.open(Path(chosen))

    def _take(self, file: TextFile | None, text: str) -> None:
        self._openings += 1
        self._file = file
        self.replaced.emit()
        self._editor.setPlainText(text)
        self._editor.document().setModified(False)
        self.renamed.emit()

    def _once_written(self, act: _Then) -> None:
        """Do it now, or after the writing that is under way: two at once would each take the other for a stranger's."""
        if self._is_writing:
            self._waiting.append(act)
        else:
            act()

    def _write(self, file: TextFile, then: _Then, *, overwrite_changes: bool = False) -> None:
        text, revision = self._editor.whole_text(), self._revision
        self._is_writing = True

        def saved(written: TextFile) -> None:
            self._file = written
            if self._revision == revision:
                self._editor.document().setModified(False)
            self.renamed.emit()
            self.saved.emit()
            self._go_on()
            if then is not _nothing:
                self.settle(then)

        def failed(error: Exception) -> None:
            self._editor.document().setModified(True)
            self._go_on()
            if isinstance(error, ChangedOnDiskError):
                self._ask_about_changes(error, file, then)
            else:
                self._explain_failed_save(error, then)

        in_background(lambda: write_text_file(file, text, overwrite_changes=overwrite_changes), saved, failed, self)

    def _go_on(self) -> None:
        self._is_writing = False
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            self._once_written(act)

    def _ask_about_loss(self, then: _Then) -> None:
        buttons = QMessageBox.StandardButton
        choice = QMessageBox.question(
            self._editor.window(),
            self.tr("Save changes?"),
            self.tr("{name} has changes that are not saved.").format(name=self.name),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if choice == buttons.Save:
            self.save(then)
        elif choice == buttons.Discard:
            then()

    def _ask_about_changes(self, error: Exception, file: TextFile, then: _Then) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Changed on disk"), str(error), parent=self._editor.window())
        mine = box.addButton(self.tr("Keep Mine"), QMessageBox.ButtonRole.DestructiveRole)
        theirs = box.addButton(self.tr("Load Theirs"), QMessageBox.ButtonRole.DestructiveRole)
        elsewhere = box.addButton(self.tr("Save As…"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(elsewhere)
        box.exec()
        if box.clickedButton() is mine:
            self._once_written(lambda: self._write(file, then, overwrite_changes=True))
        elif box.clickedButton() is theirs:
            self.open(file.path)
        elif box.clickedButton() is elsewhere:
            self.save_as(then)

    def _explain(self, error: Exception) -> None:
        """Say what failed; the text stays as it is."""
        QMessageBox.warning(self._editor.window(), self.tr("That did not work"), str(error))

    def _explain_failed_save(self, error: Exception, then: _Then) -> None:
        """Say what failed, and offer another place; the text stays as it is."""
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("That did not work"), str(error), parent=self._editor.window())
        elsewhere = box.addButton(self.tr("Save As…"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Close)
        box.exec()
        if box.clickedButton() is elsewhere:
            self.save_as(then)
