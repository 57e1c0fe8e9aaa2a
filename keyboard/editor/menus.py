"""The menus: the title, the shortcut and the action of each entry."""

import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from keyboard.editor.bar.suggestion_bar import MOST_BUTTONS, SuggestionBar
from keyboard.editor.bar.suggestion_controller import SuggestionController
from keyboard.editor.explorer.explorer import Explorer
from keyboard.editor.files.document import Document
from keyboard.editor.files.printing import Printing
from keyboard.editor.help import LICENCES
from keyboard.editor.looks.appearance import FocusMode, Zoom
from keyboard.editor.search.find_bar import FindBar
from keyboard.editor.search.going_to_line import go_to_line
from keyboard.editor.session.session import RecentMenu, SessionAccess
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.shortcuts import DigitKeys, Shortcuts, keys_of
from keyboard.editor.spelling.spelling import Spelling
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import translated
from keyboard.editor.updates import UpdateBox
from keyboard.settings.description import tr

_Keys = QKeySequence.StandardKey
# Qt has Ctrl+G for Find Next beside F3; on a Mac it is the only key for it.
_GO_TO_LINE = "Ctrl+L" if sys.platform == "darwin" else "Ctrl+G"
# F7 is for spelling in most editors; on a Mac, where it plays music, it is Cmd+;.
_CORRECT_SLIP = "Ctrl+;" if sys.platform == "darwin" else "F7"

_Act = Callable[[], object]


