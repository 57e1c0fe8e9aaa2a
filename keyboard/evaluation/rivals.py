"""The predictors to compare: ours, and those of simpler or older programs."""

import os
import shutil
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib.resources import files
from itertools import islice
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from keyboard.engine.answering import answer_of
from keyboard.engine.opening import OpenedModel
from keyboard.evaluation.output_file import EvaluationError
from keyboard.evaluation.typist import answer_with
from keyboard.language_model.kv_cache import TokenCounts, never
from keyboard.language_model.language_model import LanguageModel
from keyboard.spelling.checker import Checker
from keyboard.storage.languages import ENGLISH
from keyboard.storage.locations import bundled_file
from keyboard.storage.vocabulary import PersonalVocabulary
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.learning import SettledText, settled_length
from keyboard.writing.query import Correction, Query, Suggestions
from keyboard.writing.words import WORD


class Rival(ABC):
    """A predictor for the typist, whose answers are timed."""

    tokens_evaluated = 0  # by a model, for all answers so far
    tokens_ahead = 0  # those for words that were not written yet

    def __init__(self) -> None:
        self.seconds = 0.0  # the time of all answers so far

    def start_message(self) -> None:  # noqa: B027 - most rivals keep nothing
        """Begin a new text without the context of the text before."""

    def answer(self, text: str, count: int) -> Suggestions:
        """Return at most `count` whole words that fit at the end of `text`, best first, and what the last word should be."""
        started = time.perf_counter()
        answer = self._answer(text, count)
        self.seconds += time.perf_counter() - started
        return answer

    @abstractmethod
    def _answer(self, text: str, count: int) -> Suggestions:
        """Return the answer."""


_PROGRAM = "presage_demo_text"
_END_OF_ANSWER = "-- Context:"


class PresageRival(Rival):
    """Presage with the word list of its package; what it learns is deleted after the measurement."""

    def __init__(self) -> None:
        """Find the program; raise `EvaluationError` if it is not installed."""
        super().__init__()
        program = shutil.which(_PROGRAM)
        if program is None:
            raise EvaluationError(f"{_PROGRAM} is not installed; on Debian and Ubuntu: sudo apt-get install presage.")
        self._program = program
        self._home = tempfile.TemporaryDirectory(prefix="presage-")
        Path(self._home.name, ".presage").mkdir()
        self._process: subprocess.Popen[str] | None = None
        self._sent = ""

    def start_message(self) -> None:
        """Restart the program, the only way to reset its context."""
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None
        self._sent = ""

    def _answer(self, text: str, count: int) -> Suggestions:
        process = self._process = self._process or self._start(count)
        assert process.stdin is not None  # noqa: S101 - they are pipes
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(text[len(self._sent) :].replace("\n", " ") + "\n")
        process.stdin.flush()
        self._sent = text
        words: list[str] = []
        for line in process.stdout:
            if _END_OF_ANSWER in line:
                return answer_with(text, words[-count:])
            words.append(line.removeprefix("> ").strip())
        raise EvaluationError(f"{_PROGRAM} ended while it was measured.")

    def _start(self, count: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self._program, "--suggestions", str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "HOME": self._home.name},
        )


class EngineRival(Rival):
    """The engine's predictor, in this process: its improved answer, as after a pause, or its first one."""

    def __init__(self, opened: OpenedModel, *, is_hurried: bool = False, looks_ahead: bool = False) -> None:
        """Measure a predictor; `is_hurried` takes its first answers, `looks_ahead` those with the words that follow."""
        super().__init__()
        self._predictor = opened.predictor
        self._is_hurried = is_hurried
        self._looks_ahead = looks_ahead
        # The program reads what precedes each text when it starts, so no answer is charged for it.
        self._answer("", 1)
        for _ in self._predictor.improve(never):
            pass

    @property
    def tokens_evaluated(self) -> int:  # type: ignore[override]
        return self._predictor.tokens_evaluated

    @property
    def tokens_ahead(self) -> int:  # type: ignore[override]
        return self._predictor.token_counts.ahead

    def _answer(self, text: str, count: int) -> Suggestions:
        # The pool is the words shown: with a larger one they would be drawn at random.
        prediction = self._predictor.predict(Query(0, text, 0, count, top_k=count, look_ahead=self._looks_ahead))
        if not self._is_hurried:
            for better in self._predictor.improve(never):
                prediction = better
        return answer_of(0, prediction, TokenCounts(), 0.0, final=True)


