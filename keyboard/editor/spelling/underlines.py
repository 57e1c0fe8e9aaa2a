"""Red underlines under words that are in no dictionary: of the text in view, as soon as the typing pauses."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from keyboard.editor.looks.theme import current_colours
from keyboard.editor.spelling.speller import OwnWords, Speller
from keyboard.editor.text.marks import Marks
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.text_in_view import text_in_view
from keyboard.spelling.dictionaries import words_to_judge

SOURCE = "spelling"
_PAUSE_MS = 300


class Underlines(QObject):
    """Follows a text; underlines move with it at once, and words that are new to the dictionary follow after a pause."""

    def __init__(self, text_area: TextArea, marks: Marks, speller: Speller, own_words: OwnWords) -> None:
        super().__init__(text_area)
        self._text_area = text_area
        self._marks = marks
        self._speller = speller
        self._own_words = own_words
        self._is_on = False
        self._typed_at = -1  # the word at this position is being typed
        self._draw_soon = QTimer(self, singleShot=True, interval=0)
        self._judge_soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._draw_soon.timeout.connect(self._draw)
        self._judge_soon.timeout.connect(self._judge)
        scroll_bar = text_area.verticalScrollBar()
        for signal in (text_area.textChanged, scroll_bar.valueChanged, scroll_bar.rangeChanged):
            signal.connect(self._follow)
        text_area.installEventFilter(self)
        text_area.typed.connect(self._type)
        text_area.cursorPositionChanged.connect(self._leave_word)
        for changed in (speller.judged, own_words.changed):
            changed.connect(self._draw_soon.start)

    def switch(self, *, on: bool) -> None:
        """Underline, or do not."""
        self._is_on = on
        self._marks.show(SOURCE, ())
        self._follow()

    def wrong_word_at(self, position: int) -> QTextCursor | None:
        """Return the underlined word at a position of the document, selected, or None where there is none."""
        for mark in self._marks.of(SOURCE):
            if mark.cursor.selectionStart() <= position <= mark.cursor.selectionEnd():
                return QTextCursor(mark.cursor)
        return None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Underline in the new theme's colour."""
        if event.type() == QEvent.Type.StyleChange:
            self._draw_soon.start()
        return False

    def _follow(self) -> None:
        if self._is_on:
            self._draw_soon.start()
            self._judge_soon.start()

    def _type(self, _start: int, end: int) -> None:
        self._typed_at = end

    def _leave_word(self) -> None:
        if self._typed_at >= 0 and self._text_area.textCursor().position() != self._typed_at:
            self._typed_at = -1
            self._follow()

    def _judge(self) -> None:
        """Have the words in view judged, by the dictionary and by what the user has."""
        if not self._is_on:
            return
        words = {word.word for word in words_to_judge(text_in_view(self._text_area).text)}
        self._speller.judge(words)
        self._own_words.look_up(word for word in words if self._speller.is_wrong(word))

    def _draw(self) -> None:
        if not self._is_on:
            return
        view = text_in_view(self._text_area)
        wrong = [word for word in words_to_judge(view.text) if self._speller.is_wrong(word.word)]
        self._own_words.look_up(word.word for word in wrong if not self._own_words.has_looked_up(word.word))
        lacking = [word for word in wrong if self._own_words.lacks(word.word)]
        cursors = [self._select(view.position(word.start), view.position(word.end)) for word in lacking]
        self._marks.show(SOURCE, [_mark(cursor) for cursor in cursors if not self._is_being_typed(cursor)])

    def _is_being_typed(self, cursor: QTextCursor) -> bool:
        return cursor.selectionStart() <= self._typed_at <= cursor.selectionEnd()

    def _select(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._text_area.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _mark(cursor: QTextCursor) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.cursor = cursor
    mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
    mark.format.setUnderlineColor(QColor(current_colours().wrong))
    return mark
