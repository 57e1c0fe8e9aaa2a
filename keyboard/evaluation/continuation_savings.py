"""The benefit of the continuation beside the buttons: keys saved, how often it is shown, and how often it is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from keyboard.evaluation.keystroke_savings import Progress, TypedFile, figures_of, percentage, table_of, total_of, type_messages
from keyboard.evaluation.rivals import Rival
from keyboard.writing.continuation import WhenShown
from keyboard.writing.query import FollowingWord, Suggestion, Suggestions

_THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class ContinuationFigures:
    """A file's figures for `keyboard evaluate --continuation`; percentages run from 0 to 100."""

    name: str  # the file's name, or "total"
    ks_without: float  # keystroke savings with the buttons alone
    ks_gray: float  # with the continuation too
    ks: float  # with the second lines of the buttons too
    shown: float  # continuations shown, per 100 words of the text
    words_right: float  # words and marks up to the first wrong one, in percent of those shown
    whole_right: float  # continuations that were right to the end, in percent
    keys_saved: float  # keys saved, per continuation shown
    tokens_ahead: float  # tokens evaluated for words not written yet, per word of the text


@dataclass(frozen=True)
class ContinuedFile:
    """A file that was typed with the continuation and without."""

    typed: TypedFile  # with the continuation as the setting has it, and the buttons' second lines
    gray: TypedFile  # with the continuation, but without these lines
    without: TypedFile  # with the buttons alone
    by_threshold: Mapping[float, TypedFile]  # with only the words of the continuation that are at least this probable
    tokens_ahead: int  # tokens evaluated for words not written yet


def type_with_continuation(
    name: str,
    messages: Sequence[str],
    rival: Rival,
    count: int,
    when: WhenShown,
    progress: Progress,
    *,
    by_threshold: bool = False,
) -> ContinuedFile:
    """Type a file's messages with `count` buttons, with the continuation and without; by threshold too if wanted."""
    before = rival.tokens_ahead
    asked_once = _AskedOnce(rival)
    typed = type_messages(name, messages, asked_once, count, progress, when=when)
    tokens_ahead = rival.tokens_ahead - before
    return ContinuedFile(
        typed,
        type_messages(name, messages, asked_once, count, progress, when=when, takes_lines=False),
        type_messages(name, messages, asked_once, count, progress),
        {
            least: type_messages(name, messages, _CertainFrom(least, asked_once), count, progress, when=WhenShown.SURE)
            for least in (_THRESHOLDS if by_threshold else ())
        },
        tokens_ahead,
    )


class _AskedOnce(Rival):
    """A rival that is asked about each text once."""

    def __init__(self, rival: Rival) -> None:
        super().__init__()
        self._rival = rival
        self._answers: dict[str, Suggestions] = {}

    @property
    def tokens_evaluated(self) -> int:  # type: ignore[override]
        return self._rival.tokens_evaluated

    def start_message(self) -> None:
        self._rival.start_message()

    def _answer(self, text: str, count: int) -> Suggestions:
        if text not in self._answers:
            self._answers[text] = self._rival.answer(text, count)
        return self._answers[text]


class _CertainFrom(_AskedOnce):
    """A rival whose words are certain from a probability on, and impossible below it."""

    def __init__(self, least: float, rival: Rival) -> None:
        super().__init__(rival)
        self._least = least

    def _answer(self, text: str, count: int) -> Suggestions:
        answer = self._rival.answer(text, count)
        return replace(answer, suggestions=tuple(map(self._judged, answer.suggestions)))

    def _judged(self, suggestion: Suggestion) -> Suggestion:
        following = tuple(FollowingWord(one.word, float(one.probability >= self._least)) for one in suggestion.following)
        return replace(suggestion, probability=float(suggestion.probability >= self._least), following=following)


def continuation_figures(name: str, files: Sequence[ContinuedFile]) -> ContinuationFigures:
    """Return the figures of all typed files together; 0 if there is nothing to count."""
    typed, gray, without = (figures_of(total_of(getattr(file, way) for file in files)) for way in ("typed", "gray", "without"))
    showings = [showing for file in files for message in file.gray.messages for showing in message.showings]
    return ContinuationFigures(
        name,
        ks_without=without.ks,
        ks_gray=gray.ks,
        ks=typed.ks,
        shown=percentage(len(showings), typed.words),
        words_right=percentage(sum(showing.right for showing in showings), sum(showing.words for showing in showings)),
        whole_right=percentage(sum(showing.right == showing.words for showing in showings), len(showings)),
        keys_saved=(without.keystrokes - gray.keystrokes) / max(len(showings), 1),
        tokens_ahead=sum(file.tokens_ahead for file in files) / max(typed.words, 1),
    )


def savings_by_threshold(files: Sequence[ContinuedFile]) -> dict[float, float]:
    """Return the keystroke savings of all files together, in percent, by the least probability of a shown word."""
    return {least: figures_of(total_of(file.by_threshold[least] for file in files)).ks for least in files[0].by_threshold}


_COLUMNS = (
    *(
        "",
        "KS %",
        "without second lines",
        "buttons alone",
        "shown in 100 words",
        "words right %",
        "whole right %",
        "keys saved each",
    ),
    "tokens ahead a word",
)


def continuation_cells(rows: Sequence[ContinuationFigures]) -> list[tuple[str, ...]]:
    """Return the table's cells, the header's first, then those of each file."""
    return [
        _COLUMNS,
        *(
            (
                *(
                    row.name,
                    f"{row.ks:.1f}",
                    f"{row.ks_gray:.1f}",
                    f"{row.ks_without:.1f}",
                    f"{row.shown:.1f}",
                    f"{row.words_right:.1f}",
                ),
                *(f"{row.whole_right:.1f}", f"{row.keys_saved:.2f}", f"{row.tokens_ahead:.2f}"),
            )
            for row in rows
        ),
    ]


def continuation_table(rows: Sequence[ContinuationFigures]) -> str:
    """Return the table as text."""
    return table_of(continuation_cells(rows))
