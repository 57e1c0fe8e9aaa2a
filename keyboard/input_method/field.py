"""One field of another program: what a key there does, and whether words are offered there."""

from dataclasses import dataclass, replace
from enum import IntEnum, IntFlag

from keyboard.input_method.key_symbols import (
    COMMANDS,
    DIGIT_KEYS,
    Modifier,
    Symbol,
    accent_of,
    character_of,
    is_modifier_key,
    takes_all,
    takes_word,
    with_accent,
)
from keyboard.input_method.known_text import KnownText
from keyboard.settings.settings import Settings
from keyboard.storage.languages import chosen_codes, load_languages
from keyboard.writing.continuation import WhenShown
from keyboard.writing.corrections import AtSpace
from keyboard.writing.edits import Edit
from keyboard.writing.learning import LearntWord
from keyboard.writing.query import Query, Suggestions
from keyboard.writing.session import Outcome, TypingSession


class Purpose(IntEnum):
    """The purposes of fields that matter here (`IBusInputPurpose`)."""

    FREE_FORM = 0
    DIGITS = 2
    NUMBER = 3
    PHONE = 4
    URL = 5
    EMAIL = 6
    PASSWORD = 8
    PIN = 9
    TERMINAL = 10


class Hint(IntFlag):
    """The hints about a field that matter here (`IBusInputHints`)."""

    LOWER_CASE = 1 << 3
    PRIVATE = 1 << 11
    HIDDEN_TEXT = 1 << 12


_WITHOUT_WORDS = {Purpose.DIGITS, Purpose.NUMBER, Purpose.PHONE, Purpose.PASSWORD, Purpose.PIN}
_ADDRESSES = {Purpose.URL, Purpose.EMAIL}
# Clients of the X Input Method name no program and no purpose; a terminal is the likeliest of them.
_X_INPUT_METHOD = "xim"
# IBus's modules for GTK never put the preedit text into the text by themselves; that of Qt 5 inserts it at a click.
_KEEPS_PREEDIT_OUT = ("gtk3-im:", "gtk4-im:")
_CHOOSING = {"ctrl": Modifier.CONTROL, "alt": Modifier.ALT, "super": Modifier.SUPER}


@dataclass(frozen=True)
class FieldKind:
    """A client's facts about its field."""

    purpose: int = Purpose.FREE_FORM
    hints: int = 0
    client: str = ""  # with the program's name if it is known, as in "gtk3-im:gedit"
    shows_preedit: bool = False  # at the caret, apart from its text

    def is_served(self, settings: Settings) -> bool:
        """Return whether words are offered here: not in secrets, numbers, unchosen terminals and programs that are left out."""
        if self.purpose in _WITHOUT_WORDS or self.hints & (Hint.PRIVATE | Hint.HIDDEN_TEXT):
            return False
        is_terminal = self.purpose == Purpose.TERMINAL or self.client == _X_INPUT_METHOD
        return (settings.elsewhere_terminals or not is_terminal) and not self._is_one_of(settings.elsewhere_left_out)

    def shows_gray(self, settings: Settings) -> bool:
        """Return whether words can be shown in gray here that enter the text only when they are taken.

        A browser passes them to the page as its text, and other programs that draw their own fields insert them when they lose
        the focus. So only the named programs show them.
        """
        is_prose = self.purpose not in _ADDRESSES | {Purpose.TERMINAL}
        keeps_out = self.shows_preedit and self.client.startswith(_KEEPS_PREEDIT_OUT)
        return keeps_out and is_prose and self._is_one_of(settings.elsewhere_gray_in)

    @property
    def has_sentences(self) -> bool:
        """Whether the field has sentences, which begin with a capital."""
        return self.purpose not in _ADDRESSES | {Purpose.TERMINAL} and not self.hints & Hint.LOWER_CASE

    def _is_one_of(self, programs: str) -> bool:
        return any(program in self.client.lower() for program in programs.lower().replace(",", " ").split())


