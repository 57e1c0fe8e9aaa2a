"""The text, and what a tap does to it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from keyboard.editor.text.keys import BarKeys, HeldKey, Meaning, is_commit, meaning_of, takes_all, takes_word, text_of
from keyboard.editor.text.marks import Marks
from keyboard.editor.text.pasted_text import copied_text, may_have_text, plain_text_of
from keyboard.editor.text.text_layout import GrayText, SpacedLayout
from keyboard.editor.text.utf16 import CharacterPlaces, TextTail, Utf16, last_units, text_between, units, with_whole_letters
from keyboard.settings.settings import Settings
from keyboard.storage.languages import load_languages
from keyboard.writing.edits import Edit, Surroundings
from keyboard.writing.learning import LearntWord
from keyboard.writing.query import Query, tail_start
from keyboard.writing.session import Outcome, TypingSession

_LEAST_MARGIN = 28
# UTF-16 units read after the caret: the rest of a word, and what follows it.
_LOOKED_AT_AFTER = 256
# Of a longer selection it only matters that it is not a single word.
_LONGEST_SELECTION = 64
_FOR_BAR = {Meaning.REJECT, Meaning.SUGGESTION, Meaning.BAR, Meaning.HIDE}


class TextArea(QPlainTextEdit):
    """A plain text editor in which a typing session decides what keys, commits and taps do."""

    context_changed = Signal()  # the text before the caret may have changed
    typed = Signal(int, int)  # a key, an input method or a tap changed the text; where the caret was and is
    outcome = Signal(object)  # the same, with the session's `Outcome`

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
        self.session = TypingSession()
        self.session.corrections.languages = load_languages()
        self.bar_keys: BarKeys | None = None
        self.held_key = HeldKey()
        self.gray_place = QRect()  # the place of the painted continuation in the viewport
        self._places = CharacterPlaces(self.document())
        self._is_composing = False
        self._is_own_change = False
        self._is_text_replaced = False  # which the session does not know yet
        self.document().contentsChange.connect(self._note_change)
        self.textChanged.connect(self.context_changed)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.selectionChanged.connect(self.context_changed)

    @property
    def takes_suggestions(self) -> bool:
        """Whether a word can be inserted: at the caret or in place of a selected one, and no input method is composing."""
        if self._is_composing or self.isReadOnly():
            return False
        # A match that the find bar selects is not a word to replace.
        return not self.textCursor().hasSelection() or (self.hasFocus() and bool(self.surroundings().selected_word))

    def text_before_cursor(self) -> TextTail:
        """Return the text before the cursor, as `text_before` does."""
        return self.text_before(self.textCursor().position())

    def text_before(self, end: int) -> TextTail:
        """Return the text before a position of the document, at most some 12,000 characters of it."""
        start = tail_start(end)
        if start and "\udc00" <= self.document().characterAt(start) <= "\udfff":
            start += 1
        return TextTail(text_between(self.document(), start, end), Utf16(start), self._places.characters_before(Utf16(start)))

    def set_look(self, font: QFont, line_width: int, line_spacing: float) -> None:
        """Show the text in this font, `line_width` letters in a line, and `line_spacing` line heights from line to line."""
        self.setFont(font)
        self._line_width = line_width
        self._layout.set_spacing(line_spacing)
        self._fit_column()

    def whole_text(self) -> str:
        """Return the text with "\\n" at line ends and every other character as it is; `toPlainText` loses no-break spaces."""
        return self.document().toRawText().replace("\u2029", "\n")

    def surroundings(self) -> Surroundings:
        cursor, document = self.textCursor(), self.document()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        tail = self.text_before(start)
        selected = text_between(document, start, min(end, start + _LONGEST_SELECTION))
        line = document.findBlock(end)
        after = text_between(document, end, min(end + _LOOKED_AT_AFTER, line.position() + line.length() - 1))
        return Surroundings(tail.text, after, selected, tail.offset)

    def take_suggestion(self, place: int, *, takes_line: bool = False) -> bool:
        """Insert the suggestion at a place on the bar, from 0, as one undo step, and return whether there is one."""
        return self._take(lambda around: self.session.take(place, around, takes_line=takes_line))

    def take_continuation(self, *, is_whole: bool) -> bool:
        """Insert the continuation's next word, or all of it, as one undo step, and return whether one is shown."""
        return self._take(self.session.take_all if is_whole else self.session.take_word)

    def update_continuation(self, *, is_pause: bool) -> None:
        """Let the continuation follow the words on the buttons; only the new words that have room are shown."""
        if not self.takes_suggestions:
            return
        before = self.session.continuation.text
        self.session.update_continuation(self._synchronized(), is_pause=is_pause)
        if self.session.continuation.text != before and (gray := self.gray_text()):
            self.session.continuation.keep_within(gray.length_with_room)

    def gray_text(self) -> GrayText | None:
        text = self.session.continuation.text
        return GrayText(self, self._layout, text) if text and self.takes_suggestions else None

    def settle(self) -> tuple[LearntWord, ...]:
        """Return the typed words that are still there and were not learnt yet."""
        self._synchronized()
        return self.session.settle()

    def query(self, count: int, top_k: int) -> Query | None:
        """Return the query for the engine at the caret, or None if no word can be inserted."""
        return self.session.query(self._synchronized(), count, top_k) if self.takes_suggestions else None

    def insert_text(self, text: str) -> None:
        """Insert a text at the cursor as one undo step; the selection stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)
        cursor.beginEditBlock()  # else Qt merges it with what was typed just before
        cursor.insertText(text)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def event(self, event: QEvent) -> bool:
        """Let the margins beside the column behave like the text: the wheel scrolls, a click sets the cursor."""
        if isinstance(event, QKeyEvent):
            self.held_key.follow(event)
            if event.type() == QEvent.Type.ShortcutOverride and self._is_rejection(event):
                event.accept()  # Shift+Delete cuts text elsewhere
                return True
        if isinstance(event, QWheelEvent):
            self.wheelEvent(event)
            return event.isAccepted()
        if isinstance(event, QMouseEvent):
            return self._use_mouse_in_margin(event)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide what a key does: `keys.meaning_of` names its meaning, and the session turns it into an edit."""
        meaning = meaning_of(event)
        if meaning is Meaning.MENU:
            event.ignore()
        elif (meaning in _FOR_BAR and self._bar_takes(meaning)) or self._takes_continuation(event):
            event.accept()
        elif self.isReadOnly() or meaning in {Meaning.OTHER, Meaning.REJECT, Meaning.BAR, Meaning.HIDE}:
            super().keyPressEvent(event)
        elif meaning in {Meaning.BACKSPACE, Meaning.DELETE}:
            around = self._synchronized()
            act = self.session.backspace if meaning is Meaning.BACKSPACE else self.session.delete
            self._make(act(around), around, natively=lambda: super(TextArea, self).keyPressEvent(event))
        else:
            around = self._synchronized()
            self._make(self.session.type(text_of(event), around, is_commit=is_commit(event)), around)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Leave composed text alone until it is committed."""
        event = with_whole_letters(event, self.textCursor().selectionStart(), self.document())
        commit, replaced = event.commitString(), event.replacementLength()
        around = self._synchronized()
        if commit and not event.preeditString() and not replaced:
            self._compose(QInputMethodEvent())
            typed = self.session.type(commit.replace("\r", "\n"), around, keys=len(commit), is_commit=True)
            self._make(typed, around)
        elif (commit or replaced) and not around.selection and event.replacementStart() == -replaced:
            edit = Edit(len(last_units(around.before, replaced)), 0, commit)
            outcome = self.session.made(edit, around, keys=len(commit))
            self._make(outcome, around, natively=lambda: self._compose(event))
        else:
            self._compose(event)
        self._is_composing = bool(event.preeditString())
        self.context_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._selection_changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._selection_changed()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy each character as it is; Qt would copy no-break spaces as spaces."""
        return copied_text(self.textCursor().selectedText().replace("\u2029", "\n"))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Return whether it can be pasted or dropped; Qt takes no HTML."""
        return may_have_text(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert pasted or dropped text; without text the selection stays."""
        if text := plain_text_of(source):
            plain = QMimeData()
            plain.setText(text)
            super().insertFromMimeData(plain)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        gray = self.gray_text()
        self.gray_place = gray.rectangle if gray else QRect()
        if gray:
            gray.paint(QPainter(self.viewport()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_column()
        super().resizeEvent(event)
        self.ensureCursorVisible()

    def _fit_column(self) -> None:
        """Keep the text in a readable column in the middle of a wide window."""
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

    def _is_rejection(self, event: QKeyEvent) -> bool:
        return meaning_of(event) is Meaning.REJECT and self.bar_keys is not None and self.bar_keys.is_pointed_at()

    def _bar_takes(self, meaning: Meaning) -> bool:
        """Return whether the bar uses a key that may be meant for it."""
        if self.bar_keys is None:
            return False
        if meaning is Meaning.BAR:
            return self.bar_keys.take_focus()
        if meaning is Meaning.HIDE:
            return self.bar_keys.hide_words()
        if meaning is Meaning.REJECT:
            return self.bar_keys.reject_pointed_at()
        is_replacing = self.textCursor().hasSelection()
        return not is_replacing and self.bar_keys.take_best(is_held=self.held_key.is_held)

    def _takes_continuation(self, event: QKeyEvent) -> bool:
        """Return whether a key takes words of the continuation; a held key takes no more."""
        if not self.session.continuation.text or not self.takes_suggestions:
            return False
        is_right_to_left = self.textCursor().block().textDirection() == Qt.LayoutDirection.RightToLeft
        is_whole = takes_all(event, is_right_to_left=is_right_to_left)
        if not is_whole and not takes_word(event, is_right_to_left=is_right_to_left):
            return False
        return self.held_key.is_held or self.take_continuation(is_whole=is_whole)

    def _take(self, act: Callable[[Surroundings], Outcome | None]) -> bool:
        if not self.takes_suggestions:
            return False
        around = self._synchronized()
        outcome = act(around)
        if outcome is None:
            return False
        self._make(outcome, around)
        return True

    def _make(self, outcome: Outcome, around: Surroundings, natively: Callable[[], None] | None = None) -> None:
        """Make the edit of an outcome, or let Qt make it `natively` if the key does just that by itself."""
        start, revision = self.textCursor().selectionStart(), self.document().revision()
        self._is_own_change = True
        try:
            if natively and outcome.is_native:
                natively()
            else:
                self._apply(outcome.edit, around)
        finally:
            self._is_own_change = False
        if natively and self.document().revision() == revision:
            return  # Backspace at the start of the text, Delete at its end
        self.typed.emit(start, self.textCursor().position())
        self.outcome.emit(outcome)

    def _apply(self, edit: Edit, around: Surroundings) -> None:
        """Make an edit as one undo step, or as a part of the last one."""
        cursor = self.textCursor()
        start = cursor.selectionStart() - units(around.before[len(around.before) - edit.before :])
        end = cursor.selectionEnd() + units(around.after[: edit.after])
        if edit.joins:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        if start != end or edit.text:
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(edit.text)
        cursor.endEditBlock()
        step = QTextCursor.MoveOperation.NextCharacter if edit.skip > 0 else QTextCursor.MoveOperation.PreviousCharacter
        cursor.movePosition(step, n=abs(edit.skip))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _compose(self, event: QInputMethodEvent) -> None:
        """Let Qt handle an event of an input method."""
        self._is_own_change = True
        try:
            super().inputMethodEvent(event)
        finally:
            self._is_own_change = False

    def _synchronized(self) -> Surroundings:
        """Tell the session about changes besides its own edits, and return the text around the caret."""
        around = self.surroundings()
        if self._is_text_replaced:
            self.session.text_replaced(around)
        self._is_text_replaced = False
        return around

    def _note_change(self, _position: int, removed: int, added: int) -> None:
        if not self._is_own_change and (removed or added):
            self._is_text_replaced = True

    def _selection_changed(self) -> None:
        if self.textCursor().hasSelection():
            self.context_changed.emit()

    def _cursor_moved(self) -> None:
        if not self._is_own_change and not self._is_text_replaced:
            self.session.caret_moved()
        self.context_changed.emit()