class Menus(QObject):
    """Fills the menu bar of a window, one menu after the other; `shortcuts` then gives all entries the user's keys."""

    def __init__(self, window: QMainWindow, settings: SettingsAccess) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._actions: list[QAction] = []
        self._followers: list[tuple[str, Callable[[Any], object]]] = []
        settings.changed.connect(self._apply_setting)

    def shortcuts(self, bar: SuggestionBar) -> Shortcuts:
        """Return the keys of all added entries, and show those that take a suggestion on the bar's buttons."""

        def show_on_buttons() -> None:
            for place, action in enumerate(self._takes):
                bar.buttons.set_keys(place, keys_of(action))

        shortcuts = Shortcuts(self._actions, self._settings, self)
        DigitKeys(self._window, self._actions)
        shortcuts.changed.connect(show_on_buttons)
        show_on_buttons()
        return shortcuts

    def add_file_menu(
        self, document: Document, session: SessionAccess, printing: Printing, *, open_window: _Act, quit_program: _Act
    ) -> None:
        menu = self._menu(self.tr("&File"))
        self._add(menu, tr("&New"), document.new, _Keys.New)
        self._add(menu, tr("New &Window"), open_window, None, "Ctrl+Shift+N")
        self._add(menu, tr("&Open…"), document.open_dialog, _Keys.Open)
        menu.addMenu(RecentMenu(session, document, menu))
        menu.addSeparator()
        self._add(menu, tr("&Save"), document.save, _Keys.Save)
        self._add(menu, tr("Save &As…"), document.save_as, _Keys.SaveAs, "Ctrl+Shift+S")
        menu.addSeparator()
        self._add(menu, tr("&Print…"), printing.print, _Keys.Print)
        self._add(menu, tr("&Export as PDF…"), printing.export_pdf)
        menu.addSeparator()
        self._add(menu, tr("&Close Window"), self._window.close, _Keys.Close, "Ctrl+W")
        self._add(menu, tr("&Quit"), quit_program, _Keys.Quit, "Ctrl+Q").setMenuRole(QAction.MenuRole.QuitRole)

    def add_edit_menu(self, text: TextArea, find_bar: FindBar, spelling: Spelling) -> None:
        menu = self._menu(self.tr("&Edit"))
        self._add(menu, tr("&Undo"), text.undo, _Keys.Undo)
        self._add(menu, tr("&Redo"), text.redo, _Keys.Redo)
        menu.addSeparator()
        self._add(menu, tr("Cu&t"), text.cut, _Keys.Cut)
        self._add(menu, tr("&Copy"), text.copy, _Keys.Copy)
        self._add(menu, tr("&Paste"), text.paste, _Keys.Paste)
        self._add(menu, tr("Select &All"), text.selectAll, _Keys.SelectAll)
        menu.addSeparator()
        self._add(menu, tr("&Find…"), find_bar.open_bar, _Keys.Find)
        find_next = self._add(menu, tr("Find Ne&xt"), find_bar.find_next, _Keys.FindNext)
        find_next.setShortcuts([keys for keys in find_next.shortcuts() if keys != QKeySequence(_GO_TO_LINE)])
        self._add(menu, tr("Find Pre&vious"), find_bar.find_previous, _Keys.FindPrevious)
        self._add(menu, tr("Rep&lace…"), find_bar.open_to_replace, _Keys.Replace, "Ctrl+H")
        self._add(menu, tr("&Go to Line…"), lambda: go_to_line(text), None, _GO_TO_LINE)
        menu.addSeparator()
        spelling_menu = menu.addMenu(self.tr("&Spelling"))
        check = self._add_switch(spelling_menu, tr("&Check Spelling"), lambda is_on: self._settings.change(check_spelling=is_on))
        self._follow("check_spelling", check.setChecked)
        self._add(spelling_menu, tr("Correct the &Last Slip"), spelling.last_slip.correct, None, _CORRECT_SLIP)
        spelling_menu.addSeparator()
        spelling.list_dictionaries(spelling_menu)

    def add_view_menu(self, zoom: Zoom, explorer: Explorer, focus_mode: FocusMode) -> None:
        menu = self._menu(self.tr("&View"))
        enlarge = self._add(menu, tr("Zoom &In"), zoom.enlarge, _Keys.ZoomIn)
        # The plus is reached with Shift on many keyboards, where the key alone is the equals sign.
        enlarge.setShortcuts([*enlarge.shortcuts(), QKeySequence("Ctrl+=")])
        self._add(menu, tr("Zoom &Out"), zoom.reduce, _Keys.ZoomOut)
        self._add(menu, tr("&Normal Size"), zoom.restore, None, "Ctrl+0")
        menu.addSeparator()
        panel = self._add_switch(menu, tr("&Explorer"), explorer.set_open)
        panel.setShortcut("Ctrl+Shift+E")
        panel.setToolTip(self.tr("Shows how the model reads the text, and what it expects."))
        explorer.opened.connect(panel.setChecked)
        self._add(menu, tr("&Go to Explorer or Text"), explorer.change_pane, None, "F6")
        menu.addSeparator()
        focus = self._add_switch(menu, tr("&Focus Mode"), focus_mode.set_on)
        focus.setShortcut("Shift+F11")
        focus.setToolTip(self.tr("Shows only the text and the bar; Esc brings the rest back."))
        focus_mode.changed.connect(focus.setChecked)
        full = self._add_switch(menu, tr("F&ull Screen"), focus_mode.set_full_screen)
        focus_mode.full_screen_changed.connect(full.setChecked)
        full.setShortcuts(QKeySequence.keyBindings(_Keys.FullScreen) or [QKeySequence("F11")])

    def add_suggestions_menu(self, text: TextArea, suggestions: SuggestionController, *, show_statistics: _Act) -> None:
        menu = self._menu(self.tr("&Suggestions"))
        self._takes: list[QAction] = []
        for place in range(MOST_BUTTONS):
            take_it = partial(suggestions.take_by_key, place)
            take = self._add(menu, tr("Take Suggestion &{number}"), take_it, None, f"Ctrl+{place + 1}", number=place + 1)
            self._takes.append(take)
            self._follow("suggestion_count", partial(self._show_if_there, take, place))
        for title, is_whole, keys in (
            (tr("Take the Next &Word in Gray"), False, "Right"),
            (tr("Take &All Words in Gray"), True, "End"),
        ):
            take = self._add(menu, title, partial(text.take_continuation, is_whole=is_whole))
            take.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            take.setShortcut(keys)
        hide = self._add(menu, tr("&Hide Until the Next Word"), suggestions.hide_until_next_word)
        hide.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        hide.setShortcut("Esc")
        menu.addSeparator()
        self._add(menu, tr("S&tatistics…"), show_statistics)
        battery = self._add_switch(menu, tr("Save &Battery"), lambda is_on: self._settings.change(save_battery=is_on))
        self._follow("save_battery", battery.setChecked)
        battery.setToolTip(self.tr("Evaluates nothing ahead; suggestions after a tap come a little later."))

    def add_settings_menu(
        self,
        *,
        show_settings: _Act,
        show_models: _Act,
        show_vocabulary: _Act,
        set_private: Callable[[bool], object],
        is_private: bool,
    ) -> None:
        menu = self._menu(self.tr("Settin&gs"))
        preferences = self._add(menu, tr("&Settings…"), show_settings, _Keys.Preferences, "Ctrl+,")
        preferences.setMenuRole(QAction.MenuRole.PreferencesRole)
        models = self._add(menu, tr("&Models…"), show_models, None, "Ctrl+Shift+M")
        vocabulary = self._add(menu, tr("&Vocabulary…"), show_vocabulary)
        for action in (models, vocabulary):
            action.setMenuRole(QAction.MenuRole.NoRole)
        private = self._add_switch(menu, tr("&Private Mode"), set_private, is_on=is_private)
        private.setToolTip(self.tr("Nothing that you type is learnt or kept for recovery."))

    def add_help_menu(
        self,
        *,
        show_help: Callable[..., object],
        show_settings: Callable[[str], object],
        show_first_steps: _Act,
        take_tour: _Act,
        show_about: _Act,
    ) -> None:
        window = self._window
        menu = self._menu(self.tr("&Help"))
        self._add(menu, tr("&Help"), show_help, _Keys.HelpContents, "F1")
        self._add(menu, tr("&First Steps"), show_first_steps)
        self._add(menu, tr("Explorer &Tour"), take_tour)
        self._add(menu, tr("&Shortcuts"), lambda: show_settings(self.tr("Shortcuts")))
        self._add(menu, tr("Check for &Updates…"), lambda: UpdateBox(window).open())
        self._add(menu, tr("&Licences"), lambda: show_help(LICENCES))
        self._add(menu, tr("&About"), show_about).setMenuRole(QAction.MenuRole.AboutRole)

    def _menu(self, title: str) -> QMenu:
        menu = self._window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        return menu

    def _add(
        self,
        menu: QMenu,
        title: str,
        act: Callable[[], object],
        standard: QKeySequence.StandardKey | None = None,
        otherwise: str = "",
        number: int | None = None,
    ) -> QAction:
        """Add an action with the platform's standard shortcut, or `otherwise` if the platform has none.

        `title` is marked for translation; `number` replaces `{number}` in it.
        """
        action = QAction(self._window)
        action.triggered.connect(lambda _checked: act())
        keys = QKeySequence.keyBindings(standard) if standard is not None else []
        action.setShortcuts(keys or [QKeySequence(otherwise)] * bool(otherwise))
        self._put(menu, action, title, number)
        return action

    def _add_switch(self, menu: QMenu, title: str, act: Callable[[bool], object], *, is_on: bool = False) -> QAction:
        """Add an action that is on or off."""
        action = QAction(self._window, checkable=True, checked=is_on)
        action.toggled.connect(act)
        self._put(menu, action, title)
        return action

    @staticmethod
    def _show_if_there(action: QAction, place: int, count: int) -> None:
        action.setVisible(place < count)

    def _put(self, menu: QMenu, action: QAction, title: str, number: int | None = None) -> None:
        """Add an action to a menu and to the window: the shortcuts of a hidden menu bar do not work.

        Its object name is derived from the English title, as in "save-as", and is its key in `settings.toml`.
        """
        action.setText(translated(title).format(number=number))
        name = title.format(number=number).replace("&", "").lower()
        action.setObjectName(re.sub(r"\W+", "-", name).strip("-"))
        menu.addAction(action)
        self._window.addAction(action)
        self._actions.append(action)

    def _follow(self, name: str, apply: Callable[[Any], object]) -> None:
        """Apply a setting now and when it changes."""
        self._followers.append((name, apply))
        apply(getattr(self._settings.current, name))

    def _apply_setting(self, changed: str) -> None:
        for name, apply in self._followers:
            if name == changed:
                apply(getattr(self._settings.current, name))
