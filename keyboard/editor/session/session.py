"""The session: the windows with their documents, and the recent files; kept between starts in `session.json`."""

import contextlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from keyboard.editor.background import in_background, in_order
from keyboard.editor.files.document import Document
from keyboard.editor.notice import plain_tip
from keyboard.editor.text.text_area import TextArea
from keyboard.storage.atomic_file import locked_file, write_atomically
from keyboard.storage.locations import data_folder, readable

MOST_RECENT = 10
_PATIENCE_S = 2


@dataclass(frozen=True)
class WindowState:
    """The state of one window at the next start."""

    document: Path | None = None  # the file in it, or None
    cursor: int = 0  # in UTF-16 units
    geometry: str = ""  # of `saveGeometry`, in Base64; "" if none is kept
    layout: str = ""  # of `saveState`, in Base64; "" if none is kept


@dataclass(frozen=True)
class Session:
    """The windows and recent files that the next start restores."""

    windows: tuple[WindowState, ...] = ()  # the windows, the one used last first
    recent: tuple[Path, ...] = ()  # the files used last, the newest first


def session_file() -> Path:
    """Return the session's path."""
    return data_folder() / "session.json"


def read_session() -> Session:
    """Return the last session, or an empty one if its file is missing or broken, which loses nothing of value."""
    try:
        values = json.loads(session_file().read_bytes())
        # Earlier versions kept one window, with its values among the session's own.
        windows = values.get("windows", [values])
        return Session(
            tuple(_window_of(window) for window in windows), tuple(Path(path) for path in values["recent"])[:MOST_RECENT]
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Session()


def keep_session(session: Session, *, keeps_recent: bool) -> None:
    """Save a session; with `keeps_recent`, the recent files of the last one follow its own. Raises `OSError`."""
    file = session_file()
    with locked_file(file, _PATIENCE_S):
        kept = read_session().recent if keeps_recent else ()
        recent = tuple(dict.fromkeys((*session.recent, *kept)))[:MOST_RECENT]
        _write(Session(session.windows, recent))


def _write(session: Session) -> None:
    windows = [
        {"document": str(window.document or ""), "cursor": window.cursor, "geometry": window.geometry, "layout": window.layout}
        for window in session.windows
    ]
    values = {"windows": windows, "recent": [str(path) for path in session.recent]}
    write_atomically(session_file(), json.dumps(values, indent=1).encode())


def _window_of(values: dict[str, Any]) -> WindowState:
    document = values["document"]
    return WindowState(
        Path(document) if document else None, int(values["cursor"]), str(values["geometry"]), str(values.get("layout", ""))
    )


_PATIENCE_AT_END_MS = 2000


class SessionRecord(QObject):
    """Saves the state of the windows for the next start.

    If the user closes the windows one after the other, the last one is kept; if the program quits or dies, all open windows are.
    Private windows are not recorded.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Read the last session, a small file, before any window exists that could be blocked."""
        super().__init__(parent)
        self.last = read_session()  # the session as the last start left it
        self.recent = self.last.recent
        self._used: tuple[Path, ...] = ()  # the recent files used since the start
        self._has_forgotten = False
        self._open: list[SessionAccess] = []
        self._states: dict[SessionAccess, WindowState] = {}
        self._has_news = False
        self._is_quitting = False
        self._thread = in_order(self)

    def join(self, window: "SessionAccess") -> None:
        self._open.append(window)

    def note(self, window: "SessionAccess", state: WindowState) -> None:
        """Record the state of a window, which becomes the one used last."""
        self._is_quitting = False
        others = {other: kept for other, kept in self._states.items() if other in self._open and other is not window}
        self._states = {window: state, **others}
        self._write_soon()

    def note_recent(self, file: Path) -> None:
        """Put a file first among the recent ones."""
        self.recent, self._used = (
            (file, *(other for other in files if other != file))[:MOST_RECENT] for files in (self.recent, self._used)
        )

    def forget_recent(self) -> None:
        self.recent = self._used = ()
        self._has_forgotten = True
        self._write_soon()

    def quit(self) -> None:
        """Keep all windows that close from now on: the program is quitting."""
        self._is_quitting = True

    def leave(self, window: "SessionAccess", state: WindowState | None) -> None:
        """Remove a window that closes, and keep its state for the next start; `state` is None for a private window."""
        self._open.remove(window)
        self._states.pop(window, None)
        if state is not None:
            self._has_news = True
            if self._is_quitting:
                self._states = {window: state, **self._states}
            elif all(other.is_private for other in self._open):
                self._states = {window: state}
        if self._open:
            self._write_soon()
        elif self._has_news:
            self._thread.waitForDone(_PATIENCE_AT_END_MS)
            with contextlib.suppress(OSError):  # no window is left to show it
                self._keep(self._session)

    @property
    def _session(self) -> Session:
        return Session(tuple(self._states.values()), self._used)

    def _keep(self, session: Session) -> None:
        keep_session(session, keeps_recent=not self._has_forgotten)

    def _write_soon(self) -> None:
        self._has_news = True
        session = self._session
        # A failure loses only a convenience; more important writes report a full disk.
        in_background(lambda: self._keep(session), lambda _: None, lambda _: None, self, self._thread)


class SessionAccess(QObject):
    """Saves and restores the state of a window and its document."""

    others_left = Signal(object)  # the states of the last session's other windows, a tuple

    def __init__(self, window: QMainWindow, text_area: TextArea, document: Document, record: SessionRecord) -> None:
        """Register the window with `record`."""
        super().__init__(window)
        self.is_private = False  # nothing is restored from the last session, and nothing recorded
        self.last = next(iter(record.last.windows), WindowState())  # the window's last state, or that of one like it
        self._window = window
        self._text_area = text_area
        self._document = document
        self._record = record
        record.join(self)
        document.filed.connect(self._note_file)

    @property
    def recent(self) -> tuple[Path, ...]:
        return self._record.recent

    def restore_window(self) -> None:
        if self.last.geometry and not self.is_private:
            self._window.restoreGeometry(QByteArray.fromBase64(self.last.geometry.encode()))
            self._window.restoreState(QByteArray.fromBase64(self.last.layout.encode()))

    def reopen(self, but: Collection[Path]) -> None:
        """Open a document of the last session, if its file exists and is not in `but`; emit `others_left` for the rest."""
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
        self._record.forget_recent()

    def close(self) -> None:
        """Save the state of the window, unless it is private."""
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


class RecentMenu(QMenu):
    """Lists the recent files whenever the menu opens."""

    def __init__(self, session: SessionAccess, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open &Recent"))
        self.setToolTipsVisible(True)
        self._session = session
        self._document = document
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        self.clear()
        for number, path in enumerate(self._session.recent, 1):
            name = readable(Path(path.name)).replace("&", "&&")
            action = self.addAction(f"&{number % 10} {name}", partial(self._open, path))
            action.setToolTip(plain_tip(readable(path)))
        if self._session.recent:
            self.addSeparator()
            self.addAction(self.tr("&Forget These"), self._session.forget_recent)
        else:
            self.addAction(self.tr("None yet")).setEnabled(False)

    def _open(self, path: Path) -> None:
        self._document.settle(lambda: self._document.open(path))
