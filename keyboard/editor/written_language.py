"""The language of the text, on the status bar; a click fixes it, or lets the engine detect it again."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.storage.languages import load_languages, ticked_codes
from keyboard.writing.query import Suggestions


class LanguageButton(QToolButton):
    """Shows the language that the engine's answers name."""

    changed = Signal(str)  # the new language's code

    def __init__(self, text_area: TextArea, settings: SettingsAccess, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text_area = text_area
        self._settings = settings
        self._shown = ""
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(self.tr("Language of the text"))
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._list)
        self.hide()

    def show_language(self, answer: Suggestions) -> None:
        language = load_languages().get(answer.language)
        if language is None or language.code == self._shown:
            return
        self._shown = language.code
        self.setText(language.name)
        self.show()
        self.changed.emit(language.code)

    def _list(self) -> None:
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        chosen = ticked_codes(self._settings.current.languages)
        fixed = chosen[0] if len(chosen) == 1 else ""
        self._add(group, self.tr("Detected from the Text"), "", is_chosen=not fixed)
        menu.addSeparator()
        for code, language in load_languages().items():
            self._add(group, language.name, code, is_chosen=code == fixed)

    def _add(self, group: QActionGroup, title: str, languages: str, *, is_chosen: bool) -> None:
        action = QAction(title, group, checkable=True, checked=is_chosen)
        action.triggered.connect(partial(self._choose, languages))
        self.menu().addAction(action)

    def _choose(self, languages: str) -> None:
        self._settings.change(languages=languages)
        self._text_area.setFocus()
