"""Standard streams that a command is started without, as by `<&-`."""

import os

_STREAMS = range(3)


def occupy_closed_streams() -> None:
    """Let the null device take the places of standard streams that are closed: a file opened next would be taken for one."""
    for stream in _STREAMS:
        try:
            os.fstat(stream)
        except OSError:
            # The lowest number that is free, which is this one.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
