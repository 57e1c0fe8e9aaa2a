"""Connects the text, the bar and the engine, none of which knows the others: the words on the buttons, and those in gray."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from keyboard.editor.accessibility import announce
from keyboard.editor.bar.suggestion_bar import SuggestionBar
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.writing.continuation import WhenShown
from keyboard.writing.corrections import letters_replaced
from keyboard.writing.query import Query, Suggestions


class SuggestionController(QObject):
    """Asks for suggestions as the text changes, shows what the typing session offers, and lets it insert the chosen word."""

    shown = Signal(object)  # an answer is on the buttons; the `Suggestions` message, its words in the buttons' order
    hidden = Signal()  # no words are shown until the next word begins

    def __init__(self, text_area: TextArea, bar: SuggestionBar, suggest: Callable[[Query], int]) -> None:
        """`suggest` sends a query to the engine and returns its new id at once."""
        super().__init__(text_area)
        self._text_area = text_area
        self._bar = bar
        self._suggest = suggest
        self._offer = text_area.session.offer
        # A key changes the text and moves the caret: one query is enough for both.
        self._ask_soon = QTimer(self, singleShot=True, interval=0)
        self._ask_soon.timeout.connect(self.ask)
        text_area.context_changed.connect(self.void)
        text_area.bar_keys = self
        bar.buttons.chosen.connect(self.accept)
        bar.buttons.line_chosen.connect(lambda place: self.accept(place, takes_line=True))
        bar.top_k_changed.connect(self.void)
        # After a click that released the button has taken its word.
        self._release_soon = QTimer(self, singleShot=True, interval=0)
        self._release_soon.timeout.connect(self._release)
        bar.buttons.let_go.connect(self._release_soon.start)

    def ask(self) -> None:
        """Ask for words that fit at the caret, or in place of the selected word."""
        self._ask_soon.stop()
        query = self._text_area.query(self._bar.count, self._bar.top_k)
        if query is None:
            self._bar.clear()
        else:
            self._offer.await_answer(self._suggest(query))

    def take_answer(self, answer: Suggestions) -> None:
        """Show an answer if it answers the newest query."""
        if self._ask_soon.isActive() or not self._offer.answer(answer, held=self._bar.held_places):
            return
        if not self._offer.suggestions:
            self._bar.clear()
            if self._offer.is_hidden:
                return
        self._show_words()
        self.shown.emit(replace(answer, suggestions=self._offer.suggestions))

    def accept(self, place: int, *, takes_line: bool = False) -> bool:
        """Insert the suggestion at a place on the bar, from 0, and return whether there was one."""
        if not self._text_area.take_suggestion(place, takes_line=takes_line):
            return False
        self._text_area.setFocus()
        return True

    def take_by_key(self, place: int) -> None:
        """Insert the suggestion at a place on the bar, from 0, whose shortcut was pressed; a held key takes only one."""
        if not self._text_area.held_key.is_held:
            self.accept(place)

    def hide_until_next_word(self) -> None:
        self._text_area.session.hide()
        self._bar.clear()
        self.hidden.emit()
        self._ask_soon.start()

    def void(self) -> None:
        """Make the words on the buttons void at once, and ask again."""
        self._offer.void()
        self._bar.void_words()
        self._ask_soon.start()

    def take_focus(self) -> bool:
        self._bar.take_keys()
        return True

    def hide_words(self) -> bool:
        """Clear the buttons until the next word begins, as Esc does."""
        self.hide_until_next_word()
        return True

    def is_pointed_at(self) -> bool:
        return bool(self._bar.word_under_mouse)

    def reject_pointed_at(self) -> bool:
        """Never again suggest the word under the mouse; return whether there is one."""
        word = self._bar.word_under_mouse
        if word:
            self._bar.buttons.rejected.emit(word)
        return bool(word)

    def take_best(self, *, is_held: bool) -> bool:
        """Insert the best word if Tab means one, and return whether it does."""
        means_word = self._offer.tab_takes_word(is_held=is_held)
        if means_word and not is_held:
            self.accept(0)
        return means_word

    def _show_words(self) -> None:
        before = self._text_area.text_before_cursor().text
        suggestions = self._offer.suggestions
        self._bar.show_words([one.word for one in suggestions], [letters_replaced(one, before) for one in suggestions])

    def _release(self) -> None:
        """Show the better words that a button's own has kept away."""
        if self._offer.release(self._bar.held_places):
            self._show_words()


