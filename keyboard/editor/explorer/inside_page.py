"""Inside the model: its card, the text's place in the window, and the prediction of each block."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QScrollArea, QSizePolicy, QSplitter, QWidget

from keyboard.editor.arrangement import column, halves
from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, ReadText
from keyboard.editor.explorer.shades import cool, hot, shade, visible
from keyboard.editor.explorer.token_tables import TokenTable, token_cell
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import decimal, percent, whole
from keyboard.engine.exploration_messages import LogitLens, LogitLensRequest, ModelCard, ModelCardRequest, ModelPart

_BAR, _GAP, _ROW_GAP = 4, 1, 7
_MILLION = 1_000_000


class PartBars(QWidget):
    """Draws a line of words and two bars for each part; a bar shows a share of the whole model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: Sequence[ModelPart] = ()
        self.setAccessibleName(self.tr("Parameters and bytes by part"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(160)

    def show_parts(self, parts: Sequence[ModelPart]) -> None:
        self._parts = parts
        self.setAccessibleDescription("; ".join(f"{part.name}: {self._described(part)}" for part in parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self._row_height() * len(self._parts))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, part in enumerate(self._parts):
            top = place * self._row_height()
            self._paint_row(painter, QRectF(0, top, self.width(), self._row_height() - _ROW_GAP), part)

    def _paint_row(self, painter: QPainter, box: QRectF, part: ModelPart) -> None:
        line = self.fontMetrics().height()
        words = QRectF(box.left(), box.top(), box.width(), line)
        painter.setPen(QColor(current_colours().text))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, part.name[:1].upper() + part.name[1:])
        painter.setPen(QColor(current_colours().muted))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, self._described(part))
        bars = zip(self._shares(part), (cool(), hot()), strict=True)
        for number, (share, colour) in enumerate(bars):
            room = QRectF(box.left(), box.top() + line + 1 + number * (_BAR + _GAP), box.width(), _BAR)
            painter.fillRect(room, shade(QColor(current_colours().border), 0.4))
            painter.fillRect(QRectF(room.topLeft(), room.size()).adjusted(0, 0, -room.width() * (1 - share), 0), colour)

    def _described(self, part: ModelPart) -> str:
        share, size_share = self._shares(part)
        return self.tr("{parameters} parameters, {share} · {size} MB, {size_share}").format(
            parameters=f"{decimal(part.parameters / 1e6, 1)} M" if part.parameters >= _MILLION else whole(part.parameters),
            share=percent(share),
            size=decimal(part.size_bytes / 1e6, 1),
            size_share=percent(size_share),
        )

    def _shares(self, part: ModelPart) -> tuple[float, float]:
        """Return a part's share of the parameters and of the bytes."""
        parameters = sum(each.parameters for each in self._parts)
        size_bytes = sum(each.size_bytes for each in self._parts)
        return part.parameters / max(parameters, 1), part.size_bytes / max(size_bytes, 1)

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 2 * (_BAR + _GAP) + _ROW_GAP


class InsidePage(ExplorerPage):
    """The model card, and the logit lens on the last token before the cursor."""

    export_name = "inside"
    title = QT_TRANSLATE_NOOP("InsidePage", "Inside")

    def __init__(self, text_area: TextArea, link: ExplorerLink) -> None:
        super().__init__(text_area, link)
        self._card: ModelCard | None = None
        self._lens: LogitLens | None = None
        self.facts = QLabel(self, wordWrap=True)  # the model's shape in words
        self.parts = PartBars(self)
        self.place = QLabel(self, wordWrap=True)  # which token of the window is the last
        self._fill = QProgressBar(self, textVisible=False)
        self._fill.setAccessibleName(self.tr("Tokens in the window"))
        # What each block predicts, the last one first.
        self.lens = TokenTable(self.tr("Logit lens: what each block predicts"), self)
        self._lens_title = QLabel(self, wordWrap=True)
        self.lay_out(self._halves())

    def text_changed(self, read: ReadText) -> None:
        """Ask for the lens on the last token, and for the card, which changes with the model."""
        self.link.ask(LogitLensRequest(NO_ID, read.text), self._show_lens)
        self.link.ask(ModelCardRequest(NO_ID), self._show_card)

    def model_changed(self) -> None:
        self._card = self._lens = None
        self.facts.clear()
        self.parts.show_parts(())
        self.lens.setRowCount(0)
        self.place.clear()
        self._lens_title.clear()
        self._fill.reset()

    def data(self) -> Any:
        return {"model": self._card, "logit_lens": self._lens}

    def _show_card(self, card: ModelCard) -> None:
        if card == self._card:
            return
        self._card = card
        self.facts.setText(self._facts_in_words(card))
        self.parts.show_parts(card.parts)
        self._show_place()

    def _facts_in_words(self, card: ModelCard) -> str:
        shared = self.tr(" ({count} for keys and values)").format(count=card.kv_heads) if card.kv_heads != card.heads else ""
        return self.tr(
            "{name} ({architecture}): {layers} layers of {heads} heads{shared}, {width} wide; "
            "{parameters} M parameters, {size} MB (lower bars). Vocabulary: {vocabulary} tokens. "
            "KV cache: {kv} KB a token, {all_kv} MB for {positions} tokens."
        ).format(
            name=card.name,
            architecture=card.architecture,
            layers=card.layers,
            heads=card.heads,
            shared=shared,
            width=whole(card.width),
            parameters=decimal(sum(part.parameters for part in card.parts) / 1e6, 1),
            size=decimal(sum(part.size_bytes for part in card.parts) / 1e6, 1),
            vocabulary=whole(card.vocabulary),
            kv=decimal(card.kv_bytes_per_token / 1e3, 1),
            all_kv=decimal(card.kv_bytes_per_token * card.positions / 1e6, 1),
            positions=whole(card.positions),
        )

    def _show_lens(self, lens: LogitLens) -> None:
        self._lens = lens
        blocks = list(reversed(lens.layers))
        most = max((len(block.tokens) for block in blocks), default=0)
        names = [str(block.layer) for block in blocks]
        self.lens.show_cells(
            [self.tr("{place}.").format(place=place + 1) for place in range(most)],
            names,
            [[token_cell(token) for token in block.tokens] for block in blocks],
        )
        self._lens_title.setText(
            self.tr(
                "What each block would predict after “{piece}” if it were the last; the model's own answer is on top."
            ).format(piece=visible(lens.piece))
        )
        self._show_place()

    def _show_place(self) -> None:
        if self._lens is None or self._card is None:
            return
        number, positions = self._lens.position + 1, self._card.positions
        self.place.setText(
            self.tr("“{piece}” is token {number} of the {positions} that the model was trained to read at once.").format(
                piece=visible(self._lens.piece), number=whole(number), positions=whole(positions)
            )
        )
        self._fill.setRange(0, positions)
        self._fill.setValue(min(number, positions))

    def _halves(self) -> QSplitter:
        card, lens = QWidget(), QWidget()
        column(self.facts, self.parts, owner=card)
        card.setObjectName("explorerPanel")
        # In a low window the card scrolls, so that the lens keeps some rows.
        scrolled = QScrollArea(self, widgetResizable=True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(card)
        column(self.place, self._fill, self._lens_title, self.lens, owner=lens)
        splitter = halves((scrolled, 1), (lens, 1))
        splitter.setSizes([1, 1])
        return splitter
