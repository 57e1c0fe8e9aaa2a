"""The benchmarks' figures as tables, each beside what it must be."""

from keyboard.evaluation.benchmark import BenchmarkFigures
from keyboard.evaluation.explorer_benchmark import ExplorerFigures
from keyboard.evaluation.long_benchmark import LongFigures


def table(figures: BenchmarkFigures) -> str:
    """Return the table as text: a figure, its value, its bound, and a mark where the bound is not kept."""
    rows = [
        ("one decode step", f"{figures.decode_ms:.1f} ms", ""),
        _row("latency at a word boundary, median, in decode steps", figures.boundary_ratio_median, 1.5),
        _row("latency at a word boundary, 95th percentile, in decode steps", figures.boundary_ratio_p95, 3),
        _row("latency inside a word, median, in decode steps", figures.in_word_ratio_median, 0.2),
        _row("at a word boundary with 50,000 words written, median", figures.writer_boundary_ratio_median, 1.5),
        _row("at a word boundary with 50,000 words written, 95th percentile", figures.writer_boundary_ratio_p95, 3),
        _row("inside a word with 50,000 words written, median", figures.writer_in_word_ratio_median, 0.2),
        _row("tokens evaluated inside words", figures.in_word_tokens, 0),
        _row("tokens evaluated while the user waits, over tokens in the text", figures.tokens_ratio, 1.15),
        _row("tokens evaluated for what follows a tap, once the engine is idle", figures.tap_tokens, 0),
        _row("tokens evaluated ahead in idle time, over tokens in the text", figures.idle_tokens_ratio, 5),
        _row("key to suggestion painted, median, in decode steps", figures.paint_ratio_median, 2.5),
        _row("longest time the window's event loop was blocked, in ms", figures.event_loop_blocked_ms, 16),
        (
            "memory, times the model file's size" if figures.paint_ratio_median else "memory of the engine, the same",
            f"{figures.memory_ratio:.2f} ({figures.memory_mb:.0f} MB)",
            "",
        ),
    ]
    return _table(f"{figures.model} on {figures.backend}", rows)


def long_table(figures: LongFigures) -> str:
    """Return the table of `keyboard benchmark --long` in the same form."""
    rows = [
        ("one decode step", f"{figures.decode_ms:.1f} ms", ""),
        ("tokens in the text", str(figures.n_tokens), ""),
        ("keys typed", str(figures.n_keys), ""),
        ("latency of a key, median, in decode steps", f"{figures.key_ratio_median:.2f}", ""),
        ("hand-overs from one window to the next", str(figures.n_hand_overs), ""),
        _row("first answer from a new window, longest, in decode steps", figures.hand_over_ratio_max, 3),
        ("latency around hand-overs, median, in decode steps", f"{figures.around_ratio_median:.2f}", ""),
        ("latency around hand-overs, longest, in decode steps", f"{figures.around_ratio_max:.2f}", ""),
        ("tokens that the user waited for around hand-overs, most", str(figures.around_tokens_max), ""),
        _row("tokens evaluated while the user waits, over tokens in the text", figures.tokens_ratio, 1.15),
        _row("the same and those of the prepared windows", figures.window_tokens_ratio, 2.1),
        ("tokens of words evaluated ahead, over tokens in the text", f"{figures.ahead_tokens_ratio:.2f}", ""),
        ("jumps", str(figures.n_jumps), ""),
        _row("first answer after a jump, longest, in decode steps", figures.jump_ratio_max, 5),
        _row("keys typed there, answered from a short context, longest", figures.short_ratio_max, 5),
        ("answers from a short context", str(figures.n_short), ""),
        ("until the full context answers, median", f"{figures.seconds_until_complete:.2f} s", ""),
        _row("keys typed there, answered from the full context, longest", figures.complete_ratio_max, 5),
    ]
    return _table(f"{figures.model} on {figures.backend}", rows)


def explorer_table(figures: ExplorerFigures) -> str:
    """Return the table of `keyboard benchmark --explorer` in the same form."""
    rows = [
        ("keys typed, with the explorer and without", str(figures.n_keys), ""),
        ("latency of a key in a row of keys without the explorer, median", f"{figures.without_ms:.1f} ms", ""),
        ("the same while the explorer is asked at each key, median", f"{figures.beside_ms:.1f} ms", ""),
        _row("the second over the first", figures.ratio, 1.2),
        ("the same with the page Step by Step alone, median", f"{figures.stepping_ms:.1f} ms", ""),
        _row("that over the first", figures.stepping_ratio, 1.2),
        ("latency of the first key after a pause without the explorer, median", f"{figures.interrupting_without_ms:.1f} ms", ""),
        ("the same where that interrupts the explorer, median", f"{figures.interrupting_ms:.1f} ms", ""),
        ("the second over the first", f"{figures.interrupting_ratio:.2f}", ""),
        *((f"answers to the explorer: {kind}", str(count), "") for kind, count in sorted(figures.explored.items())),
    ]
    return _table(f"{figures.model} on {figures.backend}", rows)


def _table(title: str, rows: list[tuple[str, str, str]]) -> str:
    lines = [f"{what:<68} {value:>16}  {bound}".rstrip() for what, value, bound in rows]
    return "\n".join([title, *lines])


def _row(what: str, value: float | None, bound: float) -> tuple[str, str, str]:
    if value is None:
        return what, "not measured", ""
    shown = f"{value:.2f}" if isinstance(value, float) else str(value)
    return what, shown, f"≤ {bound:g}" + ("" if value <= bound else "  ← exceeded")
