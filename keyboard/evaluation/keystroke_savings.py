"""Keystroke savings: the share of a text's characters that need no key of their own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from keyboard.evaluation.rivals import Rival
from keyboard.evaluation.typist import Repair, Showing, Slip, Stroke, Typist, oracle, type_perfectly, words_of
from keyboard.writing.continuation import WhenShown
from keyboard.writing.query import Suggestions

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class TypedMessage:
    """One message as the typist entered it, key by key, with the repairs of her slips and the continuations that she has seen."""

    text: str
    strokes: tuple[Stroke, ...]
    repairs: tuple[Repair, ...] = ()
    showings: tuple[Showing, ...] = ()


@dataclass(frozen=True)
class TypedFile:
    """A file's typed messages, and the effort."""

    name: str  # the file's name; "" for the total of several
    messages: tuple[TypedMessage, ...]  # in their order
    best_keystrokes: int  # keys needed if every word were on a button before its first letter
    suggestions: int  # number of looks at the buttons
    tokens_evaluated: int  # for all answers
    seconds: float  # for all answers


@dataclass(frozen=True)
class Figures:
    """A file's figures for `keyboard evaluate`; percentages run from 0 to 100."""

    file: str  # the file's name, or "total"
    characters: int  # in the text, without line ends between messages
    keystrokes: int  # that entered the characters
    ks: float  # keystroke savings: 1 − keystrokes / characters, in percent (Trnka and McCoy 2008, "Evaluating Word Prediction")
    limit: float  # the most that any predictor of single words could reach, in percent
    hits_before_first_letter: float  # words that were tapped before their first letter, in percent of the words
    taps: int  # words that were tapped
    words: int  # in the text
    tokens_per_word: float  # tokens evaluated, over words
    ms_per_suggestion: float  # mean time of an answer


class _Counted:
    """A rival's buttons, counted."""

    def __init__(self, rival: Rival, count: int) -> None:
        self._rival = rival
        self._count = count
        self.suggestions = 0

    def __call__(self, before: str, _word: str) -> Suggestions:
        self.suggestions += 1
        return self._rival.answer(before, self._count)


def type_messages(
    name: str,
    messages: Sequence[str],
    rival: Rival,
    count: int,
    progress: Progress,
    slips: Sequence[Mapping[int, Slip]] | None = None,
    when: WhenShown = WhenShown.OFF,
    *,
    takes_lines: bool = True,
) -> TypedFile:
    """Type each message from an empty context with `count` buttons, and its slips at their places; return the typed file.

    `when` decides when the continuation is shown; with `takes_lines` the typist takes the buttons' second lines too.
    """
    buttons = _Counted(rival, count)
    tokens_before, seconds_before = rival.tokens_evaluated, rival.seconds
    length, done = max(sum(len(message) for message in messages), 1), 0
    typed: list[TypedMessage] = []
    for number, message in enumerate(messages):
        rival.start_message()
        strokes = []
        typist = Typist(message, buttons, slips[number] if slips else None, when, takes_lines=takes_lines)
        for stroke in typist.strokes():
            strokes.append(stroke)
            done += len(stroke.text) - stroke.deleted
            progress(f"typing {name}{' with slips' if slips else ''}", done / length)
        typed.append(TypedMessage(message, tuple(strokes), tuple(typist.repairs), tuple(typist.showings)))
    return TypedFile(
        name,
        tuple(typed),
        best_keystrokes=sum(1 for message in messages for _ in type_perfectly(message, oracle)),
        suggestions=buttons.suggestions,
        tokens_evaluated=rival.tokens_evaluated - tokens_before,
        seconds=rival.seconds - seconds_before,
    )


def total_of(files: Iterable[TypedFile]) -> TypedFile:
    """Return all files as one."""
    files = list(files)
    return TypedFile(
        "total",
        tuple(message for file in files for message in file.messages),
        sum(file.best_keystrokes for file in files),
        sum(file.suggestions for file in files),
        sum(file.tokens_evaluated for file in files),
        sum(file.seconds for file in files),
    )


def figures_of(file: TypedFile) -> Figures:
    """Return the figures of a typed file; all savings are 0 if there is nothing to type."""
    strokes = [stroke for message in file.messages for stroke in message.strokes]
    taps = [stroke for stroke in strokes if stroke.is_tap]
    characters = sum(len(message.text) for message in file.messages)
    words = sum(words_of(message.text) for message in file.messages)
    return Figures(
        file=file.name,
        characters=characters,
        keystrokes=len(strokes),
        ks=percentage(characters - len(strokes), characters),
        limit=percentage(characters - file.best_keystrokes, characters),
        hits_before_first_letter=percentage(sum(tap.letters_before == 0 for tap in taps), words),
        taps=len(taps),
        words=words,
        tokens_per_word=file.tokens_evaluated / max(words, 1),
        ms_per_suggestion=1000 * file.seconds / max(file.suggestions, 1),
    )


def savings_curve(file: TypedFile, parts: int = 10) -> list[float]:
    """Return the keystroke savings of each tenth of the typed text, in order, in percent."""
    strokes = [stroke for message in file.messages for stroke in message.strokes]
    length = max(sum(len(stroke.text) for stroke in strokes), 1)
    characters, keys = [0] * parts, [0] * parts
    place = 0
    for stroke in strokes:
        part = min(parts * place // length, parts - 1)
        characters[part] += len(stroke.text)
        keys[part] += 1
        place += len(stroke.text)
    return [percentage(typed - pressed, typed) for typed, pressed in zip(characters, keys, strict=True)]


def percentage(part: int, whole: int) -> float:
    """Return a part in percent of a whole, 0 if there is none."""
    return 100 * part / whole if whole else 0.0


_COLUMNS = ("", "KS %", "limit %", "before 1st letter %", "taps", "words", "tokens a word", "ms a suggestion")


def cells_of(rows: Sequence[Figures]) -> list[tuple[str, ...]]:
    """Return the table's cells, the header's first, then those of each file."""
    lines: list[tuple[str, ...]] = [_COLUMNS]
    for row in rows:
        shares = (f"{row.ks:.1f}", f"{row.limit:.1f}", f"{row.hits_before_first_letter:.1f}")
        lines.append(
            (row.file, *shares, str(row.taps), str(row.words), f"{row.tokens_per_word:.2f}", f"{row.ms_per_suggestion:.1f}")
        )
    return lines


def savings_table(rows: Sequence[Figures]) -> str:
    """Return the table as text, a file a line."""
    return table_of(cells_of(rows))


def table_of(lines: Sequence[Sequence[str]]) -> str:
    """Return cells as text, a line a row, the first column aligned to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    )
