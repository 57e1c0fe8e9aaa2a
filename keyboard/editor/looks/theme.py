"""The window's theme: light and dark colours that follow the system, and one style sheet for both."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication

from keyboard.storage.locations import bundled_file


@dataclass(frozen=True)
class Colours:
    """The colours of one theme; text on its ground has a contrast of at least 4.5 to 1 (WCAG AA)."""

    window: str
    page: str
    text: str
    muted: str
    button: str
    button_hover: str
    border: str
    accent: str
    accent_text: str
    notice: str
    wrong: str
    private: str


PRIVATE_FRAME_WIDTH = 3  # pixels

LIGHT = Colours(
    window="#f3f3f0",
    page="#ffffff",
    text="#1d1f23",
    muted="#5f636b",
    button="#ffffff",
    button_hover="#e9eefb",
    border="#d5d6d2",
    accent="#2f5fd0",
    accent_text="#ffffff",
    notice="#e8edf8",
    wrong="#c62828",
    private="#7b4fb8",
)
DARK = Colours(
    window="#1b1d21",
    page="#22252a",
    text="#e7e8ea",
    muted="#a3a8b1",
    button="#2d3138",
    button_hover="#353c4a",
    border="#3d424b",
    accent="#7fa5ff",
    accent_text="#10131a",
    notice="#282f3e",
    wrong="#ff8a80",
    private="#c3a2f2",
)

HIGH_CONTRAST_LIGHT = Colours(
    window="#ffffff",
    page="#ffffff",
    text="#000000",
    muted="#000000",
    button="#ffffff",
    button_hover="#d9e4ff",
    border="#000000",
    accent="#003a9e",
    accent_text="#ffffff",
    notice="#ffffff",
    wrong="#b00000",
    private="#6a1b9a",
)
HIGH_CONTRAST_DARK = Colours(
    window="#000000",
    page="#000000",
    text="#ffffff",
    muted="#ffffff",
    button="#000000",
    button_hover="#26324d",
    border="#ffffff",
    accent="#ffd60a",
    accent_text="#000000",
    notice="#000000",
    wrong="#ff6b6b",
    private="#e0b3ff",
)

_worn = LIGHT
_wanted = "system"


def current_colours() -> Colours:
    """Return the application's current colours."""
    return _worn


def apply_theme(application: QApplication) -> None:
    """Apply the user's theme or the system's colour scheme and contrast, and follow their changes."""
    application.setStyle("Fusion")
    hints = application.styleHints()

    def follow() -> None:
        choose_theme(application, _wanted)

    hints.colorSchemeChanged.connect(follow)
    if hasattr(hints, "accessibility"):  # from Qt 6.10 on
        hints.accessibility().contrastPreferenceChanged.connect(follow)
    follow()


def choose_theme(application: QApplication, wanted: str) -> None:
    """Apply a theme of `Settings.theme` from now on."""
    global _wanted
    _wanted = wanted
    hints = application.styleHints()
    colours = colours_for(hints.colorScheme(), wants_contrast=_wants_contrast(hints), wanted=wanted)
    if colours != _worn or application.styleSheet() == "":
        dress(application, colours)


def dress(application: QApplication, colours: Colours) -> None:
    """Apply these colours to the application."""
    global _worn
    _worn = colours
    application.setPalette(_palette(colours))
    application.setStyleSheet(_style_sheet(colours))


def colours_for(scheme: Qt.ColorScheme, *, wants_contrast: bool, wanted: str = "system") -> Colours:
    """Return the colours for the system's colour scheme and the user's choice."""
    is_dark = scheme == Qt.ColorScheme.Dark if wanted in {"system", "high-contrast"} else wanted == "dark"
    if wanted == "high-contrast" or (wanted == "system" and wants_contrast):
        return HIGH_CONTRAST_DARK if is_dark else HIGH_CONTRAST_LIGHT
    return DARK if is_dark else LIGHT


