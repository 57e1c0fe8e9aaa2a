"""Writes the document to a journal while the user types, so that a crash loses nothing."""

import contextlib
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, QTimer, Signal

from keyboard.editor.background import in_background, in_order
from keyboard.editor.files.document import Document
from keyboard.editor.recovery.journal import Edit, Journal, KeptText, TextChanges, joined
from keyboard.editor.text.text_area import TextArea
from keyboard.storage.locations import data_folder

_SUFFIX = ".journal"
_PATIENCE_S = 5.0


class RecoveryStore:
    """The folder of journals: this program's, and those of programs that crashed.

    A lock marks a folder as in use; the operating system releases it however the process ends.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Name the folder; `open` creates it."""
        self.folder = folder or data_folder() / "recovery"
        self._own = self.folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:8]}"
        self._lock = FileLock(self._own / "lock", thread_local=False)

    def open(self) -> list[Journal]:
        """Create this program's folder, move crashed programs' journals into it, and return them, oldest first.

        Two programs that start at once never get the same journal. Raises `OSError`.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # other users must not read it
        self._own.mkdir(exist_ok=True)
        try:
            # Otherwise another program could mistake a folder not locked yet for a crashed program's.
            with FileLock(self.folder / "lock", timeout=_PATIENCE_S):
                self._lock.acquire(timeout=0)
                others = [entry for entry in self.folder.iterdir() if entry.is_dir() and entry != self._own]
                found = [journal for folder in others for journal in self._adopt(folder)]
        except Timeout as error:
            raise OSError(f"the lock {error.lock_file} is held") from error
        return [Journal(path) for path in sorted(found, key=lambda path: path.stat().st_mtime)]

    def take(self, journal: Journal) -> None:
        """Move the journal of another window of this program here, after `open`. Raises `OSError`."""
        journal.path = journal.path.rename(self._own / journal.path.name)

    def new_journal(self) -> Journal:
        """Return a new journal, which is not on the disk yet."""
        return Journal(self._own / f"{uuid.uuid4().hex[:12]}{_SUFFIX}")

    def close(self) -> None:
        """Release the folder, and remove it unless it holds a journal for the next start."""
        self._lock.release()
        _remove_empty(self._own)

    def _adopt(self, folder: Path) -> list[Path]:
        """Move a folder's journals into this program's folder, unless its program is running."""
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return []
        adopted = [journal.rename(self._own / journal.name) for journal in folder.glob(f"*{_SUFFIX}")]
        lock.release()
        _remove_empty(folder)
        return adopted


def _remove_empty(folder: Path) -> None:
    """Remove a folder that holds nothing but its lock."""
    if any(folder.glob(f"*{_SUFFIX}")):
        return
    with contextlib.suppress(OSError):
        (folder / "lock").unlink(missing_ok=True)
        folder.rmdir()


# From a change to its write, which takes about 10 ms more: together well below a second.
_DELAY_MS = 300
_RETRY_MS = 3000
_PATIENCE_AT_END_MS = 5000


class RecoveryKeeper(QObject):
    """Writes each change of the document into its journal, on a thread of its own, within a second.

    There is no journal while all of the text is in its file, nor in private mode.
    """

    failed = Signal(str)  # one sentence: the journal cannot be written; emitted once until a write succeeds

    def __init__(self, text_area: TextArea, document: Document, store: RecoveryStore) -> None:
        """Follow a document; the caller opens `store` on this object's thread (`in_turn`)."""
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
        document.replaced.connect(self._begin_new_journal)
        document.filed.connect(self._take_filed)
        document.orphaned.connect(self._keep_orphan)

    def in_turn(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None] = lambda _: None,
        otherwise: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do `work` on the journals' thread, after all earlier work."""
        in_background(work, then, otherwise or self._fail, self, self._thread)

    def resume(self, journal: Journal, kept: KeptText) -> None:
        """Restore a text to the window and continue its journal, which was just read."""
        self._document.restore(kept.file, kept.text, kept.cursor)
        self._journal, self._base = journal, None

    def set_private(self, is_private: bool) -> None:
        """Stop keeping the text and delete the journal, or begin a new journal with the whole text."""
        self.is_private = is_private
        self._begin_new_journal()
        if not is_private:
            self._keep_text()

    def close(self) -> None:
        """Delete the journal of the saved or discarded text, and wait until that is done."""
        self._begin_new_journal()
        self._thread.waitForDone(_PATIENCE_AT_END_MS)

    def _follow(self, edit: Edit) -> None:
        if self.is_private or self._document.is_loading_chunk:
            return
        self._edits = joined(self._edits, edit)
        self._write_soon(_DELAY_MS)

    def _begin_new_journal(self) -> None:
        """Delete the journal; the next one begins with an empty text."""
        self._timer.stop()
        self.in_turn(self._journal.remove)
        self._journal = self._store.new_journal()
        self._base, self._edits = "", []

    def _take_filed(self, text: str) -> None:
        """Continue from a text that is in its file, unless the user typed more while it was written."""
        if self.is_private:
            return
        if self._text_area.document().isModified() and not self._document.is_loading_chunk:
            if self._base is None:
                self._note_file()
            return
        self._begin_new_journal()
        self._base = text

    def _keep_orphan(self) -> None:
        if not self.is_private:
            self._keep_text()

    def _note_file(self) -> None:
        if self._document.file:
            self.in_turn(partial(self._journal.saved_as, self._document.file))

    def _keep_text(self) -> None:
        """Keep the text as it is, once all of it has loaded, in place of what was kept before."""
        if self._document.is_loading:
            QTimer.singleShot(_RETRY_MS, self, self._keep_text)
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
                    self._keep_text()
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
                self.tr(
                    "What you type cannot be kept for recovery ({reason}); save your text, and check the folder {folder}."
                ).format(reason=reason, folder=self._store.folder)
            )
