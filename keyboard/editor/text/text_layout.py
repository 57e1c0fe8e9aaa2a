"""The layout of the text: the distance of its lines, and the continuation painted in gray after the caret."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextBlock, QTextCharFormat, QTextDocument, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit

from keyboard.editor.looks.theme import current_colours
from keyboard.editor.text.utf16 import characters, units


class SpacedLayout(QPlainTextDocumentLayout):
    """Lays out plain text as Qt does, then moves the lines of each block apart.

    Qt asks for a block's rectangle before it paints, scrolls or places the cursor, and first lays out a changed block. The
    lines are moved at that moment, so a block out of sight costs nothing.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.spacing = 1.0  # the distance of two lines, in line heights

    def set_spacing(self, spacing: float) -> None:
        """Lay all lines out at another distance, at least 1."""
        if spacing == self.spacing:
            return
        self.spacing = spacing
        self._lay_out_again()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Return the block's rectangle, including the room under its last line."""
        rectangle = super().blockBoundingRect(block)
        layout = block.layout()
        if self.spacing == 1.0 or not rectangle.height() or layout is None or not layout.lineCount():
            return rectangle
        if _is_tight(layout, self.spacing):
            _spread(layout, self.spacing)
            rectangle = super().blockBoundingRect(block)
        last = layout.lineAt(layout.lineCount() - 1)
        return rectangle.adjusted(0, 0, 0, (self.spacing - 1) * last.height())

    def _lay_out_again(self) -> None:
        """Tell Qt that all blocks have changed."""
        self.documentChanged(0, 0, self.document().characterCount())


def _is_tight(layout: QTextLayout, spacing: float) -> bool:
    """Return whether the lines are as Qt has laid them out; the second line shows it."""
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


class GrayText:
    """A text laid out after the caret, which is at a line's end. It wraps as the document does, and covers nothing."""

    def __init__(self, editor: QPlainTextEdit, spaced: SpacedLayout, text: str) -> None:
        self._editor, self._text = editor, text
        self._lines: list[QTextLine] = []
        self._layout = QTextLayout(text, editor.document().defaultFont())
        option = QTextOption()
        option.setTextDirection(editor.textCursor().block().textDirection())
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self._layout.setTextOption(option)
        if current_colours().muted == current_colours().text:
            self._underline()
        self._lay_out(spaced.spacing)

    @property
    def rectangle(self) -> QRect:
        whole = QRectF()
        for line in self._lines:
            whole = whole.united(line.naturalTextRect())
        return whole.toAlignedRect()

    @property
    def length_with_room(self) -> int:
        """How many of its characters are in view and above the next line of text that is not empty."""
        bottom: float = self._editor.viewport().height()
        block = self._editor.textCursor().block().next()
        while block.isValid() and (top := self._top_of(block)) < bottom:
            bottom = top if block.text() else bottom
            block = block.next()
        ends = [line.textStart() + line.textLength() for line in self._lines if line.naturalTextRect().bottom() <= bottom + 1]
        return len(characters(self._text, max(ends, default=0)))

    def paint(self, painter: QPainter) -> None:
        painter.setPen(QColor(current_colours().muted))
        self._layout.draw(painter, QPointF(0, 0))

    def _top_of(self, block: QTextBlock) -> float:
        return self._editor.blockBoundingGeometry(block).translated(self._editor.contentOffset()).top()

    def _underline(self) -> None:
        """Underline it with dots, as in high contrast, which has no gray."""
        dots = QTextLayout.FormatRange()
        dots.start, dots.length = 0, units(self._text)
        dots.format = QTextCharFormat()
        dots.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        self._layout.setFormats([dots])

    def _lay_out(self, spacing: float) -> None:
        cursor, top = self._editor.textCursor(), self._editor.cursorRect().top()
        at_caret = cursor.block().layout().lineForTextPosition(cursor.positionInBlock())
        if not at_caret.isValid():  # while the block is being changed
            return
        offset = QPointF(self._editor.contentOffset().x(), top - at_caret.y())
        left, width = at_caret.x() + offset.x(), at_caret.width()
        caret = at_caret.cursorToX(cursor.positionInBlock())[0] + offset.x()  # type: ignore[index]  # wrong in PySide6's stubs
        is_right_to_left = self._layout.textOption().textDirection() == Qt.LayoutDirection.RightToLeft
        room = caret - left if is_right_to_left else left + width - caret
        start = left if is_right_to_left else caret
        baseline = offset.y() + at_caret.y() + at_caret.ascent()
        for is_on_next_line in (False, True):
            self._layout.beginLayout()
            self._lines = []
            while (line := self._layout.createLine()).isValid():
                is_at_caret = not self._lines and not is_on_next_line
                line.setLeadingIncluded(True)
                line.setLineWidth(max(room, 0.0) if is_at_caret else width)
                below = (len(self._lines) + is_on_next_line) * line.height() * spacing
                line.setPosition(QPointF(start if is_at_caret else left, baseline - line.ascent() + below))
                self._lines.append(line)
            self._layout.endLayout()
            if self._lines[0].naturalTextWidth() <= room:  # else its first word has no room beside the caret
                return