def _wants_contrast(hints: QStyleHints) -> bool:
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def _palette(colours: Colours) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in (
        (roles.Window, colours.window),
        (roles.Base, colours.page),
        (roles.AlternateBase, colours.window),
        (roles.Text, colours.text),
        (roles.WindowText, colours.text),
        (roles.ButtonText, colours.text),
        (roles.ToolTipText, colours.text),
        (roles.ToolTipBase, colours.page),
        (roles.Button, colours.button),
        (roles.PlaceholderText, colours.muted),
        (roles.Highlight, colours.accent),
        (roles.HighlightedText, colours.accent_text),
        (roles.Link, colours.accent),
        (roles.Mid, colours.border),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return palette


def _icon(colours: Colours, name: str = "chevron") -> str:
    """Return the path of an icon, such as a list's arrow, in a style sheet's form."""
    ground = "dark" if QColor(colours.button).lightnessF() < 0.5 else "light"
    return bundled_file("resources", "icons", f"{name}-on-{ground}.svg").as_posix()


def _tick(colours: Colours) -> str:
    """Return the path of a check mark in a style sheet's form."""
    ground = "dark" if QColor(colours.accent_text).lightnessF() > 0.5 else "light"
    return bundled_file("resources", "icons", f"tick-on-{ground}.svg").as_posix()


def _style_sheet(colours: Colours) -> str:
    return f"""
        QMainWindow, QStatusBar, QMenuBar {{ background: {colours.window}; }}
        QStatusBar {{ color: {colours.muted}; }}
        QStatusBar QLabel {{ color: {colours.muted}; padding: 2px 8px; }}
        QStatusBar::item {{ border: none; }}
        #privateFrame[isOn="true"] {{ border: {PRIVATE_FRAME_WIDTH}px solid {colours.private}; }}
        QStatusBar #privateLabel {{ color: {colours.private}; font-weight: 600; }}
        QPlainTextEdit {{ background: {colours.page}; border: none; }}
        #suggestionBar {{ background: {colours.window}; border-top: 1px solid {colours.border}; }}
        #topKLabel, #topKValue {{ color: {colours.muted}; }}
        #notice {{ background: {colours.notice}; border-top: 1px solid {colours.border}; }}
        #findBar {{ background: {colours.window}; border-top: 1px solid {colours.border}; }}
        #modelCard {{ background: {colours.page}; border: 1px solid {colours.border}; border-radius: 8px; }}
        #modelName {{ font-size: 11pt; font-weight: 600; }}
        #modelFacts {{ color: {colours.muted}; }}
        #modelBadge {{ color: {colours.muted}; border: 1px solid {colours.border}; border-radius: 8px; padding: 1px 8px; }}
        #modelBadge[isInUse="true"] {{ color: {colours.accent_text}; background: {colours.accent}; border: none; }}
        QLineEdit {{ background: {colours.page}; border: 1px solid {colours.border}; border-radius: 5px; padding: 4px 8px; }}
        QLineEdit:focus {{ border: 2px solid {colours.accent}; padding: 3px 7px; }}
        QPushButton {{ background: {colours.button}; border: 1px solid {colours.border}; border-radius: 5px; padding: 4px 12px; }}
        QPushButton:hover {{ background: {colours.button_hover}; }}
        QPushButton:focus {{ border: 2px solid {colours.accent}; padding: 3px 11px; }}
        QPushButton::menu-indicator {{
            image: url("{_icon(colours)}"); width: 10px; height: 10px; subcontrol-position: right center; right: 8px;
        }}
        QPushButton[hasMenu="true"] {{ padding-right: 24px; }}
        #findButton {{ padding: 4px 8px; }}
        #findButton:focus {{ padding: 3px 7px; }}
        QPushButton:checked {{ background: {colours.accent}; color: {colours.accent_text}; border-color: {colours.accent}; }}
        QPushButton:disabled {{ color: {colours.muted}; }}
        QComboBox {{ background: {colours.button}; border: 1px solid {colours.border}; border-radius: 5px; padding: 4px 10px; }}
        QComboBox:focus {{ border: 2px solid {colours.accent}; padding: 3px 9px; }}
        QComboBox::drop-down {{ border: none; width: 22px; }}
        QComboBox::down-arrow {{ image: url("{_icon(colours)}"); width: 10px; height: 10px; }}
        #settingsHeading {{ font-size: 11pt; font-weight: 600; padding: 14px 0 4px 0; }}
        #settingSentence {{ color: {colours.muted}; }}
        #settingRow {{ border-top: 1px solid {colours.border}; }}
        QAbstractSpinBox {{
            background: {colours.page}; border: 1px solid {colours.border}; border-radius: 5px; padding: 4px;
        }}
        QAbstractSpinBox QLineEdit {{ background: transparent; border: none; padding: 0; }}
        QAbstractSpinBox QLineEdit:focus {{ border: none; padding: 0; }}
        QAbstractSpinBox:focus {{ border: 2px solid {colours.accent}; padding: 3px; }}
        QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; width: 20px; }}
        QAbstractSpinBox::up-arrow {{ image: url("{_icon(colours, "chevron-up")}"); width: 9px; height: 9px; }}
        QAbstractSpinBox::down-arrow {{ image: url("{_icon(colours)}"); width: 9px; height: 9px; }}
        QTextBrowser {{ background: {colours.page}; border: 1px solid {colours.border}; border-radius: 5px; }}
        QTextBrowser:focus {{ border: 2px solid {colours.accent}; }}
        QScrollArea, #modelsPage, #settingsPage {{ background: {colours.window}; }}
        QScrollBar:vertical {{ background: {colours.window}; width: 12px; margin: 0; border: none; }}
        QScrollBar::handle:vertical {{ background: {colours.border}; border-radius: 4px; margin: 2px; min-height: 32px; }}
        QScrollBar::handle:vertical:hover {{ background: {colours.muted}; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
        QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {colours.border}; }}
        QSlider::sub-page:horizontal {{ border-radius: 2px; background: {colours.accent}; }}
        QSlider::handle:horizontal {{ width: 14px; margin: -5px 0; border-radius: 7px; background: {colours.accent}; }}
        QSlider::handle:horizontal:hover {{ background: {colours.text}; }}
        QSlider::handle:horizontal:focus {{ width: 8px; border: 3px solid {colours.accent}; background: {colours.button}; }}
        QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled {{ background: {colours.border}; }}
        QProgressBar {{ background: {colours.border}; border: none; border-radius: 3px; max-height: 6px; }}
        QProgressBar::chunk {{ background: {colours.accent}; border-radius: 3px; }}
        QCheckBox::indicator, QTableView::indicator {{
            width: 13px; height: 13px; border: 1px solid {colours.muted}; border-radius: 3px;
        }}
        QTableView::indicator {{ background: {colours.page}; }}
        QCheckBox::indicator:checked, QTableView::indicator:checked {{
            background: {colours.accent}; border-color: {colours.accent}; image: url("{_tick(colours)}");
        }}
        QCheckBox::indicator:focus {{ border: 2px solid {colours.accent}; }}
        #explorerPanel, #explorerPanel > QTabWidget, QDockWidget {{ background: {colours.window}; }}
        QDockWidget {{
            titlebar-close-icon: url("{_icon(colours, "close")}"); titlebar-normal-icon: url("{_icon(colours, "detach")}");
        }}
        QDockWidget::close-button:hover, QDockWidget::float-button:hover {{ background: {colours.button_hover}; }}
        QDockWidget::title {{ background: {colours.window}; padding: 6px 10px; border-bottom: 1px solid {colours.border}; }}
        #explorerSentence {{ background: {colours.notice}; padding: 8px 10px; }}
        #explorerFacts {{ color: {colours.muted}; }}
        #explorerHeading {{ font-weight: bold; }}
        #explorerTabs::tab {{ padding: 6px 5px; color: {colours.muted}; border-bottom: 2px solid transparent; }}
        #explorerTabs::tab:selected {{ color: {colours.text}; border-bottom: 2px solid {colours.accent}; }}
        #explorerTabs::tab:hover {{ background: {colours.button_hover}; }}
        #explorerTabs:focus {{ border: 1px solid {colours.accent}; }}
        #tokenFlow {{ background: {colours.page}; }}
        QMainWindow::separator {{ background: {colours.border}; width: 3px; height: 3px; }}
        QMainWindow::separator:hover {{ background: {colours.accent}; }}
        QToolTip {{ background: {colours.page}; color: {colours.text}; border: 1px solid {colours.border}; padding: 4px; }}
    """