class FocusNavigation(QObject):
    """Handles Esc if no widget around the text uses it: it moves the focus from the bar and from the notices back to the text."""

    def __init__(self, frame: QWidget, text_area: QWidget) -> None:
        """`frame` contains the text and the widgets around it."""
        super().__init__(frame)
        self._text_area = text_area
        frame.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() != Qt.Key.Key_Escape or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        self._text_area.setFocus()
        return True


# This long after the last answer nobody is typing; words announced between two keys would be noise.
_ANNOUNCED_AFTER_MS = 700


class SuggestionAnnouncer(QObject):
    """Announces the words on the bar once they have not changed for a moment."""

    def __init__(self, bar: SuggestionBar, suggestions: SuggestionController, settings: SettingsAccess) -> None:
        super().__init__(bar)
        self._bar = bar
        self._settings = settings
        self._announced: list[str] = []
        self._pause = QTimer(self, singleShot=True, interval=_ANNOUNCED_AFTER_MS)
        self._pause.timeout.connect(self._announce)
        suggestions.shown.connect(lambda _answer: self._pause.start())

    def _announce(self) -> None:
        words = self._bar.descriptions
        is_wanted = self._bar.isVisible() and self._settings.current.announce_suggestions
        if not words or words == self._announced or not is_wanted:
            return
        self._announced = words
        announce(self._bar, self.tr("Suggestions: {words}").format(words=", ".join(words)))


# Longer than the time between the letters of a word, so that nothing flashes while somebody types.
_PAUSE_MS = 400


class ContinuationController(QObject):
    """Lets the typing session show the continuation when the typist pauses, and keeps the painted text up to date."""

    def __init__(
        self, text_area: TextArea, bar: SuggestionBar, suggestions: SuggestionController, settings: SettingsAccess
    ) -> None:
        super().__init__(text_area)
        self._text_area, self._bar, self._settings = text_area, bar, settings
        self._continuation = text_area.session.continuation
        self._shown = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._update)
        self._announce_soon = QTimer(self, singleShot=True, interval=_ANNOUNCED_AFTER_MS)
        self._announce_soon.timeout.connect(self._announce)
        text_area.installEventFilter(self)
        text_area.context_changed.connect(self._wait)
        text_area.updateRequest.connect(self._follow_scrolling)
        suggestions.shown.connect(self._update)
        suggestions.hidden.connect(self._repaint)
        settings.changed.connect(self._apply)
        self._apply("continuation")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """End the continuation if the text can no longer be changed, or if its line is laid out again."""
        if event.type() in {QEvent.Type.ReadOnlyChange, QEvent.Type.Resize, QEvent.Type.FontChange}:
            self._continuation.void()
            self._repaint()
        return False

    def _apply(self, name: str) -> None:
        if name == "continuation":
            self._continuation.when = WhenShown(self._settings.current.continuation)
            self._continuation.void()
            self._show_lines()
            self._repaint()

    def _wait(self) -> None:
        if not self._text_area.takes_suggestions:
            self._continuation.void()
        self._repaint()
        self._pause.start()

    def _update(self) -> None:
        if self._text_area.session.offer.answered is None:
            return
        is_pause = not self._pause.isActive()
        self._text_area.update_continuation(is_pause=is_pause)
        if is_pause:
            if gray := self._text_area.gray_text():
                self._text_area.viewport().update(gray.rectangle)
            self._show_lines()
        self._repaint()

    def _show_lines(self) -> None:
        self._bar.buttons.show_lines(self._continuation.lines(self._text_area.session.offer.suggestions))

    def _repaint(self) -> None:
        """Repaint the text where the continuation has changed; announce a new one once."""
        text, before = self._continuation.text, self._shown
        self._shown = text
        if text != before:
            self._text_area.viewport().update(self._text_area.gray_place)
        if not text:
            self._announce_soon.stop()
        elif not before:
            self._announce_soon.start()

    def _follow_scrolling(self, _part: QRect, distance: int) -> None:
        """Follow the painted continuation, which moves with the text."""
        self._text_area.gray_place.translate(0, distance)

    def _announce(self) -> None:
        if self._settings.current.announce_suggestions:
            announce(self._text_area, self.tr("Continuation: {words}").format(words=self._continuation.text.strip()))
