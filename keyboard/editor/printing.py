"""The text on paper, or in a PDF file."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject
from PySide6.QtGui import QFont, QPageLayout, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from keyboard.atomic_file import write_atomically
from keyboard.editor.background import in_background
from keyboard.editor.document import Document
from keyboard.editor.text_area import TextArea

_FONT_POINTS = 11.0
_MARGIN_MM = 20.0
_DOTS_PER_INCH = 300


class Printing(QObject):
    """Prints the document, black on white whatever the window wears."""

    def __init__(self, text_area: TextArea, document: Document) -> None:
        super().__init__(text_area)
        self._text_area = text_area
        self._document = document

    def print(self) -> None:
        """Let the user choose a printer, and print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._document.name)
        if QPrintDialog(printer, self._text_area.window()).exec() == QDialog.DialogCode.Accepted:
            laid_out(self._text_area.whole_text(), self._text_area.font()).print_(printer)

    def export_pdf(self) -> None:
        """Ask for a name, and write the text there as PDF."""
        suggested = (self._document.path or Path(self._document.name)).with_suffix(".pdf")
        chosen, _ = QFileDialog.getSaveFileName(
            self._text_area.window(), self.tr("Export as PDF"), str(suggested), self.tr("PDF files (*.pdf)")
        )
        if chosen:
            text, font, title = self._text_area.whole_text(), self._text_area.font(), self._document.name
            in_background(lambda: write_atomically(Path(chosen), pdf_of(text, font, title)), lambda _: None, self._explain, self)

    def _explain(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) else error
        sentence = self.tr("The PDF file could not be written: {reason}.").format(reason=reason)
        QMessageBox.warning(self._text_area.window(), self.tr("That did not work"), sentence)


def laid_out(text: str, font: QFont) -> QTextDocument:
    """Return the text as a document of its own, in a size for paper."""
    document = QTextDocument()
    paper_font = QFont(font)
    paper_font.setPointSizeF(_FONT_POINTS)
    document.setDefaultFont(paper_font)
    document.setPlainText(text)
    return document


def pdf_of(text: str, font: QFont, title: str) -> bytes:
    """Return the text as a PDF file; on any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("keyboard")
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM), QPageLayout.Unit.Millimeter)
    laid_out(text, font).print_(writer)
    return bytes(buffer.data().data())
