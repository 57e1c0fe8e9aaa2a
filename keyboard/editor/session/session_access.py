"""The session as one window uses it: taken up at the start, noted with each file, and left at the end."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtWidgets import QMainWindow

from keyboard.editor.background import in_background
from keyboard.editor.files.document import Document
from keyboard.editor.session.session import WindowState
from keyboard.editor.session.session_record import SessionRecord
from keyboard.editor.text.text_area import TextArea


class SessionAccess(QObject):
    """Follows a window and its document.

    Signals:
        others_left: There were more windows last time; their states, a tuple.

    Attributes:
        is_private: Nothing is taken up from the last session, and nothing noted.
        last: How the window stood last time, or one like it.
    """

    others_left = Signal(object)

    def __init__(self, window: QMainWindow, text_area: TextArea, document: Document, record: SessionRecord) -> None:
        """Tell `record` of the window."""
        super().__init__(window)
        self.is_private = False
        self.last = next(iter(record.last.windows), WindowState())
        self._window = window
        self._text_area = text_area
        self._document = document
        self._record = record
        record.join(self)
        document.filed.connect(self._note_file)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files used last, the newest first."""
        return self._record.recent

    def restore_window(self) -> None:
        """Give the window the place and size that it had, unless it is private."""
        if self.last.geometry and not self.is_private:
            self._window.restoreGeometry(QByteArray.fromBase64(self.last.geometry.encode()))
            self._window.restoreState(QByteArray.fromBase64(self.last.layout.encode()))

    def reopen(self, but: Collection[Path]) -> None:
        """Open a document of the last session, if its file is there and not among `but`; `others_left` tells of the rest."""
        wanted = [state for state in self._record.last.windows if state.document and state.document not in but]

        def there() -> list[WindowState]:
            return [state for state in wanted if state.document and state.document.is_file()]

        def open_here(left: list[WindowState]) -> None:
            if left and left[0].document and self._document.is_fresh:
                self._document.open(left[0].document, left[0].cursor)
                left = left[1:]
            if left:
                self.others_left.emit(tuple(left))

        in_background(there, open_here, lambda _: None, self)

    def forget_recent(self) -> None:
        """Forget which files were used."""
        self._record.forget_recent()

    def close(self) -> None:
        """Keep where the user leaves off, unless the window is private."""
        self._record.leave(self, None if self.is_private else self._state())

    def _state(self) -> WindowState:
        return WindowState(
            self._document.path,
            self._text_area.textCursor().position(),
            _in_base64(self._window.saveGeometry()),
            _in_base64(self._window.saveState()),
        )

    def _note_file(self) -> None:
        if self.is_private:
            return
        if self._document.path:
            self._record.note_recent(self._document.path.absolute())
        self._record.note(self, self._state())


def _in_base64(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()
