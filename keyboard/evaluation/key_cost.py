"""Measures the cost of a key as the text grows, in the engine and in plain calls of llama.cpp, on the same keys in one run."""

import importlib.util
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.opening import proven_model
from keyboard.evaluation.engine_session import EngineSession
from keyboard.evaluation.figures import Progress
from keyboard.evaluation.output_file import EvaluationError, check_output
from keyboard.language_model.plain_completion import PlainCompletion
from keyboard.language_model.tokenizer import Tokenizer
from keyboard.language_model.tokenizer_kinds import load_tokenizer
from keyboard.storage.locations import cache_folder
from keyboard.writing.query import tail_start

ENGINE, PREFIX_CACHE, NO_CACHE = "engine", "Llama, prefix cache", "Llama, no cache"
# Text lengths in tokens; the last is beyond GPT-2's window.
_LENGTHS = (0, 200, 400, 800, 1200)
_WINDOW = 1024
_KEYS = 24
_KEY_INTERVAL_S = 0.06


@dataclass(frozen=True)
class KeyCost:
    """The mean cost of a key at one length of the text."""

    approach: str
    n_tokens: int  # tokens before the first of the keys
    milliseconds: float  # from the key to the answer
    tokens: float  # evaluated while the user waited
    idle_tokens: float  # evaluated in idle time

    @property
    def is_within_window(self) -> bool:
        return self.n_tokens < _WINDOW


@dataclass(frozen=True)
class RivalFigures:
    """The figures of `keyboard benchmark --rivals`."""

    model: str
    costs: tuple[KeyCost, ...]  # at each length of the text, of each approach

    def of(self, approach: str) -> list[KeyCost]:
        """Return the costs of one approach, the shortest text first."""
        return [cost for cost in self.costs if cost.approach == approach]


class Typed(Protocol):
    """An approach that answers keys."""

    def read(self, before: str) -> None:
        """Read the text before the first key; this is not measured."""

    def key(self, before: str) -> KeyCost:
        """Answer one key."""


def measure_rivals(model: str, text: str, progress: Progress) -> RivalFigures:
    """Type some keys at places of the text, with each approach; raise `EngineError` if the model cannot be used."""
    installed, _ = proven_model(ModelChoice(model))
    places = list(_places(load_tokenizer(installed.path, cache_folder()), text))
    session = EngineSession(model)
    try:
        costs = _costs(_EngineTyped(session), ENGINE, text, places, progress)
    finally:
        session.close()
    for approach in (PREFIX_CACHE, NO_CACHE):
        typed = _PlainTyped(installed.path, keeps_prefix=approach == PREFIX_CACHE)
        try:
            costs += _costs(typed, approach, text, places, progress)
        finally:
            typed.close()
    return RivalFigures(session.ready.model, tuple(costs))


def _places(tokenizer: Tokenizer, text: str) -> Iterator[tuple[int, int]]:
    """Yield each length in tokens that the text has, and the end of a word there, in characters."""
    tokens = tokenizer.encode(text)
    for length in _LENGTHS:
        place = len(tokenizer.decode(tokens[:length]))
        end = text.find(" ", place) if length else 0
        if 0 <= end <= len(text) - _KEYS:
            yield length, end


def _costs(typed: Typed, approach: str, text: str, places: list[tuple[int, int]], progress: Progress) -> list[KeyCost]:
    costs = []
    for done, (length, place) in enumerate(places):
        typed.read(text[:place])
        keys = []
        for end in range(place + 1, place + _KEYS + 1):
            keys.append(typed.key(text[:end]))
            progress(approach, (done + len(keys) / _KEYS) / len(places))
        costs.append(
            KeyCost(
                approach,
                length,
                sum(key.milliseconds for key in keys) / _KEYS,
                sum(key.tokens for key in keys) / _KEYS,
                sum(key.idle_tokens for key in keys) / _KEYS,
            )
        )
    return costs


class _EngineTyped:
    """The engine in its child process, a key every 60 ms."""

    def __init__(self, session: EngineSession) -> None:
        self._session = session

    def read(self, before: str) -> None:
        """Read the text, and wait until it is completely read."""
        start = tail_start(len(before))
        self._session.ask(before[start:], offset=start)
        self._session.settle()

    def key(self, before: str) -> KeyCost:
        """Ask, and wait for the next key."""
        start = tail_start(len(before))
        idle = self._session.idle_tokens
        timed = self._session.ask(before[start:], offset=start)
        self._session.pause(_KEY_INTERVAL_S - timed.milliseconds / 1000)
        return KeyCost("", 0, timed.milliseconds, timed.answer.tokens_evaluated, self._session.idle_tokens - idle)


class _PlainTyped:
    """`Llama` in this process, each key as soon as the last one is answered."""

    def __init__(self, model_file: Path, *, keeps_prefix: bool) -> None:
        self._plain = PlainCompletion(model_file, keeps_prefix=keeps_prefix)

    def read(self, before: str) -> None:
        """Read the text; an empty one is read with its first letter."""
        if before:
            self._plain.next_token(before)

    def key(self, before: str) -> KeyCost:
        """Ask for the next token."""
        evaluated, started = self._plain.tokens_evaluated, time.perf_counter()
        self._plain.next_token(before)
        milliseconds = (time.perf_counter() - started) * 1000
        return KeyCost("", 0, milliseconds, self._plain.tokens_evaluated - evaluated, 0)

    def close(self) -> None:
        """Free the model."""
        self._plain.close()


_COLOURS = {ENGINE: "#1b6e53", PREFIX_CACHE: "#b5651d", NO_CACHE: "#8a8f98"}
_MARKS = {ENGINE: "o", PREFIX_CACHE: "s", NO_CACHE: "^"}
# A logarithmic axis has no place for 0.
_LEAST_DRAWN = 0.05


def check_plot(file: Path) -> None:
    """Raise `EvaluationError` if the plot cannot be drawn; called before the measurement."""
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
    """Return the tokens of an approach at the lengths that fit into the window; beyond it hardly any prefix is reused."""
    return sum(cost.tokens for cost in figures.of(approach) if cost.is_within_window)
