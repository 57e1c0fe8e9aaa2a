"""The session of all windows of the program: which are open, and the files used last."""

import contextlib
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from keyboard.editor.background import in_background, in_order
from keyboard.editor.session.session import MOST_RECENT, Session, WindowState, keep_session, read_session

_PATIENCE_AT_END_MS = 2000


class Member(Protocol):
    """A window, as the record knows it: `SessionAccess`."""

    is_private: bool


class SessionRecord(QObject):
    """Keeps what the windows tell it, for the next start.

    Of windows that are closed one after the other the last one is kept, of those that are open when the program is quit or dies,
    all. Private windows tell nothing.

    Attributes:
        last: The session as the last start left it.
        recent: The files used last, the newest first.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Read the last session: a file that small is read before there is a window that could wait for it."""
        super().__init__(parent)
        self.last = read_session()
        self.recent = self.last.recent
        self._used: tuple[Path, ...] = ()  # those of `recent` that were used since the start
        self._has_forgotten = False
        self._open: list[Member] = []
        self._states: dict[Member, WindowState] = {}
        self._was_told = False
        self._is_quitting = False
        self._thread = in_order(self)

    def join(self, window: Member) -> None:
        """Take note that there is another window."""
        self._open.append(window)

    def note(self, window: Member, state: WindowState) -> None:
        """Keep how a window stands, which is the one used last."""
        self._is_quitting = False
        others = {other: kept for other, kept in self._states.items() if other in self._open and other is not window}
        self._states = {window: state, **others}
        self._write_soon()

    def note_recent(self, file: Path) -> None:
        """Put a file first among those used last."""
        self.recent, self._used = (
            (file, *(other for other in files if other != file))[:MOST_RECENT] for files in (self.recent, self._used)
        )

    def forget_recent(self) -> None:
        """Forget which files were used."""
        self.recent = self._used = ()
        self._has_forgotten = True
        self._write_soon()

    def quit(self) -> None:
        """Keep all windows that are closed from here on: the program ends, and not one of them alone."""
        self._is_quitting = True

    def leave(self, window: Member, state: WindowState | None) -> None:
        """Let go of a window that closes, and keep its state where it is one to be kept; None where it is private."""
        self._open.remove(window)
        self._states.pop(window, None)
        if state is not None:
            self._was_told = True
            if self._is_quitting:
                self._states = {window: state, **self._states}
            elif all(other.is_private for other in self._open):
                self._states = {window: state}
        if self._open:
            self._write_soon()
        elif self._was_told:
            self._thread.waitForDone(_PATIENCE_AT_END_MS)
            with contextlib.suppress(OSError):  # there is no window left to say it in
                self._keep(self._session)

    @property
    def _session(self) -> Session:
        return Session(tuple(self._states.values()), self._used)

    def _keep(self, session: Session) -> None:
        keep_session(session, keeps_recent=not self._has_forgotten)

    def _write_soon(self) -> None:
        self._was_told = True
        session = self._session
        # What is lost where it fails is a convenience, and a full disk is told of by all that matters.
        in_background(lambda: self._keep(session), lambda _: None, lambda _: None, self, self._thread)
