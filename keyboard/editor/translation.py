"""The window's language, and texts that are marked for translation in one place and shown in another.

`make translations` writes the files of resources/translations; docs/translating.md says how to add a language.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from keyboard.storage.locations import bundled_file, readable

# The language of the sources.
ENGLISH = "en"
_FOLDER = bundled_file("resources", "translations")


def translated(marked: str) -> str:
    """Return a text that is marked with `tr` of `keyboard.settings.description` in the user's language."""
    # `lupdate` gives Python's marked texts an empty context.
    return QCoreApplication.translate("", marked)


class TranslatedError(Exception):
    """An error, in one sentence in the user's language."""

    def __init__(self, marked: str, **values: object) -> None:
        """Fill values into a sentence that is marked for translation."""
        shown = {name: readable(value) if isinstance(value, Path) else value for name, value in values.items()}
        super().__init__(translated(marked).format(**shown))


def languages() -> list[str]:
    """Return the codes of the languages of the program's texts, as in `de` or `pt_BR`."""
    return sorted(file.stem.removeprefix("keyboard_") for file in _FOLDER.glob("keyboard_*.qm"))


def language_for(wish: str) -> str:
    """Return the window's language: the chosen one, or for "" the first available one of the system's, or English."""
    wanted = [wish] if wish else [tag.replace("-", "_") for tag in QLocale.system().uiLanguages()]
    there = languages()
    return next((language for language in wanted if language in there), ENGLISH)


def speak(application: QCoreApplication, language: str) -> None:
    """Give an application the texts of a language, including Qt's own, and its number formats.

    English is a translation too, for the plurals. The number formats are the system's if it uses the language.
    """
    system = QLocale.system()
    locale = QLocale(language)
    QLocale.setDefault(system if system.language() == locale.language() else locale)
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for file in (f"{qt}/qtbase_{language}.qm", f"{_FOLDER}/keyboard_{language}.qm"):
        translator = QTranslator(application)
        if translator.load(file):
            application.installTranslator(translator)


def whole(value: int) -> str:
    """Return a whole number with separated thousands."""
    return QLocale().toString(value)


def decimal(value: float, digits: int) -> str:
    """Return a number with this number of digits after the point."""
    return QLocale().toString(float(value), "f", digits)


def percent(probability: float) -> str:
    """Return a probability in percent, with enough digits to tell it from its neighbours."""
    if 0 < probability < 0.0001:
        return f"< {decimal(0.01, 2)} %"
    return f"{decimal(100 * probability, 2 if probability < 0.01 else 1)} %"


def bits(value: float) -> str:
    """Return a surprise in bits."""
    return decimal(value, 1)
