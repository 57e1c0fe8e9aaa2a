"""A process that saves a file over and over until it is killed."""

import os
from pathlib import Path


def save_until_killed(home: str, path: str, contents: list[bytes]) -> None:
    """Save the contents in turn, in pieces small enough that a kill falls between two of them."""
    os.environ["KEYBOARD_HOME"] = home
    from keyboard.storage import saving

    saving._PIECE_BYTES = 4096
    while True:
        for content in contents:
            saving.save_file(Path(path), [content])
