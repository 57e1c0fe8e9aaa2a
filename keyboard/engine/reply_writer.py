"""Where the engine's replies go."""

import os
import threading
from typing import TextIO

from keyboard.engine.message_lines import encode
from keyboard.engine.messages import Reply


class ReplyWriter:
    """Writes replies as lines, whole ones, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def write(self, reply: Reply) -> None:
        """Write one reply; when nobody reads any more there is nothing left to do, and the process ends."""
        with self._lock:
            try:
                self._stream.write(encode(reply))
                self._stream.flush()
            except OSError:
                os._exit(0)
