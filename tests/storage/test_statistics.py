"""The statistics of each day, kept in a file."""

import datetime
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.storage.statistics import Day, KeyStatistics, StatisticsError
from keyboard.writing.key_counts import KeyCounts

MONDAY, TUESDAY = datetime.date(2026, 3, 2), datetime.date(2026, 3, 3)
COUNTS = st.builds(
    KeyCounts,
    st.integers(0, 10**9),
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(0, 9), max_size=6).map(tuple),
    st.integers(-9, 10**6),
)


@given(COUNTS, COUNTS, COUNTS)
def test_counts_add_up_in_any_order(one, two, three):
    assert (one + two) + three == one + (two + three)
    assert one + two == two + one
    assert one + KeyCounts() == one


def test_savings_are_those_of_keyboard_evaluate():
    assert KeyCounts(keys=5, characters=20).savings == pytest.approx(75.0)
    assert KeyCounts(keys=20, characters=10).savings == pytest.approx(-100.0)
    assert KeyCounts(keys=3).savings == 0.0


def test_each_day_is_kept_and_windows_add_to_it(tmp_path):
    one, other = (KeyStatistics(tmp_path / "statistics.sqlite3") for _ in range(2))
    one.add(TUESDAY, KeyCounts(2, 9, (1,), slips=2))
    other.add(TUESDAY, KeyCounts(3, 3, (0, 0, 1), slips=-1))
    other.add(MONDAY, KeyCounts(1, 1))
    assert one.days() == [Day(MONDAY, KeyCounts(1, 1)), Day(TUESDAY, KeyCounts(5, 12, (1, 0, 1), slips=1))]
    one.reset()
    assert other.days() == []
    one.close()
    other.close()


def test_the_days_of_an_earlier_version_have_no_slips(tmp_path):
    statistics = KeyStatistics(tmp_path / "statistics.sqlite3")
    statistics.add(MONDAY, KeyCounts(1, 1))
    earlier = sqlite3.connect(statistics.file)
    earlier.execute("DROP TABLE corrections")
    earlier.close()
    statistics.close()
    statistics = KeyStatistics(statistics.file)
    assert statistics.days() == [Day(MONDAY, KeyCounts(1, 1))]
    statistics.close()


def test_a_broken_file_is_set_aside(tmp_path):
    file = tmp_path / "statistics.sqlite3"
    file.write_bytes(b"no database at all" * 100)
    statistics = KeyStatistics(file)
    assert statistics.days() == []
    statistics.close()
    assert len(list(tmp_path.glob("statistics.broken-*"))) == 1


def test_what_cannot_be_written_is_one_sentence(tmp_path):
    statistics = KeyStatistics(tmp_path / "statistics.sqlite3")
    locked = sqlite3.connect(statistics.file)
    locked.execute("DROP TABLE days")
    locked.close()
    with pytest.raises(StatisticsError, match=r"Your statistics file .* cannot be written"):
        statistics.add(MONDAY, KeyCounts(1, 1))
    statistics.close()
