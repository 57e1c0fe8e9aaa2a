"""Keeps a window's text safe and restores it: recovery, the session, and a watch on the file."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QEvent, QFileSystemWatcher, QMimeData, QObject, Qt, QTimer
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


class Persistence(QObject):
    """Follows a window's document from its start to its end."""

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
        self.recovered.look(file, lambda back: self._open(file, back, is_first=is_first))

    def set_private(self, is_private: bool) -> None:
        """Stop keeping the text and recording the session, and delete what was kept of this text; or resume both."""
        self.keeper.set_private(is_private)
        self.session.is_private = is_private

    def close(self) -> None:
        """Delete the journal of the text, which is saved or discarded, and keep the session."""
        self.session.close()
        self.keeper.close()
        self._store.close()

    def _open(self, file: Path | None, back: Collection[Path], *, is_first: bool) -> None:
        if file:
            if self._document.path != file.absolute():
                self._document.open(file)
        elif is_first and self._settings.current.reopen_last_document and not self.session.is_private:
            self.session.reopen(back)


# Programs write a file in several steps.
_SETTLED_AFTER_MS = 300


class FileWatch(QObject):
    """Compares the file's content with what the document last read or wrote, when the system reports a change.

    It asks what to do in a line above the bar, once for each content: a dialog would catch the keys of someone who types.
    """

    def __init__(self, document: Document, notice: Notice) -> None:
        """`notice` says what has changed."""
        super().__init__(document)
        self._document = document
        self._notice = notice
        self._announced = ""
        notice.action_requested.connect(self._ask)
        notice.declined.connect(lambda: notice.say(""))
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED_AFTER_MS)
        self._timer.timeout.connect(self.look)
        for signal in (self._watcher.fileChanged, self._watcher.directoryChanged):
            signal.connect(self._timer.start)
        document.filed.connect(self._watch)
        document.replaced.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
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
            is_other = known is not None and known.path == file.path and fingerprint not in {"", known.fingerprint}
            if is_other and fingerprint != self._announced and not self._document.is_writing:
                self._announced = fingerprint
                sentence = str(ChangedOnDiskError(file.path))
                self._notice.say(sentence, action=self.tr("Choose…"), second_action=self.tr("Not Now"))

        in_background(lambda: fingerprint_on_disk(file.path), compare, lambda _: None, self)

    def _ask(self) -> None:
        self._notice.say("")
        self._document.resolve_change()

    def _watch(self) -> None:
        """Watch the file, and its folder: a program that replaces a file ends the watching of the file itself."""
        self._announced = ""
        self._notice.say("")
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)
        if path := self._document.path:
            self._watcher.addPaths([str(path), str(path.parent)])


class FileDrop(QObject):
    """Opens dropped files; dropped text is inserted as usual."""

    def __init__(self, text_area: TextArea, document: Document) -> None:
        super().__init__(text_area)
        self._document = document
        text_area.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
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
    return next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)
