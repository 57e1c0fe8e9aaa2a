"""Screenshots of the real window with the real engine, for the README and for work on its looks."""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from keyboard.editor.application import new_application
from keyboard.editor.driven import type_text, wait, wait_for_words
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.explorer.head_grid import HeadChoice
from keyboard.editor.explorer.tour import TourBar
from keyboard.editor.files.both_texts import BothTexts
from keyboard.editor.files.text_file import TextFile
from keyboard.editor.main_window import MainWindow
from keyboard.editor.models.models_dialog import ModelsDialog
from keyboard.editor.recovery.journal import Journal, KeptText, RecoveredText
from keyboard.editor.recovery.recovered_texts import RecoveryQuestion
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.engine.engine_state import Condition, EngineState
from keyboard.storage.locations import data_folder
from keyboard.writing.learning import words_to_learn

_WIDTH = 450
_SMALL = (800, 500)
_PATIENCE_S = 120.0
# In SmolLM2-135M, the head that finds what "it" refers to.
_PRONOUN_HEAD = HeadChoice(layer=3, head=8)
_ANIMAL = " animal"
_LAW = "a robot must obey the orders given it"


@dataclass(frozen=True)
class _Scene:
    """A page, the steps once it knows the text, and the condition for the picture."""

    page: str
    knows_text: Callable[[Any], object]
    act: Callable[[Any], object]
    is_there: Callable[[Any], object]
    window_name: str = ""  # for a picture of the whole window, if any
    parts: tuple[str, ...] = ()  # of the page, by their attributes' names, that have a picture of their own


class ExplorerPictures:
    """Takes a picture of each page, once complete, in a window of its own."""

    def __init__(self, window: MainWindow, take: Callable[[str, QWidget], None]) -> None:
        """`window` is started and empty; `take` takes a picture under a name."""
        self._window = window
        self._take = take

    def take_tour(self) -> None:
        """Take a picture of the tour's first step, which inserts the sample, also in a small window; end the tour."""
        window, before = self._window, self._window.size()
        window.explorer.take_tour()
        panel = window.explorer.panel
        window.resizeDocks([panel], [_WIDTH], Qt.Orientation.Horizontal)
        wait_for_words(window)
        _wait_for(lambda: panel.page.data()["next_tokens"])
        self._take("explorer-tour", window)
        window.resize(*_SMALL)
        self._take(f"explorer-tour-{_SMALL[0]}x{_SMALL[1]}", window)
        window.resize(before)
        panel.findChildren(TourBar)[0].end.click()

    def take_pages(self, themes: Sequence[str]) -> None:
        """Take a picture of each page in each theme, and of the whole window for some."""
        window, panel = self._window, self._window.explorer.panel
        for scene in _SCENES:
            panel.open_page(scene.page)
            page = panel.page
            _wait_for(partial(scene.knows_text, page))
            scene.act(page)
            _wait_for(partial(scene.is_there, page))
            for theme in themes:
                window.settings.change(theme=theme)
                self._take(f"explorer-{scene.page}-{theme}", panel)
                for part in scene.parts:
                    self._take(f"explorer-{scene.page}-{part}-{theme}", getattr(page, part))
                if scene.window_name:
                    self._take(f"{scene.window_name}-{theme}", window)


def _start_samples(page: Any) -> None:
    page.controls.is_side_by_side.setChecked(True)
    page.controls.tokens.setValue(60)
    page.start.click()


def _mask_animal(page: Any) -> None:
    page.tokens.taken.emit(page.data()["answer"].pieces.index(_ANIMAL))


def _write_law(page: Any) -> None:
    """Write the second law in place of the text, and show how its "it" finds the robot."""
    page.text_area.setPlainText(_LAW)
    page.text_area.moveCursor(page.text_area.textCursor().MoveOperation.End)
    _wait_for(lambda: page.data()["text"] == _LAW and page.data()["position"] == _LAW.count(" ") + 1)
    page.look_at(_LAW.count(" ") + 1, _PRONOUN_HEAD.layer, _PRONOUN_HEAD.head)


