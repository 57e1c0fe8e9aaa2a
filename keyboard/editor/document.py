"""The document in the window: opened, saved, and asked about before it is given up."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPlainTextEdit

from keyboard.editor.background import in_background
from keyboard.editor.text_file import ChangedOnDiskError, TextFile, read_text_file, write_text_file

_Then = Callable[[], None]


def _nothing() -> None:
    """Do nothing more."""


class Document(QObject):
    """Connects a text with its file. Reading and writing happen on another thread; what fails is said, and the text stays.

    Signals:
        renamed: The file's name is another, or the text is saved or not.
    """

    renamed = Signal()

    def __init__(self, editor: QPlainTextEdit) -> None:
        """Start with an empty document that has no name."""
        super().__init__(editor)
        self._editor = editor
        self._file: TextFile | None = None
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
        """Open a file; one that does not exist yet is an empty document of that name."""
        if not path.exists():
            self._take(TextFile(path), "")
            return
        in_background(lambda: read_text_file(path), lambda read: self._take(*read), self._explain, self)

    def save(self, then: _Then = _nothing) -> None:
        """Save under the document's name, or ask for one; `then` is done once it is saved."""
        if self._file is None:
            self.save_as(then)
        else:
            self._write(self._file, then)

    def save_as(self, then: _Then = _nothing) -> None:
        """Ask for a name and save under it."""
        chosen, _ = QFileDialog.getSaveFileName(self._editor.window(), self.tr("Save As"), str(self.path or ""))
        if chosen:
            form = self._file or TextFile(Path(chosen))
            # The dialog has asked whether an existing file may be replaced.
            self._write(TextFile(Path(chosen), form.has_bom, form.line_end), then, overwrite_changes=True)

    def settle(self, then: _Then) -> None:
        """Do `then` once nothing can be lost by it: at once where all is saved, else after the user has chosen."""
        if not self._editor.document().isModified():
            then()
            return
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

    def _choose_and_open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self._editor.window(), self.tr("Open"), str(self.path or ""))
        if chosen:
            self.open(Path(chosen))

    def _take(self, file: TextFile | None, text: str) -> None:
        self._file = file
        self._editor.setPlainText(text)
        self._editor.document().setModified(False)
        self.renamed.emit()

    def _write(self, file: TextFile, then: _Then, *, overwrite_changes: bool = False) -> None:
        text = self._editor.toPlainText()
        revision = self._editor.document().revision()

        def saved(written: TextFile) -> None:
            self._file = written
            if self._editor.document().revision() == revision:
                self._editor.document().setModified(False)
            self.renamed.emit()
            then()

        def failed(error: Exception) -> None:
            if isinstance(error, ChangedOnDiskError):
                self._ask_about_changes(error, file, then)
            else:
                self._explain(error, then)

        in_background(lambda: write_text_file(file, text, overwrite_changes=overwrite_changes), saved, failed, self)

    def _ask_about_changes(self, error: Exception, file: TextFile, then: _Then) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Changed on disk"), str(error), parent=self._editor.window())
        mine = box.addButton(self.tr("Keep mine"), QMessageBox.ButtonRole.DestructiveRole)
        theirs = box.addButton(self.tr("Load theirs"), QMessageBox.ButtonRole.DestructiveRole)
        elsewhere = box.addButton(self.tr("Save As…"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is mine:
            self._write(file, then, overwrite_changes=True)
        elif box.clickedButton() is theirs:
            self.open(file.path)
        elif box.clickedButton() is elsewhere:
            self.save_as(then)

    def _explain(self, error: Exception, then: _Then = _nothing) -> None:
        """Say what failed; the text stays as it is, and can be saved elsewhere where saving was the matter."""
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("That did not work"), str(error), parent=self._editor.window())
        elsewhere = None
        if self._editor.document().isModified():
            elsewhere = box.addButton(self.tr("Save As…"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Close)
        box.exec()
        if elsewhere is not None and box.clickedButton() is elsewhere:
            self.save_as(then)
