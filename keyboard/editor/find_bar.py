"""Finding text: a line under the text with what is looked for, and the hits in view marked."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QTextEdit, QWidget

from keyboard.editor.hit_counter import HitCounter
from keyboard.editor.text_area import TextArea
from keyboard.editor.theme import current_colours

_SOURCE = "find"
_MOST_MARKED = 500
_COUNT_DELAY_MS = 150


class FindBar(QFrame):
    """Looks for a text, forwards and backwards, and goes on from the other end.

    Signals:
        closed: The user has found it.
    """

    closed = Signal()

    def __init__(self, editor: TextArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._editor = editor
        self._wanted = QLineEdit(self, placeholderText=self.tr("Find"))
        self._wanted.setAccessibleName(self.tr("Find"))
        self._case = QCheckBox(self.tr("Match case"), self)
        self._result = QLabel(self)
        self._is_wrapped = False
        self._counter = HitCounter(editor.document(), self)
        self._count_soon = QTimer(self, singleShot=True, interval=_COUNT_DELAY_MS)
        previous, following = QPushButton(self.tr("Previous"), self), QPushButton(self.tr("Next"), self)
        close = QPushButton(self.tr("Close"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self._wanted, stretch=1)
        for widget in (self._result, self._case, previous, following, close):
            layout.addWidget(widget)
        self._counter.counted.connect(self._show_count)
        self._count_soon.timeout.connect(self._count)
        editor.textChanged.connect(self._follow_text)
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
        self._follow_text()

    def close_bar(self) -> None:
        """Hide the line and go back to the text."""
        self.hide()
        self._counter.stop()
        self._editor.marks.show(_SOURCE, ())
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
        self._result.clear()
        if self._wanted.text():
            self.find_next()
        self._follow_text()

    def _find(self, direction: QTextDocument.FindFlag) -> None:
        wanted = self._wanted.text()
        if not wanted:
            self.open_bar()
            return
        found = self._editor.find(wanted, self._flags() | direction)
        self._is_wrapped = False
        if not found:
            is_backward = direction == QTextDocument.FindFlag.FindBackward
            start = self._editor.textCursor()
            cursor = self._editor.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End if is_backward else QTextCursor.MoveOperation.Start)
            self._editor.setTextCursor(cursor)
            self._is_wrapped = self._editor.find(wanted, self._flags() | direction)
            if not self._is_wrapped:
                self._editor.setTextCursor(start)
        self._follow_text()

    def _follow_text(self) -> None:
        """Mark and count anew, the latter once the typing pauses."""
        self._counter.stop()
        if self.isVisible():
            self._mark_hits_in_view()
            self._count_soon.start()

    def _count(self) -> None:
        if self.isVisible() and self._wanted.text():
            self._counter.start(self._wanted.text(), self._flags())

    def _show_count(self, hits: int) -> None:
        count = self.tr("not found") if hits == 0 else self.tr("1 hit") if hits == 1 else self.tr("{hits} hits").format(hits=hits)
        self._result.setText(self.tr("{count}, from the other end").format(count=count) if self._is_wrapped else count)

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
        self._editor.marks.show(_SOURCE, marks)
