"""Draws build/keyboard.ico and build/keyboard.icns, the icons for Windows and macOS: `python packaging/make_icons.py`."""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QGuiApplication, QIcon

ROOT = Path(__file__).parent.parent
ICON = ROOT / "resources" / "icons" / "keyboard.svg"

_ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# https://en.wikipedia.org/wiki/Apple_Icon_Image_format: the types whose data are PNG, with the pixels of each.
_ICNS_TYPES = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024}


def make_icons(folder: Path) -> tuple[Path, Path]:
    """Write both files to a folder, and return them."""
    application = QGuiApplication.instance() or QGuiApplication(["icons", "-platform", "offscreen"])
    icon = QIcon(str(ICON))
    folder.mkdir(parents=True, exist_ok=True)
    ico, icns = folder / "keyboard.ico", folder / "keyboard.icns"
    ico.write_bytes(_ico({size: _png(icon, size) for size in _ICO_SIZES}))
    icns.write_bytes(_icns({name: _png(icon, size) for name, size in _ICNS_TYPES.items()}))
    del application
    return ico, icns


def _png(icon: QIcon, size: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    icon.pixmap(QSize(size, size), 1.0).save(buffer, "PNG")
    return bytes(data.data())


def _ico(pictures: dict[int, bytes]) -> bytes:
    """Return an ICO file: a header, an entry of 16 bytes for each picture, and the pictures; 256 pixels are written as 0."""
    offset = 6 + 16 * len(pictures)
    entries = b""
    for size, picture in pictures.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures.values())


def _icns(pictures: dict[str, bytes]) -> bytes:
    """Return an ICNS file: a header, and for each picture its type, its length with these eight bytes, and its data."""
    parts = b"".join(struct.pack(">4sI", name.encode(), len(picture) + 8) + picture for name, picture in pictures.items())
    return struct.pack(">4sI", b"icns", len(parts) + 8) + parts


if __name__ == "__main__":
    make_icons(ROOT / "build")
    sys.exit(0)
