"""Keeps a window's text safe and restores it: recovery, the session, and a watch on the file."""

import os
from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QEvent, QFileSystemWatcher, QMimeData, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow

from keyboard.editor.background import in_background
from keyboard.editor.files.document import Document
from keyboard.editor.files.text_file import ChangedOnDiskError, fingerprint_on_disk
from keyboard.editor.notice import Notice
from keyboard.editor.recovery.keeper import RecoveryKeeper, RecoveryStore
from keyboard.editor.recovery.recovered_texts import RecoveredTexts
from keyboard.editor.session.session import SessionAccess, SessionRecord
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.storage.locations import readable
from keyboard.storage.saving import UnfinishedSave, complete_interrupted_saves


class Persistence(QObject):
    """Follows a window's document from its start to its end."""

    failed = Signal(str)  # an interrupted save cannot be completed; one sentence

    def __init__(
        self, window: QMainWindow, text_area: TextArea, document: Document, settings: SettingsAccess, record: SessionRecord
    ) -> None:
        """Write nothing before `start`."""
        super().__init__(window)
        self._document = document
        self._settings = settings
        self._store = RecoveryStore()
        self.keeper = RecoveryKeeper(text_area, document, self._store)
        self.session = SessionAccess(window, text_area, document, record)
        # The lines above the bar about a restored text, and about a file that another program has changed.
        self.recovery_notice, self.file_notice = self.notices = (Notice(window), Notice(window))
        self.recovered = RecoveredTexts(document, self.keeper, self._store, self.recovery_notice)
        window.installEventFilter(FileWatch(document, self.file_notice))
        FileDrop(text_area, document)

    def start(self, file: Path | None, *, is_first: bool) -> None:
        """Restore the text that a crash left, else open `file`, or in the first window the documents of the last session."""
        if is_first:
            self.keeper.in_turn(complete_interrupted_saves, self._report_unfinished, lambda error: self.failed.emit(str(error)))
        self.recovered.look(file, lambda back: self._open(file, back, is_first=is_first))

    def set_private(self, is_private: bool) -> None:
        """Stop keeping the text and recording the session, and delete this text's journal; or resume both."""
        self.keeper.set_private(is_private)
        self.session.is_private = is_private

    def close(self) -> None:
        """Delete the journal of the text, which is saved or discarded, and keep the session."""
        self.session.close()
        self.keeper.close()
        self._store.close()

    def _report_unfinished(self, saves: list[UnfinishedSave]) -> None:
        for save in saves:
            sentence = self.tr(
                "{target} was not saved completely when the program ended, and has been changed since. "
                "The text that was to be saved is in {kept}."
            )
            self.failed.emit(sentence.format(target=readable(save.target), kept=readable(save.kept)))

    def _open(self, file: Path | None, back: Collection[Path], *, is_first: bool) -> None:
        if file:
            if self._document.path != file.absolute():
                self._document.open(file, may_be_new=True)
        elif is_first and self._settings.current.reopen_last_document and not self.session.is_private:
            self.session.reopen(back)


# Programs write a file in several steps.
_SETTLED_AFTER_MS = 300


class FileWatch(QObject):
    """Compares the file's content with what the document last read or wrote, when the system reports a change or a deletion.

    It asks what to do in a line above the bar, once for each content: a dialog would catch the keys of someone who types.
    """

    def __init__(self, document: Document, notice: Notice) -> None:
        """`notice` says what has changed."""
        super().__init__(document)
        self._document = document
        self._notice = notice
        self._announced = ""
        self._is_gone = False
        notice.action_requested.connect(self._act)
        notice.declined.connect(lambda: notice.say(""))
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED_AFTER_MS)
        self._timer.timeout.connect(self.look)
        for signal in (self._watcher.fileChanged, self._watcher.directoryChanged):
            signal.connect(self._timer.start)
        document.filed.connect(self._watch)
        document.replaced.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Check the file when the window becomes active: a network drive reports no changes."""
        if event.type() == QEvent.Type.WindowActivate:
            self._timer.start()
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Compare the file with its last known content, on another thread."""
        file = self._document.file
        if file is None or not file.fingerprint:
            return

        def compare(fingerprint: str) -> None:
            known = self._document.file
            if known is None or known.path != file.path or self._document.is_writing:
                return
            if not fingerprint:
                self._report_loss(file.path)
                return
            if self._is_gone:
                self._is_gone = False
                self._notice.say("")
                self._document.set_orphaned(is_orphaned=False)
            if fingerprint not in {known.fingerprint, self._announced}:
                self._announced = fingerprint
                sentence = str(ChangedOnDiskError(file.path))
                self._notice.say(sentence, action=self.tr("Choose…"), second_action=self.tr("Not Now"))

        in_background(lambda: fingerprint_on_disk(file.path), compare, lambda _: None, self)

    def _report_loss(self, path: Path) -> None:
        if self._is_gone:
            return
        self._is_gone = True
        self._document.set_orphaned(is_orphaned=True)
        sentence = self.tr("{path} no longer exists. Its text is only in this window until you save it.")
        self._notice.say(sentence.format(path=readable(path)), action=self.tr("Save"), second_action=self.tr("Not Now"))

    def _act(self) -> None:
        self._notice.say("")
        if self._is_gone:
            self._document.save()
        else:
            self._document.resolve_change()

    def _watch(self) -> None:
        """Watch the file, and its folder: a program that replaces a file ends the watching of the file itself."""
        self._announced = ""
        self._is_gone = False
        self._notice.say("")
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)
        if path := self._document.path:
            # Qt cannot name a file whose name is not UTF-8.
            self._watcher.addPaths([str(watched) for watched in (path, path.parent) if str(watched) == readable(watched)])


class FileDrop(QObject):
    """Opens dropped files; dropped text is inserted as usual."""

    def __init__(self, text_area: TextArea, document: Document) -> None:
        super().__init__(text_area)
        self._document = document
        text_area.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a dragged file, and open it once the present text is saved or discarded."""
        if not isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            return super().eventFilter(watched, event)
        path = _file_of(event.mimeData())
        if path is None:
            return super().eventFilter(watched, event)
        # A move would allow the program that the file comes from to delete it.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            # That program waits until this returns, and a question may come first.
            QTimer.singleShot(0, self, lambda: self._document.settle(lambda: self._document.open(path)))
        return True


def _file_of(data: QMimeData) -> Path | None:
    """Return the first file of a drag, or None."""
    return next((_path_of(url) for url in data.urls() if url.isLocalFile()), None)


def _path_of(url: QUrl) -> Path:
    """Return the path of a file's address, even if its name is not UTF-8; Qt would replace the bytes that it cannot read."""
    path = url.toLocalFile()
    if "\ufffd" in path:
        path = os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded)))
    return Path(path)
