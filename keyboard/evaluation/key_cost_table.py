"""What a key costs, as a table for a person."""

from keyboard.evaluation.key_cost import ENGINE, NO_CACHE, PREFIX_CACHE, RivalFigures

_LEAST_SAVING = 4


def rivals_table(figures: RivalFigures) -> str:
    """Return a line for each length of the text: milliseconds and tokens evaluated a key, of each approach."""
    lines = [
        f"{figures.model}, means over the keys typed after so many tokens",
        f"{'':>12}  {'engine':^26}  {PREFIX_CACHE:^20}  {NO_CACHE:^20}",
        f"{'tokens':>12}  {'ms':>7} {'tokens':>8} {'idle':>9}  {'ms':>9} {'tokens':>10}  {'ms':>9} {'tokens':>10}",
    ]
    for ours, prefix, without in zip(figures.of(ENGINE), figures.of(PREFIX_CACHE), figures.of(NO_CACHE), strict=True):
        lines.append(
            f"{ours.n_tokens:>12}  {ours.milliseconds:>7.1f} {ours.tokens:>8.2f} {ours.idle_tokens:>9.2f}"
            f"  {prefix.milliseconds:>9.1f} {prefix.tokens:>10.2f}  {without.milliseconds:>9.1f} {without.tokens:>10.2f}"
        )
    saving = _tokens(figures, PREFIX_CACHE) / max(_tokens(figures, ENGINE), 1e-9)
    mark = "" if saving >= _LEAST_SAVING else "  ← missed"
    lines.append(f"tokens a key with the prefix cache, over those that a user of the engine waits for: {saving:.1f}")
    lines[-1] += f"  ≥ {_LEAST_SAVING}{mark}"
    return "\n".join(lines)


def _tokens(figures: RivalFigures, approach: str) -> float:
    """Return the tokens of an approach at the lengths that fit into the window: beyond it hardly a prefix is kept."""
    return sum(cost.tokens for cost in figures.of(approach) if cost.is_within_window)
