"""The cells of the cache as a map."""

from hypothesis import given
from hypothesis import strategies as st

from keyboard.editor.explorer.cache_page import CellKind, CellRun, _areas, _filled, kind_at

_SIDE = 4.0


@given(st.integers(0, 40), st.integers(0, 60), st.integers(1, 12))
def test_a_run_of_cells_covers_its_cells_and_no_others(first, count, columns):
    covered = [
        (round(area.top() / _SIDE) + row) * columns + round(area.left() / _SIDE) + column
        for area in _areas(first, count, columns, _SIDE)
        for row in range(round(area.height() / _SIDE))
        for column in range(round(area.width() / _SIDE))
    ]
    assert sorted(covered) == list(range(first, first + count))


def test_what_is_prepared_differs_without_its_colour():
    (area,) = _areas(0, 6, 3, _SIDE)
    filled = {kind: sum(box.width() * box.height() for box in _filled(area, _SIDE, kind)) for kind in CellKind}
    whole = area.width() * area.height()
    assert filled[CellKind.AHEAD] == filled[CellKind.NEXT_WINDOW] == whole / 2
    assert filled[CellKind.KEPT] == whole
    assert _filled(area, _SIDE, CellKind.AHEAD) != _filled(area, _SIDE, CellKind.NEXT_WINDOW)


def test_a_cell_is_of_the_run_that_it_lies_in():
    runs = [CellRun(CellKind.PRIMER, 2, ""), CellRun(CellKind.KEPT, 3, ""), CellRun(CellKind.EVALUATED, 1, "")]
    kinds = [kind_at(runs, place) for place in range(7)]
    assert kinds == [CellKind.PRIMER] * 2 + [CellKind.KEPT] * 3 + [CellKind.EVALUATED, CellKind.FREE]
