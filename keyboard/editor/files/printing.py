"""The text on paper, or in a PDF file, while one goes on writing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QMainWindow

from keyboard.atomic_file import write_atomically, written_atomically
from keyboard.editor.announcement import announce
from keyboard.editor.background import in_background, in_order
from keyboard.editor.files.document import Document
from keyboard.editor.files.export_target import ask_for_target
from keyboard.editor.files.paper import Manuscript, PaperError, new_printer, pdf_of, put_on_paper
from keyboard.editor.notice import Notice
from keyboard.editor.text.text_area import TextArea

# A short text is on its pages sooner than one can read that it is being put there.
_LOOK_INTERVAL_MS = 300
_DONE_SHOWN_MS = 10_000

_Tell = Callable[[float], None]


class _GivenUpError(Exception):
    """The user has given it up."""


@dataclass(eq=False)
class _Job:
    """One text on its way to the paper.

    Attributes:
        name: The file, or the document on its way to a printer.
        work: Puts it there, and tells how far it is.
        done: What is said then.
        given_up: Set where the user wants it no more.
        share: How much of the text is done, from 0 to 1; the thread that works sets it, the window looks at it.
    """

    name: str
    work: Callable[[_Tell], None]
    done: str
    given_up: Event = field(default_factory=Event)
    share: float = 0.0

    def do(self) -> None:
        """Do the work, on any thread. Raises `_GivenUpError` at the next page where it is given up."""
        self.work(self._tell)

    def _tell(self, share: float) -> None:
        if self.given_up.is_set():
            raise _GivenUpError
        self.share = share


class Printing(QObject):
    """Prints the document, or exports it as PDF, on a thread of its own. One text after the other where there are several.

    A PDF file is there whole or not at all. The status line says when it is, and `notice` how far it is where that takes long.

    Attributes:
        notice: The line above the bar that has the progress, and lets it be given up.

    Signals:
        failed: What went wrong; one sentence.
    """

    failed = Signal(str)

    def __init__(self, window: QMainWindow, text_area: TextArea, document: Document) -> None:
        super().__init__(window)
        self.notice = Notice(window)
        self._window = window
        self._text_area = text_area
        self._document = document
        self._jobs: list[_Job] = []
        # Saving a text must not wait for a thread that this has taken.
        self._thread = in_order(self)
        self._look_again = QTimer(self, interval=_LOOK_INTERVAL_MS)
        self._look_again.timeout.connect(self._show_progress)
        self.notice.action_requested.connect(self._give_up)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self._finish)

    def print(self) -> None:
        """Let the user choose a printer, and print."""
        printer = new_printer(self._document.name)
        if QPrintDialog(printer, self._window).exec() != QDialog.DialogCode.Accepted:
            return
        if target := printer.outputFileName():
            self._export(Path(target), lambda manuscript, tell: _print_to_file(manuscript, printer, Path(target), tell))
        else:
            done = self.tr("{name} has been sent to {printer}.").format(name=self._document.name, printer=printer.printerName())
            self._begin(self._document.name, lambda manuscript, tell: put_on_paper(manuscript, printer, tell), done)

    def export_pdf(self) -> None:
        """Ask for a name, and write the text there as PDF."""
        suggested = (self._document.path or Path(self._document.name)).with_suffix(".pdf")
        if path := ask_for_target(self._window, self.tr("Export as PDF"), suggested, self.tr("PDF files (*.pdf)")):
            self._export(path, lambda manuscript, tell: write_atomically(path, pdf_of(manuscript, tell)))

    def _export(self, path: Path, work: Callable[[Manuscript, _Tell], None]) -> None:
        done = self.tr("Saved as {name} in {folder}.").format(name=path.name, folder=path.absolute().parent)
        self._begin(path.name, work, done)

    def _begin(self, name: str, work: Callable[[Manuscript, _Tell], None], done: str) -> None:
        """Take the text, once all of it is in the window, and let it be put on paper."""

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
            sentence = self.tr("{name} is being put on pages.").format(name=job.name)
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
        """Let what was asked for be done before the program ends."""
        self._thread.waitForDone()


def _print_to_file(manuscript: Manuscript, printer: QPrinter, path: Path, tell: _Tell) -> None:
    """Let a printer that writes a PDF file write it whole or not at all."""
    with written_atomically(path) as temporary:
        printer.setOutputFileName(str(temporary))
        put_on_paper(manuscript, printer, tell)
