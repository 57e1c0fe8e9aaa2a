"""Finding text: a line under the text with what is looked for, and the hits in view marked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTextEdit, QWidget

from keyboard.editor.theme import current_colours

_MOST_MARKED = 500


class FindBar(QFrame):
    """Looks for a text, forwards and backwards, and goes on from the other end.

    Signals:
        closed: The user has found it.
    """

    closed = Signal()

    def __init__(self, editor: QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._editor = editor
        self._wanted = QLineEdit(self, placeholderText=self.tr("Find"))
        self._wanted.setAccessibleName(self.tr("Find"))
        self._case = QCheckBox(self.tr("Match case"), self)
        self._result = QLabel(self)
        previous, following = QPushButton(self.tr("Previous"), self), QPushButton(self.tr("Next"), self)
        close = QPushButton(self.tr("Close"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self._wanted, stretch=1)
        for widget in (self._result, self._case, previous, following, close):
            layout.addWidget(widget)
        self._wanted.textChanged.connect(self._look_from_start_of_selection)
        self._case.toggled.connect(self._look_from_start_of_selection)
        self._wanted.returnPressed.connect(self.find_next)
        following.clicked.connect(self.find_next)
        previous.clicked.connect(self.find_previous)
        close.clicked.connect(self.close_bar)
        editor.verticalScrollBar().valueChanged.connect(self._mark_hits_in_view)
        self.hide()

    def open_bar(self) -> None:
        """Show the line, with the selected text in it if that is one line."""
        selected = self._editor.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._wanted.setText(selected)
        self.show()
        self._wanted.setFocus()
        self._wanted.selectAll()
        self._mark_hits_in_view()

    def close_bar(self) -> None:
        """Hide the line and go back to the text."""
        self.hide()
        self._editor.setExtraSelections([])
        self._editor.setFocus()
        self.closed.emit()

    def find_next(self) -> None:
        """Select the next hit after the cursor, or the first of the text."""
        self._find(QTextDocument.FindFlag(0))

    def find_previous(self) -> None:
        """Select the last hit before the cursor, or the last of the text."""
        self._find(QTextDocument.FindFlag.FindBackward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _look_from_start_of_selection(self) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._editor.setTextCursor(cursor)
        self.find_next()

    def _find(self, direction: QTextDocument.FindFlag) -> None:
        wanted = self._wanted.text()
        found = bool(wanted) and self._editor.find(wanted, self._flags() | direction)
        is_wrapped = False
        if wanted and not found:
            is_backward = direction == QTextDocument.FindFlag.FindBackward
            start = self._editor.textCursor()
            cursor = self._editor.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End if is_backward else QTextCursor.MoveOperation.Start)
            self._editor.setTextCursor(cursor)
            found = is_wrapped = self._editor.find(wanted, self._flags() | direction)
            if not found:
                self._editor.setTextCursor(start)
        wrapped, missing = self.tr("from the other end"), self.tr("not found")
        self._result.setText(wrapped if is_wrapped else missing if wanted and not found else "")
        self._mark_hits_in_view()

    def _flags(self) -> QTextDocument.FindFlag:
        return QTextDocument.FindFlag.FindCaseSensitively if self._case.isChecked() else QTextDocument.FindFlag(0)

    def _mark_hits_in_view(self) -> None:
        """Mark what is found between the first and the last visible line; a long text costs no more than a short one."""
        marks: list[QTextEdit.ExtraSelection] = []
        if self.isVisible() and self._wanted.text():
            viewport = self._editor.viewport()
            last = self._editor.cursorForPosition(viewport.rect().bottomRight()).position()
            cursor = self._editor.cursorForPosition(viewport.rect().topLeft())
            while len(marks) < _MOST_MARKED:
                cursor = self._editor.document().find(self._wanted.text(), cursor, self._flags())
                if cursor.isNull() or cursor.selectionStart() > last:
                    break
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor
                colour = QColor(current_colours().accent)
                colour.setAlpha(70)
                mark.format.setBackground(colour)
                marks.append(mark)
        self._editor.setExtraSelections(marks)
