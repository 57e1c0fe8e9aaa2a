"""How far long work is, for a person or a program."""

import json
import sys
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from keyboard.model_store.progress import Step

_REFRESH_S = 1.0


class ProgressBar:
    """Shows how far long work is: a line that fills up on a terminal, JSON lines for a program, else a line a quarter."""

    def __init__(self, *, as_json: bool = False) -> None:
        self._as_json = as_json
        self._last = ("", -1)
        self._shown_s = 0.0

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_error: object) -> None:
        if not self._as_json and self._last[0] and sys.stderr.isatty():
            click.echo(err=True)

    def show(self, what: str, done: float) -> None:
        """Show that of `what` the fraction `done` is done."""
        if self._is_due(what, done):
            self._print(f"{what}: {done:.0%}", done, {})

    def show_step(self, step: "Step") -> None:
        """Show a moment of an installation; its sentence may change while its progress does not."""
        if self._is_due(step.stage, step.progress):
            self._print(step.sentence, step.progress, {"stage": step.stage})

    def _is_due(self, what: str, done: float) -> bool:
        """Tell whether there is something new to see: another percent or quarter, and to a watcher another second."""
        is_watched = self._as_json or sys.stderr.isatty()
        step = (what, int(done * (100 if is_watched else 4)))
        is_late = is_watched and time.monotonic() - self._shown_s >= _REFRESH_S
        if step == self._last and not is_late:
            return False
        self._last, self._shown_s = step, time.monotonic()
        return True

    def _print(self, sentence: str, done: float, more: dict[str, str]) -> None:
        if self._as_json:
            click.echo(json.dumps({"progress": done, "sentence": sentence, **more}))
            sys.stdout.flush()
        elif sys.stderr.isatty():
            click.echo(f"\r\033[K[{'#' * int(done * 40):<40}] {sentence}", err=True, nl=False)
        else:
            click.echo(sentence, err=True)
