"""Spell checking in the window: underlines for wrong words, and corrections for them in the context menu."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QContextMenuEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu, QTextEdit

from keyboard.editor.background import in_background
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.files.document import Document
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.spelling.corrections_at_space import CorrectionDisplay, CorrectionSettings
from keyboard.editor.spelling.last_slip import LastSlip
from keyboard.editor.spelling.speller import OwnWords, Speller
from keyboard.editor.text.marks import Marks, text_in_view
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import selection
from keyboard.editor.vocabulary.vocabulary_access import VocabularyAccess
from keyboard.engine.messages import Ranked
from keyboard.spelling.dictionaries import (
    SpellingDictionary,
    WordInText,
    dictionary_named,
    installed_dictionaries,
    words_to_judge,
)
from keyboard.storage.languages import load_languages

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
        self._is_on = on
        self._marks.show(SOURCE, ())
        self._follow()

    def wrong_word_at(self, position: int) -> QTextCursor | None:
        """Return the underlined word at a position of the document, selected, or None."""
        for mark in self._marks.of(SOURCE):
            if mark.cursor.selectionStart() <= position <= mark.cursor.selectionEnd():
                return QTextCursor(mark.cursor)
        return None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
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
        """Judge the words in view by the dictionary and by the user's words."""
        if not self._is_on:
            return
        words = list(words_to_judge(text_in_view(self._text_area).text))
        self._speller.judge({form for word in words for form in word.forms})
        self._own_words.look_up(word.word for word in words if self._is_wrong(word))

    def _is_wrong(self, word: WordInText) -> bool:
        return all(self._speller.is_wrong(form) for form in word.forms)

    def _draw(self) -> None:
        if not self._is_on:
            return
        view = text_in_view(self._text_area)
        wrong = [word for word in words_to_judge(view.text) if self._is_wrong(word)]
        self._own_words.look_up(word.word for word in wrong if not self._own_words.has_looked_up(word.word))
        lacking = [word for word in wrong if self._own_words.lacks(word.word)]
        document = self._text_area.document()
        cursors = [selection(document, view.position(word.start), view.position(word.end)) for word in lacking]
        self._marks.show(SOURCE, [_mark(cursor) for cursor in cursors if not self._is_being_typed(cursor)])

    def _is_being_typed(self, cursor: QTextCursor) -> bool:
        return cursor.selectionStart() <= self._typed_at <= cursor.selectionEnd()


def _mark(cursor: QTextCursor) -> QTextEdit.ExtraSelection:
    mark = QTextEdit.ExtraSelection()
    mark.cursor = cursor
    mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
    mark.format.setUnderlineColor(QColor(current_colours().wrong))
    return mark


# A menu that grows under the mouse would be clicked in the wrong place, so it waits, but not for long.
_PATIENCE_MS = 1000
_MOST_CORRECTIONS = 5


class CorrectionMenu(QObject):
    """Opens the text's own menu, with corrections at its top for an underlined word."""

    opened = Signal(QMenu)

    def __init__(
        self, text_area: TextArea, underlines: Underlines, speller: Speller, own_words: OwnWords, link: EngineLink
    ) -> None:
        super().__init__(text_area)
        self._text_area = text_area
        self._underlines = underlines
        self._speller = speller
        self._own_words = own_words
        self._link = link
        self._word: QTextCursor | None = None  # the clicked word, while the menu waits for its corrections
        self._place = QPoint()
        self._corrections: list[str] = []
        self._rank_id = 0
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._open)
        speller.corrected.connect(self._take_corrections)
        for widget in (text_area, text_area.viewport()):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the request for a menu on an underlined word, by the mouse or by the Menu key."""
        if not isinstance(event, QContextMenuEvent):
            return False
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            position = self._text_area.textCursor().position()
            place = self._text_area.viewport().mapToGlobal(self._text_area.cursorRect().bottomLeft())
        elif watched is self._text_area.viewport():
            position, place = self._text_area.cursorForPosition(event.pos()).position(), event.globalPos()
        else:
            return False
        word = self._underlines.wrong_word_at(position)
        if word is None:
            return False
        self._word, self._place, self._corrections, self._rank_id = word, place, [], 0
        self._patience.start()
        self._speller.correct(_plain(word.selectedText()))
        return True

    def take_ranks(self, ranked: Ranked) -> None:
        """Sort the corrections by the engine's ranking, and open the menu."""
        if self._word is None or not self._rank_id or ranked.id != self._rank_id:
            return
        if ranked.log_probabilities:
            by_word = dict(zip(ranked.words, ranked.log_probabilities, strict=True))
            self._corrections.sort(key=by_word.__getitem__, reverse=True)
        self._open()

    def _take_corrections(self, word: str, corrections: list[str]) -> None:
        if self._word is None or self._corrections or word != _plain(self._word.selectedText()):
            return
        self._corrections = corrections
        before = self._text_area.text_before(self._word.selectionStart())
        self._rank_id = self._link.rank(before.text, before.offset, corrections) if len(corrections) > 1 else 0
        if not self._rank_id:
            self._open()

    def _open(self) -> None:
        self._patience.stop()
        word, self._word = self._word, None
        if word is None:
            return
        menu = self._text_area.createStandardContextMenu()
        first = menu.actions()[0]
        for correction in self._corrections[:_MOST_CORRECTIONS]:
            self._add(menu, first, correction.replace("&", "&&")).triggered.connect(
                lambda _checked, correction=correction: self._correct(word, correction)
            )
        if not self._corrections:
            self._add(menu, first, self.tr("No corrections")).setEnabled(False)
        menu.insertSeparator(first)
        text = _plain(word.selectedText())
        self._add(menu, first, self.tr("&Add to Vocabulary")).triggered.connect(lambda: self._own_words.add(text))
        self._add(menu, first, self.tr("&Ignore")).triggered.connect(lambda: self._ignore(text))
        menu.insertSeparator(first)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._place)
        self.opened.emit(menu)

    def _ignore(self, word: str) -> None:
        self._own_words.ignore(word)
        self._text_area.session.corrections.leave_alone(word)

    @staticmethod
    def _add(menu: QMenu, before: QAction, title: str) -> QAction:
        action = QAction(title, menu)
        menu.insertAction(before, action)
        return action

    @staticmethod
    def _correct(word: QTextCursor, correction: str) -> None:
        """Replace the word with a correction, as one undo step."""
        if "’" in word.selectedText():
            correction = correction.replace("'", "’")
        word.beginEditBlock()
        word.insertText(correction)
        word.endEditBlock()


