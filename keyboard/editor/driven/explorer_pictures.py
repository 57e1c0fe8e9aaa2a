"""Pictures of the explorer with the real engine: each page on the sample text of the tour."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from keyboard.editor.driven.typing_benchmark import wait, wait_for_words
from keyboard.editor.explorer.head_grid import HeadChoice
from keyboard.editor.explorer.tour import TourBar
from keyboard.editor.main_window import MainWindow

_WIDTH = 450
_SMALL = (800, 500)
_PATIENCE_S = 120.0
# Of SmolLM2-135M: the head that finds what "it" stands for.
_PRONOUN_HEAD = HeadChoice(layer=3, head=8)
_ANIMAL = " animal"


@dataclass(frozen=True)
class _Scene:
    """A page, what is done there once it knows the text, and when all of it is to be seen."""

    page: str
    knows_text: Callable[[Any], object]
    act: Callable[[Any], object]
    is_there: Callable[[Any], object]
    window_name: str = ""  # of a picture of the whole window, where there is one


class ExplorerPictures:
    """Goes from page to page in a window of its own, and takes a picture of each when all of it is there."""

    def __init__(self, window: MainWindow, take: Callable[[str, QWidget], None]) -> None:
        """Use an empty window that was started; `take` takes a picture under a name."""
        self._window = window
        self._take = take

    def take_tour(self) -> None:
        """Take a picture of the tour's first step, which brings the text, also where there is little room; and end it."""
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
        """Take a picture of each page in each theme, and of the whole window at some."""
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
                if scene.window_name:
                    self._take(f"{scene.window_name}-{theme}", window)


def _start_samples(page: Any) -> None:
    page.controls.is_side_by_side.setChecked(True)
    page.controls.tokens.setValue(60)
    page.start.click()


def _mask_animal(page: Any) -> None:
    page.tokens.taken.emit(page.data()["answer"].pieces.index(_ANIMAL))


def _walk(page: Any) -> None:
    """Go on with the second token, and from there with the best."""
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
    """Leave the page as it is."""


_SCENES = (
    _Scene("predictions", lambda page: page.bars.tokens, _walk, lambda page: page.words.model().rowCount()),
    _Scene("tokens", lambda page: page.data()["is_complete"], _colour_text, lambda _page: True, "explorer-text"),
    _Scene("cache", lambda page: page.data(), _nothing, lambda _page: True),
    _Scene("sampling", lambda _page: True, _start_samples, lambda page: not page.stop.isEnabled()),
    _Scene("attention", lambda page: page.data(), lambda page: page.grid.choose(_PRONOUN_HEAD), lambda _page: True, "explorer"),
    _Scene("inside", lambda page: None not in page.data().values(), _nothing, lambda _page: True),
    _Scene("what-if", lambda page: page.data()["answer"], _mask_animal, lambda page: _ANIMAL.strip() in page.said.text()),
)


def _wait_for(is_so: Callable[[], object]) -> None:
    """Wait until something is so, or patience ends: a picture of what is missing tells more than none."""
    deadline = time.monotonic() + _PATIENCE_S
    while not is_so() and time.monotonic() < deadline:
        wait(100)
