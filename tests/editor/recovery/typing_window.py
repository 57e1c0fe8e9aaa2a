"""A process with a real window, which shows what the last one left and types on until it is killed."""

import os
import time
from pathlib import Path

PARAGRAPH = (
    "We met at the old harbour, where the boats lie side by side in winter. “Grüße an Ömer!” she said, and then 👍🏽 again.\n"
    "\tThe naïve café owner had 10\u00a0km to walk; nobody knew why.\n\n"
)
TEXT = PARAGRAPH * 200
KEY_INTERVAL_MS = 8


def type_until_killed(home: str, log: str) -> None:
    """Write to `log` a line with the time and the text's length once the window is up ("back"), and after each key ("key")."""
    os.environ.update(KEYBOARD_HOME=home, QT_QPA_PLATFORM="offscreen")
    from PySide6.QtCore import QEventLoop, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from keyboard.editor.main_window import MainWindow
    from tests.editor.conftest import StandInEngine

    _application = QApplication([])
    window = MainWindow(StandInEngine())
    window.start()
    looking = QEventLoop()
    window.persistence.keeper.in_turn(lambda: None, lambda _: looking.quit())
    looking.exec()
    line = Path(log).open("ab", buffering=0)  # noqa: SIM115 - a kill closes it

    def note(what: str) -> None:
        text = window.text_area.whole_text()
        what = what if TEXT.startswith(text) else "wrong"
        line.write(f"{time.monotonic()} {what} {len(text)}\n".encode())

    note("back")
    assert window.text_area.textCursor().atEnd()
    for character in TEXT[len(window.text_area.whole_text()) :]:
        if character == "\n":
            QTest.keyClick(window.text_area, Qt.Key.Key_Return)
        else:
            # Characters that no keyboard of the test has come as the text of a key event all the same.
            QTest.sendKeyEvent(
                QTest.KeyAction.Click, window.text_area, Qt.Key.Key_unknown, character, Qt.KeyboardModifier.NoModifier
            )
        note("key")
        QTest.qWait(KEY_INTERVAL_MS)
