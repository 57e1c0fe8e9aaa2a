"""Quantizing in a child process: llama.cpp can be stopped there, and may end the process without harm."""

import json
import os
import subprocess
import threading
from pathlib import Path

from keyboard.engine.child import NO_CONSOLE, child_command, ending_of
from keyboard.engine.errors import EngineError
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.quantization import quantize
from keyboard.model_store.progress import Cancelled, Progress, check_cancelled


def quantize_in_child(source: Path, target: Path, quantization: str, progress: Progress, cancelled: Cancelled) -> None:
    """Write a GGUF file to `target` in another quantization.

    Raises `EngineError` where that fails and `InstallCancelledError` where it is cancelled; `target` is then not whole.
    The child ends with this process, however this one ends.
    """
    command = child_command("quantize", str(source), str(target), quantization)
    failure = ""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        creationflags=NO_CONSOLE,
    ) as child:
        assert child.stdout is not None  # noqa: S101 - it is a pipe
        try:
            for line in child.stdout:
                check_cancelled(cancelled)
                values = json.loads(line)
                failure = values["failure"]
                progress(values["progress"])
        except BaseException:
            child.kill()
            raise
    if failure:
        raise EngineError(failure)
    if child.returncode != 0:
        ending = ending_of(child.returncode)
        raise EngineError(f"llama.cpp could not quantize {source.name} ({ending}); is the disk full, or the memory?")


def print_quantizing(source: Path, target: Path, quantization: str) -> int:
    """Be the child: quantize, print how far it is as JSON lines, and return the exit code. End when the input ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        quantize(source, target, quantization, lambda done: _tell(done, ""))
    except LanguageModelError as error:
        _tell(0.0, str(error))
        return 1
    return 0


def _tell(progress: float, failure: str) -> None:
    print(json.dumps({"progress": progress, "failure": failure}), flush=True)  # noqa: T201 - the parent reads it


def _end_with_parent() -> None:
    """Wait for the end of the pipe that the parent holds open and writes nothing to.

    Not through `sys.stdin`, whose lock would still be held when the interpreter ends, which aborts it.
    """
    os.read(0, 1)
    os._exit(1)
