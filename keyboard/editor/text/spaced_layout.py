"""Room between the lines, which Qt's layout of plain text has no setting for."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLayout
from PySide6.QtWidgets import QPlainTextDocumentLayout


class SpacedLayout(QPlainTextDocumentLayout):
    """Lays out plain text as Qt does, then moves the lines of each block apart.

    Qt asks for a block's rectangle before it paints, scrolls or places the cursor, and lays the block out first where it
    has changed. So the lines are moved there; a block that is out of sight costs nothing.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._spacing = 1.0

    @property
    def spacing(self) -> float:
        """The distance of two lines, in heights of a line."""
        return self._spacing

    def set_spacing(self, spacing: float) -> None:
        """Lay all lines out at another distance, from 1 on."""
        if spacing == self._spacing:
            return
        self._spacing = spacing
        self._lay_out_anew()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: N802 - Qt's name
        """Return the place that the block takes up, the room under its last line included."""
        rectangle = super().blockBoundingRect(block)
        layout = block.layout()
        if self._spacing == 1.0 or not rectangle.height() or layout is None or not layout.lineCount():
            return rectangle
        if _is_tight(layout, self._spacing):
            _spread(layout, self._spacing)
            rectangle = super().blockBoundingRect(block)
        last = layout.lineAt(layout.lineCount() - 1)
        return rectangle.adjusted(0, 0, 0, (self._spacing - 1) * last.height())

    def _lay_out_anew(self) -> None:
        """Let Qt take all blocks for changed."""
        self.documentChanged(0, 0, self.document().characterCount())


def _is_tight(layout: QTextLayout, spacing: float) -> bool:
    """Tell whether the lines are as Qt has laid them out: the second one tells of all."""
    if layout.lineCount() < 2:
        return False
    first, second = layout.lineAt(0), layout.lineAt(1)
    return second.y() - first.y() < first.height() * spacing - 0.5


def _spread(layout: QTextLayout, spacing: float) -> None:
    top = layout.lineAt(0).y()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        line.setPosition(QPointF(line.x(), top))
        top += line.height() * spacing
