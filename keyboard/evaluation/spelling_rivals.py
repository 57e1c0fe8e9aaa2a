"""Spelling checkers as rivals: they complete no word, and propose others for letters that are none."""

from abc import abstractmethod
from collections.abc import Sequence
from importlib.resources import files

from msgspec.structs import replace

from keyboard.evaluation.output_file import EvaluationError
from keyboard.evaluation.rivals import TimedRival
from keyboard.evaluation.typist import answer_with
from keyboard.spelling.checker import Checker
from keyboard.storage.locations import bundled_file
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.query import Correction, Suggestions

_DISTANCE = 2


class SpellingRival(TimedRival):
    """A checker whose proposals are on the buttons, and whose first one the space takes."""

    def _answer(self, text: str, count: int) -> Suggestions:
        typed = split_at_cursor(text).prefix
        proposals = self._proposals(typed)[:count] if typed else ()
        answer = answer_with(text, proposals)
        return replace(answer, correction=Correction(proposals[0], 1.0, len(typed))) if proposals else answer

    @abstractmethod
    def _proposals(self, typed: str) -> Sequence[str]:
        """Return what may be meant by letters that are no word, best first; nothing for a word."""


class HunspellRival(SpellingRival):
    """Hunspell with the dictionary that ships, as the underlines of the editor have it."""

    def __init__(self) -> None:
        super().__init__()
        self._checker = Checker("en_US", bundled_file("resources", "dictionaries"))

    def _proposals(self, typed: str) -> Sequence[str]:
        return self._checker.corrections_of(typed) if self._checker.is_wrong(typed) else ()


class SymSpellRival(SpellingRival):
    """SymSpell (Garbe 2012) with the word frequencies of its package, at most two edits away."""

    def __init__(self) -> None:
        """Load the words; raise `EvaluationError` where the package is not installed."""
        super().__init__()
        try:
            import symspellpy
        except ImportError as error:
            raise EvaluationError("symspellpy is not installed; use pip install symspellpy.") from error
        self._closest = symspellpy.Verbosity.CLOSEST
        self._words = symspellpy.SymSpell(_DISTANCE)
        self._words.load_dictionary(str(files(symspellpy) / "frequency_dictionary_en_82_765.txt"), 0, 1)

    def _proposals(self, typed: str) -> Sequence[str]:
        found = self._words.lookup(typed, self._closest, _DISTANCE, transfer_casing=True)
        return tuple(item.term for item in found if item.distance > 0)
