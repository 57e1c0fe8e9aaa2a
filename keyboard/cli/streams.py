"""The standard streams: closed ones, pipes whose reader has gone, as after `| head -1`, and their encoding."""

import io
import os
import sys
from typing import Any

import click


class PipedGroup(click.Group):
    """A group whose commands return 0 if the reader of their output is gone; click would exit with code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            discard_output()
            return 0


def discard_output() -> None:
    """Discard what is still in the buffer of standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_STREAMS = range(3)


def occupy_closed_streams() -> None:
    """Open the null device for each closed standard stream; otherwise the next file opened would take its descriptor."""
    for stream in _STREAMS:
        try:
            os.fstat(stream)
        except OSError:
            # `os.open` takes the lowest free number, which is this one.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def use_utf8() -> None:
    """Write UTF-8 to files and pipes on Windows too, where Python would use the code page; the window reads UTF-8 from pipes.

    Without a console there are no streams.
    """
    if sys.platform == "win32":
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
                stream.reconfigure(encoding="utf-8")
