"""What a page of the explorer shows as a file: a picture, or its data."""

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPoint
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from keyboard.atomic_file import write_atomically
from keyboard.editor.background import in_background
from keyboard.editor.explorer.explorer_page import ExplorerPage
from keyboard.editor.files.export_target import ask_for_target
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.message import complain

# Of a PNG, in its own pixels for each of the window's: sharp on paper and on any screen.
_PNG_SCALE = 2


class Export(QObject):
    """Writes what a page shows into a file that the user names."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent

    def export_png(self, page: ExplorerPage) -> None:
        """Write a picture in pixels."""
        if path := self._ask(page, ".png", self.tr("PNG pictures (*.png)")):
            self._write(path, png_of(page.picture()))

    def export_svg(self, page: ExplorerPage) -> None:
        """Write a picture in lines and letters."""
        if path := self._ask(page, ".svg", self.tr("SVG pictures (*.svg)")):
            self._write(path, svg_of(page.picture(), page.title))

    def export_json(self, page: ExplorerPage) -> None:
        """Write the data."""
        if path := self._ask(page, ".json", self.tr("JSON files (*.json)")):
            self._write(path, json_of(page.data()))

    def _ask(self, page: ExplorerPage, suffix: str, kind: str) -> Path | None:
        return ask_for_target(self._window, self.tr("Export"), Path(page.export_name + suffix), kind)

    def _write(self, path: Path, content: bytes) -> None:
        in_background(lambda: write_atomically(path, content), lambda _: None, self._explain, self)

    def _explain(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) else error
        sentence = self.tr("The file could not be written: {reason}.").format(reason=reason)
        complain(self._window, sentence)


def png_of(widget: QWidget) -> bytes:
    """Return a widget as a PNG file."""
    image = QImage(widget.size() * _PNG_SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_PNG_SCALE)
    image.fill(QColor(current_colours().window))
    widget.render(image)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def svg_of(widget: QWidget, title: str) -> bytes:
    """Return a widget as an SVG file."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setSize(widget.size())
    generator.setViewBox(widget.rect())
    painter = QPainter(generator)
    painter.fillRect(widget.rect(), QColor(current_colours().window))
    widget.render(painter, QPoint())
    painter.end()
    return bytes(buffer.data().data())


def json_of(data: Any) -> bytes:
    """Return a page's data as a JSON file."""
    return json.dumps(data, default=_plain, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} is no data")
