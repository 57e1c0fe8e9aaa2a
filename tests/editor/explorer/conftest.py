"""The explorer of a real window whose engine is a stand-in."""

import pytest

from keyboard.editor.explorer.explorer_panel import _PAGES
from keyboard.engine.engine_state import Condition

PAGES = [page.export_name for page in _PAGES]


class ExplorerStory:
    """What a person sees in the panel, and what the engine is asked for it."""

    def __init__(self, qtbot, window, engine):
        self._qtbot = qtbot
        self._engine = engine
        self._is_ready = False
        self.explorer = window.explorer

    @property
    def panel(self):
        return self.explorer.panel

    def open(self, page):
        """Open the panel at a page, and return that."""
        if not self._is_ready:
            self._engine.be(Condition.READY, model="smollm2-135m", backend="cpu")
            self._is_ready = True
        self.explorer.set_open(True)
        self.panel.open_page(page)
        return self.panel.page

    def asked(self, kind):
        """The requests of a type, in their order."""
        return [request for request in self._engine.explorations if isinstance(request, kind)]

    def is_asked(self, kind, **values):
        """Wait until the newest request of a type has these values, and return it."""

        def newest_is_it():
            asked = self.asked(kind)
            return bool(asked) and all(getattr(asked[-1], name) == value for name, value in values.items())

        self._qtbot.waitUntil(newest_is_it)
        return self.asked(kind)[-1]

    def reply(self, message):
        self._engine.explored.emit(message)

    @property
    def sentence(self):
        return self.panel._said.text()


@pytest.fixture
def explored(qtbot, window, engine):
    return ExplorerStory(qtbot, window, engine)