@dataclass(frozen=True)
class Reaction:
    """The edit that the client is asked for."""

    is_used: bool = False  # whether the key is consumed; the program gets every other one
    removed_before: int = 0  # characters that the client deletes before the caret
    removed_after: int = 0
    commit: str = ""  # the text that it then inserts
    learnt: tuple[LearntWord, ...] = ()  # words that have settled


_LET_THROUGH = Reaction()


class Field:
    """Drives a typing session with the keys of the focused field.

    The program itself inserts what is typed. A key is consumed only if the session turns it into something else, and only while
    the client's text proves which text is before the caret: a key on its way to the client would come after a commit.
    """

    def __init__(self, settings: Settings) -> None:
        self.kind = FieldKind()
        self.session = TypingSession()
        self.session.corrections.languages = load_languages()
        self.known = KnownText()
        self.shown = 0  # number of words shown, perhaps still those of the text before the last key
        self._used_keys: set[int] = set()  # keys that are held down and were consumed
        self._accent = ""
        self.apply(settings, is_private=settings.private_at_start)

    def apply(self, settings: Settings, *, is_private: bool) -> None:
        self._settings = settings
        self.session.looks_ahead = not settings.save_battery
        self.session.languages = chosen_codes(settings.languages)
        self.session.capitals.first_person = settings.capital_i and settings.elsewhere_capitals
        self.session.is_private = is_private or not settings.elsewhere_learns
        self.session.continuation.when = WhenShown(settings.continuation)
        corrections = self.session.corrections
        corrections.at_space = AtSpace(settings.corrections_at_space) if settings.elsewhere_corrections else AtSpace.OFF
        corrections.layout = settings.keyboard_layout or corrections.layout

    @property
    def is_served(self) -> bool:
        return self.kind.is_served(self._settings)

    @property
    def gray(self) -> str:
        return self.session.continuation.text

    def forget(self) -> None:
        """Forget the text, as when the focus has moved or the caret was set elsewhere."""
        self.session.forget()
        self.session.offer.void()
        self.known.forget()
        self._accent = ""

    def note_surrounding_text(self, text: str, caret: int, anchor: int) -> bool:
        """Compare with the client's text; return whether other words may fit now."""
        if not self.is_served:
            return False
        before = self.known.around
        start, end = sorted((min(caret, len(text)), min(anchor, len(text))))
        if not self.known.note_surrounding_text(text[:start], text[end:], has_selection=start != end):
            self.session.caret_moved()
            self.session.offer.void()
        if start != end or text[end : end + 1].strip("\n"):
            self.session.continuation.void()
        return self.known.around != before

    def press(self, symbol: int, code: int, state: int) -> Reaction:
        """Return what a key, or its release, leads to."""
        modifiers = Modifier(state & int(COMMANDS | Modifier.SHIFT | Modifier.RELEASE))
        if modifiers & Modifier.RELEASE:
            is_used = code in self._used_keys
            self._used_keys.discard(code)
            return Reaction(is_used=is_used)
        if not self.is_served or is_modifier_key(symbol):
            return _LET_THROUGH
        reaction = self._pressed(symbol, code, modifiers)
        if reaction.is_used:
            self._used_keys.add(code)
        return reaction

    def take(self, place: int) -> Reaction:
        """Return what taking the suggestion at a place, from 0, leads to."""
        around = self.known.around
        self.session.brings_space = self._brings_space
        if self.known.has_selection or (outcome := self.session.take(place, around)) is None:
            return _LET_THROUGH
        edit = outcome.edit
        if edit.before and not self.known.is_proven:
            self.session.caret_moved()
            return _LET_THROUGH
        self.session.offer.void()
        return self._reaction(outcome)

    def query(self) -> Query | None:
        """Return the query for the engine, or None if no words are offered or a word may have begun before the known text."""
        before = self.known.around.before
        is_known = self.known.has_surrounding_text or any(character.isspace() for character in before)
        if not self.is_served or self.known.has_selection or not is_known:
            return None
        settings = self._settings
        return self.session.query(self.known.around, settings.suggestion_count, settings.top_k)

    def take_answer(self, answer: Suggestions) -> bool:
        """Accept an answer, and return whether it is for the present text."""
        return self.is_served and self.session.offer.answer(answer)

    def update_gray(self, *, is_pause: bool) -> None:
        """Let the words in gray follow those that are offered; they begin, or become more, only when the typist pauses."""
        if self.kind.shows_gray(self._settings) and self.known.is_proven:
            self.session.brings_space = self._brings_space
            self.session.update_continuation(self.known.around, is_pause=is_pause)

    @property
    def _brings_space(self) -> bool:
        return self._settings.space_after_tap and self._settings.elsewhere_space and self.known.is_proven

    def _pressed(self, symbol: int, code: int, modifiers: Modifier) -> Reaction:
        place = self._chosen_place(symbol, code, modifiers)
        if place is not None and place < self.shown:
            is_void = code in self._used_keys or place >= len(self.session.offer.suggestions)
            return Reaction(is_used=True) if is_void else self.take(place)
        is_whole = takes_all(symbol, modifiers)
        if self.gray and (is_whole or takes_word(symbol, modifiers)):
            return Reaction(is_used=True) if code in self._used_keys else self._take_gray(is_whole=is_whole)
        if symbol == Symbol.ESCAPE and not modifiers and (self.shown or self.gray):
            self.session.hide()
            return Reaction(is_used=True)
        reaction = self._typed(symbol, modifiers)
        self.session.offer.void()
        return reaction

    def _take_gray(self, *, is_whole: bool) -> Reaction:
        around = self.known.around
        outcome = (self.session.take_all if is_whole else self.session.take_word)(around) if self.known.is_proven else None
        return self._reaction(outcome) if outcome else Reaction(is_used=True)

    def _typed(self, symbol: int, modifiers: Modifier) -> Reaction:
        if modifiers & COMMANDS:
            self._leave()
            return _LET_THROUGH
        if accent := accent_of(symbol):
            self._accent = accent
            return Reaction(is_used=True)
        accent, self._accent = self._accent, ""
        around = self.known.around
        if symbol == Symbol.BACKSPACE:
            is_certain = self.known.is_proven
            return self._reaction(self.session.backspace(around) if is_certain else self.session.made(Edit(1), around))
        if symbol == Symbol.DELETE:
            return self._reaction(self.session.delete(around))
        text = character_of(symbol)
        if accent and text:
            composed = with_accent(text, accent)
            return self._type(composed or text, is_typed_by_client=not composed)
        if not text:
            self._leave()  # Return may send what was typed, and other keys move the caret
            return _LET_THROUGH
        return self._type(text, is_typed_by_client=True)

    def _leave(self) -> None:
        self.session.caret_moved()
        self.known.leave()

    def _type(self, text: str, *, is_typed_by_client: bool) -> Reaction:
        around = self.known.around
        has_sentences = self._settings.elsewhere_capitals and self.known.has_surrounding_text and self.kind.has_sentences
        self.session.capitals.at_sentence = self._settings.capital_at_sentence and has_sentences
        self.session.corrections.is_prose = self._settings.dictionary.startswith("en") and self.kind.has_sentences
        is_plain = not self.known.is_proven
        outcome = self.session.made(Edit(text=text), around) if is_plain else self.session.type(text, around)
        return self._reaction(replace(outcome, is_native=outcome.is_native and is_typed_by_client))

    def _chosen_place(self, symbol: int, code: int, modifiers: Modifier) -> int | None:
        """Return which suggestion a key takes, or None."""
        if modifiers & ~Modifier.SHIFT == _CHOOSING[self._settings.elsewhere_keys]:
            return DIGIT_KEYS.get(code)
        is_tab = symbol == Symbol.TAB and not modifiers and self._settings.elsewhere_tab
        return 0 if is_tab else None

    def _reaction(self, outcome: Outcome) -> Reaction:
        edit = outcome.edit
        skipped = self.known.around.after[edit.after : edit.after + edit.skip]
        made = Edit(edit.before, edit.after + len(skipped), edit.text + skipped)
        self.known.note_edit(made, is_commit=not outcome.is_native)
        if outcome.is_native:
            return Reaction(learnt=outcome.learnt)
        return Reaction(True, made.before, made.after, made.text, outcome.learnt)
