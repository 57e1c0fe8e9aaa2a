"""The menus: what each entry is called, which key it has, and what of the window it does."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from keyboard.editor.about import show_about
from keyboard.editor.recent_menu import RecentMenu
from keyboard.editor.shortcuts_dialog import show_shortcuts
from keyboard.editor.suggestion_bar import BUTTON_COUNT

if TYPE_CHECKING:
    from keyboard.editor.main_window import MainWindow

_Keys = QKeySequence.StandardKey


class Menus(QObject):
    """Fills the menu bar of a window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._make_file_menu()
        self._make_edit_menu()
        self._make_suggestions_menu()
        self._make_settings_menu()
        self._make_help_menu()

    def _make_file_menu(self) -> None:
        document = self._window.document
        menu = self._menu(self.tr("&File"))
        self._add(menu, self.tr("&New"), document.new, _Keys.New)
        self._add(menu, self.tr("New &Window"), self._window.another_requested.emit, None, "Ctrl+Shift+N")
        self._add(menu, self.tr("&Open…"), document.open_dialog, _Keys.Open)
        menu.addMenu(RecentMenu(self._window.session, document, menu))
        menu.addSeparator()
        self._add(menu, self.tr("&Save"), document.save, _Keys.Save)
        self._add(menu, self.tr("Save &As…"), document.save_as, _Keys.SaveAs, "Ctrl+Shift+S")
        menu.addSeparator()
        self._add(menu, self.tr("&Print…"), self._window.printing.print, _Keys.Print)
        self._add(menu, self.tr("&Export as PDF…"), self._window.printing.export_pdf)
        menu.addSeparator()
        self._add(menu, self.tr("&Quit"), self._window.close, _Keys.Quit, "Ctrl+Q").setMenuRole(QAction.MenuRole.QuitRole)

    def _make_edit_menu(self) -> None:
        text, find_bar = self._window.text_area, self._window.find_bar
        menu = self._menu(self.tr("&Edit"))
        self._add(menu, self.tr("&Undo"), text.undo, _Keys.Undo)
        self._add(menu, self.tr("&Redo"), text.redo, _Keys.Redo)
        menu.addSeparator()
        self._add(menu, self.tr("Cu&t"), text.cut, _Keys.Cut)
        self._add(menu, self.tr("&Copy"), text.copy, _Keys.Copy)
        self._add(menu, self.tr("&Paste"), text.paste, _Keys.Paste)
        self._add(menu, self.tr("Select &All"), text.selectAll, _Keys.SelectAll)
        menu.addSeparator()
        self._add(menu, self.tr("&Find…"), find_bar.open_bar, _Keys.Find)
        self._add(menu, self.tr("Find Ne&xt"), find_bar.find_next, _Keys.FindNext)
        self._add(menu, self.tr("Find Pre&vious"), find_bar.find_previous, _Keys.FindPrevious)

    def _make_suggestions_menu(self) -> None:
        suggestions = self._window.suggestions
        menu = self._menu(self.tr("&Suggestions"))
        for place in range(BUTTON_COUNT):
            title = self.tr("Take Suggestion &{number}").format(number=place + 1)
            self._add(menu, title, partial(suggestions.accept, place), None, f"Ctrl+{place + 1}")
        hide = self._add(menu, self.tr("&Hide Until the Next Word"), suggestions.hide_until_next_word)
        hide.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        hide.setShortcut("Esc")
        menu.addSeparator()
        battery = self._add_switch(menu, self.tr("Save &Battery"), suggestions.save_battery)
        battery.setToolTip(self.tr("Evaluates nothing before it is typed; suggestions after a tap come a little later."))

    def _make_settings_menu(self) -> None:
        window = self._window
        menu = self._menu(self.tr("S&ettings"))
        models = self._add(menu, self.tr("&Models…"), window.show_models, None, "Ctrl+Shift+M")
        vocabulary = self._add(menu, self.tr("&Vocabulary…"), window.show_vocabulary)
        for action in (models, vocabulary):
            action.setMenuRole(QAction.MenuRole.NoRole)
        private = self._add_switch(menu, self.tr("&Private Mode"), window.set_private, is_on=window.learner.is_private)
        private.setToolTip(self.tr("Nothing that is typed is learnt, or kept for a recovery."))

    def _make_help_menu(self) -> None:
        window = self._window
        menu = self._menu(self.tr("&Help"))
        self._add(menu, self.tr("&Shortcuts"), lambda: show_shortcuts(window.menuBar(), window))
        self._add(menu, self.tr("&About"), lambda: show_about(window)).setMenuRole(QAction.MenuRole.AboutRole)

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
    ) -> QAction:
        """Add an action with the platform's shortcut for it, or another where the platform has none."""
        action = QAction(title, self._window)
        action.triggered.connect(lambda _checked: act())
        keys = QKeySequence.keyBindings(standard) if standard is not None else []
        action.setShortcuts(keys or [QKeySequence(otherwise)])
        menu.addAction(action)
        return action

    def _add_switch(self, menu: QMenu, title: str, act: Callable[[bool], object], *, is_on: bool = False) -> QAction:
        """Add an action that is on or off."""
        action = QAction(title, self._window, checkable=True, checked=is_on)
        action.toggled.connect(act)
        menu.addAction(action)
        return action