def _knows_law(page: Any) -> object:
    shown = page.data()
    return shown["layer"] == _PRONOUN_HEAD.layer and shown["blocks"] and (shown["square"] or {}).get("head") == _PRONOUN_HEAD.head


def _walk(page: Any) -> None:
    """Choose the second token, then the best one after it."""
    for place in (1, 0):
        before = page.bars.tokens
        page.bars.taken.emit(before[place])
        _wait_for(partial(_shows_others, page, before))


def _shows_others(page: Any, before: Any) -> bool:
    return bool(page.bars.tokens != before)


def _colour_text(page: Any) -> None:
    page.colours_text.setChecked(True)
    tokens = page.data()["tokens"]
    page.flow.set_current(tokens.index(max(tokens, key=lambda token: token.bits)))


def _nothing(_page: Any) -> None:
    """Leave the page unchanged."""


_SCENES = (
    _Scene("predictions", lambda page: page.bars.tokens, _walk, lambda page: page.words.model().rowCount()),
    _Scene("tokens", lambda page: page.data()["is_complete"], _colour_text, lambda _page: True, "explorer-text"),
    _Scene("cache", lambda page: page.data(), _nothing, lambda _page: True),
    _Scene("sampling", lambda _page: True, _start_samples, lambda page: not page.stop.isEnabled()),
    _Scene("attention", lambda page: page.data(), lambda page: page.grid.choose(_PRONOUN_HEAD), lambda _page: True, "explorer"),
    _Scene("inside", lambda page: None not in page.data().values(), _nothing, lambda _page: True),
    _Scene("what-if", lambda page: page.data()["answer"], _mask_animal, lambda page: _ANIMAL.strip() in page.said.text()),
    _Scene("steps", lambda page: page.data(), _write_law, _knows_law, parts=("table", "sum")),
)


def _wait_for(is_so: Callable[[], object]) -> None:
    """Wait for a condition, or until the timeout: a picture of what is missing says more than none."""
    deadline = time.monotonic() + _PATIENCE_S
    while not is_so() and time.monotonic() < deadline:
        wait(100)


_LETTER = (
    "Dear Anna,\n\n"
    "Thank you for the photographs of the garden. The roses look wonderful, and I can see that the new bench has found its "
    "place under the old apple tree.\n\n"
    "We are coming to visit you in the second week of June, if the trains are running. I will bring the book that you asked "
    "for and a few seeds from our own "
)
_TYPED = "gar"
_LOST = [
    RecoveredText(Journal(Path()), KeptText(None, "Milk, bread, apples, and the tickets for Thursday", 0), 1_790_000_000),
    RecoveredText(Journal(Path()), KeptText(TextFile(Path("letter.txt")), _LETTER, 0), 1_790_003_600),
]
# Room for the window at twice the size; Qt's offscreen screen has 800 × 800 pixels.
_SCREEN = {"name": "pictures", "x": 0, "y": 0, "width": 2400, "height": 1600, "logicalDpi": 96, "dpr": 1}
_LEAST = (480, 320)
_LINE = (760, 300)
# The pictures in the README and the docs; the others are for work on the window's looks.
_PAGES = ("predictions", "text", "cache", "sampling", "attention", "inside", "what-if", "steps", "steps-table", "steps-sum")
_SHOWN = {
    *("window-light", "window-dark", "slip-light", "gray-light", "models-light", "settings-light"),
    *("explorer-light", "explorer-tour"),
    *(f"explorer-{page}-light" for page in _PAGES),
}


