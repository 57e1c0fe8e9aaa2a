"""What slips cost: a text typed with and without them, and what is known of each slip at its letters and at the space."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from keyboard.evaluation.keystroke_savings import Progress, TypedFile, figures_of, percentage, table_of, total_of, type_messages
from keyboard.evaluation.rivals import Rival
from keyboard.evaluation.typist import Repair, Slip
from keyboard.storage.languages import load_languages
from keyboard.suggestion.lexicon import Lexicon
from keyboard.writing.corrections import AtSpace, Corrections
from keyboard.writing.edits import Surroundings
from keyboard.writing.query import Suggestions
from keyboard.writing.words import WORD


@dataclass(frozen=True)
class JudgedSlip:
    """The results of one slip."""

    meant: str  # the word that was meant
    typed: str  # the letters typed instead
    is_listed: bool  # whether the list of misspellings has it
    # Whether the lexicon has the typed letters, as "form" for "from": only the context shows that they are a slip.
    is_word: bool
    place: int | None  # the button with the meant word once the slip is complete, from 0, or None
    letters: int | None  # the letters typed when a button first had it, fewer than the slip's, or None
    shown: tuple[str, ...]  # the words on the buttons when the slip is complete
    at_space: str  # the word after a space, with corrections made when sure


@dataclass(frozen=True)
class FalseCorrection:
    """A right word that the space would have changed."""

    word: str
    correction: str


@dataclass(frozen=True)
class SlipFigures:
    """The figures of a file or a predictor for `keyboard evaluate --slips`; percentages run from 0 to 100."""

    name: str  # the file's or the predictor's name
    ks_without: float  # keystroke savings without slips
    ks: float  # with slips; the keys that repair them count too
    slips: int  # number of slips
    words: int  # those that are words of the lexicon themselves, as "form" for "from"
    tapped: float  # slips that a tap repaired, in percent of those that were made; the others were avoided by an earlier tap
    first: float  # the meant word on the first button once the slip was complete, in percent of the slips that are no words
    among: float  # on any button then, in percent of the same
    among_of_words: float  # the same, in percent of the slips that are words
    before_end: float  # on a button before the last letter of the slip, in percent of all slips
    letters: float  # mean number of letters typed when it first was
    corrected: float  # corrected at the space, in percent of the slips that are no words
    false_corrections: float  # right words changed at the space, per thousand
    right_words: int  # number of right words


@dataclass(frozen=True)
class SlippedFile:
    """A file that was typed with slips and without, and what was known at each word's end."""

    without: TypedFile
    typed: TypedFile
    slips: tuple[JudgedSlip, ...]
    false_corrections: tuple[FalseCorrection, ...]
    right_words: int


def type_with_slips(
    name: str,
    messages: Sequence[str],
    slips: Sequence[Mapping[int, Slip]],
    rival: Rival,
    count: int,
    lexicon: Lexicon,
    progress: Progress,
) -> SlippedFile:
    """Type a file's messages with `count` buttons, with their slips and without, and ask what the space makes of each word."""
    without = type_messages(name, messages, rival, count, progress)
    typed = type_messages(name, messages, rival, count, progress, slips)
    judged: list[JudgedSlip] = []
    wrong: list[FalseCorrection] = []
    right_words = 0
    for number, (message, of_message) in enumerate(zip(messages, slips, strict=True)):
        progress(f"judging {name}", number / len(messages))
        rival.start_message()
        for found in WORD.finditer(message):
            if slip := of_message.get(found.start()):
                judged.append(_judge(slip, message[: found.start()], rival, count, lexicon))
            right_words += 1
            text = message[: found.end()]
            corrected = _after_space(text, rival.answer(text, count))
            if corrected != text:
                wrong.append(FalseCorrection(found[0], corrected[found.start() :]))
    return SlippedFile(without, typed, tuple(judged), tuple(wrong), right_words)


