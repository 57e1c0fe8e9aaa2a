"""A tab of the explorer, as the panel sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, ClassVar

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from keyboard.editor.arrangement import Part, column
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.text.text_area import TextArea
from keyboard.engine.engine_state import Condition, EngineState
from keyboard.engine.exploration_messages import Exploration, ExplorationFailure, ExplorationReply
from keyboard.writing.query import Suggestions

NO_ID = 0
# All windows share one engine, so each sends a number of its own.
_ASKERS = count(1)


@dataclass(frozen=True)
class _Awaited:
    id: int
    then: Callable[[Any], None]
    or_else: Callable[[], None]


class ExplorerLink(QObject):
    """Sends requests for one window's pages, while the engine has a model."""

    answered = Signal()  # a reply went to a page
    failed = Signal(str)  # why the engine cannot answer; one sentence
    model_changed = Signal()  # another model answers from now on; comes before `readiness_changed`
    readiness_changed = Signal(bool)  # requests can be sent from now on, or no longer

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._asker = next(_ASKERS)
        self._awaited: dict[type[Exploration], _Awaited] = {}  # by the request's type
        self.is_ready = False  # whether requests can be sent
        self.model = ""  # the name of the model that answers, or answered last
        link.explored.connect(self._dispatch)
        link.state_changed.connect(self._follow)

    def ask(self, request: Exploration, then: Callable[[Any], None], or_else: Callable[[], None] = lambda: None) -> int:
        """Send a request, call `then` with each reply, and return the request's new id, or 0 if the engine has no model.

        Calls `or_else` if the request fails or the engine ends before it is done. Replaces an earlier request of the same type.
        """
        self._awaited.pop(type(request), None)
        if not self.is_ready:
            return NO_ID
        number = self._link.explore(replace(request, asker=self._asker))
        self._awaited[type(request)] = _Awaited(number, then, or_else)
        return number

    def awaits(self, request_type: type[Exploration]) -> bool:
        """Return whether the newest request of a type may still get a reply."""
        return request_type in self._awaited

    def stop(self, request_type: type[Exploration]) -> None:
        """Cancel the newest request of a type; the end of a sample still arrives."""
        if awaited := self._awaited.get(request_type):
            self._link.stop_exploring(awaited.id)

    def forget(self, request_type: type[Exploration]) -> None:
        """Cancel the newest request of a type and ignore all its replies."""
        self.stop(request_type)
        self._awaited.pop(request_type, None)

    def _dispatch(self, reply: ExplorationReply) -> None:
        awaited = next((awaited for awaited in self._awaited.values() if awaited.id == reply.id), None)
        if awaited is None:
            return
        if isinstance(reply, ExplorationFailure):
            self.failed.emit(reply.sentence)
            awaited.or_else()
            return
        self.answered.emit()
        awaited.then(reply)

    def _follow(self, state: EngineState) -> None:
        is_ready = state.condition is Condition.READY
        if is_ready != self.is_ready:
            self.is_ready = is_ready
            given_up, self._awaited = list(self._awaited.values()), {}
            for awaited in given_up:
                awaited.or_else()
            if is_ready and state.model != self.model:
                self.model = state.model
                self.model_changed.emit()
            self.readiness_changed.emit(is_ready)


@dataclass(frozen=True)
class ReadText:
    """The text before the cursor, in two parts.

    A word's token begins with the space before it, so after a text that ends with a space the model expects a rare token. The
    explorer therefore asks about the text without that space.
    """

    text: str = ""  # what the model reads
    space: str = ""  # the space between it and the cursor, or ""

    def insertion(self, path: str) -> str:
        """Return what to insert at the cursor so that the text continues with `path`, which may begin with the space."""
        return path.removeprefix(self.space)


def read_text(before_cursor: str) -> ReadText:
    """Split a text before the cursor as the explorer asks about it."""
    text = before_cursor.removesuffix(" ")
    return ReadText(text, before_cursor[len(text) :])


class ExplorerPage(QWidget):
    """A tab: asks the engine about the text while it is in view, and shows what comes back.

    While the page is out of view only `model_changed` is called, so that it costs nothing then. A page keeps what it shows.
    """

    export_name: ClassVar[str]  # the name of its files
    title: ClassVar[object]  # the tab's title in English, a `str` that is marked for translation under the class's name

    def __init__(self, text_area: TextArea, link: ExplorerLink) -> None:
        super().__init__()
        self.text_area = text_area
        self.link = link

    @property
    def picture(self) -> QWidget:
        """The widget that is exported as a picture."""
        return self

    def lay_out(self, *parts: Part) -> None:
        column(*parts, owner=self, margins=(10, 8, 10, 0))

    def text_changed(self, read: ReadText) -> None:
        """Ask about the text: the page became visible, the engine is ready again, or the text or the cursor changed."""

    def words_shown(self, answer: Suggestions) -> None:
        """Follow the new words on the buttons."""

    def model_changed(self) -> None:
        """Forget another model's answers, visible or not; `text_changed` follows if the page is visible."""

    def hidden(self) -> None:
        """Cancel the requests, unless they should continue out of view."""

    def data(self) -> Any:
        """Return the page's data for JSON: dataclasses, dicts, lists, text and numbers."""
        raise NotImplementedError


def facts_label(parent: QWidget) -> QLabel:
    """Return a label for less important words, which wrap."""
    label = QLabel(parent, wordWrap=True)
    label.setObjectName("explorerFacts")
    return label


class PageScroller(QScrollArea):
    """Gives a page, or a part of one, the size of the room, but at least its minimum size.

    With `widgetResizable`, Qt would use the preferred height of a page with wrapped lines as its minimum.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        self.setWidget(page)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the page in when it needs more room, or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self.maximumViewportSize()
        least = self._least_size(room.width())
        if least.height() > room.height():
            least = self._least_size(room.width() - self.verticalScrollBar().sizeHint().width())
        self._page.resize(least.expandedTo(QSize(0, room.height())))

    def _least_size(self, width: int) -> QSize:
        """Return the page's minimum size at this width or more."""
        layout = self._page.layout()
        assert layout is not None  # noqa: S101 - every page has one
        least = layout.totalMinimumSize().expandedTo(QSize(width, 0))
        if layout.hasHeightForWidth():
            least.setHeight(layout.totalMinimumHeightForWidth(least.width()))
        return least