class Gallery:
    """Takes the pictures of one window."""

    def __init__(self, window: MainWindow, shown: Path, others: Path, suffix: str = "") -> None:
        """Save the docs' pictures to one folder and the rest to another; `suffix` ends each name."""
        self._window = window
        self._shown, self._others = shown, others
        self._suffix = suffix

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Take a picture of the window or of a widget once it is painted."""
        wait(300)
        name += self._suffix
        folder = self._shown if name in _SHOWN else self._others
        (widget or self._window).grab().save(str(folder / f"{name}.png"))

    def take_explorer(self, themes: Sequence[str]) -> None:
        """Take pictures of the explorer, in a window of its own."""
        window = MainWindow(self._window.link, self._window.settings)
        window.start(is_first=False)
        pictures = ExplorerPictures(window, self.take)
        pictures.take_tour()
        pictures.take_pages(themes)
        window.explorer.set_open(False)
        window.text_area.document().setModified(False)
        window.close()

    def take_first_steps(self) -> None:
        """Take a picture of the empty window at the first start."""
        self._window.welcome.open_page()
        self.take("first-steps")
        with self._resized(*_LEAST):
            self.take("first-steps-480x320")
        self._window.welcome.hide()

    def take_dialogs(self, name: str) -> None:
        """Take a picture of each dialog."""
        window = self._window
        for title, show in (
            ("models", window.show_models),
            ("vocabulary", window.show_vocabulary),
            ("settings", window.show_settings),
            ("help", window.show_help),
            ("statistics", window.show_statistics),
            ("about", window.show_about),
        ):
            dialog = self._open(show)
            while isinstance(dialog, ModelsDialog) and (dialog.said.text() or not window.library.backends):
                wait(50)
            self.take(f"{title}-{name}", dialog)
            dialog.accept()
        for title, dialog in (
            ("both-texts", BothTexts(_LETTER, _LETTER.replace("wonderful", "splendid"), "letter.txt", window)),
            ("recovery", RecoveryQuestion(_LOST, window)),
        ):
            dialog.open()
            self.take(f"{title}-{name}", dialog)
            dialog.accept()

    def take_writing(self, name: str) -> None:
        """Take pictures of a search and of private mode."""
        window, fields = self._window, self._window.find_bar.fields
        window.find_bar.open_to_replace()
        fields.wanted.setText("the")
        self.take(f"find-{name}")
        fields.is_regex.setChecked(True)
        fields.wanted.setText("(the")
        self.take(f"find-error-{name}")
        fields.is_regex.setChecked(False)
        fields.wanted.clear()
        window.find_bar.close_bar()
        window.text_area.moveCursor(window.text_area.textCursor().MoveOperation.End)
        wait_for_words(window)
        window.set_private(True)
        self.take(f"private-{name}")
        window.set_private(False)

    def take_small_dialogs(self) -> None:
        """Take pictures of the settings in a small window, and of a search's result."""
        dialog = self._open(self._window.show_settings)
        for size in (_SMALL, _LEAST):
            dialog.resize(*size)
            self.take(f"settings-{size[0]}x{size[1]}", dialog)
        dialog.accept()
        dialog = self._open(lambda: self._window.show_settings(QApplication.translate("SettingsDialog", "Shortcuts")))
        self.take("shortcuts", dialog)
        dialog.accept()

    def take_states(self) -> None:
        """Take a picture of the bar in each state of the engine, and after the engine was killed."""
        window, link = self._window, self._window.link
        window.bar.clear()
        link.state_changed.emit(EngineState(Condition.LOADING, model="smollm2-135m", progress=0.4))
        self.take("bar-loading")
        link.state_changed.emit(EngineState(Condition.NO_MODEL))
        window.suggestions.ask()
        wait(500)
        self.take("bar-no-model")
        link.state_changed.emit(EngineState(Condition.READY, model="smollm2-135m", backend="cpu"))
        if engine := window.link.engine_pid:
            os.kill(engine, signal.SIGTERM)
        while not window.notice.sentence:
            wait(5)
        wait(50)
        window.grab().save(str(self._others / f"bar-restarting{self._suffix}.png"))
        wait_for_words(window)

    def take_bars(self) -> None:
        """Take pictures of bars of other sizes, in a window with room for them and in one without."""
        settings = self._window.settings
        before = settings.current
        settings.change(suggestion_count=6, suggestion_order="middle", button_height=96, line_spacing=1.6, zoom=120)
        self._window.suggestions.ask()
        wait_for_words(self._window)
        self.take("bar-six")
        with self._resized(*_LEAST):
            self.take("bar-six-480x320")
        settings.change(**{name: getattr(before, name) for name in before.__dataclass_fields__})
        wait_for_words(self._window)

    def take_lines(self, name: str) -> None:
        """Take pictures of the words that a slip brings, and of those that a pause brings in gray."""
        window, before = self._window, self._window.text_area.whole_text()
        with self._resized(*_LINE):
            window.text_area.setPlainText("")
            type_text(window, "I have a question about teh", key_interval_ms=200)
            wait_for_words(window)
            self.take(f"slip-{name}")
            window.text_area.setPlainText("")
            type_text(window, "Thank you for your letter. I am looking f", key_interval_ms=200)
            _wait_for(lambda: window.text_area.session.continuation.text)
            self.take(f"gray-{name}")
        window.text_area.setPlainText(before)
        window.text_area.moveCursor(window.text_area.textCursor().MoveOperation.End)
        wait_for_words(window)

    def take_sizes(self) -> None:
        """Take pictures of small windows, and of one with the text and the bar alone."""
        for size in (_SMALL, _LEAST):
            with self._resized(*size):
                self.take(f"window-{size[0]}x{size[1]}")
        self._window.focus_mode.set_on(True)
        self.take("focus-mode")
        self._window.focus_mode.set_on(False)

    @contextmanager
    def _resized(self, width: int, height: int) -> Iterator[None]:
        before = self._window.size()
        self._window.resize(width, height)
        yield
        self._window.resize(before)

    def _open(self, show: Callable[[], object]) -> QDialog:
        show()
        return next(child for child in self._window.children() if isinstance(child, QDialog) and child.isVisible())


