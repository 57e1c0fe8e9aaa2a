"""What slips cost: a text typed with and without them, and what is known of each slip at its letters and at the space."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from keyboard.evaluation.keystroke_savings import Progress, TypedFile, figures_of, table_of, type_messages
from keyboard.evaluation.rivals import Rival
from keyboard.evaluation.typist import Repair, Slip
from keyboard.writing.query import Suggestions
from keyboard.writing.words import WORD

# At the space a correction is made where it is more probable than this.
SURE = 0.9


@dataclass(frozen=True)
class JudgedSlip:
    """What was known of one slip.

    Attributes:
        meant: What was meant.
        typed: What was typed in its place.
        is_listed: Whether the list of misspellings has it.
        place: Of what was meant on the buttons when the slip is complete, from 0; None where it is not there.
        letters: After so many letters it was on a button first, fewer than the slip has; None where it was not.
        shown: The words on the buttons when the slip is complete.
        correction: What the space makes of it; "" where it leaves it.
    """

    meant: str
    typed: str
    is_listed: bool
    place: int | None
    letters: int | None
    shown: tuple[str, ...]
    correction: str


@dataclass(frozen=True)
class FalseCorrection:
    """A right word that the space would have changed."""

    word: str
    correction: str


@dataclass(frozen=True)
class SlipFigures:
    """What `keyboard evaluate --slips` prints of a file or a predictor; percentages run from 0 to 100.

    Attributes:
        name: The file's or the predictor's name.
        ks_without: Keystroke savings without slips.
        ks: With them: all keys count, those that repair too.
        slips: How many there were.
        tapped: Slips that a tap repaired, in percent of those that were made; the others were avoided by an earlier tap.
        first: What was meant stood on the first button when the slip was complete, in percent of the slips.
        among: On one of the buttons then, in percent.
        before_end: On a button before the last letter of the slip, in percent.
        letters: After so many letters of the slip it first was, in the mean of these.
        corrected: Corrected at the space, in percent.
        false_corrections: Right words changed at the space, of a thousand.
        right_words: That these were of.
    """

    name: str
    ks_without: float
    ks: float
    slips: int
    tapped: float
    first: float
    among: float
    before_end: float
    letters: float
    corrected: float
    false_corrections: float
    right_words: int


@dataclass(frozen=True)
class SlippedFile:
    """A file that was typed with slips and without, and what was known at each word's end."""

    without: TypedFile
    typed: TypedFile
    slips: tuple[JudgedSlip, ...]
    false_corrections: tuple[FalseCorrection, ...]
    right_words: int


def type_with_slips(
    name: str, messages: Sequence[str], slips: Sequence[Mapping[int, Slip]], rival: Rival, count: int, progress: Progress
) -> SlippedFile:
    """Type a file's messages with `count` buttons, with their slips and without, and ask for a correction at each word's end."""
    without = type_messages(name, messages, rival, count, progress)
    typed = type_messages(name, messages, rival, count, _under("with slips", progress), slips)
    judged: list[JudgedSlip] = []
    wrong: list[FalseCorrection] = []
    right_words = 0
    for number, (message, of_message) in enumerate(zip(messages, slips, strict=True)):
        progress(f"judging {name}", number / len(messages))
        rival.start_message()
        for found in WORD.finditer(message):
            if slip := of_message.get(found.start()):
                judged.append(_judge(slip, message[: found.start()], rival, count))
            right_words += 1
            correction = correction_of(rival.answer(message[: found.end()], count))
            if correction not in {"", found[0]}:
                wrong.append(FalseCorrection(found[0], correction))
    return SlippedFile(without, typed, tuple(judged), tuple(wrong), right_words)


def correction_of(answer: Suggestions) -> str:
    """Return what the space makes of the word before it, or "" where it is not sure of a better one."""
    correction = answer.correction
    return correction.word if correction and correction.probability > SURE else ""


def _judge(slip: Slip, before: str, rival: Rival, count: int) -> JudgedSlip:
    letters, shown, answer = None, (), None
    for n_typed in range(len(slip.typed) + 1):
        text = before + slip.typed[:n_typed]
        answer = rival.answer(text, count)
        shown = tuple((text[: len(text) - item.replace] + item.insertion).rstrip(" ")[len(before) :] for item in answer.suggestions)
        if letters is None and n_typed < len(slip.typed) and slip.meant in shown:
            letters = n_typed
    place = shown.index(slip.meant) if slip.meant in shown else None
    correction = correction_of(answer) if answer else ""
    if answer and answer.correction and correction:
        correction = (text[: len(text) - answer.correction.replace] + correction)[len(before) :]
    return JudgedSlip(slip.meant, slip.typed, slip.is_listed, place, letters, shown, correction)
