"""The layout of the system's keyboard, which says which keys are neighbours."""

import os
import shutil
import subprocess
import sys

_QUERY_TIMEOUT_S = 2
_LAYOUTS = {
    "qwertz": ("de", "at", "ch", "cz", "sk", "hu", "si", "hr", "ba", "rs", "al", "li"),
    "azerty": ("fr", "be"),
}
# Countries whose layout is not that of their language: French Canadians use QWERTY, the Swiss and the Belgians those above.
_LANGUAGES = {"qwertz": ("de", "cs", "sk", "hu", "sl", "hr", "bs", "sq"), "azerty": ("fr",)}
# The low half of a Windows keyboard's name is its language; two names stand for Dvorak.
_WINDOWS_DVORAK = ("00010409", "00030409", "00040409")
_WINDOWS_LAYOUTS = {"qwertz": (0x07, 0x05, 0x1B, 0x0E, 0x24, 0x1A, 0x1C), "azerty": (0x040C, 0x080C, 0x0813)}


def system_layout(locale: str) -> str:
    """Return the layout in use, "qwerty" if the system does not say. It may start a process: not for the window's thread.

    `locale` is that of the input method, as in "de_CH", which decides if the system names no layout.
    """
    if sys.platform == "win32":
        return _windows_layout() or layout_of_locale(locale)
    return layout_of_xkb(_xkb_settings()) or layout_of_locale(locale)


def layout_of_xkb(settings: str) -> str:
    """Return the first layout in the output of `setxkbmap -query`, or ""."""
    named = dict(line.replace(" ", "").split(":", 1) for line in settings.splitlines() if ":" in line)
    layout, variant = (named.get(name, "").split(",")[0] for name in ("layout", "variant"))
    for special in ("dvorak", "colemak", "azerty", "qwertz", "qwerty"):
        if special in variant or special in layout:
            return special
    return next((name for name, layouts in _LAYOUTS.items() if layout in layouts), "qwerty" if layout else "")


def layout_of_locale(locale: str) -> str:
    """Return the usual layout of a language in a country."""
    language, _, country = locale.partition(".")[0].partition("_")
    if country in {"CA", "LU"} and language == "fr":
        return "qwerty" if country == "CA" else "qwertz"
    if country == "CH":
        return "qwertz"
    if country == "BE":
        return "azerty"
    return next((name for name, languages in _LANGUAGES.items() if language in languages), "qwerty")


def _xkb_settings() -> str:
    """Return the X keyboard's settings, or those in a Wayland desktop's environment, or ""."""
    if program := os.environ.get("DISPLAY") and shutil.which("setxkbmap"):
        try:
            asked = subprocess.run([program, "-query"], capture_output=True, text=True, timeout=_QUERY_TIMEOUT_S, check=False)
        except (OSError, subprocess.SubprocessError):
            return ""
        return asked.stdout
    names = {"layout": "XKB_DEFAULT_LAYOUT", "variant": "XKB_DEFAULT_VARIANT"}
    return "\n".join(f"{name}: {os.environ[variable]}" for name, variable in names.items() if variable in os.environ)


def _windows_layout() -> str:
    import ctypes

    name = ctypes.create_unicode_buffer(9)
    if sys.platform != "win32" or not ctypes.windll.user32.GetKeyboardLayoutNameW(name):
        return ""
    return layout_of_windows(name.value)


def layout_of_windows(name: str) -> str:
    """Return the layout of a Windows keyboard's name: eight hexadecimal digits, of which the last four are its language."""
    if name in _WINDOWS_DVORAK:
        return "dvorak"
    language = int(name, 16) & 0xFFFF
    is_one_of = {kind: language in known or language & 0xFF in known for kind, known in _WINDOWS_LAYOUTS.items()}
    return next((kind for kind, is_so in is_one_of.items() if is_so), "qwerty")
