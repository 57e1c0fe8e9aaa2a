"""The models that came with the program: a package may carry one, for machines without a network."""

from pathlib import Path

from keyboard.bundled import bundled_file


def shipped_models() -> dict[str, Path]:
    """Return their files by their names; they are read and never written."""
    return {file.stem: file for file in bundled_file("models").glob("*.gguf")}
