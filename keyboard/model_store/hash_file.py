"""The file beside a model's: its SHA-256 as `sha256sum` writes it and, in a comment, where the user has the model from."""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from keyboard.atomic_file import write_atomically

_ORIGIN = "# from "


@dataclass(frozen=True)
class RecordedHash:
    """What was written down of a model when it was installed.

    Attributes:
        sha256: Of its file, in hexadecimal.
        origin: The file that it is a copy of, or the folder of the checkpoint that it was made of; None for the catalogue's.
    """

    sha256: str
    origin: Path | None


def hash_file(model_file: Path) -> Path:
    """Return where it lies."""
    return model_file.with_name(f"{model_file.name}.sha256")


def write_hash(model_file: Path, recorded: RecordedHash) -> None:
    """Write it anew. Raises `OSError`."""
    comment = "" if recorded.origin is None else f"{_ORIGIN}{json.dumps(str(recorded.origin))}\n"
    write_atomically(hash_file(model_file), f"{recorded.sha256}  {model_file.name}\n{comment}".encode())


def read_hash(model_file: Path) -> RecordedHash | None:
    """Return what it says, or None where there is none that does."""
    try:
        first, *comments = hash_file(model_file).read_text("utf-8").splitlines()
        return RecordedHash(first.split()[0], _origin_in(comments))
    except (OSError, ValueError, IndexError):
        return None


def _origin_in(comments: list[str]) -> Path | None:
    for comment in comments:
        if comment.startswith(_ORIGIN):
            with contextlib.suppress(ValueError, TypeError):
                return Path(json.loads(comment.removeprefix(_ORIGIN)))
    return None
