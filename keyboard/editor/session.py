"""Where one left off: the document, the cursor and the window, and the files used last; kept between starts in `session.json`."""

import json
from dataclasses import dataclass
from pathlib import Path

from keyboard.atomic_file import write_atomically
from keyboard.locations import data_folder

MOST_RECENT = 10


@dataclass(frozen=True)
class Session:
    """What is found again at the next start.

    Attributes:
        document: The file in the window, or None.
        cursor: Where the cursor stood in it, in UTF-16 units.
        geometry: The window's place and size, as Qt writes them, in Base64; "" where none is kept.
        layout: Where the window's panels stand, as Qt writes it, in Base64; "" where none is kept.
        recent: The files used last, the newest first.
    """

    document: Path | None = None
    cursor: int = 0
    geometry: str = ""
    layout: str = ""
    recent: tuple[Path, ...] = ()


def session_file() -> Path:
    """Return where the session lies."""
    return data_folder() / "session.json"


def read_session() -> Session:
    """Return the last session; an empty one where there is none or its file is broken, for nothing is lost with it."""
    try:
        values = json.loads(session_file().read_bytes())
        document = values["document"]
        return Session(
            Path(document) if document else None,
            int(values["cursor"]),
            str(values["geometry"]),
            str(values.get("layout", "")),  # sessions of earlier versions have none
            tuple(Path(path) for path in values["recent"])[:MOST_RECENT],
        )
    except (OSError, ValueError, TypeError, KeyError):
        return Session()


def write_session(session: Session) -> None:
    """Keep a session. Raises `OSError`."""
    values = {
        "document": str(session.document or ""),
        "cursor": session.cursor,
        "geometry": session.geometry,
        "layout": session.layout,
        "recent": [str(path) for path in session.recent],
    }
    write_atomically(session_file(), json.dumps(values, indent=1).encode())
