"""Predictions without a language model: by word frequency, the words of the text and those of the user."""

from collections.abc import Callable, Iterator, Sequence

from keyboard.language_model.kv_cache import AbortWhen, TokenCounts, never
from keyboard.storage.vocabulary import PersonalVocabulary
from keyboard.suggestion.compounds import Compounds
from keyboard.suggestion.corrections import correction_of, meant_at_cursor
from keyboard.suggestion.document_words import DocumentWords
from keyboard.suggestion.language_words import LanguageWords, WrittenLanguages
from keyboard.suggestion.lexicon import Lexicon, forms_of, load_lexicon
from keyboard.suggestion.meant_words import MeantWords
from keyboard.suggestion.personal_words import PersonalWords
from keyboard.suggestion.query import Prediction, expects_capital
from keyboard.suggestion.word_distribution import WordDistribution
from keyboard.suggestion.words_at_cursor import with_correction, words_at_cursor
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.query import Query


class LexiconPredictor:
    """Predicts words as `WordPredictor` does, from word frequencies instead of a language model."""

    tokens_evaluated = 0
    token_counts = TokenCounts()
    window_start = 0

    def __init__(self, lexicon: Lexicon, vocabulary: PersonalVocabulary | None = None) -> None:
        def prepare(lexicon: Lexicon) -> Callable[[], LanguageWords]:
            forms = forms_of(lexicon)
            meant, compounds = MeantWords(forms), Compounds(forms)
            return lambda: LanguageWords(forms, None, DocumentWords(forms), PersonalWords(forms, vocabulary), meant, compounds)

        self._languages = WrittenLanguages(prepare(lexicon)(), lambda code: prepare(load_lexicon(code)))
        self._split, self._query = split_at_cursor(""), Query()

    def predict(self, query: Query, abort_when: AbortWhen = never) -> Prediction:  # noqa: ARG002 - never long
        """Return the words that match at the cursor."""
        self._split, self._query = split, query = split_at_cursor(query.text), query
        self._languages.choose(split, query)
        main, second = self._languages.words, self._languages.second
        distribution = self._distribution_of(main)
        mixture = distribution
        if second:
            mixture = distribution.mixed_with_language(self._distribution_of(second), self._languages.second_weight, split.prefix)
        meant, correction = None, None
        if main.meant_words:
            meant = meant_at_cursor(distribution, split, query, main.meant_words)
            if self._languages.may_correct(split.prefix):
                correction = correction_of(distribution, split, query, main.meant_words)
        words = with_correction(words_at_cursor(mixture, split, query, meant), correction, mixture, split, query)
        return Prediction(split, words, complete=True, correction=correction, language=main.forms.language.code)

    def _distribution_of(self, known: LanguageWords) -> WordDistribution:
        """Return the frequencies of a language's words at the cursor, mixed with the words of the text and of the user."""
        split, forms = self._split, known.forms
        has_capital = expects_capital(split, forms.language)
        known.document_words.read(split.context, self._query.offset)
        distribution = known.document_words.mixed_into(
            forms.shares(has_capital=has_capital),
            {},
            starts_sentence=split.starts_sentence,
            has_capital=has_capital,
        )
        distribution = distribution.with_others(known.compounds_at(split, self._query))
        known.personal_words.has_changed()
        return known.personal_words.mixed_into(
            distribution, split.previous_word, starts_sentence=split.starts_sentence, has_capital=has_capital
        )

    def rank(self, text: str, offset: int, words: Sequence[str], abort_when: AbortWhen = never) -> tuple[float, ...]:  # noqa: ARG002
        """Return nothing: only a model can rank words by their context."""
        return ()

    def prepare(self, abort_when: AbortWhen) -> None:
        """Apply the rest of the changes to the user's words."""
        self._languages.words.personal_words.catch_up(abort_when)

    def keep_next_window_on_time(self, abort_when: AbortWhen) -> None:
        """Do nothing: there is no window."""

    def prepare_next_window(self, abort_when: AbortWhen) -> None:
        """Do nothing: there is no window."""

    def improve(self, abort_when: AbortWhen) -> Iterator[Prediction]:
        """Apply the rest of the changes to the user's words, and yield another answer where a language was read for it."""
        self._languages.words.personal_words.catch_up(abort_when)
        if self._languages.load(abort_when):
            yield self.predict(self._query)
