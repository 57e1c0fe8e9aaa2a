"""Sampling: text that the model writes by itself, one sample or three side by side."""

import math
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QSplitter,
    QWidget,
)

from keyboard.editor import arrangement
from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, ReadText, facts_label, read_text
from keyboard.editor.explorer.shades import surprise_shade, visible
from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.notice import show_plainly
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import bits, percent, whole
from keyboard.engine.exploration_messages import SampledToken, SampleEnd, SampleLoop, SampleRequest


class SampleColumn(QWidget):
    """Shows a sample; the less probable a token was, the stronger its background."""

    insertion_wanted = Signal(str)  # the user wants the sample's text in the document

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._sampled: list[SampledToken] = []
        self._loop: SampleLoop | None = None
        self._end = ""
        self.tokens = TokenFlow(title, self._ground_of, self._tip_of, self)
        self.notice = facts_label(self)
        self.insert = QPushButton(self.tr("&Insert"), self)
        self.insert.setAccessibleName(self.tr("Insert {title} into the text").format(title=title))
        self.insert.setToolTip(self.tr("Puts the sample into the text at the cursor; one Undo takes it back."))
        self.insert.setEnabled(False)
        self.insert.clicked.connect(lambda _checked: self.insertion_wanted.emit(self.text))
        heading = arrangement.row((QLabel(title, self), 1), self.insert)
        arrangement.column(heading, (self.tokens, 1), self.notice, owner=self, spacing=4)
        show_plainly(self)

    @property
    def text(self) -> str:
        return "".join(sampled.text for sampled in self._sampled)

    def add(self, sampled: SampledToken) -> None:
        """Append a token; the view follows the end unless the reader has scrolled away from it."""
        bar = self.tokens.verticalScrollBar()
        is_at_end = bar.value() == bar.maximum()
        self._sampled.append(sampled)
        self.tokens.put_pieces(self.tokens.count, [sampled.token.piece])
        if is_at_end:
            self.tokens.show_end()
        self.insert.setEnabled(bool(self.text))

    def notice_loop(self, loop: SampleLoop) -> None:
        self._loop = loop
        self._show_notice()

    def end(self, reason: str) -> None:
        """Say why the sample ended: a reason of `SampleEnd`, or `failed`."""
        self._end = reason
        self._show_notice()

    def data(self) -> Any:
        return {"title": self.title, "text": self.text, "tokens": self._sampled, "loop": self._loop, "end": self._end}

    def _show_notice(self) -> None:
        loop = self._loop.sentence[:1].upper() + self._loop.sentence[1:] if self._loop else ""
        self.notice.setText("\n".join(filter(None, (loop, self._end_in_words()))))

    def _end_in_words(self) -> str:
        sentences = {
            "": "",
            "length": self.tr("Done after token {count}."),
            "end-token": self.tr("The model ended the text after token {count}."),
            "window": self.tr("The model's window is full after token {count}."),
            "stopped": self.tr("Stopped after token {count}."),
            "failed": self.tr("It could not continue after token {count}."),
        }
        return sentences[self._end].format(count=whole(len(self._sampled)))

    def _ground_of(self, place: int) -> QColor:
        return surprise_shade(_bits_of(self._sampled[place]))

    def _tip_of(self, place: int) -> str:
        sampled = self._sampled[place]
        return self.tr("{piece}: probability {probability}, {bits} bits; drawn with {drawn}").format(
            piece=visible(sampled.token.piece),
            probability=percent(sampled.token.probability),
            bits=bits(_bits_of(sampled)),
            drawn=percent(sampled.chosen_with),
        )


def _bits_of(sampled: SampledToken) -> float:
    return -math.log2(max(sampled.token.probability, 1e-30))


SIDE_BY_SIDE = (1, 3, 40)
# In the list of beginnings.
FROM_NOTHING = 1
_USUAL = SampleRequest(NO_ID, "")
_MOST_TOKENS = 1024
_MOST_TOP_K = 1000
_MOST_SEED = 2**31 - 1


