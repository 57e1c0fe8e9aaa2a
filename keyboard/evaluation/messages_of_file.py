"""From a file to the messages that are typed."""

from pathlib import Path

from keyboard.evaluation.errors import EvaluationError

_BINARY = "\0"
# Each of its keys is a question to the predictor: more would take most of a day.
_MOST_BYTES = 1_000_000


def messages_of(file: Path, *, by_line: bool) -> list[str]:
    """Return a text file's messages: each line that is not blank, or the text as a whole without its last line end.

    Line ends of Windows are read as plain ones. Raises `EvaluationError` where the file cannot be read, is larger than 1 MB, or
    holds no text.
    """
    try:
        size_bytes = file.stat().st_size
        if size_bytes > _MOST_BYTES:
            size = f"{size_bytes / 1e6:.1f} MB"
            raise EvaluationError(f"{file} has {size}, which would take hours to type; name a text of at most 1 MB.")
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise EvaluationError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{file} is not UTF-8 text: byte {error.start + 1} is none of it.") from error
    if _BINARY in text:
        raise EvaluationError(f"{file} is a binary file; name a text file.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    messages = [line.strip() for line in text.split("\n")] if by_line else [text]
    return [message for message in messages if message]