def _judge(slip: Slip, before: str, rival: Rival, count: int, lexicon: Lexicon) -> JudgedSlip:
    answers = [rival.answer(before + slip.typed[:n_typed], count) for n_typed in range(len(slip.typed) + 1)]
    shown = [_shown(before + slip.typed[:n_typed], answer, len(before)) for n_typed, answer in enumerate(answers)]
    return JudgedSlip(
        slip.meant,
        slip.typed,
        slip.is_listed,
        slip.typed in lexicon or slip.typed.lower() in lexicon,
        place=shown[-1].index(slip.meant) if slip.meant in shown[-1] else None,
        letters=next((n_typed for n_typed, words in enumerate(shown[:-1]) if slip.meant in words), None),
        shown=shown[-1],
        at_space=_after_space(before + slip.typed, answers[-1])[len(before) :],
    )


def _shown(text: str, answer: Suggestions, start: int) -> tuple[str, ...]:
    """Return what stands from `start` on after a tap on each button, without the space."""
    return tuple((text[: len(text) - item.replace] + item.insertion)[start:].rstrip(" ") for item in answer.suggestions)


def _after_space(text: str, answer: Suggestions) -> str:
    """Return a text that ends in a word, as a space typed next leaves it, without the space."""
    corrections = Corrections()
    corrections.at_space = AtSpace.DONE
    corrections.languages = load_languages()
    change = corrections.type(" ", Surroundings(text), answer)
    return text[: len(text) - change.length] + change.text if change else text


def slip_figures(name: str, files: Sequence[SlippedFile]) -> SlipFigures:
    """Return the figures of what was typed, all files as one; percentages are 0 where there is nothing to count."""
    slips = [slip for file in files for slip in file.slips]
    no_words = [slip for slip in slips if not slip.is_word]
    words = [slip for slip in slips if slip.is_word]
    seen = [slip.letters for slip in slips if slip.letters is not None]
    repairs = [repair for file in files for message in file.typed.messages for repair in message.repairs]
    made = [repair for repair in repairs if repair is not Repair.AVOIDED]
    right_words = sum(file.right_words for file in files)
    n_false = sum(len(file.false_corrections) for file in files)
    return SlipFigures(
        name,
        ks_without=figures_of(total_of([file.without for file in files])).ks,
        ks=figures_of(total_of([file.typed for file in files])).ks,
        slips=len(slips),
        words=len(words),
        tapped=percentage(made.count(Repair.TAPPED), len(made)),
        first=percentage(sum(slip.place == 0 for slip in no_words), len(no_words)),
        among=percentage(sum(slip.place is not None for slip in no_words), len(no_words)),
        among_of_words=percentage(sum(slip.place is not None for slip in words), len(words)),
        before_end=percentage(len(seen), len(slips)),
        letters=fmean(seen) if seen else 0.0,
        corrected=percentage(sum(slip.at_space == slip.meant for slip in no_words), len(no_words)),
        false_corrections=1000 * n_false / max(right_words, 1),
        right_words=right_words,
    )


_COLUMNS = (
    *("", "KS %", "without slips", "slips", "real words", "tapped %", "first %", "among all %", "of real words %"),
    *("before the end %", "after letters", "at the space %", "false of 1,000"),
)


def slip_cells(rows: Sequence[SlipFigures]) -> list[tuple[str, ...]]:
    """Return the table's cells, the header's first, then those of each file or predictor."""
    return [
        _COLUMNS,
        *(
            (
                *(row.name, f"{row.ks:.1f}", f"{row.ks_without:.1f}", str(row.slips), str(row.words)),
                *(f"{row.tapped:.1f}", f"{row.first:.1f}", f"{row.among:.1f}", f"{row.among_of_words:.1f}"),
                *(f"{row.before_end:.1f}", f"{row.letters:.1f}", f"{row.corrected:.1f}", f"{row.false_corrections:.1f}"),
            )
            for row in rows
        ),
    ]


def slip_table(rows: Sequence[SlipFigures]) -> str:
    """Return the table as text."""
    return table_of(slip_cells(rows))
