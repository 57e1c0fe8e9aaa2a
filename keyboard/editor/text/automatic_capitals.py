"""Capitals that come by themselves as a person types, and go again where they were not wanted."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor

from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import units
from keyboard.writing.capitals import SentenceHabit, begins_sentence, first_person_at_end, is_code_word

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
# Places where a capital was taken back; older ones are forgotten.
_MOST_PLACES = 32

Deliver = Callable[[str], None]


@dataclass(frozen=True)
class _Change:
    """An automatic change that nothing has followed yet: the letter that became a capital, and how the text was left."""

    start: int
    letter: str
    end: int
    revision: int
    is_sentence: bool


class AutomaticCapitals(QObject):
    """Gives a sentence's first letter and "i" alone their capitals; Backspace right after takes one back.

    What is pasted, tapped, undone or redone stays as it is.
    """

    def __init__(self, text_area: TextArea, settings: SettingsAccess, is_private: Callable[[], bool] = lambda: False) -> None:
        """Watch what is typed into a text; `settings` say whether to, and keep the habit unless `is_private` says so."""
        super().__init__(text_area)
        self._text_area = text_area
        self._settings = settings
        self._is_private = is_private
        self._habit = SentenceHabit(is_lower_case=settings.current.lower_case_habit)
        self._change: _Change | None = None
        self._sentence: QTextCursor | None = None  # the start of the last sentence begun
        self._capital: str | None = None  # its first letter as it was typed, where that became a capital
        self._left_alone: deque[QTextCursor] = deque(maxlen=_MOST_PLACES)
        text_area.installEventFilter(self)
        settings.changed.connect(self._follow_setting)

    def begins_in_lower_case(self) -> bool:
        """Tell whether the writer is used to begin sentences in lower case."""
        return self._habit.is_lower_case

    def begins_with_capital(self) -> bool:
        """Tell whether a sentence's first letter becomes a capital by itself."""
        return self._settings.current.capital_at_sentence and not self._habit.is_lower_case

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look at each key, and each character of an input method, before the text has it."""
        if watched is not self._text_area or self._text_area.isReadOnly():
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers() & _COMMANDS:
            return self._take_key(event)
        if isinstance(event, QInputMethodEvent) and not event.preeditString() and not event.replacementLength():
            return self._take(event.commitString(), self._commit)
        return False

    def _learn(self, *, in_lower_case: bool, again: bool) -> None:
        """Take in how a sentence was begun, and keep the habit where it is another now."""
        self._habit.take(in_lower_case=in_lower_case, again=again)
        if not self._is_private():
            self._settings.change(lower_case_habit=self._habit.is_lower_case)

    def _follow_setting(self, name: str) -> None:
        if name == "lower_case_habit" and self._settings.current.lower_case_habit != self._habit.is_lower_case:
            self._habit = SentenceHabit(is_lower_case=self._settings.current.lower_case_habit)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Backspace:
            return self._take_back()

        def press(text: str) -> None:
            self._text_area.keyPressEvent(QKeyEvent(event.type(), event.key(), event.modifiers(), text))

        return self._take(event.text(), press)

    def _commit(self, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        self._text_area.inputMethodEvent(event)

    def _take(self, text: str, deliver: Deliver) -> bool:
        """Enter one character with what it changes; tell whether it was entered."""
        if len(text) != 1:
            return False
        if text.isalpha() and self._begin_sentence(text, deliver):
            return True
        if text in " \r\n":
            self._capital = None
            return self._finish_first_person(text, deliver)
        return self._find_code(text, deliver)

    def _begin_sentence(self, letter: str, deliver: Deliver) -> bool:
        cursor = self._text_area.textCursor()
        start = cursor.selectionStart()
        document = self._text_area.document()
        if document.characterAt(start - 1).isalnum() or document.characterAt(cursor.selectionEnd()).isalnum():
            return False
        if not begins_sentence(self._text_area.text_before(start).text):
            return False
        capital = letter.upper()
        is_again = self._sentence is not None and self._sentence.position() == start
        in_lower_case = letter != capital and (not self.begins_with_capital() or self._is_left_alone(start))
        self._learn(in_lower_case=in_lower_case, again=is_again)
        self._sentence = self._place(start)
        self._capital = None
        if in_lower_case or letter == capital or len(capital) != 1:
            return False
        deliver(capital)
        self._capital = letter
        self._remember(start, letter, is_sentence=True)
        return True

    def _finish_first_person(self, text: str, deliver: Deliver) -> bool:
        cursor = self._text_area.textCursor()
        if not self._settings.current.capital_i or cursor.hasSelection():
            return False
        tail = self._text_area.text_before_cursor()
        index = first_person_at_end(tail.text)
        if index is None:
            return False
        start = tail.offset + units(tail.text[:index])
        if self._is_left_alone(start):
            return False
        self._enter_with(start, "I", text, deliver)
        self._remember(start, "i", is_sentence=False)
        return True

    def _find_code(self, text: str, deliver: Deliver) -> bool:
        """Take a sentence's capital back where the word turns out to be an address or the like: "https:/" and a slash."""
        cursor = self._text_area.textCursor()
        if self._capital is None or self._sentence is None or cursor.hasSelection():
            return False
        length = cursor.position() - self._sentence.position()
        word = self._text_area.text_before_cursor().text[-length:] if 0 < length < 100 else ""
        if word[:1] != self._capital.upper() or any(character.isspace() for character in word):
            return False
        if not is_code_word(word + text):
            return False
        self._enter_with(self._sentence.position(), self._capital, text, deliver)
        self._capital = None
        return True

    def _take_back(self) -> bool:
        change, self._change = self._change, None
        cursor = self._text_area.textCursor()
        if change is None or cursor.hasSelection():
            return False
        if (cursor.position(), self._text_area.document().revision()) != (change.end, change.revision):
            return False
        self._respell(change.start, change.letter)
        self._left_alone.append(self._place(change.start))
        if change.is_sentence:
            self._learn(in_lower_case=True, again=True)
            self._capital = None
        return True

    def _enter_with(self, start: int, letter: str, text: str, deliver: Deliver) -> None:
        """Respell the letter at `start` and enter `text` at the cursor, as one undo step."""
        cursor = self._text_area.textCursor()
        cursor.beginEditBlock()
        self._respell(start, letter)
        deliver(text)
        cursor.endEditBlock()
        self._text_area.ensureCursorVisible()

    def _respell(self, start: int, letter: str) -> None:
        # The new letter comes before the old one goes: cursors that begin or end here keep their word.
        cursor = QTextCursor(self._text_area.document())
        cursor.beginEditBlock()
        cursor.setPosition(start + 1)
        cursor.insertText(letter)
        cursor.setPosition(start)
        cursor.deleteChar()
        cursor.endEditBlock()

    def _remember(self, start: int, letter: str, *, is_sentence: bool) -> None:
        end, revision = self._text_area.textCursor().position(), self._text_area.document().revision()
        self._change = _Change(start, letter, end, revision, is_sentence)

    def _place(self, position: int) -> QTextCursor:
        """Return a place in the text that stays with what follows it."""
        cursor = QTextCursor(self._text_area.document())
        cursor.setPosition(position)
        cursor.setKeepPositionOnInsert(True)
        return cursor

    def _is_left_alone(self, position: int) -> bool:
        return any(cursor.position() == position for cursor in self._left_alone)
