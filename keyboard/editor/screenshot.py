"""Pictures of the real window with the real engine, for the README and for whoever changes how it looks."""

import argparse
from pathlib import Path

from PySide6.QtWidgets import QApplication

from keyboard.editor.application import new_application
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.editor.models.models_dialog import ModelsDialog
from keyboard.editor.theme import DARK, LIGHT, dress
from keyboard.editor.typing import type_text, wait, wait_for_words

_LETTER = (
    "Dear Anna,\n\n"
    "Thank you for the photographs of the garden. The roses look wonderful, and I can see that the new bench has found its "
    "place under the old apple tree.\n\n"
    "We are coming to visit you in the second week of June, if the trains are running. I will bring the book that you asked "
    "for and a few seeds from our own "
)
_TYPED = "gar"


def save_screenshots(folder: Path) -> None:
    """Write pictures of the window and of the Models dialog to a folder, light and dark."""
    application = new_application()
    window = MainWindow(EngineLink(), is_private=True)
    window.text_area.setPlainText(_LETTER)
    window.text_area.moveCursor(window.text_area.textCursor().MoveOperation.End)
    window.start()
    wait_for_words(window)
    type_text(window, _TYPED)
    wait_for_words(window)
    window.show_models()
    dialog = next(child for child in window.children() if isinstance(child, ModelsDialog))
    while not (dialog.cards and window.library.backends):
        wait(50)
    folder.mkdir(parents=True, exist_ok=True)
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        dress(application, colours)
        wait(300)
        window.grab().save(str(folder / f"window-{name}.png"))
        dialog.grab().save(str(folder / f"models-{name}.png"))
    window.text_area.document().setModified(False)
    window.close()
    QApplication.processEvents()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    save_screenshots(parser.parse_args().folder)
