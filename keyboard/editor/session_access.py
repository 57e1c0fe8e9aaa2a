"""The session as the window uses it: taken up at the start, noted with each file, and kept at the end."""

import contextlib
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtWidgets import QMainWindow

from keyboard.editor.background import in_background, in_order
from keyboard.editor.document import Document
from keyboard.editor.session import MOST_RECENT, read_session, write_session
from keyboard.editor.text_area import TextArea

_PATIENCE_AT_END_MS = 2000


class SessionAccess(QObject):
    """Follows a window and its document.

    Attributes:
        is_private: Nothing is taken up from the last session, and nothing noted.
    """

    def __init__(self, window: QMainWindow, text_area: TextArea, document: Document) -> None:
        """Read the last session: a file that small is read before there is a window that could wait for it."""
        super().__init__(window)
        self.is_private = False
        self._window = window
        self._text_area = text_area
        self._document = document
        self._session = read_session()
        self._thread = in_order(self)
        document.filed.connect(self._note_file)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files used last, the newest first."""
        return self._session.recent

    def restore_window(self) -> None:
        """Give the window the place and size that it had, unless it is private."""
        if self._session.geometry and not self.is_private:
            self._window.restoreGeometry(QByteArray.fromBase64(self._session.geometry.encode()))
            self._window.restoreState(QByteArray.fromBase64(self._session.layout.encode()))

    def reopen(self) -> None:
        """Open the document of the last session, with the cursor where it stood, if its file is still there."""
        document, cursor = self._session.document, self._session.cursor
        if document:

            def open_if_there(is_there: bool) -> None:
                if is_there and self._document.is_fresh:
                    self._document.open(document, cursor)

            in_background(document.is_file, open_if_there, lambda _: None, self)

    def forget_recent(self) -> None:
        """Forget which files were used."""
        self._session = replace(self._session, recent=())
        self._write_soon()

    def close(self) -> None:
        """Keep where the user leaves off, unless the window is private."""
        if self.is_private:
            return
        self._session = replace(
            self._session,
            document=self._document.path,
            cursor=self._text_area.textCursor().position(),
            geometry=_in_base64(self._window.saveGeometry()),
            layout=_in_base64(self._window.saveState()),
        )
        self._thread.waitForDone(_PATIENCE_AT_END_MS)
        with contextlib.suppress(OSError):  # there is no window left to say it in
            write_session(self._session)

    def _note_file(self) -> None:
        path = self._document.path
        if path is None or self.is_private:
            return
        path = path.absolute()
        others = [other for other in self._session.recent if other != path]
        self._session = replace(self._session, document=path, cursor=0, recent=(path, *others)[:MOST_RECENT])
        self._write_soon()

    def _write_soon(self) -> None:
        session = self._session
        # What is lost where it fails is a convenience, and a full disk is told of by all that matters.
        in_background(lambda: write_session(session), lambda _: None, lambda _: None, self, self._thread)


def _in_base64(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()
