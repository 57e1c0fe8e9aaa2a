"""The window's theme: light and dark colours that follow the system, and one style sheet for both, in `resources/theme/`."""

import tomllib
from dataclasses import asdict, dataclass
from string import Template

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

_STYLE_FILE = bundled_file("resources", "theme", "style.qss")
_themes = tomllib.loads(bundled_file("resources", "theme", "colours.toml").read_text("utf-8"))
LIGHT, DARK = Colours(**_themes["light"]), Colours(**_themes["dark"])
HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK = Colours(**_themes["high-contrast-light"]), Colours(**_themes["high-contrast-dark"])

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
        apply_colours(application, colours)


def apply_colours(application: QApplication, colours: Colours) -> None:
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


def _style_sheet(colours: Colours) -> str:
    return Template(_STYLE_FILE.read_text("utf-8")).substitute(
        asdict(colours),
        private_frame_width=PRIVATE_FRAME_WIDTH,
        icons=bundled_file("resources", "icons").as_posix(),
        ground=_ground(colours.button),
        # A check mark has the colour of the text on the accent.
        accent_ground="light" if _ground(colours.accent_text) == "dark" else "dark",
    )


def _ground(colour: str) -> str:
    """Return the name of the icons that are visible on a colour."""
    return "dark" if QColor(colour).lightnessF() < 0.5 else "light"
