"""A text set on pages, for a printer or a PDF file: line by line, so that it can be given up at each page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unicodedata import bidirectional

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPagedPaintDevice, QPageLayout, QPainter, QPdfWriter, QTextLayout
from PySide6.QtPrintSupport import QPrinter

from keyboard.editor.translation import TranslatedError
from keyboard.marked_text import tr

_FONT_POINTS = 11.0
_MARGINS = QMarginsF(25, 25, 25, 25)  # in mm
_DOTS_PER_INCH = 300


class PaperError(TranslatedError):
    """A printer or a file takes no pages."""


@dataclass(frozen=True)
class Manuscript:
    """What is put on paper.

    Attributes:
        text: With "\\n" at line ends.
        font: Its letters; their size is one for paper.
        title: What the print job, or the PDF file, is called.
    """

    text: str
    font: QFont
    title: str


@dataclass(frozen=True)
class _Line:
    layout: QTextLayout
    number: int  # within its layout
    top: float  # on its page, in the device's dots


@dataclass(frozen=True)
class _Page:
    number: int
    lines: list[_Line]
    share: float  # of the text that stands before its end, from 0 to 1


def new_printer(title: str) -> QPrinter:
    """Return the system's printer, with the margins that a text has."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageMargins(_MARGINS, QPageLayout.Unit.Millimeter)
    return printer


def pdf_of(manuscript: Manuscript, tell: Callable[[float], None]) -> bytes:
    """Return a PDF file, as `put_on_paper` makes it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(manuscript.title)
    writer.setCreator("keyboard")
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageMargins(_MARGINS, QPageLayout.Unit.Millimeter)
    put_on_paper(manuscript, writer, tell)
    return bytes(buffer.data().data())


def put_on_paper(manuscript: Manuscript, device: QPagedPaintDevice, tell: Callable[[float], None]) -> None:
    """Draw the pages that the device wants, black on white, each with its number; on any thread.

    `tell` is called before each page with the share of the text that is done, from 0 to 1. What it raises ends the work, and
    takes back a print job. Raises `PaperError` where the device takes no page.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise PaperError(tr("The printer takes no pages."))
    try:
        _draw_pages(painter, manuscript, device, tell)
    except BaseException:
        if isinstance(device, QPrinter):
            device.abort()
        raise
    finally:
        painter.end()


def _draw_pages(painter: QPainter, manuscript: Manuscript, device: QPagedPaintDevice, tell: Callable[[float], None]) -> None:
    font = QFont(manuscript.font)
    font.setPointSizeF(_FONT_POINTS)
    painter.setFont(font)
    is_first = True
    for page in _in_order(_pages(manuscript.text, font, device), device):
        tell(page.share)
        if not device.pageRanges().isEmpty() and not device.pageRanges().contains(page.number):
            continue
        if not is_first and not device.newPage():
            raise PaperError(tr("The printer takes no more pages."))
        is_first = False
        for line in page.lines:
            at_top = line.layout.lineAt(line.number)
            at_top.draw(painter, QPointF(0, line.top - at_top.y()))
        number = str(page.number)
        painter.drawText(QPointF(device.width() - painter.fontMetrics().horizontalAdvance(number), device.height()), number)


def _in_order(pages: Iterator[_Page], device: QPagedPaintDevice) -> Iterator[_Page]:
    """Return the pages from the last one on if that is how the printer is to have them."""
    is_reverse = isinstance(device, QPrinter) and device.pageOrder() == QPrinter.PageOrder.LastPageFirst
    return reversed(list(pages)) if is_reverse else pages


def _pages(text: str, font: QFont, device: QPagedPaintDevice) -> Iterator[_Page]:
    """Set the paragraphs on pages, with room for the number under each."""
    bottom = device.height() - 2 * QFontMetricsF(font, device).height()
    number, top, done = 1, 0.0, 0
    lines: list[_Line] = []
    for paragraph in text.split("\n"):
        layout = _laid_out(paragraph, font, device)
        for each in range(layout.lineCount()):
            height = layout.lineAt(each).height()
            if lines and top + height > bottom:
                yield _Page(number, lines, done / len(text))
                number, top, lines = number + 1, 0.0, []
            lines.append(_Line(layout, each, top))
            top += height
        done += len(paragraph) + 1
    yield _Page(number, lines, 1.0)


def _laid_out(paragraph: str, font: QFont, device: QPagedPaintDevice) -> QTextLayout:
    """Break a paragraph into lines as wide as the page."""
    layout = QTextLayout(paragraph, font, device)
    option = layout.textOption()
    option.setWrapMode(option.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTabStopDistance(device.logicalDpiX() / 2)
    if _is_right_to_left(paragraph):
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(device.width())
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _is_right_to_left(paragraph: str) -> bool:
    """Tell whether the first letter that has a direction says so, as Unicode's rule P2 has it."""
    return next((kind for kind in map(bidirectional, paragraph) if kind in {"L", "R", "AL"}), "L") != "L"
