"""Predictions without a language model: by word frequency, the words of the text and those of the user."""

from collections.abc import Iterator, Sequence

import numpy as np

from keyboard.language_model.kv_cache import AbortWhen, TokenCounts, never
from keyboard.storage.vocabulary import PersonalVocabulary
from keyboard.suggestion.corrections import correction_of, meant_at_cursor
from keyboard.suggestion.document_words import DocumentWords
from keyboard.suggestion.lexicon import Lexicon, forms_of
from keyboard.suggestion.meant_words import MeantWords
from keyboard.suggestion.personal_words import PersonalWords
from keyboard.suggestion.query import Prediction, expects_capital
from keyboard.suggestion.words_at_cursor import with_joined_word, words_at_cursor
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.query import Query


class LexiconPredictor:
    """Predicts words as `WordPredictor` does, from word frequencies instead of a language model."""

    tokens_evaluated = 0
    token_counts = TokenCounts()
    window_start = 0

    def __init__(self, lexicon: Lexicon, vocabulary: PersonalVocabulary | None = None) -> None:
        self._forms = forms_of(lexicon)
        self._personal_words = PersonalWords(self._forms, vocabulary)
        self._document_words = DocumentWords(self._forms)
        self._meant_words = MeantWords(self._forms)

    def predict(self, query: Query, abort_when: AbortWhen = never) -> Prediction:  # noqa: ARG002 - never long
        """Return the words that match at the cursor."""
        split = split_at_cursor(query.text)
        forms = self._forms
        has_capital = expects_capital(split)
        frequencies = forms.capital_frequencies if has_capital else forms.frequencies
        self._document_words.read(split.context, query.offset)
        distribution = self._document_words.mixed_into(
            np.asarray(frequencies / frequencies.sum(), dtype=np.float32),
            {},
            starts_sentence=split.starts_sentence,
            has_capital=has_capital,
        )
        self._personal_words.has_changed()
        distribution = self._personal_words.mixed_into(
            distribution, split.previous_word, starts_sentence=split.starts_sentence, has_capital=has_capital
        )
        meant = meant_at_cursor(split, query, self._meant_words)
        correction = correction_of(distribution, split, query, self._meant_words)
        words = with_joined_word(words_at_cursor(distribution, split, query, meant), correction, split, query)
        return Prediction(split, words, complete=True, correction=correction, language=forms.language.code)

    def rank(self, text: str, offset: int, words: Sequence[str], abort_when: AbortWhen = never) -> tuple[float, ...]:  # noqa: ARG002
        """Return nothing: only a model can rank words by their context."""
        return ()

    def prepare(self, abort_when: AbortWhen) -> None:
        """Apply the rest of the changes to the user's words."""
        self._personal_words.catch_up(abort_when)

    def keep_next_window_on_time(self, abort_when: AbortWhen) -> None:
        """Do nothing: there is no window."""

    def prepare_next_window(self, abort_when: AbortWhen) -> None:
        """Do nothing: there is no window."""

    def improve(self, abort_when: AbortWhen) -> Iterator[Prediction]:
        """Apply the rest of the changes to the user's words; yield nothing, because the first answer is final."""
        self._personal_words.catch_up(abort_when)
        yield from ()
