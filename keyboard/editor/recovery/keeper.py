"""Keeps the document on the disk while it is typed, so that it is there again after a crash."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from keyboard.editor.background import in_background, in_order
from keyboard.editor.files.document import Document
from keyboard.editor.recovery.edits import Edit, joined
from keyboard.editor.recovery.journal import Journal, KeptText
from keyboard.editor.recovery.store import RecoveryStore
from keyboard.editor.recovery.text_changes import TextChanges
from keyboard.editor.text.text_area import TextArea

# From a change to its writing, which itself takes a disk some 10 ms: together well below a second.
_DELAY_MS = 300
_RETRY_MS = 3000
_PATIENCE_AT_END_MS = 5000


class RecoveryKeeper(QObject):
    """Writes each change of the document into its journal, on a thread of its own, within a second.

    There is no journal while all of the text is in its file, nor in private mode.

    Attributes:
        is_private: Nothing is kept; `set_private` changes it.

    Signals:
        failed: The journal cannot be written, one sentence; it is said once, until it can be written again.
    """

    failed = Signal(str)

    def __init__(self, text_area: TextArea, document: Document, store: RecoveryStore) -> None:
        """Follow a document; `store` is opened by someone else, on this object's thread (`in_turn`)."""
        super().__init__(document)
        self._text_area = text_area
        self._document = document
        self._store = store
        self._journal = store.new_journal()
        self._base: str | None = ""  # the text that the journal begins with; None once that is written
        self._edits: list[Edit] = []  # since the base, or what the journal has
        self._is_writing = False
        self.is_private = False
        self._has_failed = False
        self._thread = in_order(self)
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self._write)
        TextChanges(text_area).edited.connect(self._follow)
        document.replaced.connect(self._start_anew)
        document.filed.connect(self._take_filed)

    def in_turn(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None] = lambda _: None,
        otherwise: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do `work` on the journals' thread, after all that was asked for before."""
        in_background(work, then, otherwise or self._fail, self, self._thread)

    def resume(self, journal: Journal, kept: KeptText) -> None:
        """Bring a text back into the window, and let its journal, which was read just now, go on."""
        self._document.restore(kept.file, kept.text, kept.cursor)
        self._journal, self._base = journal, None

    def set_private(self, is_private: bool) -> None:
        """Keep nothing from here on, and forget what was kept; or keep all of the text again."""
        self.is_private = is_private
        self._start_anew()
        if not is_private:
            self._keep_whole()

    def close(self) -> None:
        """Forget the text, which is saved or given up, and wait until that is done."""
        self._start_anew()
        self._thread.waitForDone(_PATIENCE_AT_END_MS)

    def _follow(self, edit: Edit) -> None:
        if self.is_private or self._document.is_filling:
            return
        self._edits = joined(self._edits, edit)
        self._write_soon(_DELAY_MS)

    def _start_anew(self) -> None:
        """Forget what was kept; the next journal begins with an empty text."""
        self._timer.stop()
        self.in_turn(self._journal.remove)
        self._journal = self._store.new_journal()
        self._base, self._edits = "", []

    def _take_filed(self, text: str) -> None:
        """Go on from a text that is in its file, unless more was typed since it was taken for writing."""
        if self.is_private:
            return
        if self._text_area.document().isModified() and not self._document.is_filling:
            if self._base is None:
                self._note_file()
            return
        self._start_anew()
        self._base = text

    def _note_file(self) -> None:
        if self._document.file:
            self.in_turn(partial(self._journal.saved_as, self._document.file))

    def _keep_whole(self) -> None:
        """Keep the text as it stands, whatever was kept before; once all of it is there."""
        if self._document.is_loading:
            QTimer.singleShot(_RETRY_MS, self, self._keep_whole)
            return
        self._base, self._edits = self._text_area.whole_text(), []
        if self._text_area.document().isModified():
            self._edits = [Edit(0, 0, "")]
            self._write_soon(_DELAY_MS)

    def _write_soon(self, delay_ms: int) -> None:
        if not self._timer.isActive():
            self._timer.start(delay_ms)

    def _write(self) -> None:
        if self._is_writing or not self._edits:
            return
        journal, base, edits, cursor = self._journal, self._base, self._edits, self._text_area.textCursor().position()
        self._edits = []
        self._is_writing = True
        file = self._document.file

        def work() -> None:
            if base is None:
                journal.add(edits, cursor)
            else:
                journal.begin(KeptText(file, base, cursor), edits)

        def written(_: None) -> None:
            self._end_writing()
            self._has_failed = False
            if journal is self._journal:
                self._base = None
                if self._document.file not in {file, None}:
                    self._note_file()

        def failed(error: Exception) -> None:
            if journal is self._journal:
                self._edits = edits + self._edits
                if isinstance(error, FileNotFoundError):
                    self._keep_whole()
            self._end_writing(_RETRY_MS)
            self._fail(error)

        self.in_turn(work, written, failed)

    def _end_writing(self, delay_ms: int = _DELAY_MS) -> None:
        self._is_writing = False
        if self._edits:
            self._write_soon(delay_ms)

    def _fail(self, error: Exception) -> None:
        if not self._has_failed and not isinstance(error, FileNotFoundError):
            self._has_failed = True
            reason = error.strerror or error if isinstance(error, OSError) else error
            self.failed.emit(
                self.tr("What you type cannot be kept for a recovery ({reason}); save it, and look at {folder}.").format(
                    reason=reason, folder=self._store.folder
                )
            )
