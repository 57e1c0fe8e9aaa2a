"""All that keeps a window's text, and leads back to it: recovery, the session, and a watch on the file."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from keyboard.editor.files.document import Document
from keyboard.editor.files.file_watch import FileDrop, FileWatch
from keyboard.editor.notice import Notice
from keyboard.editor.recovery.keeper import RecoveryKeeper, RecoveryStore
from keyboard.editor.recovery.recovered_texts import RecoveredTexts
from keyboard.editor.session.session import SessionAccess, SessionRecord
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea


class Persistence(QObject):
    """Follows a window's document from its start to its end.

    Attributes:
        keeper: What brings the text back after a crash.
        session: Where the user left off, and the files used last.
        recovered: What leads back to texts that were not saved.
        notices: The lines above the bar that tell of a text that is back, and of a file that another program has changed.
    """

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
        self.recovery_notice, self.file_notice = self.notices = (Notice(window), Notice(window))
        self.recovered = RecoveredTexts(document, self.keeper, self._store, self.recovery_notice)
        window.installEventFilter(FileWatch(document, self.file_notice))
        FileDrop(text_area, document)

    def start(self, file: Path | None, *, is_first: bool) -> None:
        """Bring back what a crash left; else open a file if one is named, or for the first window the documents of last time."""
        self.recovered.look(file, lambda back: self._open(file, back, is_first=is_first))

    def set_private(self, is_private: bool) -> None:
        """Keep and note nothing from here on, and forget what was kept of this text; or do both again."""
        self.keeper.set_private(is_private)
        self.session.is_private = is_private

    def close(self) -> None:
        """Forget the text, which is saved or given up, and keep where the user leaves off."""
        self.session.close()
        self.keeper.close()
        self._store.close()

    def _open(self, file: Path | None, back: Collection[Path], *, is_first: bool) -> None:
        if file:
            if self._document.path != file.absolute():
                self._document.open(file)
        elif is_first and self._settings.current.reopen_last_document and not self.session.is_private:
            self.session.reopen(back)
