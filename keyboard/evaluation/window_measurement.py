"""What is measured in the window, as a record that knows no Qt."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WindowMeasurement:
    """One typing run in the window.

    Attributes:
        paint_ms_median: From a key to its suggestions painted.
        event_loop_blocked_ms: The longest time that the event loop was busy.
        memory_mb: Resident memory of the window's process and the engine's.
    """

    paint_ms_median: float
    event_loop_blocked_ms: float
    memory_mb: float
