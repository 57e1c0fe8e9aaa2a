"""The text, and what a tap does to it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from keyboard.editor.text.marks import Marks
from keyboard.editor.text.menu_key import is_for_menus
from keyboard.editor.text.pasted_text import may_have_text, plain_text_of
from keyboard.editor.text.selected_word import SelectedWord, selected_word
from keyboard.editor.text.space_after_tap import SpaceAfterTap, replace_before_cursor
from keyboard.editor.text.spaced_layout import SpacedLayout
from keyboard.editor.text.tap_edit import tap_edit
from keyboard.editor.text.typing_steps import TypingSteps
from keyboard.editor.text.utf16 import units
from keyboard.settings.settings import Settings
from keyboard.text_tail import tail_start

_LEAST_MARGIN = 28


@dataclass(frozen=True)
class TextTail:
    """The end of the text before the cursor, and how many UTF-16 units of the document stand before it."""

    text: str
    offset: int


class TextArea(QPlainTextEdit):
    """A plain text editor that can take a suggestion as one undo step.

    Attributes:
        marks: What is marked in it.

    Signals:
        context_changed: What stands before the cursor may be something else now.
        typed: A key, an input method or a tap has changed the text, or its space was there; where the cursor (or the selection's
            start) was, and is.
    """

    context_changed = Signal()
    typed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line_width = Settings.line_width
        self._layout = SpacedLayout(QTextDocument(self))
        self._layout.document().setDocumentLayout(self._layout)
        self.setDocument(self._layout.document())
        self.marks = Marks(self)
        self.setAccessibleName(self.tr("Text"))
        self.setPlaceholderText(self.tr("Write here. Ctrl+1, 2, 3 or Tab takes a suggestion."))
        self.setCursorWidth(2)
        self._space_after_tap = SpaceAfterTap(self, lambda: self.text_before_cursor().text)
        self._typing_steps = TypingSteps(self)
        self._is_composing = False
        self.textChanged.connect(self.context_changed)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.selectionChanged.connect(self.context_changed)

    @property
    def takes_suggestions(self) -> bool:
        """Whether a word can be put in: at the cursor or in the place of a selected one, and no input method is at work."""
        if self._is_composing or self.isReadOnly():
            return False
        return not self.textCursor().hasSelection() or self.selected_word is not None

    @property
    def selected_word(self) -> SelectedWord | None:
        """The word that the user has selected, if it is just one; what a search in the find bar selects is none."""
        return selected_word(self.textCursor()) if self.hasFocus() else None

    def text_before_cursor(self) -> TextTail:
        """Return the text before the cursor, as `text_before` does."""
        return self.text_before(self.textCursor().position())

    def text_before(self, end: int) -> TextTail:
        """Return the text before a position, at most some 12,000 characters of it."""
        cursor = self.textCursor()
        start = tail_start(end)
        if start and "\udc00" <= self.document().characterAt(start) <= "\udfff":
            start += 1
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return TextTail(cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n"), start)

    def line_after_cursor(self) -> str:
        """Return what the cursor's line has after it."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    def set_look(self, font: QFont, line_width: int, line_spacing: float) -> None:
        """Show the text in this font, in lines of so many letters that lie so many line heights apart."""
        self.setFont(font)
        self._line_width = line_width
        self._layout.set_spacing(line_spacing)
        self._fit_column()

    def whole_text(self) -> str:
        """Return the text with "\\n" at line ends and every other character as it is; `toPlainText` gives up no-break spaces."""
        return self.document().toRawText().replace("\u2029", "\n")

    def insert_suggestion(self, replace: int, insertion: str) -> None:
        """Put a suggestion in, as one undo step, in the place of `replace` characters before the cursor and the word's rest."""
        cursor = self.textCursor()
        start = cursor.position()
        before = self.text_before_cursor().text
        edit = tap_edit(before[len(before) - replace :], insertion, self.line_after_cursor())
        cursor.beginEditBlock()
        cursor.setPosition(start - units(edit.before))
        cursor.setPosition(start + units(edit.after), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(edit.text)
        cursor.endEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, n=edit.steps)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self._space_after_tap.begin()
        self.typed.emit(start, cursor.position())

    def replace_selected_word(self, word: str) -> None:
        """Put another word in the place of the selected one, as one undo step; the cursor stands after it."""
        selected = self.selected_word
        if selected is None:
            return
        cursor = self.textCursor()
        cursor.setPosition(selected.start)
        cursor.setPosition(selected.start + units(selected.word), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(word)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.typed.emit(selected.start, cursor.position())

    def insert_text(self, text: str) -> None:
        """Put a text in at the cursor as one undo step; what is selected stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)
        replace_before_cursor(self, 0, text)
        self.ensureCursorVisible()

    def event(self, event: QEvent) -> bool:
        """Let the margins beside the column behave as the text does: the wheel scrolls, a click sets the cursor."""
        if isinstance(event, QWheelEvent):
            self.wheelEvent(event)
            return event.isAccepted()
        if isinstance(event, QMouseEvent):
            return self._use_mouse_in_margin(event)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let punctuation take the place of the space that a tap put in, and swallow a second space."""
        if is_for_menus(event):
            event.ignore()
            return
        is_command = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        start, revision = self.textCursor().selectionStart(), self.document().revision()
        is_taken = not is_command and self._take_after_tap(event.text())
        if not is_taken:
            self._type(event)
        if is_taken or (not is_command and self.document().revision() != revision):
            self.typed.emit(start, self.textCursor().position())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's name
        """Leave composed text alone until it is finished."""
        self._is_composing = bool(event.preeditString())
        start = self.textCursor().selectionStart()
        if event.preeditString() or not self._take_after_tap(event.commitString()):
            self._compose(event)
        if event.commitString():
            self.typed.emit(start, self.textCursor().position())
        self.context_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for words in the place of a selected one."""
        super().focusInEvent(event)
        self._tell_of_selection()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take them away again."""
        super().focusOutEvent(event)
        self._tell_of_selection()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Tell whether it can be pasted or dropped; Qt takes no HTML."""
        return may_have_text(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Take in what is pasted or dropped; where it has no text, what is selected stays."""
        if text := plain_text_of(source):
            plain = QMimeData()
            plain.setText(text)
            super().insertFromMimeData(plain)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the text in its column."""
        self._fit_column()
        super().resizeEvent(event)
        self.ensureCursorVisible()

    def _fit_column(self) -> None:
        """Keep the text in a column that is comfortable to read, in the middle of a wide window."""
        column = self.fontMetrics().horizontalAdvance("n") * self._line_width
        margin = max(_LEAST_MARGIN, (self.width() - column) // 2)
        if self.viewportMargins().left() != margin:
            self.setViewportMargins(margin, 20, margin, 8)

    def _use_mouse_in_margin(self, event: QMouseEvent) -> bool:
        position = self.viewport().mapFrom(self, event.position())
        moved = QMouseEvent(
            event.type(),
            position,
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )
        handlers = {
            QEvent.Type.MouseButtonPress: self.mousePressEvent,
            QEvent.Type.MouseButtonDblClick: self.mouseDoubleClickEvent,
            QEvent.Type.MouseMove: self.mouseMoveEvent,
            QEvent.Type.MouseButtonRelease: self.mouseReleaseEvent,
        }
        handlers[event.type()](moved)
        return True

    def _type(self, event: QKeyEvent) -> None:
        """Let a key act; a letter becomes part of an undo step, and Shift+Return is Return."""
        if event.matches(QKeySequence.StandardKey.InsertLineSeparator):
            # A line separator, U+2028, is no line end to other programs.
            event = QKeyEvent(event.type(), Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, event.text())
        if event.text() and event.text().isprintable() and not self.isReadOnly():
            self._typing_steps.enter(event.text(), lambda: super(TextArea, self).keyPressEvent(event))
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def _compose(self, event: QInputMethodEvent) -> None:
        """Let an input method act; what it has finished becomes part of an undo step."""
        if event.commitString() and not event.preeditString():
            self._typing_steps.enter(event.commitString(), lambda: super(TextArea, self).inputMethodEvent(event))
        else:
            super().inputMethodEvent(event)

    def _take_after_tap(self, typed: str) -> bool:
        return self._space_after_tap.take(typed.replace("\r", "\n"))

    def _tell_of_selection(self) -> None:
        if self.textCursor().hasSelection():
            self.context_changed.emit()

    def _cursor_moved(self) -> None:
        self._space_after_tap.follow_cursor()
        self.context_changed.emit()
