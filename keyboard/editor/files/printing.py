"""Printing the text or exporting it as PDF while the user continues to write."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from unicodedata import bidirectional

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPagedPaintDevice, QPageLayout, QPainter, QPdfWriter, QTextLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QMainWindow

from keyboard.editor.accessibility import announce
from keyboard.editor.background import in_background, in_order
from keyboard.editor.files.document import Document
from keyboard.editor.notice import Notice, ask_for_target
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import TranslatedError
from keyboard.settings.description import tr
from keyboard.storage.atomic_file import write_atomically, written_atomically

_FONT_POINTS = 11.0
_MARGINS = QMarginsF(25, 25, 25, 25)  # in mm
_DOTS_PER_INCH = 300


class PaperError(TranslatedError):
    """A printer or a PDF file accepts no pages."""


@dataclass(frozen=True)
class Manuscript:
    """The text to print."""

    text: str  # with "\n" at line ends
    font: QFont  # in a size for paper
    title: str  # of the print job or the PDF file


@dataclass(frozen=True)
class _Line:
    layout: QTextLayout
    number: int  # within its layout
    top: float  # on its page, in the device's dots


@dataclass(frozen=True)
class _Page:
    number: int
    lines: list[_Line]
    share: float  # of the text up to its end, from 0 to 1


def new_printer(title: str) -> QPrinter:
    """Return the system's printer with the margins of a text."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageMargins(_MARGINS, QPageLayout.Unit.Millimeter)
    return printer


def pdf_of(manuscript: Manuscript, tell: Callable[[float], None]) -> bytes:
    """Return the pages of `print_pages` as a PDF file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(manuscript.title)
    writer.setCreator("keyboard")
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageMargins(_MARGINS, QPageLayout.Unit.Millimeter)
    print_pages(manuscript, writer, tell)
    return bytes(buffer.data().data())


def print_pages(manuscript: Manuscript, device: QPagedPaintDevice, tell: Callable[[float], None]) -> None:
    """Draw the pages that the device wants, black on white and numbered; can run on any thread.

    Calls `tell` before each page with the share of the text that is done, from 0 to 1; an exception from it cancels the print
    job. Raises `PaperError` if the device accepts no page.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise PaperError(tr("The printer accepts no pages."))
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
            raise PaperError(tr("The printer accepts no more pages."))
        is_first = False
        for line in page.lines:
            at_top = line.layout.lineAt(line.number)
            at_top.draw(painter, QPointF(0, line.top - at_top.y()))
        number = str(page.number)
        painter.drawText(QPointF(device.width() - painter.fontMetrics().horizontalAdvance(number), device.height()), number)


def _in_order(pages: Iterator[_Page], device: QPagedPaintDevice) -> Iterator[_Page]:
    """Return the pages, last page first if the printer wants them so."""
    is_reverse = isinstance(device, QPrinter) and device.pageOrder() == QPrinter.PageOrder.LastPageFirst
    return reversed(list(pages)) if is_reverse else pages


def _pages(text: str, font: QFont, device: QPagedPaintDevice) -> Iterator[_Page]:
    """Lay out the paragraphs on pages, with room for the number at the bottom."""
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
    """Return whether the first letter with a direction is right-to-left, by Unicode's rule P2."""
    return next((kind for kind in map(bidirectional, paragraph) if kind in {"L", "R", "AL"}), "L") != "L"


# A short text is done before anyone could read the progress.
_LOOK_INTERVAL_MS = 300
_DONE_SHOWN_MS = 10_000

_Tell = Callable[[float], None]


class _GivenUpError(Exception):
    """The user has cancelled the job."""


@dataclass(eq=False)
class _Job:
    """One text to print."""

    name: str  # the PDF file, or the document to print
    work: Callable[[_Tell], None]  # does the work and reports its progress
    done: str  # the message at the end
    given_up: Event = field(default_factory=Event)  # set once the user cancels
    share: float = 0.0  # how much is done, from 0 to 1; the working thread sets it, the window reads it

    def do(self) -> None:
        """Do the work, on any thread. Raises `_GivenUpError` at the next page after a cancellation."""
        self.work(self._note_share)

    def _note_share(self, share: float) -> None:
        if self.given_up.is_set():
            raise _GivenUpError
        self.share = share


