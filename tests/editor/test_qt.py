"""What the installed Qt must not do."""

import sys

from PySide6.QtCore import QObject, Signal


class Switch(QObject):
    turned = Signal(bool)


def test_a_signal_that_carries_a_bool_gives_no_reference_away():
    """PySide6-Essentials 6.12.0 does, and the process is aborted when none is left."""
    switch = Switch()
    switch.turned.connect(lambda _on: None)
    before = sys.getrefcount(True)
    for _ in range(100):
        switch.turned.emit(True)
    assert abs(sys.getrefcount(True) - before) < 50
