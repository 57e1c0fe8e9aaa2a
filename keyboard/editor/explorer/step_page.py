"""Step by step: what one block computes for one token, with the numbers of llama.cpp."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QSlider, QSpinBox, QToolTip, QWidget

from keyboard.editor.accessibility import describe
from keyboard.editor.arrangement import column, row
from keyboard.editor.explorer.attention_sections import PairSection, QuerySection, ScoreSection, SumSection
from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, PageScroller, ReadText
from keyboard.editor.explorer.score_views import TILE, ScoreTable
from keyboard.editor.explorer.shades import cool, hot, is_dark, shade, visible
from keyboard.editor.explorer.step_sections import FeedForwardSection, InSection, OutSection, Section, StepNumbers
from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import plain_tip
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import decimal, percent
from keyboard.engine.exploration_messages import (
    ResidualStream,
    ResidualStreamRequest,
    Scores,
    ScoresRequest,
    Step,
    StepRequest,
    StreamBlock,
)

_LINES = 7  # the chart's height in lines of text, of which one and a half are the lens's
_LENS_LINES = 1.5
_GAP = 6


class ResidualChart(QWidget):
    """Draws three bars for each block, the norms of the output and of both additions, and below how much the lens moved."""

    taken = Signal(int)  # the user chose a block

    def __init__(self) -> None:
        super().__init__()
        self._blocks: Sequence[StreamBlock] = ()
        self._current = 0
        self.setAccessibleName(self.tr("One token through all blocks"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)

    def show_blocks(self, blocks: Sequence[StreamBlock]) -> None:
        self._blocks = blocks
        self._describe()

    def set_current(self, layer: int) -> None:
        self._current = layer
        self._describe()

    def in_words(self, layer: int) -> str:
        """Return what a block does, or "" if it is not known."""
        if layer >= len(self._blocks):
            return ""
        block = self._blocks[layer]
        return self.tr(
            "Block {layer}: attention adds a vector of norm {attention}, the feed-forward network one of {feed_forward}; the "
            "residual has {output} after it. The logit lens moved by {moved}; it would predict “{piece}” ({probability})."
        ).format(
            layer=layer,
            attention=decimal(block.attention_norm, 1),
            feed_forward=decimal(block.feed_forward_norm, 1),
            output=decimal(block.output_norm, 1),
            moved=percent(block.lens_moved),
            piece=visible(block.best.piece),
            probability=percent(block.best.probability),
        )

    def sizeHint(self) -> QSize:
        return QSize(320, _LINES * self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._blocks:
            return
        painter, colours = QPainter(self), current_colours()
        lens = _LENS_LINES * self.fontMetrics().height()
        floor, width = self.height() - lens - _GAP, self.width() / len(self._blocks)
        most = max(max(block.output_norm, block.attention_norm, block.feed_forward_norm) for block in self._blocks)
        muted = QColor(colours.muted)
        for place, block in enumerate(self._blocks):
            left, bar = place * width, width * 0.8 / 3
            norms = (block.output_norm, block.attention_norm, block.feed_forward_norm)
            for number, (norm, colour) in enumerate(zip(norms, (shade(muted, 0.6), cool(), hot()), strict=True)):
                height = floor * norm / max(most, 1e-9)
                painter.fillRect(QRectF(left + width * 0.1 + number * bar, floor - height, bar, height), colour)
            moved = lens * block.lens_moved
            painter.fillRect(QRectF(left + width * 0.1, self.height() - moved, width * 0.8, moved), shade(cool(), 0.6))
        painter.setPen(muted)
        for y in (floor, self.height() - 1):
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.text), 2))
        painter.drawRect(QRectF(self._current * width, 1, width, self.height() - 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, last = Qt.Key, len(self._blocks) - 1
        places = {keys.Key_Left: self._current - 1, keys.Key_Right: self._current + 1, keys.Key_Home: 0, keys.Key_End: last}
        if event.key() in places:
            self._take(places[keys(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._take(self._at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.in_words(self._at(event.pos().x()))), self)
            return True
        return super().event(event)

    def _at(self, x: float) -> int:
        return int(x / self.width() * len(self._blocks))

    def _take(self, layer: int) -> None:
        if 0 <= layer < len(self._blocks):
            self.taken.emit(layer)

    def _describe(self) -> None:
        describe(self, self.in_words(self._current))
        self.update()


_LEAST_LINES = 8  # of the steps, in a low window
AT_END = -1  # the position of the last token, in a request


class StepPage(ExplorerPage):
    """Shows the seven steps of the chosen token, block and head, one below the other."""

    export_name = "steps"
    title = QT_TRANSLATE_NOOP("StepPage", "Step by Step")

    def __init__(self, text_area: TextArea, link: ExplorerLink) -> None:
        super().__init__(text_area, link)
        self._read = ReadText()
        self._numbers: StepNumbers | None = None
        self._before: Step | None = None  # of two tokens the first
        self._stream: ResidualStream | None = None
        self._wanted = AT_END  # the token's position
        self.tokens = TokenFlow(self.tr("Tokens to choose from"), lambda _place: None, self._tip_of, self)
        self.block = QSlider(Qt.Orientation.Horizontal, self)
        self.block.setRange(0, 0)
        self.block.setPageStep(1)
        self.block.setAccessibleName(self.tr("Block"))
        self._block_name = QLabel(self)
        self.head = QSpinBox(self)
        self.head.setRange(0, 0)
        self.head.setAccessibleName(self.tr("Head"))
        self.is_pair = QCheckBox(self.tr("T&wo tokens in a row"), self)
        self.said = QLabel(self, wordWrap=True)
        self.pair = PairSection()
        self.into, self.query, self.scores = InSection(), QuerySection(), ScoreSection()
        self.table = ScoreTable()
        self.table_section = Section(self.tr("4  Mask and softmax"), self.table)
        self.sum, self.feed_forward, self.out = SumSection(), FeedForwardSection(), OutSection()
        self.chart = ResidualChart()
        self.stream_section = Section(self.tr("Through all blocks"), self.chart)
        self._steps = QWidget(self)
        self._lay_out()
        self._connect()

    @property
    def picture(self) -> QWidget:
        """All steps, whether in view or not."""
        return self._steps

    def text_changed(self, read: ReadText) -> None:
        """Ask about the token again; the choice of the last token follows the text."""
        self._read = read
        if self._numbers is None or self.tokens.current >= self.tokens.count - 1:
            self._wanted = AT_END
        self._ask()

    def model_changed(self) -> None:
        """Forget the numbers and the choice: another model has other tokens, blocks and heads."""
        self._numbers = self._before = self._stream = None
        self._wanted = AT_END
        self.tokens.show_pieces(())
        self.said.clear()
        self._steps.hide()
        self.table.clear()
        for choice in (self.block, self.head):
            with QSignalBlocker(choice):
                choice.setRange(0, 0)

    def look_at(self, position: int, layer: int, head: int) -> None:
        self._wanted = position
        for choice, value in ((self.block, layer), (self.head, head)):
            with QSignalBlocker(choice):
                choice.setMaximum(max(choice.maximum(), value))
                choice.setValue(value)
        self._ask()

    def data(self) -> Any:
        if self._numbers is None:
            return None
        step = {name: getattr(self._numbers.answer, name) for name in Step.__struct_fields__ if name not in ("id", "vectors")}
        return {
            "model": self.link.model,
            "text": self._read.text,
            **step,
            "vectors": {name: vector.tolist() for name, vector in self._numbers.vectors.items()},
            "square": self.table.data(),
            "blocks": self._stream.blocks if self._stream else (),
            "token_before": {"from_cache": self._before.from_cache} if self._before else None,
        }

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._numbers is not None:
            self._show_steps(self._numbers)
            self.table.show_again()

    def _ask(self) -> None:
        """Ask about the chosen token; for two tokens, ask first about the one before it."""
        self._before = None
        if self.is_pair.isChecked() and self._wanted > 0:
            self.link.ask(self._request(self._wanted - 1), self._show_first, self._follow_end)
        else:
            self.link.ask(self._request(self._wanted), self._show, self._follow_end)

    def _follow_end(self) -> None:
        """Ask about the last token if the text has become too short for the chosen one."""
        if self._wanted != AT_END:
            self._wanted = AT_END
            self._ask()

    def _request(self, position: int) -> StepRequest:
        return StepRequest(NO_ID, self._read.text, self.block.value(), self.head.value(), position)

    def _show_first(self, first: Step) -> None:
        self._before = first
        self.link.ask(self._request(first.position + 1), self._show, self._follow_end)

    def _show(self, answer: Step) -> None:
        if self.is_pair.isChecked() and self._wanted == AT_END and answer.position > 0:
            self._wanted = answer.position
            self._ask()
            return
        is_new = self._numbers is None or self._is_other_token(self._numbers.answer, answer)
        if self._numbers is None or answer.pieces != self._numbers.answer.pieces:
            self.tokens.show_pieces(answer.pieces)
        self._numbers = StepNumbers(answer)
        self.block.setMaximum(answer.layers - 1)
        self.head.setMaximum(answer.heads - 1)
        self._wanted = answer.position
        self.tokens.set_current(answer.position)
        self._steps.show()
        self._show_steps(self._numbers)
        self._ask_for_tile(answer.position // TILE * TILE, answer.position // TILE * TILE)
        if is_new:
            self._stream = None
            self.chart.show_blocks(())
            self.link.ask(ResidualStreamRequest(NO_ID, self._read.text, answer.position), self._show_stream)

    @staticmethod
    def _is_other_token(one: Step, other: Step) -> bool:
        return (one.pieces[: one.position + 1], one.position) != (other.pieces[: other.position + 1], other.position)

    def _show_steps(self, numbers: StepNumbers) -> None:
        answer = numbers.answer
        self._block_name.setText(self.tr("Block {layer}").format(layer=answer.layer))
        self.said.setText(
            " ".join(
                (
                    self.tr("“{piece}”, token {position}, in block {layer} and head {head}.").format(
                        piece=numbers.piece, position=answer.position, layer=answer.layer, head=answer.head
                    ),
                    self.tr("The brighter a cell, the larger its number; 0 is grey.")
                    if is_dark()
                    else self.tr("The darker a cell, the larger its number; 0 is grey."),
                )
            )
        )
        for section in (self.into, self.query, self.scores, self.sum, self.feed_forward, self.out):
            section.show_step(numbers)
        self.pair.setVisible(self.is_pair.isChecked())
        if self.is_pair.isChecked():
            self.pair.show_pair([self._before, answer] if self._before else [answer])
        self.chart.set_current(answer.layer)
        self.stream_section.say(self.chart.in_words(answer.layer), *self._legend())

    def _legend(self) -> tuple[str, ...]:
        if self._stream is None:
            return ()
        return (
            self.tr(
                "Each block has three bars: the norm of the residual, of what attention adds, and of what the feed-forward "
                "network adds. The bar below shows how much the logit lens moved."
            ),
        )

    def _ask_for_tile(self, first_row: int, first_column: int) -> None:
        assert self._numbers is not None  # noqa: S101 - a tile of the text that is shown
        answer = self._numbers.answer
        self.table.show_tiles(answer.pieces, first_row, first_column)
        request = ScoresRequest(NO_ID, self._read.text, answer.layer, answer.head, first_row, first_column, TILE)
        self.link.ask(request, self._show_scores)

    def _show_scores(self, answer: Scores) -> None:
        self.table.show_scores(answer)
        self.table_section.say(
            self.tr(
                "Rows look at columns, in head {head} of block {layer}. The mask hides later tokens; after the softmax each row "
                "adds up to 100 %."
            ).format(head=answer.head, layer=answer.layer)
        )

    def _show_stream(self, answer: ResidualStream) -> None:
        self._stream = answer
        self.chart.show_blocks(answer.blocks)
        self.stream_section.say(self.chart.in_words(self.block.value()), *self._legend())

    def _look_from(self, place: int) -> None:
        if place != self._wanted:
            self._wanted = place
            self._ask()

    def _take_pair(self, looking: int, looked_at: int) -> None:
        """Show the token that looks, and mark the one that it looks at."""
        self.tokens.set_current(looking)
        if looked_at <= looking:
            self.scores.bars.set_current(looked_at)

    def _tip_of(self, place: int) -> str:
        assert self._numbers is not None  # noqa: S101 - a token is shown
        return self.tr("“{piece}”, token {number}").format(piece=visible(self._numbers.answer.pieces[place]), number=place)

    def _connect(self) -> None:
        self.tokens.current_changed.connect(self._look_from)
        self.block.valueChanged.connect(lambda _layer: self._ask())
        self.head.valueChanged.connect(lambda _head: self._ask())
        self.is_pair.toggled.connect(lambda _is_on: self._ask())
        self.table.tile_wanted.connect(self._ask_for_tile)
        self.table.pair_taken.connect(self._take_pair)
        self.chart.taken.connect(self.block.setValue)

    def _lay_out(self) -> None:
        attention = (self.into, self.query, self.scores, self.table_section, self.sum)
        sections = (self.pair, *attention, self.feed_forward, self.out, self.stream_section)
        column(self.said, *sections, None, owner=self._steps, margins=(0, 0, 6, 6), spacing=14)
        self._steps.setObjectName("explorerPanel")
        steps = PageScroller(self._steps)
        steps.setMinimumHeight(_LEAST_LINES * self.fontMetrics().height())
        self.tokens.setMaximumHeight(self.tokens.sizeHint().height() // 2)
        head = QLabel(self.tr("&Head"), self)
        head.setBuddy(self.head)
        self.lay_out(self.tokens, row(self._block_name, (self.block, 1), head, self.head), self.is_pair, (steps, 1))
