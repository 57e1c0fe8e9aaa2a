"""Numbers as cells: their colours differ in lightness, and each cell is found under its middle."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from keyboard.editor.explorer.number_grid import NumberGrid, faded, share_colours, signed_colours, signed_ends
from keyboard.editor.explorer.shades import contrast
from keyboard.editor.looks.theme import DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, LIGHT

THEMES = [LIGHT, DARK, HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK]


@pytest.fixture(params=THEMES)
def colours(request, monkeypatch):
    for module in ("shades", "number_grid"):
        monkeypatch.setattr(f"keyboard.editor.explorer.{module}.current_colours", lambda: request.param)
    return request.param


def lightness(argb):
    """The contrast to black: how light a colour looks."""
    return contrast(QColor.fromRgb(int(argb)), QColor("#000000"))


def test_a_larger_number_is_always_darker_or_always_lighter(colours):
    found = [lightness(colour) for colour in signed_colours(np.linspace(-1, 1, 41))]
    steps = np.diff(found[1:-1])
    assert (steps > 0).all() or (steps < 0).all()
    negative, zero, positive = signed_ends()
    assert contrast(negative, zero) > 1.4
    assert contrast(zero, positive) > 1.4


def test_a_larger_share_is_always_darker_or_always_lighter(colours):
    steps = np.diff([lightness(colour) for colour in share_colours(np.linspace(0, 1, 21))])
    assert (steps > 0).all() or (steps < 0).all()


def test_what_has_no_share_fades_into_the_page(colours):
    cells = signed_colours(np.array([-1.0, 0.5, 1.0]))
    assert faded(cells, np.zeros(3)).tolist() == [QColor(colours.page).rgb()] * 3
    assert faded(cells, np.ones(3)).tolist() == cells.tolist()


def test_one_huge_number_leaves_the_others_their_colours(colours):
    numbers = np.append(np.linspace(-1, 1, 100), 1000.0)
    assert len(set(signed_colours(numbers).tolist())) > 50


@pytest.mark.parametrize(
    ("cells", "columns", "names"), [(576, 0, 0), (64, 0, 0), (7, 0, 0), (81, 9, 9), (6 * 64, 64, 6), (128 * 128, 128, 128)]
)
@pytest.mark.parametrize("width", [120, 411, 900])
def test_each_cell_is_found_under_its_middle(qtbot, cells, columns, names, width):
    grid = NumberGrid("numbers", str)
    qtbot.addWidget(grid)
    grid.show_cells(np.zeros(cells, dtype=np.uint32), columns, [" robot"] * names)
    grid.resize(width, grid.heightForWidth(width))
    for place in {0, 1, cells // 2, cells - 1}:
        assert grid._at(grid.cell(place).center()) == place
    assert grid.cell(cells - 1).bottom() <= grid.height() + 0.5
    assert grid.cell(min(columns or cells, cells) - 1).right() <= width + 0.5


def test_a_vector_is_broken_into_lines_of_one_length(qtbot):
    grid = NumberGrid("numbers", str)
    qtbot.addWidget(grid)
    for cells in (576, 768, 1536, 3072):
        grid.show_cells(np.zeros(cells, dtype=np.uint32))
        assert cells % grid._shape(411).columns == 0