class SamplingControls(QWidget):
    """The settings of a sample, at their usual values to begin with; the page shows `is_side_by_side` elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.beginning = QComboBox(self)
        self.beginning.addItems([self.tr("After the text, at the cursor"), self.tr("From nothing (unconditional)")])
        self.top_k = QSpinBox(self, minimum=0, maximum=_MOST_TOP_K, value=_USUAL.top_k[0])
        self.top_k.setSpecialValueText(self.tr("all"))
        self.is_side_by_side = QCheckBox(
            self.tr("Side &by side: k = {sizes}").format(sizes=", ".join(map(str, SIDE_BY_SIDE))), self
        )
        self.is_side_by_side.toggled.connect(self.top_k.setDisabled)
        self.top_p = _share(self, 0.05, 1.0, _USUAL.top_p)
        self.temperature = _share(self, 0.0, 2.0, _USUAL.temperature)
        self.repetition_penalty = _share(self, 1.0, 2.0, _USUAL.repetition_penalty)
        self.seed = QSpinBox(self, minimum=0, maximum=_MOST_SEED, value=_USUAL.seed)
        self.tokens = QSpinBox(self, minimum=1, maximum=_MOST_TOKENS, value=_USUAL.tokens)
        self._lay_out()

    def request(self, text: str) -> SampleRequest:
        return SampleRequest(
            NO_ID,
            "" if self.beginning.currentIndex() == FROM_NOTHING else text,
            SIDE_BY_SIDE if self.is_side_by_side.isChecked() else (self.top_k.value(),),
            self.top_p.value(),
            self.temperature.value(),
            self.repetition_penalty.value(),
            self.seed.value(),
            self.tokens.value(),
        )

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(_named(self.beginning, self.tr("W&rites"), "", layout, 0, 0), 0, 1, 1, 3)
        rows = (
            (self.top_k, self.tr("Top-&k"), self.tr("How many of the most probable tokens to draw from.")),
            (self.top_p, self.tr("Top-&p"), self.tr("Draws from the most probable tokens that together have this probability.")),
            (self.temperature, self.tr("Temperat&ure"), self.tr("Below 1 the best tokens gain; 0 always takes the best.")),
            (self.repetition_penalty, self.tr("Re&petition"), self.tr("Above 1, tokens that came before become less probable.")),
            (self.seed, self.tr("See&d"), self.tr("The same seed gives the same text; another seed gives another text.")),
            (self.tokens, self.tr("T&okens"), self.tr("How many tokens to write.")),
        )
        for place, (control, title, tip) in enumerate(rows):
            down, across = 1 + place // 2, 2 * (place % 2)
            layout.addWidget(_named(control, title, tip, layout, down, across), down, across + 1)
        layout.setColumnStretch(1, 1)
        layout.setColumnStretch(3, 1)


def _share(parent: QWidget, lowest: float, highest: float, value: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox(parent, decimals=2, singleStep=0.05)
    box.setRange(lowest, highest)
    box.setValue(value)
    return box


def _named(control: QWidget, title: str, tip: str, layout: QGridLayout, row: int, column: int) -> QWidget:
    """Put a control's name into the grid before it, and return the control."""
    label = QLabel(title)
    label.setBuddy(control)
    layout.addWidget(label, row, column)
    control.setAccessibleName(title.replace("&", ""))
    control.setToolTip(tip)
    control.setMinimumWidth(48)
    return control


_END_SHOWN = 40


class SamplingPage(ExplorerPage):
    """The settings, and the samples as the model writes them; they continue while the user types or looks at another page."""

    export_name = "sampling"
    title = QT_TRANSLATE_NOOP("SamplingPage", "Sampling")

    def __init__(self, text_area: TextArea, link: ExplorerLink) -> None:
        super().__init__(text_area, link)
        self._read = ReadText()
        self._request: SampleRequest | None = None
        self._model = ""  # the model of the samples shown
        self._running: set[int] = set()  # the places of the running samples
        self.columns: list[SampleColumn] = []
        self.controls = SamplingControls(self)
        self.start = QPushButton(self.tr("&Start"), self)
        self.stop = QPushButton(self.tr("Sto&p"), self)
        self._prompt = facts_label(self)
        self._prompt.hide()
        self._samples = QSplitter(Qt.Orientation.Horizontal, self)
        self._samples.setChildrenCollapsible(False)
        self.start.clicked.connect(lambda _checked: self._start())
        self.stop.clicked.connect(lambda _checked: self.link.stop(SampleRequest))
        link.readiness_changed.connect(lambda _is_ready: self._show_buttons())
        buttons = arrangement.row(self.controls.is_side_by_side, None, self.start, self.stop)
        self.lay_out(self.controls, buttons, self._prompt, (self._samples, 1))
        self._show_buttons()

    def text_changed(self, read: ReadText) -> None:
        """Note the text for the next sample; a running sample keeps its own."""
        self._read = read
        self._show_buttons()

    def data(self) -> Any:
        return {"model": self._model, "request": self._request, "samples": [column.data() for column in self.columns]}

    def _start(self) -> None:
        self.link.forget(SampleRequest)
        request = self.controls.request(self._read.text)
        if self.link.ask(request, self._show_reply, self._fail) == NO_ID:
            return
        self._request = request
        self._model = self.link.model
        self._running = set(range(len(request.top_k)))
        self._show_columns(request)
        self._show_buttons()

    def _show_reply(self, reply: SampledToken | SampleLoop | SampleEnd) -> None:
        column = self.columns[reply.sample]
        match reply:
            case SampledToken():
                column.add(reply)
            case SampleLoop():
                column.notice_loop(reply)
            case SampleEnd():
                self._end(reply.sample, reply.reason)

    def _end(self, sample: int, reason: str) -> None:
        self._running.discard(sample)
        self.columns[sample].end(reason)
        self._show_buttons()

    def _fail(self) -> None:
        for sample in sorted(self._running):
            self._end(sample, "failed")

    def _insert(self, text: str) -> None:
        read = read_text(self.text_area.text_before_cursor().text)
        self.text_area.insert_text(read.insertion(text))

    def _show_columns(self, request: SampleRequest) -> None:
        for column in self.columns:
            column.hide()
            column.deleteLater()
        self.columns = [SampleColumn(f"k = {size}" if size else self.tr("all tokens"), self) for size in request.top_k]
        for column in self.columns:
            column.insertion_wanted.connect(self._insert)
            self._samples.addWidget(column)
        end = request.prompt[-_END_SHOWN:].replace("\n", visible("\n"))
        more = "…" if len(request.prompt) > _END_SHOWN else ""
        self._prompt.setText(self.tr("After “{text}”").format(text=more + end) if request.prompt else self.tr("From nothing"))
        self._prompt.show()

    def _show_buttons(self) -> None:
        self.start.setEnabled(self.link.is_ready)
        self.stop.setEnabled(bool(self._running))
