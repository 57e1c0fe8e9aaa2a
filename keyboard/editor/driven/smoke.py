"""A real start of the window: types a sentence, reads the buttons, taps one, and fails where anything is not as it must be."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.application import new_application
from keyboard.editor.driven.typing import NoSuggestionsError, type_text, wait, wait_for_words
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow

_SENTENCE = "Thank you very much for your help. We are looking forward to see"


def main() -> int:
    """Return the exit code."""
    application = new_application()
    window = MainWindow(EngineLink(), is_private=True)
    window.start()
    QTest.qWaitForWindowActive(window)
    try:
        trouble = _trouble(window)
    except NoSuggestionsError as error:
        trouble = str(error)
    window.text_area.document().setModified(False)
    window.close()
    application.processEvents()
    print(trouble or "The window works.", file=sys.stderr if trouble else sys.stdout)
    return 1 if trouble else 0


def _trouble(window: MainWindow) -> str:
    """Type and tap; return what went wrong, or ""."""
    print("before the first key:", wait_for_words(window))  # noqa: T201
    type_text(window, _SENTENCE)
    wait(300)
    words = wait_for_words(window)
    print(f"after {_SENTENCE!r}:", words)  # noqa: T201
    if "seeing" not in words:
        return f"the buttons show {words} and not 'seeing'"
    QTest.keyClick(window.text_area, Qt.Key.Key_1 + words.index("seeing"), Qt.KeyboardModifier.ControlModifier)
    wait(300)
    words = wait_for_words(window)
    print("after the tap:", words)  # noqa: T201
    expected = _SENTENCE + "ing "
    if window.text_area.toPlainText() != expected:
        return f"the text is {window.text_area.toPlainText()!r} and not {expected!r}"
    return "" if "you" in words else f"the buttons show {words} and not 'you'"
