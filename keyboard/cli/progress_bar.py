"""How far long work is, for a person or a program."""

import json
import sys

import click


class ProgressBar:
    """Shows how far long work is: a line that fills up on a terminal, JSON lines for a program, else a line a quarter."""

    def __init__(self, *, as_json: bool = False) -> None:
        self._as_json = as_json
        self._last = ("", -1)

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_error: object) -> None:
        if not self._as_json and self._last[0] and sys.stderr.isatty():
            click.echo(err=True)

    def show(self, what: str, done: float) -> None:
        """Show that of `what` the fraction `done` is done."""
        steps = 100 if self._as_json or sys.stderr.isatty() else 4
        step = (what, int(done * steps))
        if step == self._last:
            return
        self._last = step
        if self._as_json:
            click.echo(json.dumps({"progress": done, "sentence": f"{what}: {done:.0%}"}))
        elif sys.stderr.isatty():
            click.echo(f"\r\033[K{what} [{'#' * int(done * 40):<40}] {done:4.0%}", err=True, nl=False)
        else:
            click.echo(f"{what}: {done:.0%}", err=True)
