"""Answers the explorer: `explorer` takes turns, `looking` and `generation` answer, `value_check` refuses numbers out of range."""
