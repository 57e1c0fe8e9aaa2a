"""Checks before a long measurement that its result can be written."""

import os
from pathlib import Path


class EvaluationError(Exception):
    """The measurement cannot be made; the text is one sentence for a person."""


def check_output(file: Path) -> None:
    """Raise `EvaluationError` if no file can be written at that path."""
    folder = file.absolute().parent
    if file.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise EvaluationError(f"{file} cannot be written; name a file in a folder that is there and yours.")
