"""Runs `keyboard` with another catalogue than the one that ships: `python with_catalogue.py CATALOGUE ARGUMENT...`."""

import sys
from pathlib import Path

from keyboard.cli import main
from keyboard.model_store import catalogue

if __name__ == "__main__":
    other = Path(sys.argv.pop(1))
    catalogue.bundled_file = lambda *_parts: other
    main()
