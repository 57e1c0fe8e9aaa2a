"""The benchmark's figures as a table, each beside what it must be."""

from keyboard.evaluation.benchmark import BenchmarkFigures


def table(figures: BenchmarkFigures) -> str:
    """Return the table as text: a figure, its value, its bound, and a mark where the bound is not kept."""
    rows = [
        ("one decode step", f"{figures.decode_ms:.1f} ms", ""),
        _row("latency at a word boundary, median, in decode steps", figures.boundary_ratio_median, 1.5),
        _row("latency at a word boundary, 95th percentile, in decode steps", figures.boundary_ratio_p95, 3),
        _row("latency inside a word, median, in decode steps", figures.in_word_ratio_median, 0.2),
        _row("tokens evaluated inside words", figures.in_word_tokens, 0),
        _row("tokens evaluated while the user waits, over tokens in the text", figures.tokens_ratio, 1.15),
        _row("tokens evaluated for the suggestions that follow a tap", figures.tap_tokens, 0),
        _row("tokens evaluated ahead in idle time, over tokens in the text", figures.idle_tokens_ratio, 5),
        _row("key to suggestion painted, median, in decode steps", figures.paint_ratio_median, 2.5),
        _row("longest time the window's event loop was blocked, in ms", figures.event_loop_blocked_ms, 16),
        (
            "memory, times the model file's size" if figures.paint_ratio_median else "memory of the engine, the same",
            f"{figures.memory_ratio:.2f} ({figures.memory_mb:.0f} MB)",
            "",
        ),
    ]
    lines = [f"{what:<68} {value:>16}  {bound}".rstrip() for what, value, bound in rows]
    return "\n".join([f"{figures.model} on {figures.backend}", *lines])


def _row(what: str, value: float | None, bound: float) -> tuple[str, str, str]:
    if value is None:
        return what, "not measured", ""
    shown = f"{value:.2f}" if isinstance(value, float) else str(value)
    return what, shown, f"≤ {bound:g}" + ("" if value <= bound else "  ← exceeded")