class LearningRival(Rival):
    """A predictor whose vocabulary learns what is typed, as the window's does."""

    def __init__(self, rival: Rival, vocabulary: PersonalVocabulary) -> None:
        """Teach the vocabulary that `rival` reads."""
        super().__init__()
        self._rival = rival
        self._vocabulary = vocabulary
        self._text = ""
        self._settled = SettledText()
        self._n_settled = 0

    @property
    def tokens_evaluated(self) -> int:  # type: ignore[override]
        return self._rival.tokens_evaluated

    @property
    def tokens_ahead(self) -> int:  # type: ignore[override]
        return self._rival.tokens_ahead

    def start_message(self) -> None:
        """Learn the rest of the last message, and begin a new one."""
        self._vocabulary.learn(self._settled.take(self._text[self._n_settled :]))
        self._text, self._n_settled, self._settled = "", 0, SettledText()
        self._rival.start_message()

    def _answer(self, text: str, count: int) -> Suggestions:
        self._text = text
        rest = text[self._n_settled :]
        if rest[-1:].isspace() and (length := settled_length(rest)):
            self._vocabulary.learn(self._settled.take(rest[:length]))
            self._n_settled += length
        return self._rival.answer(text, count)


class TokensRival(Rival):
    """The most probable tokens that match the letters typed, as a plain port of a language model would show."""

    def __init__(self, language_model: LanguageModel) -> None:
        super().__init__()
        self._language_model = language_model
        self._pieces = [piece.decode("utf-8", "replace") for piece in language_model.tokenizer.pieces]

    @property
    def tokens_evaluated(self) -> int:  # type: ignore[override]
        return self._language_model.cache.tokens_evaluated

    def _answer(self, text: str, count: int) -> Suggestions:
        split = split_at_cursor(text)
        before = " " if split.has_space else ""
        reading = self._language_model.read(split.context, has_space=split.has_space)
        logits = reading.logits if reading.complete else self._language_model.reader.catch_up(never).logits
        words: list[str] = []
        for token in np.argsort(-logits):
            word = self._pieces[token].removeprefix(before)
            fits = self._pieces[token].startswith(before + split.prefix) and word != split.prefix
            if fits and WORD.fullmatch(word) and word not in words:
                words.append(word)
                if len(words) == count:
                    break
        return answer_with(text, words)


class RecentRival(Rival):
    """The words of this text, the most recent first."""

    def _answer(self, text: str, count: int) -> Suggestions:
        split = split_at_cursor(text)
        written = dict.fromkeys(reversed(WORD.findall(split.context)))
        fitting = (word for word in written if word.startswith(split.prefix) and word != split.prefix)
        return answer_with(text, list(islice(fitting, count)))


# Letters that SymSpell's proposals may differ in.
_DISTANCE = 2


class SpellingRival(Rival):
    """A spelling checker: its proposals are on the buttons, and the space takes the first one. It completes no word."""

    def _answer(self, text: str, count: int) -> Suggestions:
        typed = split_at_cursor(text).prefix
        proposals = self._proposals(typed)[:count] if typed else ()
        answer = answer_with(text, proposals)
        correction = Correction(proposals[0], 1.0, len(typed)) if proposals else None
        return replace(answer, correction=correction, language=ENGLISH)

    @abstractmethod
    def _proposals(self, typed: str) -> Sequence[str]:
        """Return the corrections of letters that are not a word, best first; none for a word."""


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
        """Load the words; raise `EvaluationError` if the package is not installed."""
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