def _is_of(code: str, dictionary: str) -> bool:
    return dictionary.partition("_")[0] == code


def _plain(word: str) -> str:
    return word.replace("’", "'")


class Spelling(QObject):
    """Checks the spelling of a text."""

    failed = Signal(str)  # the dictionary cannot be used; one sentence
    said = Signal(str)  # what was corrected, or why nothing was; one sentence

    def __init__(
        self,
        text_area: TextArea,
        document: Document,
        link: EngineLink,
        vocabulary: VocabularyAccess,
        settings: SettingsAccess,
    ) -> None:
        super().__init__(text_area)
        self._settings = settings
        self._dictionaries: dict[str, str] = {}  # by the codes of the text's languages
        self._language = ""
        self.speller = Speller(settings.current.dictionary, self)
        self.own_words = OwnWords(vocabulary, self)
        self.underlines = Underlines(text_area, text_area.marks, self.speller, self.own_words)
        self.corrections = CorrectionMenu(text_area, self.underlines, self.speller, self.own_words, link)
        display = CorrectionDisplay(text_area)
        self.last_slip = LastSlip(text_area, self.speller, self.own_words, link, display)
        CorrectionSettings(text_area, document, settings)
        for part in (display, self.last_slip):
            part.said.connect(self.said)
        link.ranked.connect(self.corrections.take_ranks)
        self.speller.failed.connect(self.failed)
        settings.changed.connect(self._apply_setting)
        self._apply()

    def follow_language(self, code: str) -> None:
        """Judge also by the dictionary of the text's language; without such a dictionary no word is underlined."""
        language = load_languages().get(code)
        self._language = code
        if language is None or code in self._dictionaries or _is_of(code, self._settings.current.dictionary):
            self._apply()
            return

        def take(found: SpellingDictionary | None) -> None:
            self._dictionaries[code] = found.name if found else ""
            self._apply()

        in_background(partial(dictionary_named, language.dictionary), take, lambda error: self.failed.emit(str(error)), self)

    def use_dictionary(self, name: str) -> None:
        self._settings.change(dictionary=name)

    def list_dictionaries(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        menu.aboutToShow.connect(
            lambda: in_background(
                installed_dictionaries, partial(self._list, menu, group), lambda error: self.failed.emit(str(error)), menu
            )
        )

    def _apply_setting(self, name: str) -> None:
        if name in {"check_spelling", "dictionary"}:
            self._apply()

    def _apply(self) -> None:
        chosen = self._settings.current.dictionary
        self.speller.use("+".join(dict.fromkeys((chosen, *filter(None, self._dictionaries.values())))))
        is_known = not self._language or _is_of(self._language, chosen) or bool(self._dictionaries.get(self._language))
        self.underlines.switch(on=self._settings.current.check_spelling and is_known)

    def _list(self, menu: QMenu, group: QActionGroup, dictionaries: list[SpellingDictionary]) -> None:
        for action in group.actions():
            group.removeAction(action)
            menu.removeAction(action)
        for dictionary in dictionaries:
            action = QAction(dictionary.name, group, checkable=True)
            action.setChecked(dictionary.name == self._settings.current.dictionary)
            action.triggered.connect(partial(self.use_dictionary, dictionary.name))
            menu.addAction(action)

    def close(self) -> None:
        self.speller.close()
