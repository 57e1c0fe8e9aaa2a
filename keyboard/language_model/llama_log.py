"""What llama.cpp has to say goes into a list instead of onto the terminal."""

from collections import deque

import llama_cpp

_MESSAGES: deque[str] = deque(maxlen=200)
_LEVEL_ERROR = 4  # GGML_LOG_LEVEL_ERROR, ggml/include/ggml.h


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
def _collect(level: int, text: bytes, _user_data: object) -> None:
    if level == _LEVEL_ERROR:
        _MESSAGES.append(text.decode("utf-8", "replace").strip())


def collect_log() -> None:
    """Keep llama.cpp's error messages from here on, and print nothing."""
    llama_cpp.llama_log_set(_collect, None)


def last_errors() -> list[str]:
    """Return llama.cpp's error messages since the last call, oldest first."""
    errors = list(_MESSAGES)
    _MESSAGES.clear()
    return errors
