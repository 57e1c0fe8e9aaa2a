"""The words of the languages that are written: what is known of each, read when the first text in it appears."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Thread

from keyboard.language_model.kv_cache import AbortWhen, never
from keyboard.suggestion.compounds import Compounds
from keyboard.suggestion.corrections import probability_as_slip
from keyboard.suggestion.document_words import DocumentWords
from keyboard.suggestion.language_weights import LanguageWeights
from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.meant_words import MeantWords
from keyboard.suggestion.personal_words import PersonalWords
from keyboard.suggestion.word_distribution import WordDistribution
from keyboard.suggestion.word_scores import Interpolation, WordScores
from keyboard.writing.cursor import CursorSplit
from keyboard.writing.query import Query

# A second language is served from this weight on.
_SERVED = 0.05
# A word is corrected where its language has at least this weight.
_CERTAIN = 0.9
# The most compounds that are weighed at a time.
_MOST_COMPOUNDS = 200
_LOOKS_EVERY_S = 0.005
# A word that the lexicon lacks is not a slip if it is this many times as probable as a known word that is typed so.
_FAR_LIKELIER = 100


@dataclass
class LanguageWords:
    """The words of one language, and all that scores them."""

    forms: Forms  # the lexicon's
    scores: WordScores | None  # their probabilities by the model; None without one
    document_words: DocumentWords  # the words of the text
    personal_words: PersonalWords  # those of the user
    meant_words: MeantWords | None  # the error model; None if the letters only filter the words
    compounds: Compounds  # those that the lexicon lacks

    def __post_init__(self) -> None:
        self.interpolation = Interpolation(self.forms)  # how much the words' frequencies weigh beside the model

    def is_slip(self, word: str) -> bool:
        """Return whether a word that no list has is rather a slip than a word of its own; a compound is none.

        It is a slip of a known word, or of one that the text has more often.
        """
        meant, text = self.meant_words, self.document_words
        if meant is None or word in self.compounds:
            return False
        return meant.is_slip(word) or any(text.times(other) > text.times(word) for other in meant.beside(word))

    def may_be_slip(self, word: str, query: Query) -> bool:
        """Return whether a word of the text is a slip, or may be one that is not judged yet: it is not offered."""
        meant = self.meant_words
        if meant is None or self.document_words.is_settled(word) or word in query.left_alone:
            return False
        return not meant.is_judged(word) or self.is_slip(word)

    def judge_text(self, abort_when: AbortWhen) -> bool:
        """Find out which words of the text are slips, and return whether that is new for any; meant for idle time."""
        unknown = self._unknown_words()
        return self._judge(unknown, unknown, abort_when)

    def judge_newest(self) -> None:
        """Judge one word of the text, whose letters were probably just typed, and read."""
        meant, unknown = self.meant_words, self._unknown_words()
        if meant is not None:
            self._judge([word for word in unknown if not meant.is_judged(word)][:1], unknown, never)

    def without_slips(self, words: Mapping[str, float], distribution: WordDistribution, query: Query) -> dict[str, float]:
        """Return those words that are not slips, by their letters or because the words they resemble are far less likely here.

        `words` are words that the lexicon lacks, each with the model's probability. The model repeats slips of the text, so the
        probability of a word that is in the text is no evidence for it.
        """
        meant, text = self.meant_words, self.document_words
        if meant is None:
            return dict(words)
        self._judge(words, self._unknown_words(), never)
        return {
            word: p
            for word, p in words.items()
            if not self.is_slip(word)
            or (not text.times(word) and p >= _FAR_LIKELIER * probability_as_slip(word, distribution, query, meant))
        }

    def compounds_at(self, split: CursorSplit, query: Query) -> dict[str, float]:
        """Return compounds that the letters typed begin where the lexicon has fewer words than there are buttons."""
        n_known = len(self.forms.with_prefix(split.prefix)) + len(self.forms.cased_with_prefix(split.prefix))
        if not split.prefix or query.rest or query.instead_of or n_known >= query.count:
            return {}
        return self.compounds.beginning_with(split.prefix, _MOST_COMPOUNDS)

    def _judge(self, words: Iterable[str], unknown: tuple[str, ...], abort_when: AbortWhen) -> bool:
        """Judge words, and return whether the result is new for any; each takes as long as to type it."""
        is_new = False
        for word in words:
            if self.meant_words is None or abort_when():
                break
            is_new |= self.meant_words.judge(word, unknown)
        return is_new

    def _unknown_words(self) -> tuple[str, ...]:
        return tuple(sorted(self.document_words.unknown_words()))


class WrittenLanguages:
    """Chooses the words of the language at the cursor, and of a possible second one."""

    def __init__(self, words: LanguageWords, prepare: Callable[[str], Callable[[], LanguageWords]]) -> None:
        """Begin with the words of one language.

        `prepare` reads another one on a thread of its own, and returns what makes its words of that.
        """
        self.words = words  # those of the likeliest of the loaded languages
        self.second: LanguageWords | None = None  # those of another language, or None
        self.second_weight = 0.0  # the probability that it is this one
        self._prepare = prepare
        self._loaded = {words.forms.language.code: words}
        self._prepared: dict[str, Callable[[], LanguageWords]] = {}
        self._thread: Thread | None = None
        self._weights = LanguageWeights()
        self._wanted = words.forms.language.code
        self._wanted_weight = 1.0

    @property
    def certain_code(self) -> str:
        """The language of the text at the cursor, "" while it is uncertain; its words may not be loaded yet."""
        return self._wanted if self._wanted_weight >= _CERTAIN else ""

    def may_correct(self, word: str) -> bool:
        """Return whether a word may be a slip of one of `words`: the text is in their language, and it is no compound of them."""
        return self.certain_code == self.words.forms.language.code and word not in self.words.compounds

    def choose(self, split: CursorSplit, query: Query) -> bool:
        """Choose the languages at the cursor; return whether it is another one, or another weight, than before."""
        before = self.words, self.second, self.second_weight
        weights = self._weights.at(split.context, split.prefix, query.languages)
        ranked = sorted(weights, key=weights.__getitem__, reverse=True)
        self._wanted, self._wanted_weight = ranked[0], weights[ranked[0]]
        loaded = [code for code in ranked if code in self._loaded]
        self.words = self._loaded[loaded[0]] if loaded else self.words
        self.second, self.second_weight = None, 0.0
        if len(loaded) > 1 and weights[loaded[1]] >= _SERVED:
            self.second, self.second_weight = self._loaded[loaded[1]], weights[loaded[1]]
        return (self.words, self.second, self.second_weight) != before

    def load(self, abort_when: AbortWhen) -> bool:
        """Read the language at the cursor where it is not loaded yet; return whether it is now. Meant for idle time."""
        self._weights.prepare(abort_when)
        code = self._wanted
        if code in self._loaded:
            return False
        if self._thread is None:
            self._thread = Thread(target=self._read, args=(code,), daemon=True)
            self._thread.start()
        while self._thread.is_alive() and not abort_when():
            self._thread.join(_LOOKS_EVERY_S)
        if self._thread.is_alive():
            return False
        self._thread = None
        for ready, finish in self._prepared.items():
            self._loaded[ready] = finish()
        self._prepared.clear()
        return code in self._loaded

    def _read(self, code: str) -> None:
        self._prepared[code] = self._prepare(code)
