"""A language for tests, in which each text stands in brackets, and what of a window is still in English then."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from PySide6.QtCore import QTranslator
from PySide6.QtGui import QAction, QFontDatabase
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QFontComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QWidget,
)

from keyboard.spelling.dictionaries import installed_dictionaries
from keyboard.storage.locations import bundled_file

_INNERMOST = re.compile("⟦[^⟦⟧]*⟧")
_MARKUP = re.compile(r"<[^>]*>|&\w+;")
# Two Latin letters. What a test writes into the window is Greek, and numbers and units are the same in all languages.
_ENGLISH = re.compile(r"[A-Za-z]{2}")
_NO_TEXTS = re.compile(
    r"\b(?:KB|MB|GB|ms|keyboard)\b"  # units, and the program's own name
    r"|[\w-]+ (?:\d[\w.]*|x86_64|AMD64|arm64|aarch64)"  # a library or a system with its version or machine
)
# A button may have a sign such as "Aa", and say its name to a screen reader.
_LENGTH_OF_SIGN = 4
# Where the direction of writing is asked for.
_NOT_TEXTS = {"QGuiApplication", "QApplication"}


class PseudoLanguage(QTranslator):
    """Puts brackets around each text of the program that is asked for as it stands in the `.ts` files, and around Qt's."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self._texts = set(texts())

    def translate(self, context, source, disambiguation=None, n=-1):
        is_ours = (context, source) in self._texts
        is_qts = context.startswith("Q") and context not in _NOT_TEXTS
        return f"⟦{source}⟧" if is_ours or is_qts else ""

    def isEmpty(self):  # noqa: N802 - Qt's name
        return False


def texts() -> Iterator[tuple[str, str]]:
    """The program's texts, each with the context that it is asked for in."""
    for context, message in messages("de"):
        yield context, message.findtext("source")


def messages(language: str, file: Path | None = None) -> Iterator[tuple[str, ElementTree.Element]]:
    """The messages of a language's `.ts` file, or of another, each with its context."""
    file = file or bundled_file("resources", "translations", f"keyboard_{language}.ts")
    for context in ElementTree.parse(file).getroot().iter("context"):  # noqa: S314 - the project's own
        for message in context.iter("message"):
            yield context.findtext("name"), message


def in_english(root: QWidget) -> set[str]:
    """Return what a person can read or hear of a window and is in no brackets."""
    return {text for text in _texts_of(root) if _ENGLISH.search(_outside(text))}


def _outside(text: str) -> str:
    """Return what of a text is in no brackets."""
    while (less := _INNERMOST.sub("", text)) != text:
        text = less
    return _NO_TEXTS.sub("", _MARKUP.sub("", text))


def _texts_of(root: QWidget) -> Iterator[str]:
    for action in root.findChildren(QAction):
        yield from (action.text(), action.toolTip())
    for widget in (root, *root.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if widget.isWindow():
            yield widget.windowTitle()
        yield from _shown_by(widget)


def _shown_by(widget: QWidget) -> Iterable[str]:
    if isinstance(widget, QAbstractButton) and widget.accessibleName() and len(widget.text()) <= _LENGTH_OF_SIGN:
        return ()
    return next((shown(widget) for kind, shown in _SHOWN.items() if isinstance(widget, kind)), ())


def _places(count: int, text_at: Callable[[int], str]) -> set[str]:
    return {text_at(place) for place in range(count)}


def _dictionaries() -> set[str]:
    return {dictionary.name for dictionary in installed_dictionaries()}


def _title_of_column(header: QHeaderView, place: int) -> str:
    return str(header.model().headerData(place, header.orientation()) or "")


# What widgets show beside their tooltips and names; the first kind that one is of counts.
_SHOWN: dict[type[QWidget], Callable[[Any], Iterable[str]]] = {
    QFontComboBox: lambda _: (),
    QMessageBox: lambda box: (box.text(), box.informativeText()),
    QLabel: lambda label: (label.text(),),
    QAbstractButton: lambda button: (button.text(),),
    QMenu: lambda menu: (menu.title(),),
    QLineEdit: lambda field: (field.placeholderText(),),
    QPlainTextEdit: lambda text: (text.placeholderText(),),
    QAbstractSpinBox: lambda box: (box.specialValueText(),),
    QComboBox: lambda box: _places(box.count(), box.itemText) - set(QFontDatabase.families()) - _dictionaries(),
    QTabBar: lambda tabs: _places(tabs.count(), tabs.tabText) | _places(tabs.count(), tabs.tabToolTip),
    QProgressBar: lambda bar: (bar.format(),),
    QGroupBox: lambda box: (box.title(),),
    QHeaderView: lambda header: _places(header.count(), partial(_title_of_column, header)),
}