class Printing(QObject):
    """Prints the document or exports it as PDF on a thread of its own, one job after the other.

    A PDF file is written completely or not at all. The status line reports the end, and `notice` the progress of a long job.
    """

    failed = Signal(str)  # what went wrong; one sentence

    def __init__(self, window: QMainWindow, text_area: TextArea, document: Document) -> None:
        super().__init__(window)
        self.notice = Notice(window)  # the line above the bar with the progress and a way to cancel
        self._window = window
        self._text_area = text_area
        self._document = document
        self._jobs: list[_Job] = []
        # Saving must not wait for a thread that printing occupies.
        self._thread = in_order(self)
        self._look_again = QTimer(self, interval=_LOOK_INTERVAL_MS)
        self._look_again.timeout.connect(self._show_progress)
        self.notice.action_requested.connect(self._give_up)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self._finish)

    def print(self) -> None:
        printer = new_printer(self._document.name)
        if QPrintDialog(printer, self._window).exec() != QDialog.DialogCode.Accepted:
            return
        if target := printer.outputFileName():
            self._export(Path(target), lambda manuscript, tell: _print_to_file(manuscript, printer, Path(target), tell))
        else:
            done = self.tr("{name} has been sent to {printer}.").format(name=self._document.name, printer=printer.printerName())
            self._begin(self._document.name, lambda manuscript, tell: print_pages(manuscript, printer, tell), done)

    def export_pdf(self) -> None:
        suggested = (self._document.path or Path(self._document.name)).with_suffix(".pdf")
        if path := ask_for_target(self._window, self.tr("Export as PDF"), suggested, self.tr("PDF files (*.pdf)")):
            self._export(path, lambda manuscript, tell: write_atomically(path, pdf_of(manuscript, tell)))

    def _export(self, path: Path, work: Callable[[Manuscript, _Tell], None]) -> None:
        done = self.tr("Saved as {name} in {folder}.").format(name=path.name, folder=path.absolute().parent)
        self._begin(path.name, work, done)

    def _begin(self, name: str, work: Callable[[Manuscript, _Tell], None], done: str) -> None:
        """Start the job once all of the text is in the window."""

        def begin() -> None:
            manuscript = Manuscript(self._text_area.whole_text(), self._text_area.font(), self._document.name)
            job = _Job(name, lambda tell: work(manuscript, tell), done)
            self._jobs.append(job)
            if not self._look_again.isActive():
                self._look_again.start()
            end, fail = (lambda _: self._end(job)), (lambda error: self._fail(job, error))
            in_background(job.do, end, fail, self, self._thread)

        self._document.once_written(begin)

    def _show_progress(self) -> None:
        job = self._jobs[0]
        if not job.given_up.is_set():
            sentence = self.tr("Laying out the pages of {name} …").format(name=job.name)
            self.notice.say(sentence, progress=job.share, action=self.tr("Cancel"))

    def _give_up(self) -> None:
        self._jobs[0].given_up.set()
        self.notice.say("")

    def _end(self, job: _Job) -> None:
        self._stop_showing(job)
        self._window.statusBar().showMessage(job.done, _DONE_SHOWN_MS)
        announce(self._window.statusBar(), job.done)

    def _fail(self, job: _Job, error: Exception) -> None:
        self._stop_showing(job)
        if isinstance(error, PaperError):
            self.failed.emit(str(error))
        elif not isinstance(error, _GivenUpError):
            reason = error.strerror if isinstance(error, OSError) else error
            self.failed.emit(self.tr("{name} could not be written: {reason}.").format(name=job.name, reason=reason))

    def _stop_showing(self, job: _Job) -> None:
        self._jobs.remove(job)
        self.notice.say("")
        if not self._jobs:
            self._look_again.stop()

    def _finish(self) -> None:
        """Wait for the jobs before the program ends."""
        self._thread.waitForDone()


def _print_to_file(manuscript: Manuscript, printer: QPrinter, path: Path, tell: _Tell) -> None:
    """Let a printer that writes a PDF file write it completely or not at all."""
    with written_atomically(path) as temporary:
        printer.setOutputFileName(str(temporary))
        print_pages(manuscript, printer, tell)
