"""Where the text, the bar and the engine meet; none of them knows the others."""

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from keyboard.editor.bar.arrangement import arranged
from keyboard.editor.bar.suggestion_bar import SuggestionBar
from keyboard.editor.text.held_key import HeldKey
from keyboard.editor.text.tab_key import TabKey
from keyboard.editor.text.tap_edit import rest_of_word
from keyboard.editor.text.text_area import TextArea
from keyboard.writing.query import Query, Suggestion, Suggestions


class SuggestionSource(Protocol):
    """Who answers: `EngineLink`, or a stand-in."""

    def suggest(self, request: Query) -> int:
        """Send a request under an id of its own; return that at once."""


class SuggestionController(QObject):
    """Asks for suggestions as the text changes, shows the newest answer, and puts in what is chosen.

    Whatever is on the buttons belongs to the text at the cursor: with any change it is void until the answer to it comes.

    Signals:
        shown: An answer is on the buttons; the `Suggestions` message, its words in the buttons' order.
        accepted: A suggestion was put in; its place on the bar, from 0.
    """

    shown = Signal(object)
    accepted = Signal(int)

    def __init__(self, text_area: TextArea, bar: SuggestionBar, source: SuggestionSource) -> None:
        """Connect the three."""
        super().__init__(text_area)
        self._text_area = text_area
        self._bar = bar
        self._source = source
        self._saves_battery = False
        self._brings_space = True
        self._begins_in_lower_case: Callable[[], bool] = lambda: False
        self._begins_with_capital: Callable[[], bool] = lambda: False
        self._awaited_id = 0
        self._suggestions: tuple[Suggestion, ...] = ()
        self._shown_id = 0
        self._held_key = HeldKey()
        self._tab_key = TabKey(lambda: self.accept(0))
        self._is_hidden = False
        self._hidden_context: str | None = None
        # A key changes the text and moves the cursor: one question is enough for both.
        self._ask_soon = QTimer(self, singleShot=True, interval=0)
        self._ask_soon.timeout.connect(self.ask)
        text_area.context_changed.connect(self.void)
        text_area.installEventFilter(self)
        bar.chosen.connect(self.accept)
        bar.top_k_changed.connect(self.void)

    def ask(self) -> None:
        """Ask for what fits at the cursor now, or in the place of the selected word."""
        self._ask_soon.stop()
        if not self._text_area.takes_suggestions:
            self._bar.clear()
            return
        selected = self._text_area.selected_word
        tail = self._text_area.text_before(selected.start) if selected else self._text_area.text_before_cursor()
        self._awaited_id = self._source.suggest(
            Query(
                0,  # `suggest` gives it its own
                tail.text,
                tail.offset,
                self._bar.count,
                self._bar.top_k,
                look_ahead=not self._saves_battery,
                rest="" if selected else rest_of_word(tail.text, self._text_area.line_after_cursor()),
                lower_case=self._begins_in_lower_case(),
                automatic_capital=self._begins_with_capital(),
                instead_of=selected.word if selected else "",
            )
        )

    def take_answer(self, answer: Suggestions) -> None:
        """Show an answer, if it is the one to the newest question."""
        if answer.id != self._awaited_id or self._ask_soon.isActive():
            return
        self._tab_key.know_words()
        if self._stays_hidden(answer.context):
            self._bar.clear()
            return
        is_better = answer.id == self._shown_id
        if is_better and self._bar.is_pressed:
            return
        self._shown_id = answer.id
        self._suggestions = arranged(answer.suggestions, self._suggestions if is_better else ())
        self._bar.show_words([suggestion.word for suggestion in self._suggestions])
        self.shown.emit(replace(answer, suggestions=self._suggestions))

    def accept(self, place: int) -> bool:
        """Put in the suggestion at a place on the bar, from 0; tell whether there was one."""
        if place >= len(self._suggestions) or not self._text_area.takes_suggestions:
            return False
        chosen = self._suggestions[place]
        insertion = chosen.insertion if self._brings_space else chosen.insertion.rstrip(" ")
        if self._text_area.selected_word:
            self._text_area.replace_selected_word(chosen.word)
        else:
            self._text_area.insert_suggestion(chosen.replace, insertion)
        self._text_area.setFocus()
        self.accepted.emit(place)
        return True

    def take_by_key(self, place: int) -> None:
        """Put in the suggestion at a place on the bar, from 0, whose shortcut was pressed; one that is held down takes one."""
        if not self._held_key.is_held:
            self.accept(place)

    def save_battery(self, saves: bool) -> None:
        """Spend no idle time on what may be typed next, or spend it again."""
        self._saves_battery = saves

    def follow_capitals(self, begins_in_lower_case: Callable[[], bool], begins_with_capital: Callable[[], bool]) -> None:
        """Offer a sentence's first word in lower case where the writer begins so, with a capital where that comes by itself."""
        self._begins_in_lower_case = begins_in_lower_case
        self._begins_with_capital = begins_with_capital

    def bring_space(self, brings: bool) -> None:
        """Let a tap bring its space, or leave it to the writer."""
        self._brings_space = brings

    def hide_until_next_word(self) -> None:
        """Take the words off the buttons until the next word begins."""
        self._is_hidden = True
        self._tab_key.know_words()
        self._hidden_context = None
        self._suggestions = ()
        self._bar.clear()
        self._ask_soon.start()

    def void(self) -> None:
        """Make what is on the buttons void at once, and ask anew."""
        self._awaited_id = 0
        if self._suggestions:
            self._tab_key.lose_words()
        self._suggestions = ()
        self._bar.void_words()
        self._ask_soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take Tab and Esc from the text where they mean a suggestion."""
        if watched is not self._text_area or not isinstance(event, QKeyEvent):
            return False
        self._held_key.hear(event)
        if event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            return self._reject_pointed_at(event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        if event.key() == Qt.Key.Key_Tab:
            is_replacing = self._text_area.textCursor().hasSelection()
            return not is_replacing and self._tab_key.press(is_repeated=self._held_key.is_held)
        if event.key() == Qt.Key.Key_Escape:
            self.hide_until_next_word()
            return True
        return False

    def _reject_pointed_at(self, event: QKeyEvent) -> bool:
        """Take Shift+Delete, which cuts text as a rule, where the mouse points at a word; tell whether it does."""
        word = self._bar.word_under_mouse
        if not word:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._bar.rejected.emit(word)
        return True

    def _stays_hidden(self, context: str) -> bool:
        """Tell whether the words stay hidden: the first answer after Esc names the word's context, another ends the hiding."""
        if self._is_hidden and self._hidden_context is None:
            self._hidden_context = context
        self._is_hidden = self._is_hidden and context == self._hidden_context
        return self._is_hidden
