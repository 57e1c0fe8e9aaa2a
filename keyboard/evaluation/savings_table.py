"""Keystroke savings as a table for a person."""

from collections.abc import Sequence

from keyboard.evaluation.keystroke_savings import Figures

_COLUMNS = ("", "KS %", "limit %", "before 1st letter %", "taps", "words", "tokens a word", "ms a suggestion")


def cells_of(rows: Sequence[Figures]) -> list[tuple[str, ...]]:
    """Return the table's cells, the header's first, then those of each file."""
    lines: list[tuple[str, ...]] = [_COLUMNS]
    for row in rows:
        shares = (f"{row.ks:.1f}", f"{row.limit:.1f}", f"{row.hits_before_first_letter:.1f}")
        lines.append(
            (row.file, *shares, str(row.taps), str(row.words), f"{row.tokens_per_word:.2f}", f"{row.ms_per_suggestion:.1f}")
        )
    return lines


def savings_table(rows: Sequence[Figures]) -> str:
    """Return the table as text, a file a line."""
    lines = cells_of(rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    )
