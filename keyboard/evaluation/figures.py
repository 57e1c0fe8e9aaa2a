"""The figures of a benchmark: each field has a description, a format, and a bound."""

from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from typing import Any

Progress = Callable[[str, float], None]  # what is done, and the fraction of it


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of a model on a backend; `figure` makes the fields of a benchmark's own."""

    model: str
    backend: str


def figure(what: str, *, shown: str = "", bound: float | None = None) -> Any:
    """Return a dataclass field that `table` shows as the row `what`.

    `shown` is the format of `value`, in which the other figures are `all`: by default two digits for a fraction. A dictionary
    makes a row for each key, which replaces `{key}` in `what`.
    """
    return field(metadata={"what": what, "shown": shown, "bound": bound})


def table(figures: Figures) -> str:
    """Return a heading, and a line for each figure: its name, its value, its bound, and a mark if it exceeds the bound."""
    lines = [f"{figures.model} on {figures.backend}"]
    for of in fields(figures):
        if "what" in of.metadata:
            value = getattr(figures, of.name)
            for key, part in sorted(value.items()) if isinstance(value, dict) else (("", value),):
                bound = of.metadata["bound"]
                limit = "" if bound is None or part is None else f"≤ {bound:g}" + ("" if part <= bound else "  ← exceeded")
                lines.append(f"{of.metadata['what'].format(key=key):<68} {_shown(of, part, figures):>16}  {limit}".rstrip())
    return "\n".join(lines)


def _shown(of: Field[Any], value: Any, figures: Figures) -> str:
    if value is None:
        return "not measured"
    shown: str = of.metadata["shown"] or ("{value:.2f}" if isinstance(value, float) else "{value}")
    return shown.format(value=value, all=figures)
