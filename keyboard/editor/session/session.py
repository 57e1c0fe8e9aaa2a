"""Where one left off: the windows with their documents, and the files used last; kept between starts in `session.json`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keyboard.atomic_file import write_atomically
from keyboard.locations import data_folder
from keyboard.locked_file import locked_file

MOST_RECENT = 10
_PATIENCE_S = 2


@dataclass(frozen=True)
class WindowState:
    """How one window is found again.

    Attributes:
        document: The file in it, or None.
        cursor: Where the cursor stood in it, in UTF-16 units.
        geometry: Its place and size, as Qt writes them, in Base64; "" where none is kept.
        layout: Where its panels stand, as Qt writes it, in Base64; "" where none is kept.
    """

    document: Path | None = None
    cursor: int = 0
    geometry: str = ""
    layout: str = ""


@dataclass(frozen=True)
class Session:
    """What is found again at the next start.

    Attributes:
        windows: The windows, the one used last first.
        recent: The files used last, the newest first.
    """

    windows: tuple[WindowState, ...] = ()
    recent: tuple[Path, ...] = ()


def session_file() -> Path:
    """Return where the session lies."""
    return data_folder() / "session.json"


def read_session() -> Session:
    """Return the last session; an empty one where there is none or its file is broken, for nothing is lost with it."""
    try:
        values = json.loads(session_file().read_bytes())
        # Earlier versions kept one window, and its values among those of the session.
        windows = values.get("windows", [values])
        return Session(
            tuple(_window_of(window) for window in windows),
            tuple(Path(path) for path in values["recent"])[:MOST_RECENT],
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Session()


def keep_session(session: Session, *, keeps_recent: bool) -> None:
    """Keep a session, and behind its files those of the last one where `keeps_recent`. Raises `OSError`."""
    file = session_file()
    with locked_file(file, _PATIENCE_S):
        kept = read_session().recent if keeps_recent else ()
        recent = tuple(dict.fromkeys((*session.recent, *kept)))[:MOST_RECENT]
        _write(Session(session.windows, recent))


def _write(session: Session) -> None:
    windows = [
        {
            "document": str(window.document or ""),
            "cursor": window.cursor,
            "geometry": window.geometry,
            "layout": window.layout,
        }
        for window in session.windows
    ]
    values = {"windows": windows, "recent": [str(path) for path in session.recent]}
    write_atomically(session_file(), json.dumps(values, indent=1).encode())


def _window_of(values: dict[str, Any]) -> WindowState:
    document = values["document"]
    return WindowState(
        Path(document) if document else None,
        int(values["cursor"]),
        str(values["geometry"]),
        str(values.get("layout", "")),
    )
