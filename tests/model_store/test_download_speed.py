"""Speed and time left, as a person is told."""

import pytest

from keyboard.model_store import hub
from keyboard.model_store.hub import DownloadSpeed


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands where the test puts it."""
    time_s = [0.0]
    monkeypatch.setattr(hub.time, "monotonic", lambda: time_s[0])
    return time_s


@pytest.mark.parametrize(
    ("total_bytes", "told"),
    [
        (30_000_000, ", 5.0 MB/s, 4 s left"),
        (550_000_000, ", 5.0 MB/s, 2 min left"),
        (6_400_000_000, ", 5.0 MB/s, 21 min left"),
        (64_000_000_000, ", 5.0 MB/s, 3 h 33 min left"),
    ],
)
def test_speed_and_time_left_are_told(clock, total_bytes, told):
    speed = DownloadSpeed(total_bytes)
    speed.note(0)
    clock[0] = 2.0
    speed.note(10_000_000)
    assert speed.detail() == told


def test_what_was_there_before_does_not_count_and_the_first_moment_tells_nothing(clock):
    speed = DownloadSpeed(500_000_000)
    speed.note(400_000_000)
    assert speed.detail() == ""
    clock[0] = 1.0
    speed.note(401_000_000)
    assert speed.detail() == ", 1.0 MB/s, 2 min left"


def test_only_the_last_seconds_count(clock):
    speed = DownloadSpeed(100_000_000)
    speed.note(0)
    clock[0] = 1.0
    speed.note(50_000_000)
    clock[0] = 20.0
    speed.note(51_000_000)
    clock[0] = 21.0
    speed.note(52_000_000)
    assert speed.detail().startswith(", 1.0 MB/s")
