"""The explorer's panel: a tab for each page, a line for messages, and the menu of exports."""

import json
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QImage, QImageWriter, QKeySequence, QPainter, QShortcut
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QLabel,
    QMenu,
    QPushButton,
    QTabWidget,
    QWidget,
)

from keyboard.editor.arrangement import column, row
from keyboard.editor.background import in_background
from keyboard.editor.explorer.attention_page import AttentionPage
from keyboard.editor.explorer.cache_page import CachePage
from keyboard.editor.explorer.inside_page import InsidePage
from keyboard.editor.explorer.page import ExplorerLink, ExplorerPage, PageScroller
from keyboard.editor.explorer.predictions_page import PredictionsPage
from keyboard.editor.explorer.sampling_page import SamplingPage
from keyboard.editor.explorer.step_page import StepPage
from keyboard.editor.explorer.tokens_page import TokensPage
from keyboard.editor.explorer.what_if_page import WhatIfPage
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import ask_for_target, complain, show_plainly
from keyboard.editor.text.text_area import TextArea
from keyboard.storage.atomic_file import write_atomically

# PNG pixels for each pixel of the window: sharp on paper and on any screen.
_PNG_SCALE = 2


def _content(page: ExplorerPage, suffix: str) -> bytes:
    match suffix:
        case ".png":
            return png_of(page.picture)
        case ".svg":
            return svg_of(page.picture, _title_of(type(page)))
        case _:
            return json_of(page.data())


def _title_of(page: type[ExplorerPage]) -> str:
    return QCoreApplication.translate(page.__name__, str(page.title))


def png_of(widget: QWidget) -> bytes:
    """Return a widget as a PNG file."""
    image = QImage(widget.size() * _PNG_SCALE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_PNG_SCALE)
    image.fill(QColor(current_colours().window))
    widget.render(image)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def svg_of(widget: QWidget, title: str) -> bytes:
    """Return a widget as an SVG file."""
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setSize(widget.size())
    generator.setViewBox(widget.rect())
    painter = QPainter(generator)
    painter.fillRect(widget.rect(), QColor(current_colours().window))
    widget.render(painter, QPoint())
    painter.end()
    return bytes(buffer.data().data())


def json_of(data: Any) -> bytes:
    """Return a page's data as a JSON file."""
    return json.dumps(data, default=_plain, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.asdict(value)
    raise TypeError(f"{type(value).__name__} is not data")


_PAGES: tuple[type[ExplorerPage], ...] = (
    PredictionsPage,
    TokensPage,
    CachePage,
    SamplingPage,
    AttentionPage,
    StepPage,
    InsidePage,
    WhatIfPage,
)
_LEAST_WIDTH = 230


class ExplorerPanel(QDockWidget):
    """The pages as tabs, in a dock beside the text or by itself."""

    page_changed = Signal()  # another page is in view
    closed = Signal()  # the user has closed the panel
    left = Signal()  # the focus should return to the text
    tour_wanted = Signal()  # the user starts the guided tour

    def __init__(self, text_area: TextArea, link: ExplorerLink, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("explorer")
        self.setWindowTitle(self.tr("Explorer"))
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(self.tr("Pages of the explorer"))
        self._tabs.tabBar().setObjectName("explorerTabs")
        self._tabs.tabBar().setDrawBase(False)
        for page in _PAGES:
            self._tabs.addTab(QWidget(self._tabs), _title_of(page))
        self._text_area = text_area
        self._link = link
        self._pages: dict[int, ExplorerPage] = {}
        self._said = QLabel(self, wordWrap=True)
        self._said.setObjectName("explorerSentence")
        self._said.hide()
        self._lay_out()
        self._name_title_buttons()
        QShortcut(QKeySequence("Esc"), self, self.left.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._tabs.currentChanged.connect(lambda _place: self.page_changed.emit())
        show_plainly(self)

    @property
    def pages(self) -> list[ExplorerPage]:
        """The pages that were opened so far."""
        return list(self._pages.values())

    @property
    def page(self) -> ExplorerPage:
        """The page on the current tab."""
        place = self._tabs.currentIndex()
        if place not in self._pages:
            self._pages[place] = self._new_page(place)
        return self._pages[place]

    def _new_page(self, place: int) -> ExplorerPage:
        page = _PAGES[place](self._text_area, self._link)
        if isinstance(page, AttentionPage):
            page.steps_wanted.connect(self._show_steps)
        scroller = PageScroller(page)
        column(scroller, owner=self._tabs.widget(place))
        scroller.show()
        show_plainly(page)
        return page

    def _show_steps(self, position: int, layer: int, head: int) -> None:
        self.open_page(StepPage.export_name)
        assert isinstance(self.page, StepPage)  # noqa: S101 - it has this name
        self.page.look_at(position, layer, head)

    def open_page(self, export_name: str) -> None:
        self._tabs.setCurrentIndex([page.export_name for page in _PAGES].index(export_name))

    def say(self, sentence: str) -> None:
        """Show a message above the pages; "" hides it."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def put_on_top(self, widget: QWidget) -> None:
        self._column.insertWidget(0, widget)

    def take_keys(self) -> None:
        self.activateWindow()
        self._tabs.tabBar().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def export(self, page: ExplorerPage, suffix: str) -> None:
        """Write a page as `.png`, a bitmap, as `.svg`, a vector image, or as `.json`, its data."""
        kinds = {
            ".png": self.tr("PNG pictures (*.png)"),
            ".svg": self.tr("SVG pictures (*.svg)"),
            ".json": self.tr("JSON files (*.json)"),
        }
        path = ask_for_target(self, self.tr("Export"), Path(page.export_name + suffix), kinds[suffix])
        if path is not None:
            content = _content(page, suffix)
            in_background(lambda: write_atomically(path, content), lambda _: None, self._explain, self)

    def _explain(self, error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) else error
        complain(self, self.tr("The file could not be written: {reason}.").format(reason=reason))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _lay_out(self) -> None:
        content = QWidget(self)
        content.setObjectName("explorerPanel")
        content.setMinimumWidth(_LEAST_WIDTH)
        tour = QPushButton(self.tr("&Tour"), self)
        tour.setToolTip(self.tr("Ten steps through the explorer, on a sample text"))
        tour.clicked.connect(lambda _checked: self.tour_wanted.emit())
        below = row(tour, None, self._export_button())
        below.setContentsMargins(10, 4, 10, 8)
        self._column = column(self._said, (self._tabs, 1), below, owner=content, spacing=0)
        self.setWidget(content)

    def _export_button(self) -> QPushButton:
        button = QPushButton(self.tr("Ex&port"), self)
        menu = QMenu(button)
        for title, suffix in (
            (self.tr("As a &Picture (PNG)…"), ".png"),
            (self.tr("As a &Drawing (SVG)…"), ".svg"),
            (self.tr("As &Data (JSON)…"), ".json"),
        ):
            menu.addAction(title).triggered.connect(lambda _checked, suffix=suffix: self.export(self.page, suffix))
        button.setMenu(menu)
        button.setProperty("hasMenu", True)
        return button

    def _name_title_buttons(self) -> None:
        """Give the title's two buttons an accessible name and keyboard focus; Qt gives them neither."""
        for name, title in (
            ("qt_dockwidget_floatbutton", self.tr("Detach or dock the explorer")),
            ("qt_dockwidget_closebutton", self.tr("Close the explorer")),
        ):
            button = self.findChild(QAbstractButton, name)
            if button is not None:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                button.setAccessibleName(title)
                button.setToolTip(title)
