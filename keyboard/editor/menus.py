"""The menus: what each entry is called, which key it has, and what of the window it does."""

import re
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from keyboard.editor.bar.suggestion_bar import MOST_BUTTONS
from keyboard.editor.help import LICENCES
from keyboard.editor.search.go_to_line import go_to_line
from keyboard.editor.session.session import RecentMenu
from keyboard.editor.shortcuts import Shortcuts, keys_of
from keyboard.editor.translation import translated
from keyboard.editor.updates import UpdateBox
from keyboard.settings.description import tr

if TYPE_CHECKING:
    from keyboard.editor.main_window import MainWindow


_Keys = QKeySequence.StandardKey
# Qt has Ctrl+G for Find Next beside F3; on a Mac it is the only key for it.
_GO_TO_LINE = "Ctrl+L" if sys.platform == "darwin" else "Ctrl+G"


class Menus(QObject):
    """Fills the menu bar of a window.

    Attributes:
        shortcuts: The keys of all entries.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._actions: list[QAction] = []
        self._followers: list[tuple[str, Callable[[Any], object]]] = []
        self._make_file_menu()
        self._make_edit_menu()
        self._make_view_menu()
        self._make_suggestions_menu()
        self._make_settings_menu()
        self._make_help_menu()
        self.shortcuts = Shortcuts(self._actions, window.settings, self)
        self.shortcuts.changed.connect(self._show_keys_of_suggestions)
        self._show_keys_of_suggestions()
        window.settings.changed.connect(self._hear)

    def _make_file_menu(self) -> None:
        document = self._window.document
        menu = self._menu(self.tr("&File"))
        self._add(menu, tr("&New"), document.new, _Keys.New)
        self._add(menu, tr("New &Window"), self._window.another_requested.emit, None, "Ctrl+Shift+N")
        self._add(menu, tr("&Open…"), document.open_dialog, _Keys.Open)
        menu.addMenu(RecentMenu(self._window.safety.session, document, menu))
        menu.addSeparator()
        self._add(menu, tr("&Save"), document.save, _Keys.Save)
        self._add(menu, tr("Save &As…"), document.save_as, _Keys.SaveAs, "Ctrl+Shift+S")
        menu.addSeparator()
        self._add(menu, tr("&Print…"), self._window.printing.print, _Keys.Print)
        self._add(menu, tr("&Export as PDF…"), self._window.printing.export_pdf)
        menu.addSeparator()
        self._add(menu, tr("&Close Window"), self._window.close, _Keys.Close, "Ctrl+W")
        self._add(menu, tr("&Quit"), self._window.quit_requested.emit, _Keys.Quit, "Ctrl+Q").setMenuRole(
            QAction.MenuRole.QuitRole
        )

    def _make_edit_menu(self) -> None:
        text, find_bar = self._window.text_area, self._window.find_bar
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
        self._fill_spelling_menu(menu.addMenu(self.tr("&Spelling")))

    def _fill_spelling_menu(self, menu: QMenu) -> None:
        settings = self._window.settings
        check = self._add_switch(menu, tr("&Check Spelling"), lambda is_on: settings.change(check_spelling=is_on))
        self._follow("check_spelling", check.setChecked)
        menu.addSeparator()
        self._window.spelling.list_dictionaries(menu)

    def _make_view_menu(self) -> None:
        zoom, focus_mode = self._window.zoom, self._window.focus_mode
        menu = self._menu(self.tr("&View"))
        enlarge = self._add(menu, tr("Zoom &In"), zoom.enlarge, _Keys.ZoomIn)
        # The plus is reached with Shift on many keyboards, where the key alone is the equals sign.
        enlarge.setShortcuts([*enlarge.shortcuts(), QKeySequence("Ctrl+=")])
        self._add(menu, tr("Zoom &Out"), zoom.reduce, _Keys.ZoomOut)
        self._add(menu, tr("&Normal Size"), zoom.restore, None, "Ctrl+0")
        menu.addSeparator()
        explorer = self._add_switch(menu, tr("&Explorer"), self._window.explorer.set_open)
        explorer.setShortcut("Ctrl+Shift+E")
        explorer.setToolTip(self.tr("Shows how the model reads the text, and what it expects."))
        self._window.explorer.opened.connect(explorer.setChecked)
        self._add(menu, tr("&Go to Explorer or Text"), self._window.explorer.change_pane, None, "F6")
        menu.addSeparator()
        focus = self._add_switch(menu, tr("&Focus Mode"), focus_mode.set_on)
        focus.setShortcut("Shift+F11")
        focus.setToolTip(self.tr("Shows the text and the bar alone; Esc brings the rest back."))
        focus_mode.changed.connect(focus.setChecked)
        full = self._add_switch(menu, tr("F&ull Screen"), focus_mode.set_full_screen)
        focus_mode.full_screen_changed.connect(full.setChecked)
        full.setShortcuts(QKeySequence.keyBindings(_Keys.FullScreen) or [QKeySequence("F11")])

    def _make_suggestions_menu(self) -> None:
        suggestions, settings = self._window.suggestions, self._window.settings
        menu = self._menu(self.tr("&Suggestions"))
        self._takes: list[QAction] = []
        for place in range(MOST_BUTTONS):
            take_it = partial(suggestions.take_by_key, place)
            take = self._add(menu, tr("Take Suggestion &{number}"), take_it, None, f"Ctrl+{place + 1}", number=place + 1)
            self._takes.append(take)
            self._follow("suggestion_count", partial(self._show_if_there, take, place))
        hide = self._add(menu, tr("&Hide Until the Next Word"), suggestions.hide_until_next_word)
        hide.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        hide.setShortcut("Esc")
        menu.addSeparator()
        self._add(menu, tr("S&tatistics…"), self._window.show_statistics)
        battery = self._add_switch(menu, tr("Save &Battery"), lambda is_on: settings.change(save_battery=is_on))
        self._follow("save_battery", battery.setChecked)
        battery.setToolTip(self.tr("Evaluates nothing before it is typed; suggestions after a tap come a little later."))

    def _make_settings_menu(self) -> None:
        window = self._window
        menu = self._menu(self.tr("Settin&gs"))
        preferences = self._add(menu, tr("&Settings…"), window.show_settings, _Keys.Preferences, "Ctrl+,")
        preferences.setMenuRole(QAction.MenuRole.PreferencesRole)
        models = self._add(menu, tr("&Models…"), window.show_models, None, "Ctrl+Shift+M")
        vocabulary = self._add(menu, tr("&Vocabulary…"), window.show_vocabulary)
        for action in (models, vocabulary):
            action.setMenuRole(QAction.MenuRole.NoRole)
        private = self._add_switch(menu, tr("&Private Mode"), window.set_private, is_on=window.learner.is_private)
        private.setToolTip(self.tr("Nothing that is typed is learnt, or kept for a recovery."))

    def _make_help_menu(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&Help"))
        self._add(menu, tr("&Help"), window.show_help, _Keys.HelpContents, "F1")
        self._add(menu, tr("&First Steps"), window.welcome.open_page)
        self._add(menu, tr("Explorer &Tour"), window.explorer.take_tour)
        self._add(menu, tr("&Shortcuts"), lambda: window.show_settings(self.tr("Shortcuts")))
        self._add(menu, tr("Check for &Updates…"), lambda: UpdateBox(window).open())
        self._add(menu, tr("&Licences"), lambda: window.show_help(LICENCES))
        self._add(menu, tr("&About"), window.show_about).setMenuRole(QAction.MenuRole.AboutRole)

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
        """Add an action with the platform's shortcut for it, or another where the platform has none.

        The title is not translated yet; a number stands in it for `{number}`.
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

    def _show_keys_of_suggestions(self) -> None:
        for place, action in enumerate(self._takes):
            self._window.bar.buttons.set_keys(place, keys_of(action))

    @staticmethod
    def _show_if_there(action: QAction, place: int, count: int) -> None:
        action.setVisible(place < count)

    def _put(self, menu: QMenu, action: QAction, title: str, number: int | None = None) -> None:
        """Add an action to a menu, and to the window: a hidden menu bar's actions have no keys.

        `settings.toml` knows it by its English title, in whatever language that is shown: "save-as".
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
        apply(getattr(self._window.settings.current, name))

    def _hear(self, changed: str) -> None:
        for name, apply in self._followers:
            if name == changed:
                apply(getattr(self._window.settings.current, name))
