"""What the benchmark wants to know of the window, which only the editor can measure."""

from typing import Protocol


class WindowMeasurement(Protocol):
    """One typing run in the window; `keyboard.editor.driven.typing_benchmark` makes them."""

    @property
    def paint_ms_median(self) -> float:
        """From a key to its suggestions painted."""

    @property
    def event_loop_blocked_ms(self) -> float:
        """The longest time that the event loop was busy."""

    @property
    def memory_mb(self) -> float:
        """Resident memory of the window's process and the engine's."""
