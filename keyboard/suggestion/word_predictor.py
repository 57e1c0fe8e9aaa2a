"""The next word: from a language model's tokens to the words on the buttons.

Every word of the lexicon begins with one token, so P(word) = P(first token) × P(the rest | first token). The first factor is
the model's. The second comes from the lexicon's frequencies at first, with no evaluation, and from the model as soon as the
tokens that several probable words share have been evaluated ahead, on branches of the KV cache. There P(the word ends here), the
probability that the next token begins something new, takes the place of the lexicon's share for words of one token.

While letters are typed the context stays the same: the words are only filtered, and no token is evaluated.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from keyboard.language_model.kv_cache import AbortWhen, Logits, TokenCounts, never
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.probabilities import log_softmax
from keyboard.storage.vocabulary import Vocabulary
from keyboard.suggestion.document_words import DocumentWords
from keyboard.suggestion.lexicon import Forms, Lexicon, forms_of
from keyboard.suggestion.open_vocabulary import LONGEST_PATH, OpenVocabulary, log_probabilities_of
from keyboard.suggestion.personal_words import PersonalWords
from keyboard.suggestion.query import Prediction, expects_capital
from keyboard.suggestion.word_distribution import Probabilities, WordDistribution, WordProbability
from keyboard.suggestion.word_index import NO_TOKEN, TokenizedForms, load_word_index
from keyboard.suggestion.words_at_cursor import words_at_cursor
from keyboard.writing.cursor import CursorSplit, split_at_cursor
from keyboard.writing.query import Query

TokenPath = tuple[int, ...]
LogProbabilities = npt.NDArray[np.float32]

# First tokens that several words share are looked into where at least this much probability is undecided among them.
_UNDECIDED = 0.01
_MOST_UNDECIDED_TOKENS = 2
# A word that is being typed is evaluated ahead where it is at least this probable.
_LIKELY = 0.25
# So is the mark after it.
_LIKELY_MARK = 0.15
# Fewer letters than this fit too many words for one that no list has.
_SHORTEST_FOLLOWED = 2
# What the text says of a word counts so much beside the lexicon's frequencies, which come from far more text.
_UNKNOWN_WORD_WEIGHT = 0.1


class WordPredictor:
    """Predicts words with a language model, a lexicon and the words of the text itself."""

    def __init__(
        self,
        language_model: LanguageModel,
        lexicon: Lexicon,
        cache_folder: Path,
        vocabulary: Vocabulary | None = None,
        document_words: Callable[[Forms], DocumentWords] = DocumentWords,
    ) -> None:
        """Index the lexicon in the model's tokens, or take the index from the cache folder.

        `vocabulary` has the words that the user has written; `document_words` makes what counts those of the text.
        """
        self._language_model = language_model
        self._index = load_word_index(forms_of(lexicon), language_model.encoding, cache_folder)
        self._document_words = document_words(self._index.forms)
        self._personal_words = PersonalWords(self._index.forms, vocabulary)
        self._open_vocabulary = OpenVocabulary(language_model)
        self._index.forms.by_lower_case  # noqa: B018 - made now, so that no key waits for it
        self._query = Query()
        self._split = split_at_cursor("")
        self._was_read: tuple[str, int, bool] | None = None  # context, offset, and whether a space follows
        self._log_probabilities: Logits = np.zeros(0, dtype=np.float32)
        self._complete = False
        self._is_mixed = False
        self._distribution: WordDistribution | None = None

    @property
    def tokens_evaluated(self) -> int:
        """All tokens that the model has evaluated so far."""
        return self._language_model.tokens_evaluated

    @property
    def token_counts(self) -> TokenCounts:
        """The same by purpose."""
        return self._language_model.token_counts

    @property
    def window_start(self) -> int:
        """Where the text begins that the model reads, in characters of the document."""
        return self._language_model.window_start

    def keep_next_window_on_time(self, abort_when: AbortWhen) -> None:
        """Do what cannot wait for the window that will follow the present one; meant for idle time, before all else."""
        self._language_model.keep_next_window_on_time(abort_when)

    def prepare_next_window(self, abort_when: AbortWhen) -> None:
        """Do the rest for the window that will follow; meant for idle time, after all else."""
        self._language_model.prepare_next_window(abort_when)

    def predict(self, query: Query, abort_when: AbortWhen = never) -> Prediction:
        """Return the words that fit at the end of the text, evaluating only what of its context is new."""
        split = split_at_cursor(query.text)
        wanted = (split.context, query.offset, split.has_space)
        if wanted != self._was_read:
            self._was_read = None
            reading = self._language_model.read(split.context, query.offset, abort_when, has_space=split.has_space)
            self._was_read = wanted
            self._take(reading.logits, complete=reading.complete)
        elif _kind(split) != _kind(self._split):
            self._distribution = None
        if self._personal_words.has_changed():
            self._distribution = None
        self._query, self._split = query, split
        return self._prediction()

    def prepare(self, abort_when: AbortWhen) -> None:
        """Evaluate the word that is probably being typed, and the mark that may follow it; meant for idle time.

        The space after the word, or the mark, then costs nothing.
        """
        if not self._query.look_ahead or not self._split.prefix or not self._complete or self._distribution is None:
            return
        typed = WordProbability(self._split.prefix, self._distribution.probability_of(self._split.prefix))
        words = (typed, *self._distribution.most_probable(self._split.prefix, 1))
        likely = [self._path_of(item.word) for item in words if item.probability >= _LIKELY]
        self._language_model.look_ahead(likely, abort_when)
        if typed.probability >= _LIKELY:
            self._language_model.look_ahead(self._marks_after(self._path_of(typed.word)), abort_when)

    def improve(self, abort_when: AbortWhen) -> Iterator[Prediction]:
        """Yield better answers to the last query as idle time brings them; each step is small and can be aborted."""
        shown = self._prediction()
        if not self._complete:
            reading = self._language_model.catch_up(abort_when)
            self._take(reading.logits, complete=True)
            shown = self._prediction()
            yield shown
        self._mix_primers(abort_when)
        ahead = self._paths_of(shown) if self._query.look_ahead else []
        self._language_model.look_ahead([*self._undecided(), *ahead], abort_when)
        self._distribution = None
        better = self._prediction()
        if [item.word for item in better.words] != [item.word for item in shown.words]:
            yield better
            if self._query.look_ahead:
                self._language_model.look_ahead(self._paths_of(better), abort_when)
        has_room = len(better.words) < min(self._query.count, self._query.top_k)
        if has_room and len(self._split.prefix) >= _SHORTEST_FOLLOWED:
            followed = self._follow(abort_when)
            yield followed
            if self._query.look_ahead:
                # The search has taken branches, and a word that it found may have other tokens than those that led to it.
                self._language_model.look_ahead(self._paths_of(followed), abort_when)

    def rank(self, text: str, offset: int, words: Sequence[str], abort_when: AbortWhen = never) -> tuple[float, ...]:
        """Return the log-probability of each word after a text, as `log_probabilities_of` does."""
        self._was_read = None
        return log_probabilities_of(self._language_model, text, offset, words, abort_when)

    def _mix_primers(self, abort_when: AbortWhen) -> None:
        """At the start of a document, once for each context: take in what the second primer makes of it."""
        if self._is_mixed:
            return
        mixed = self._language_model.mixed_with_second_primer(self._log_probabilities, abort_when)
        if mixed is not None:
            self._log_probabilities = mixed
        self._is_mixed = True

    def _follow(self, abort_when: AbortWhen) -> Prediction:
        """Return the words that fit, with those that only the model knows: names, and words that are new."""
        typed = (" " if self._split.has_space else "") + self._split.prefix
        words = self._open_vocabulary.complete(typed, self._log_probabilities, abort_when)
        self._distribution = self._new_distribution().with_others(words)
        return self._prediction()

    def _take(self, logits: Logits, *, complete: bool) -> None:
        self._log_probabilities = log_softmax(logits)
        self._complete = complete
        self._is_mixed = False
        self._distribution = None

    def _prediction(self) -> Prediction:
        if self._distribution is None:
            self._distribution = self._new_distribution()
        words = words_at_cursor(self._distribution, self._split, self._query)
        return Prediction(self._split, words, self._complete)

    def _new_distribution(self) -> WordDistribution:
        """Mix what the model says of each word with the words of the document."""
        probabilities = np.exp(self._log_scores())
        probabilities /= max(float(probabilities.sum()), 1e-30)
        self._document_words.read(self._split.context)
        ahead = dict(self._language_model.evaluated_ahead())
        unknown = {
            word: self._make_room_for(word, share, probabilities, ahead)
            for word, share in self._document_words.unknown_words().items()
        }
        starts_sentence = self._split.starts_sentence
        mixture = self._document_words.mixed_into(probabilities, unknown, starts_sentence=starts_sentence)
        return self._personal_words.mixed_into(mixture, self._split.previous_word, starts_sentence=starts_sentence)

    def _make_room_for(self, word: str, share: float, probabilities: Probabilities, ahead: Mapping[TokenPath, Logits]) -> float:
        """Return the probability of a word that only the text has, and take it from the forms that begin with the same tokens.

        These are its first token, or its first two where the model was asked what follows the first.
        """
        path = self._path_of(word)
        tokens = self._tokenized()
        alike = tokens.beginning_with(path[0])
        probability = float(np.exp(self._log_probabilities[path[0]]))
        if path[:1] in ahead and len(path) > 1:
            alike = alike[tokens.second[alike] == path[1]]
            probability *= float(np.exp(log_softmax(ahead[path[:1]])[path[1]]))
        frequency = _UNKNOWN_WORD_WEIGHT * share
        part = frequency / (frequency + float(self._index.forms.frequencies[alike].sum()))
        probabilities[alike] *= 1 - part
        return probability * part

    def _log_scores(self) -> LogProbabilities:
        """Return the log-probability of each form after the context, (n_forms,)."""
        tokens = self._tokenized()
        case = int(expects_capital(self._split))
        scores: LogProbabilities = np.add(self._log_probabilities[tokens.first], tokens.log_share[case])
        for path, logits in self._language_model.evaluated_ahead():
            if len(path) == 1:
                forms = tokens.beginning_with(path[0])
                scores[forms] = self._log_probabilities[path[0]] + self._log_rest(tokens, forms, logits)
        return scores

    def _log_rest(self, tokens: TokenizedForms, forms: npt.NDArray[np.int64], logits: Logits) -> npt.NDArray[np.float32]:
        """Return the log-probability of what follows the first token in each of these forms, by the logits after it."""
        after = log_softmax(logits)
        second = tokens.second[forms]
        word_ends = np.log(np.exp(after[self._language_model.ends_word]).sum())
        rest = after[second] + tokens.log_share_of_second[int(expects_capital(self._split)), forms]
        log_rest: LogProbabilities = np.where(second == NO_TOKEN, word_ends, rest).astype(np.float32)
        return log_rest

    def _undecided(self) -> list[TokenPath]:
        """Return the first tokens that leave open which word it is, of those that fit the letters typed."""
        tokens = self._tokenized()
        span = self._index.forms.with_prefix(self._split.prefix)
        if not span:
            return []
        scores = np.exp(self._log_scores()[span.start : span.stop])
        groups, group = np.unique(tokens.first[span.start : span.stop], return_inverse=True)
        best = np.zeros(len(groups), dtype=np.float32)
        np.maximum.at(best, group, scores)
        open_share = (np.bincount(group, weights=scores) - best) / max(float(scores.sum()), 1e-30)
        most = np.argsort(-open_share)[:_MOST_UNDECIDED_TOKENS]
        return [(int(groups[place]),) for place in most if open_share[place] > _UNDECIDED]

    def _paths_of(self, prediction: Prediction) -> list[TokenPath]:
        return [self._path_of(item.word) for item in prediction.words]

    def _path_of(self, word: str) -> TokenPath:
        """Return the tokens of a word at the cursor, the first ones of a very long one."""
        before = " " if self._split.has_space else ""
        return tuple(self._language_model.encoding.encode(before + word)[:LONGEST_PATH])

    def _marks_after(self, path: TokenPath) -> list[TokenPath]:
        """Return the word's path with the punctuation mark that is likely to follow it, if there is one."""
        logits = dict(self._language_model.evaluated_ahead()).get(path)
        if logits is None:
            return []
        probabilities = np.exp(log_softmax(logits)) * self._language_model.is_mark
        mark = int(probabilities.argmax())
        return [(*path, mark)] if probabilities[mark] >= _LIKELY_MARK else []

    def _tokenized(self) -> TokenizedForms:
        return self._index.with_space if self._split.has_space else self._index.without_space


def _kind(split: CursorSplit) -> tuple[bool, bool]:
    """Return what a distribution depends on beside its context."""
    return split.has_space, expects_capital(split)
