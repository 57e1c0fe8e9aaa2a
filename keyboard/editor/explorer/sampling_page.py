"""Sampling: text that the model writes by itself, one sample or three side by side."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from keyboard.editor.explorer.explorer_link import NO_ID, ExplorerLink
from keyboard.editor.explorer.explorer_page import ExplorerPage
from keyboard.editor.explorer.pieces import visible
from keyboard.editor.explorer.read_text import ReadText, read_text
from keyboard.editor.explorer.sample_column import SampleColumn
from keyboard.editor.explorer.sampling_controls import SamplingControls
from keyboard.editor.text.text_area import TextArea
from keyboard.engine.exploration_messages.sampling import SampledToken, SampleEnd, SampleLoop, SampleRequest

_END_SHOWN = 40


class SamplingPage(ExplorerPage):
    """The settings, and the samples as they are written; they go on while one types, or looks at another page.

    Attributes:
        controls: What is set before a start.
        start: Begins anew.
        stop: Ends what is being written; it stays.
    """

    export_name = "sampling"

    def __init__(self, text_area: TextArea, link: ExplorerLink, parent: QWidget | None = None) -> None:
        super().__init__(text_area, link, parent)
        self._read = ReadText()
        self._request: SampleRequest | None = None
        self._model = ""  # that of the samples shown
        self._running: set[int] = set()  # the places of the samples that are being written
        self._columns: list[SampleColumn] = []
        self.controls = SamplingControls(self)
        self.start = QPushButton(self.tr("&Start"), self)
        self.stop = QPushButton(self.tr("Sto&p"), self)
        self._prompt = QLabel(self, wordWrap=True)
        self._prompt.setObjectName("explorerFacts")
        self._prompt.hide()
        self._samples = QSplitter(Qt.Orientation.Horizontal, self)
        self._samples.setChildrenCollapsible(False)
        self.start.clicked.connect(lambda _checked: self._start())
        self.stop.clicked.connect(lambda _checked: self.link.stop(SampleRequest.type))
        link.readiness_changed.connect(lambda _is_ready: self._show_buttons())
        self._lay_out()
        self._show_buttons()

    @property
    def title(self) -> str:
        """What is on the tab."""
        return self.tr("Sampling")

    @property
    def columns(self) -> list[SampleColumn]:
        """The samples."""
        return list(self._columns)

    def text_changed(self, read: ReadText) -> None:
        """Take note of what a sample would go on after; the one under way goes on after what it began with."""
        self._read = read
        self._show_buttons()

    def data(self) -> Any:
        """Return the settings and the samples."""
        return {"model": self._model, "request": self._request, "samples": [column.data() for column in self._columns]}

    def _start(self) -> None:
        self.link.forget(SampleRequest.type)
        request = self.controls.request(self._read.text)
        if self.link.ask(request, self._hear, self._fail) == NO_ID:
            return
        self._request = request
        self._model = self.link.model
        self._running = set(range(len(request.top_k)))
        self._show_columns(request)
        self._show_buttons()

    def _hear(self, reply: SampledToken | SampleLoop | SampleEnd) -> None:
        column = self._columns[reply.sample]
        match reply:
            case SampledToken():
                column.add(reply)
            case SampleLoop():
                column.notice_loop(reply)
            case SampleEnd():
                self._end(reply.sample, reply.reason)

    def _end(self, sample: int, reason: str) -> None:
        self._running.discard(sample)
        self._columns[sample].end(reason)
        self._show_buttons()

    def _fail(self) -> None:
        for sample in sorted(self._running):
            self._end(sample, "failed")

    def _insert(self, text: str) -> None:
        read = read_text(self.text_area.text_before_cursor().text)
        self.text_area.insert_text(read.insertion(text))

    def _show_columns(self, request: SampleRequest) -> None:
        for column in self._columns:
            column.hide()
            column.deleteLater()
        self._columns = [SampleColumn(_title_of(size) or self.tr("all tokens"), self) for size in request.top_k]
        for column in self._columns:
            column.insertion_wanted.connect(self._insert)
            self._samples.addWidget(column)
        end = request.prompt[-_END_SHOWN:].replace("\n", visible("\n"))
        more = "…" if len(request.prompt) > _END_SHOWN else ""
        self._prompt.setText(self.tr("After “{text}”").format(text=more + end) if request.prompt else self.tr("From nothing"))
        self._prompt.show()

    def _show_buttons(self) -> None:
        self.start.setEnabled(self.link.is_ready)
        self.stop.setEnabled(bool(self._running))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.controls.is_side_by_side)
        buttons.addStretch(1)
        buttons.addWidget(self.start)
        buttons.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 0)
        layout.setSpacing(6)
        layout.addWidget(self.controls)
        layout.addLayout(buttons)
        layout.addWidget(self._prompt)
        layout.addWidget(self._samples, stretch=1)


def _title_of(top_k: int) -> str:
    return f"k = {top_k}" if top_k else ""