def save_screenshots(shown: Path, others: Path, *, is_double: bool = False) -> None:
    """Save the gallery to two folders; `is_double` takes only the pictures that check the look at 200 %."""
    new_application()
    window = MainWindow(EngineLink(), SettingsAccess())
    window.start()
    window.vocabulary.ask(lambda vocabulary: vocabulary.learn(list(words_to_learn(_LETTER))))
    wait_for_words(window)
    for folder in (shown, others):
        folder.mkdir(parents=True, exist_ok=True)
    gallery = Gallery(window, shown, others, "-200" if is_double else "")
    gallery.take_first_steps()
    window.text_area.setPlainText(_LETTER)
    window.text_area.moveCursor(window.text_area.textCursor().MoveOperation.End)
    wait_for_words(window)
    type_text(window, _TYPED, key_interval_ms=500)
    wait_for_words(window)
    themes = ("light",) if is_double else ("high-contrast", "dark", "light")
    for theme in themes:
        window.settings.change(theme=theme)
        gallery.take(f"window-{theme}")
        gallery.take_dialogs(theme)
        gallery.take_writing(theme)
        gallery.take_lines(theme)
    gallery.take_small_dialogs()
    gallery.take_sizes()
    gallery.take_bars()
    gallery.take_explorer(themes)
    if not is_double:
        gallery.take_states()
    window.text_area.document().setModified(False)
    window.close()
    QApplication.processEvents()


@contextmanager
def _home_of_nobody() -> Iterator[None]:
    """Use a fresh home and an offscreen screen, so that the pictures show the defaults and no private text."""
    models = data_folder() / "models"
    with tempfile.TemporaryDirectory() as home:
        data = Path(home, "data")
        data.mkdir()
        (data / "models").symlink_to(models)
        os.environ["KEYBOARD_HOME"] = home
        screens = Path(home, "screens.json")
        screens.write_text(json.dumps({"screens": [_SCREEN]}), "utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screens}"
        yield


def main() -> None:
    """Take all pictures; those at twice the size in a process of their own, because Qt scales a whole application."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shown", type=Path, help="the folder of the pictures that the docs show")
    parser.add_argument("others", type=Path, help="the folder of all other pictures")
    parser.add_argument("--double", action="store_true", help="at 200 %%, in the environment that QT_SCALE_FACTOR=2 makes")
    arguments = parser.parse_args()
    if arguments.double:
        save_screenshots(arguments.shown, arguments.others, is_double=True)
        return
    with _home_of_nobody():
        save_screenshots(arguments.shown, arguments.others)
        command = [sys.executable, "-m", "tests.screenshots", str(arguments.shown), str(arguments.others), "--double"]
        subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": "2"}, check=True)


if __name__ == "__main__":
    main()
