"""Spell checking as the window has it: wires the dictionary, the underlines and the menu, and follows the settings."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from keyboard.editor.background import in_background
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.spelling.correction_menu import CorrectionMenu
from keyboard.editor.spelling.own_words import OwnWords
from keyboard.editor.spelling.speller import Speller
from keyboard.editor.spelling.underlines import Underlines
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.vocabulary.vocabulary_access import VocabularyAccess
from keyboard.spelling.dictionaries import SpellingDictionary, installed_dictionaries


class Spelling(QObject):
    """Checks the spelling of a text.

    Signals:
        failed: The dictionary cannot be used; one sentence.

    Attributes:
        speller: The dictionary.
        own_words: What is right because the user has it.
        underlines: The marks.
        corrections: The menu of a word that is wrong.
    """

    failed = Signal(str)

    def __init__(self, text_area: TextArea, link: EngineLink, vocabulary: VocabularyAccess, settings: SettingsAccess) -> None:
        super().__init__(text_area)
        self._settings = settings
        self.speller = Speller(settings.current.dictionary, self)
        self.own_words = OwnWords(vocabulary, self)
        self.underlines = Underlines(text_area, text_area.marks, self.speller, self.own_words)
        self.corrections = CorrectionMenu(text_area, self.underlines, self.speller, self.own_words, link)
        link.ranked.connect(self.corrections.take_ranks)
        self.speller.failed.connect(self.failed)
        settings.changed.connect(self._hear)
        self._apply()

    def use_dictionary(self, name: str) -> None:
        """Judge by another dictionary."""
        self._settings.change(dictionary=name)

    def list_dictionaries(self, menu: QMenu) -> None:
        """Put the installed dictionaries into a menu whenever it is opened."""
        group = QActionGroup(menu)
        menu.aboutToShow.connect(
            lambda: in_background(
                installed_dictionaries, partial(self._list, menu, group), lambda error: self.failed.emit(str(error)), menu
            )
        )

    def _hear(self, name: str) -> None:
        if name in {"check_spelling", "dictionary"}:
            self._apply()

    def _apply(self) -> None:
        self.speller.use(self._settings.current.dictionary)
        self.underlines.switch(on=self._settings.current.check_spelling)

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
        """End the dictionary's process."""
        self.speller.close()
