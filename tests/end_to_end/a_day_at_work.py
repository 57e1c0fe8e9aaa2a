"""The whole program as it is started, used for a while: written in, saved, looked into, set and asked about itself.

`python -m tests.end_to_end.a_day_at_work FILE` ends with 0 where all of that worked.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from keyboard.editor import application
from keyboard.editor.driven import type_text, wait, wait_for_words
from keyboard.editor.main_window import MainWindow
from keyboard.editor.models.models_dialog import ModelsDialog

_STEPS_MS = 50
_LONGEST_MS = 60_000


def main():
    file = Path(sys.argv[1])
    QApplication.exec = lambda _application=None: work(file)
    return application.run(file, None)


def work(file):
    (window,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    wait_for_words(window)
    type_text(window, "Thank you very much for your hel", key_interval_ms=20)
    until(lambda: window.bar.words[:1] == ["help"])
    QTest.keyClick(window.text_area, Qt.Key.Key_Tab)
    type_text(window, "and teh wrok. ", key_interval_ms=20)
    window.document.save()
    until(lambda: "help and teh wrok. " in file.read_text("utf-8"))
    window.explorer.set_open(True)
    until(lambda: window.explorer.panel.page.data()["next_tokens"])
    window.settings.change(theme="dark", suggestion_count=5)
    for show in (window.show_settings, window.show_vocabulary, window.show_statistics, window.show_help, window.show_about):
        show()
        until(lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog)))
        close_dialogs(window)
    window.show_models()
    (dialog,) = window.findChildren(ModelsDialog)
    until(lambda: dialog.cards and window.library.backends)
    close_dialogs(window)
    until(lambda: len(window.bar.words) == 5)
    window.close()
    until(lambda: window.is_closed and window.link.engine_pid is None)
    return 0


def until(is_so):
    for _ in range(_LONGEST_MS // _STEPS_MS):
        if is_so():
            return
        wait(_STEPS_MS)
    raise AssertionError("it did not come to that")


def close_dialogs(window):
    for dialog in window.findChildren(QDialog):
        dialog.reject()


if __name__ == "__main__":
    sys.exit(main())
