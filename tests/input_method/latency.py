"""Prints how long a key takes to its letter and to the words, beside IBus's own engine and ibus-typing-booster.

`python -m tests.input_method.latency` needs what the tests of the input method need, ibus-typing-booster, and a model in
`KEYBOARD_HOME`. All figures hold the time that xdotool needs to send a key.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

from keyboard.input_method.ibus_server import ENGINE_NAME
from tests.input_method.desktop import PROGRAMS, Desktop, wait_until

TEXT = "the meeting about the new building is on the first day of next week"
ENGINES = ("xkb:us::eng", ENGINE_NAME, "typing-booster")
STEP_S = 0.002
PAUSE_S = 0.4  # between two keys, as a slow writer makes it


def measure(desktop: Desktop, engine: str) -> tuple[list[float], list[float]]:
    """Return the milliseconds from each key to its letter, and from those keys to the first words that words followed."""
    to_letter, to_words = [], []
    with desktop.program("/usr/bin/python3", str(PROGRAMS / "gtk_program.py"), "3", "entry") as program:
        program.type("The me")
        if engine != ENGINES[0]:
            wait_until(lambda: desktop.panel.words)
        program.type(" ")
        program.expect("The me ")
        for letter in TEXT:
            before, started_s = program.text, time.perf_counter()
            program.press("space" if letter == " " else letter)
            has_letter = has_words = False
            while time.perf_counter() < started_s + PAUSE_S:
                passed_ms = 1000 * (time.perf_counter() - started_s)
                if not has_letter and program.text != before:
                    has_letter = True
                    to_letter.append(passed_ms)
                if not has_words and desktop.panel.words and desktop.panel.shown_at_s > started_s:
                    has_words = True
                    to_words.append(1000 * (desktop.panel.shown_at_s - started_s))
                time.sleep(STEP_S)
    return to_letter, to_words


def main() -> None:
    """Measure each engine, and print the medians."""
    home = Path(os.environ["KEYBOARD_HOME"])
    with tempfile.TemporaryDirectory() as folder:
        desktop = Desktop(Path(folder), home)
        try:
            desktop.start()
            for engine in ENGINES:
                desktop.use(engine)
                to_letter, to_words = measure(desktop, engine)
                words = f"{statistics.median(to_words):.0f} ms to the words ({len(to_words)} keys)" if to_words else "no words"
                print(f"{engine}: {statistics.median(to_letter):.0f} ms to the letter, {words}")  # noqa: T201
        finally:
            desktop.close()


if __name__ == "__main__":
    main()
