"""What a key costs as a text grows, as a picture; matplotlib draws it, which only this needs."""

import importlib.util
from pathlib import Path

from keyboard.evaluation.errors import EvaluationError
from keyboard.evaluation.key_cost import ENGINE, NO_CACHE, PREFIX_CACHE, RivalFigures
from keyboard.evaluation.output_file import check_output

_COLOURS = {ENGINE: "#1b6e53", PREFIX_CACHE: "#b5651d", NO_CACHE: "#8a8f98"}
_MARKS = {ENGINE: "o", PREFIX_CACHE: "s", NO_CACHE: "^"}
# A logarithmic axis has no place for 0.
_LEAST_DRAWN = 0.05


def check_plot(file: Path) -> None:
    """Raise `EvaluationError` where nothing can be drawn, before anything is measured for it."""
    if importlib.util.find_spec("matplotlib") is None:
        raise EvaluationError("a plot needs matplotlib; install it with `pip install matplotlib`.")
    if file.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise EvaluationError(f"{file} is no picture's name; one ends in .png, .svg or .pdf.")
    check_output(file)


def save_plot(figures: RivalFigures, file: Path) -> None:
    """Draw milliseconds a key and tokens evaluated a key against the tokens before the cursor."""
    from matplotlib.figure import Figure

    picture = Figure(figsize=(9, 3.6), layout="constrained")
    for axes, what, name in zip(
        picture.subplots(1, 2),
        ("milliseconds", "tokens"),
        ("milliseconds a key", "tokens evaluated a key, waited for"),
        strict=True,
    ):
        for approach, colour in _COLOURS.items():
            costs = figures.of(approach)
            heights = [max(getattr(cost, what), _LEAST_DRAWN) for cost in costs]
            axes.plot([cost.n_tokens for cost in costs], heights, color=colour, marker=_MARKS[approach], label=approach)
        axes.set_yscale("log")
        axes.set_xlabel("tokens before the cursor")
        axes.set_ylabel(name)
        axes.grid(visible=True, alpha=0.25)
    picture.axes[0].legend(frameon=False)
    try:
        picture.savefig(file, dpi=120)
    except OSError as error:
        raise EvaluationError(f"{file} cannot be written: {error.strerror}.") from error
