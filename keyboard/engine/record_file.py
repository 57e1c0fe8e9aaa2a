"""A JSON file of what was found out about this machine, which several processes add to."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

from keyboard.atomic_file import write_atomically
from keyboard.locked_file import locked_file

_PATIENCE_S = 5


class RecordFile:
    """Reads and changes such a file. It can be made anew, so one that cannot be read or written is no error."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> object:
        """Return what it holds, or None where it holds nothing that can be read."""
        try:
            return json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def change(self, changed: Callable[[object], object]) -> None:
        """Write what `changed` makes of what `read` returns; no other process changes it meanwhile, whose entry would be lost."""
        # A lock that is not had in time is an `OSError` too.
        with contextlib.suppress(OSError), locked_file(self._file, _PATIENCE_S):
            write_atomically(self._file, json.dumps(changed(self.read()), indent=2).encode())
