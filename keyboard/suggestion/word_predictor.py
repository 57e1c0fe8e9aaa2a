"""The next word: what is evaluated for it, and when.

An answer comes from the tokens' probabilities after the context, which `WordScores` turns into those of words; idle time makes it
better. While letters are typed the context stays the same: the words are only filtered, and no token is evaluated.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from keyboard.language_model.context_reader import Reading
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import AbortWhen, Logits, TokenCounts, never
from keyboard.language_model.language_model import LONGEST_PATH, LanguageModel
from keyboard.language_model.look_ahead import TokenPath
from keyboard.language_model.probabilities import log_softmax
from keyboard.storage.languages import primers_of
from keyboard.storage.vocabulary import PersonalVocabulary
from keyboard.suggestion.compounds import Compounds
from keyboard.suggestion.corrections import correction_of, meant_at_cursor
from keyboard.suggestion.document_words import DocumentWords
from keyboard.suggestion.following_words import FollowingWords
from keyboard.suggestion.language_words import LanguageWords, WrittenLanguages
from keyboard.suggestion.lexicon import Forms, Lexicon, forms_of, load_lexicon
from keyboard.suggestion.meant_words import MeantForms, MeantWords
from keyboard.suggestion.open_vocabulary import OpenVocabulary, log_probabilities_of
from keyboard.suggestion.personal_words import PersonalWords
from keyboard.suggestion.query import Prediction, expects_capital
from keyboard.suggestion.sensitive import is_sensitive
from keyboard.suggestion.word_distribution import WordDistribution, WordProbability
from keyboard.suggestion.word_scores import WordScores
from keyboard.suggestion.words_at_cursor import with_correction, words_at_cursor
from keyboard.writing.cursor import CursorSplit, split_at_cursor
from keyboard.writing.query import Query

# A word that is being typed is evaluated ahead where it is at least this probable.
_LIKELY = 0.25
# The same for the punctuation mark after it.
_LIKELY_MARK = 0.15
# So many words that fit the letters typed are looked at for those of many tokens.
_MOST_LONG_WORDS = 12
# Fewer letters than this match too many words to search for one that the lexicon lacks.
_SHORTEST_FOLLOWED = 2


class WordPredictor:
    """Predicts words from a language model, a lexicon, the words of the text and those of the user."""

    def __init__(
        self,
        language_model: LanguageModel,
        lexicon: Lexicon,
        cache_folder: Path,
        vocabulary: PersonalVocabulary | None = None,
        document_words: Callable[[Forms], DocumentWords] = DocumentWords,
        meant_words: Callable[[Forms], MeantWords | None] = MeantWords,
        primers: Callable[[str], tuple[str, str]] = primers_of,
    ) -> None:
        """Index the lexicon in the model's tokens, or read the index from the cache folder.

        `vocabulary` has the words that the user has written; `document_words` makes the counter of those of the text, and
        `meant_words` what knows how a writer slips; without it the letters only filter the words. The model has read the
        `primers` of the lexicon's language.
        """
        self._language_model = language_model

        def prepare(lexicon: Lexicon) -> Callable[[], LanguageWords]:
            forms = forms_of(lexicon)
            scores, meant, compounds = WordScores(language_model, forms, cache_folder), meant_words(forms), Compounds(forms)
            # Made now, so that no key waits for them.
            forms.by_lower_case  # noqa: B018
            is_sensitive("", forms.language)
            return lambda: LanguageWords(forms, scores, document_words(forms), PersonalWords(forms, vocabulary), meant, compounds)

        self._languages = WrittenLanguages(prepare(lexicon)(), lambda code: prepare(load_lexicon(code)))
        self._use(self._languages.words)
        self._primers, self._primed = primers, lexicon.language.code
        self._open_vocabulary = OpenVocabulary(language_model)
        self._following = FollowingWords(language_model, self._distribution_at)
        self._query = Query()
        self._split = split_at_cursor("")
        self._was_read: tuple[str, int, bool] | None = None  # context, offset, and whether a space follows
        self._log_probabilities: Logits = np.zeros(0, dtype=np.float32)
        self._complete = False
        self._is_mixed = False
        self._distribution: WordDistribution | None = None
        self._begins_word: dict[str, float] = {}  # the probability that the next token begins a word, by language
        # What the words are of a second language, beside those of the first.
        self._second: tuple[WordDistribution, WordDistribution] | None = None
        self._earlier: tuple[str, WordDistribution | None] = "", None  # the last context but one, and the words after it

    @property
    def tokens_evaluated(self) -> int:
        """All tokens that the model has evaluated so far."""
        return self._language_model.cache.tokens_evaluated

    @property
    def token_counts(self) -> TokenCounts:
        """All tokens that the model has evaluated so far, by purpose."""
        return self._language_model.reader.token_counts

    @property
    def window_start(self) -> int:
        """Where the text begins that the model reads, in characters of the document."""
        return self._language_model.window.start

    def keep_next_window_on_time(self, abort_when: AbortWhen) -> None:
        """Evaluate what the next window needs now to be ready in time; meant for idle time, before all else."""
        self._language_model.keep_next_window_on_time(abort_when)

    def prepare_next_window(self, abort_when: AbortWhen) -> None:
        """Evaluate the rest of the next window; meant for idle time, after all else."""
        self._language_model.prepare_next_window(abort_when)

    def predict(self, query: Query, abort_when: AbortWhen = never) -> Prediction:
        """Return the words that match at the cursor, and evaluate only what is new in the context."""
        split = split_at_cursor(query.text)
        wanted = (split.context, query.offset, split.has_space)
        if wanted != self._was_read or not self._language_model.ahead.has_start:
            if self._distribution is not None:
                self._earlier = self._split.context, self._distribution
            if self._languages.certain_code == self._scores.forms.language.code:
                self._interpolation.learn(split.context)
            self._was_read = None
            reading = self._language_model.read(split.context, query.offset, abort_when, has_space=split.has_space)
            self._was_read = wanted
            self._set_reading(reading.logits, complete=reading.complete)
        elif _kind(split) != _kind(self._split):
            self._distribution = None
        if self._languages.choose(split, query):
            self._use(self._languages.words)
            self._distribution = None
        if self._personal_words.has_changed():
            self._distribution = None
            self._following.clear()
        self._query, self._split = query, split
        return self._prediction()

    def prepare(self, abort_when: AbortWhen) -> None:
        """Evaluate the word that is probably being typed, and a mark that may follow it; meant for idle time.

        The space after the word, or the mark, then costs nothing. The word's next letter is read already.
        """
        self._personal_words.catch_up(abort_when)
        if not self._query.look_ahead or not self._split.prefix or not self._complete or self._distribution is None:
            return
        prefix = self._split.prefix
        likeliest = self._distribution.most_probable(prefix, 1, meant=self._meant(self._distribution))
        if self._meant_words and likeliest:
            self._meant_words.read_ahead(prefix + likeliest[0].word[len(prefix) : len(prefix) + 1])
        typed = WordProbability(prefix, self._distribution.probability_of(prefix))
        likely = [self._path_of(item.word) for item in (typed, *likeliest) if item.probability >= _LIKELY]
        self._language_model.look_ahead(likely, abort_when)
        if typed.probability >= _LIKELY:
            self._language_model.look_ahead(self._marks_after(self._path_of(typed.word)), abort_when)

    def improve(self, abort_when: AbortWhen) -> Iterator[Prediction]:
        """Yield better answers to the last query; meant for idle time, in small steps that can be aborted."""
        if self._languages.load(abort_when):
            self._languages.choose(self._split, self._query)
            self._use(self._languages.words)
            self._distribution = None
            yield self._prediction()
        self._personal_words.catch_up(abort_when)
        if self._languages.words.judge_text(abort_when):
            self._distribution = None
        shown = self._prediction()
        reading = self._read_other_primers(abort_when)
        if reading is None and not self._complete:
            reading = self._language_model.reader.catch_up(abort_when)
        if reading is not None:
            self._set_reading(reading.logits, complete=True)
            shown = self._prediction()
            yield shown
        self._mix_primers(abort_when)
        _abort_if(abort_when)
        ahead = self._paths_of(shown) if self._query.look_ahead else []
        self._language_model.look_ahead([*self._scores.undecided(self._log_probabilities, self._split), *ahead], abort_when)
        self._weigh_long_words(abort_when)
        _abort_if(abort_when)
        self._distribution = None
        better = self._prediction()
        if [item.word for item in better.words] != [item.word for item in shown.words]:
            yield better
        if self._query.look_ahead:
            # Other branches may have been replaced by those of long words.
            self._language_model.look_ahead(self._paths_of(better), abort_when)
        n_known = len(words_at_cursor(self._distribution, self._split, self._query)) if self._distribution else 0
        has_room = n_known < min(self._query.count, self._query.top_k)
        compounds = self._languages.words.compounds_at(self._split, self._query)
        if (has_room or compounds) and len(self._split.prefix) >= _SHORTEST_FOLLOWED:
            followed = self._follow(compounds, abort_when)
            yield followed
            if self._query.look_ahead:
                # The search may have replaced branches, and the tokens of a word can differ from those that it was found by.
                self._language_model.look_ahead(self._paths_of(followed), abort_when)
        if self._query.look_ahead:
            yield from self._find_following(abort_when)

    def rank(self, text: str, offset: int, words: Sequence[str], abort_when: AbortWhen = never) -> tuple[float, ...]:
        """Return the log-probability of each word after a text, as `log_probabilities_of` does."""
        self._was_read = None
        return log_probabilities_of(self._language_model, text, offset, words, abort_when)

    def _read_other_primers(self, abort_when: AbortWhen) -> Reading | None:
        """Read the primers of the text's language in place of another one's; return None where that changes nothing."""
        code = self._languages.certain_code
        if not code or code == self._primed:
            return None
        reading = self._language_model.use_primers(self._primers(code), abort_when)
        if reading is not None:
            self._primed = code
        return reading

    def _weigh_long_words(self, abort_when: AbortWhen) -> None:
        """Evaluate the likeliest words of many tokens that the letters typed begin, to their end."""
        if not self._split.prefix or self._query.rest:
            return
        self._distribution = self._new_distribution()
        words = self._scores.long_words(self._distribution.forms_with(self._split.prefix, _MOST_LONG_WORDS), self._split)
        self._open_vocabulary.best_of(words, " " * self._split.has_space, self._log_probabilities, abort_when)

    def _mix_primers(self, abort_when: AbortWhen) -> None:
        """At the start of a document, mix in the predictions after the second primer, once for each context."""
        if self._is_mixed:
            return
        mixed = self._language_model.mixed_with_second_primer(self._log_probabilities, abort_when)
        if mixed is not None:
            self._log_probabilities = mixed
        self._is_mixed = True

    def _find_following(self, abort_when: AbortWhen) -> Iterator[Prediction]:
        """Yield the answer with the words that follow those on the buttons, if there are any."""
        shown = self._prediction()
        if not _may_be_followed(self._query):
            return
        for place, item in enumerate(shown.words):
            _abort_if(abort_when)
            path, text = self._path_of(item.word), self._split.context + " " * self._split.has_space + item.word
            if item.before or len(path) == LONGEST_PATH:
                continue
            if place == 0:
                self._following.find_all(text, path, item.probability, self._query, abort_when)
            else:
                self._following.find(text, path, self._query)
        better = self._with_following(shown)
        if better != shown:
            yield better

    def _with_following(self, prediction: Prediction) -> Prediction:
        """Return a prediction with what is known to follow its words."""
        if not _may_be_followed(self._query) or self._following.is_empty:
            return prediction
        words = tuple(
            item if item.before else replace(item, following=self._following.known(self._path_of(item.word)))
            for item in prediction.words
        )
        return replace(prediction, words=words)

    def _follow(self, compounds: Mapping[str, float], abort_when: AbortWhen) -> Prediction:
        """Return the words that match, with those that the lexicon lacks."""
        space, language = " " * self._split.has_space, self._scores.forms.language
        words = self._open_vocabulary.complete(space + self._split.prefix, self._log_probabilities, language, abort_when)
        words |= self._open_vocabulary.best_of(compounds, space, self._log_probabilities, abort_when)
        words, distribution = self._interpolation.mixed_others(words, compounds), self._new_distribution()
        right = self._languages.words.without_slips(words, distribution, self._query)
        self._distribution = distribution.with_others(right)
        return self._prediction()

    def _set_reading(self, logits: Logits, *, complete: bool) -> None:
        self._log_probabilities = log_softmax(logits)
        self._complete = complete
        self._is_mixed = False
        self._distribution = None
        self._following.clear()

    def _prediction(self) -> Prediction:
        if self._distribution is None:
            self._distribution = self._new_distribution()
        mixture = self._with_second_language(self._distribution)
        words = words_at_cursor(mixture, self._split, self._query, self._meant(self._distribution))
        correction = None
        if self._meant_words and self._languages.may_correct(self._split.prefix):
            context, earlier = self._earlier
            is_before = f"{context} {self._split.previous_word}" == self._split.context
            correction = correction_of(
                self._distribution, self._split, self._query, self._meant_words, earlier if is_before else None
            )
        words = with_correction(words, correction, self._distribution, self._split, self._query)
        return self._with_following(Prediction(self._split, words, self._complete, correction, self._distribution.language.code))

    def _use(self, words: LanguageWords) -> None:
        """Take the words of a language; those of a second one are mixed in."""
        assert words.scores is not None  # noqa: S101 - there is a model
        self._scores, self._document_words = words.scores, words.document_words
        self._meant_words, self._personal_words = words.meant_words, words.personal_words
        self._interpolation = words.interpolation

    def _with_second_language(self, distribution: WordDistribution) -> WordDistribution:
        """Return a distribution with the words of a second language that the text may be in.

        By Bayes' rule a language weighs the more, the more of the model's probability its words have.
        """
        main, second = self._languages.words, self._languages.second
        if second is None:
            return distribution
        if self._second is None or self._second[0] is not distribution:
            self._use(second)
            self._second = distribution, self._new_distribution()
            self._use(main)
        words, weight = self._second[1], self._languages.second_weight
        in_first = (1 - weight) * self._begins_word[distribution.language.code]
        in_second = weight * self._begins_word[words.language.code]
        return distribution.mixed_with_language(words, in_second / max(in_first + in_second, 1e-30), self._split.prefix)

    def _meant(self, distribution: WordDistribution) -> MeantForms | None:
        return meant_at_cursor(distribution, self._split, self._query, self._meant_words) if self._meant_words else None

    def _new_distribution(self) -> WordDistribution:
        self._document_words.read(self._split.context, self._query.offset)
        self._languages.words.judge_newest()
        distribution, begins_word = self._distribution_at(self._split, self._log_probabilities)
        self._begins_word[distribution.language.code] = begins_word
        return distribution

    def _distribution_at(
        self, split: CursorSplit, log_probabilities: Logits, after_path: TokenPath = ()
    ) -> tuple[WordDistribution, float]:
        """Mix the probabilities of the model with the words of the document and of the user.

        `log_probabilities`, (n_vocab,), are those of the next token, after the text and `after_path`. Returns also the
        probability that it begins a word.
        """
        scores = self._scores
        has_capital = expects_capital(split, scores.forms.language)
        probabilities = np.exp(scores.log_probabilities(log_probabilities, split, after_path))
        begins_word = float(probabilities.sum())
        probabilities /= max(begins_word, 1e-30)
        frequencies = scores.forms.shares(has_capital=has_capital)
        if not after_path:
            self._interpolation.expect(split.context, probabilities, frequencies)
        probabilities = self._interpolation.mixed(probabilities, frequencies)
        words = self._document_words.unknown_words(has_capital=has_capital)
        slips = {word for word in words if self._languages.words.may_be_slip(word, self._query)}
        unknown = {
            word: scores.make_room_for(word, share, probabilities, log_probabilities, split, after_path)
            for word, share in words.items()
            if word not in slips
        }
        mixture = self._document_words.mixed_into(
            probabilities, unknown, starts_sentence=split.starts_sentence, has_capital=has_capital, without=slips
        )
        mixture = self._personal_words.mixed_into(
            mixture, split.previous_word, starts_sentence=split.starts_sentence, has_capital=has_capital
        )
        return mixture, begins_word

    def _paths_of(self, prediction: Prediction) -> list[TokenPath]:
        return [self._path_of(item.word) for item in prediction.words]

    def _path_of(self, word: str) -> TokenPath:
        return self._language_model.path_of(" " * self._split.has_space + word)

    def _marks_after(self, path: TokenPath) -> list[TokenPath]:
        """Return the path extended by the punctuation mark that is likely to follow, if there is one."""
        after = self._language_model.ahead.log_probabilities_after(path)
        if after is None:
            return []
        marks = self._language_model.tokenizer.marks
        mark = int(marks[after[marks].argmax()])
        return [(*path, mark)] if np.exp(after[mark]) >= _LIKELY_MARK else []


def _abort_if(abort_when: AbortWhen) -> None:
    if abort_when():
        raise EvaluationAbortedError


def _may_be_followed(query: Query) -> bool:
    """Return whether a tap puts a word at the text's end."""
    return not query.rest and not query.instead_of


def _kind(split: CursorSplit) -> tuple[bool, bool]:
    """Return what a distribution depends on besides its context."""
    return split.has_space, expects_capital(split)
