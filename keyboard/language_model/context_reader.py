"""Reading the text before the cursor: the whole window if that is quick, otherwise a short context first."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence, IdleReading, common_prefix_length
from keyboard.language_model.context_window import longest_next_window
from keyboard.language_model.errors import EvaluationAbortedError, EvaluationFailedError
from keyboard.language_model.kv_cache import AbortWhen, KVCache, Logits, TokenCounts, never
from keyboard.language_model.look_ahead import LookAhead, TokenPath
from keyboard.language_model.model import Model
from keyboard.language_model.probabilities import log_softmax

# Once a document has this many tokens, they say more about what follows than any primer.
LONGEST_START = 64
# The tokens of a primer that are read, at most.
LONGEST_PRIMER = 544
# Tokens depend on each other, so each counts for less than a whole one as evidence.
_EVIDENCE = 0.7


class PrimerMixture:
    """A second primer's view of a document's start, mixed with the first one's.

    Each primer is a kind of text. Bayes' rule gives more weight to the one that has predicted the tokens of the document better
    so far (a mixture of experts as in Jelinek and Mercer 1980, "Interpolated estimation of Markov source parameters").
    """

    def __init__(self, second: CachedSequence, primer: Sequence[int]) -> None:
        """Read with the sequence `second`; `primer` begins with the model's begin token."""
        self._second = second
        self._primer = list(primer)
        self._document: list[int] = []
        self._expected: tuple[Logits, Logits] | None = None  # after the document, by each primer
        self._evidence: list[tuple[int, float]] = []  # document length, log P by the second primer / P by the first

    def use(self, primer: Sequence[int]) -> None:
        """Take another second primer. The first one has changed too, so the evidence about the two is void."""
        self._primer = list(primer)
        self._document, self._expected, self._evidence = [], None, []

    def mixed(self, first: Logits, document: Sequence[int], abort_when: AbortWhen) -> Logits | None:
        """Return the log-probabilities, (n_vocab,), of the token after `document`, with those after both primers mixed.

        `first`, (n_vocab,), are those after the first primer. Evaluates what the second sequence lacks. Returns None for a
        document that is too long to need it.
        """
        if len(document) > LONGEST_START:
            return None
        second = log_softmax(self._second.read([*self._primer, *document], abort_when, CATCH_UP_BATCH))
        self._weigh(document)
        self._document, self._expected = list(document), (first, second)
        log_ratio = _EVIDENCE * sum(ratio for _, ratio in self._evidence)
        log_weight = -np.logaddexp(0.0, -log_ratio)
        weight = np.float32(np.exp(log_weight))
        mixture = weight * np.exp(second) + (1 - weight) * np.exp(first)
        return np.asarray(np.log(np.maximum(mixture, np.finfo(np.float32).tiny)), dtype=np.float32)

    def _weigh(self, document: Sequence[int]) -> None:
        """Record how well each primer predicted the token that was added since the last call."""
        common = common_prefix_length(self._document, document)
        self._evidence = [(length, ratio) for length, ratio in self._evidence if length < common]
        if self._expected and common == len(self._document) < len(document):
            token = document[common]
            first, second = self._expected
            self._evidence.append((common, float(second[token] - first[token])))


# A person who types on waits for at most this many tokens; on a CPU they take as long as about five decode steps.
TOKENS_AT_ONCE = 12
# After a jump of the cursor the first answer comes from this many tokens, which take as long as about four steps.
SHORT_CONTEXT_TOKENS = 8
_SHORT_LIMIT = 128
_N_BRANCHES = 16
# The rows of a batch, of which llama.cpp keeps the logits twice: of a large vocabulary there are fewer.
_N_BATCH = 64
_LOGITS_IN_BATCH = 64 * 65_536
_SMALLEST_N_BATCH = 32  # llama.cpp wants as many as there are sequences
_MAIN, _NEXT, _SHORT, _SCRATCH, _SECOND, _FIRST_BRANCH = range(6)
# Room for the branches' own tokens: each is one word long.
_BRANCH_CELLS = 8 * _N_BRANCHES


@dataclass(frozen=True)
class Reading:
    """What the model expects after a context."""

    logits: Logits  # of the next token, (n_vocab,)
    complete: bool  # False if only the last few tokens of the context were read


class ContextReader:
    """Reads contexts with one KV cache, so that no token is evaluated twice.

    The main sequence follows the whole window. If a jump or an edit leaves much of it to evaluate, a short sequence of the last
    few tokens answers first, and `catch_up` updates the main one in small batches when nobody waits. The next window is evaluated
    in advance on a sequence of its own; when it takes over, the two swap roles.

    If llama.cpp fails, the cache can no longer be trusted: all of it is dropped before `EvaluationFailedError` is raised, and the
    next reading starts from nothing.
    """

    def __init__(self, model: Model, window: int, second_primer: Sequence[int] = ()) -> None:
        """Read contexts of at most `window` tokens, the begin token included.

        `second_primer` is the other text, in tokens, that may precede a document.
        """
        self.cache = KVCache(
            model,
            n_cells=sum(
                (
                    window,
                    longest_next_window(window),
                    _SHORT_LIMIT + TOKENS_AT_ONCE,
                    1 + LONGEST_PRIMER + LONGEST_START,
                    _BRANCH_CELLS,
                )
            ),
            n_sequences=_FIRST_BRANCH + _N_BRANCHES,
            n_batch=max(_SMALLEST_N_BATCH, min(_N_BATCH, _LOGITS_IN_BATCH // model.n_vocab)),
        )
        self.token_counts = TokenCounts()  # the tokens evaluated so far, without aborted batches
        self._main = CachedSequence(self.cache, _MAIN, _SCRATCH)
        self._next = CachedSequence(self.cache, _NEXT, _SCRATCH)
        self._idle_reading = IdleReading()
        self._short = CachedSequence(self.cache, _SHORT, _SCRATCH)
        self._second = CachedSequence(self.cache, _SECOND, _SCRATCH)
        self._begin_token = model.begin_token
        self._mixture = PrimerMixture(self._second, [model.begin_token, *second_primer])
        self._short_start = 1
        self.wanted: list[int] = []  # the tokens of the last context
        self._base = self._main
        # The branches that follow the last reading.
        self.ahead = LookAhead(self.cache, range(_FIRST_BRANCH, _FIRST_BRANCH + _N_BRANCHES))

    @property
    def cached_length(self) -> int:
        """How many tokens of the last context are in the cache, from its start on."""
        return common_prefix_length(self._main.tokens, self.wanted)

    @property
    def next_window_length(self) -> int:
        """How many tokens of the next window are in the cache."""
        return len(self._next.tokens)

    def read(self, wanted: Sequence[int], abort_when: AbortWhen = never) -> Reading:
        """Return what comes after `wanted`: the window's tokens, the begin token first."""
        self.wanted = list(wanted)
        if self._base is self._main:
            self.ahead.follow(self.wanted)
        if self._next.missing(self.wanted) < self._main.missing(self.wanted):
            self._swap_windows()
        with self._evaluating("answers"):
            if self._main.missing(self.wanted) <= TOKENS_AT_ONCE:
                return Reading(self._read_from(self._main, self.wanted, abort_when), complete=True)
            short = self._short_context(self.wanted)
            if self._base is self._short:
                self.ahead.follow(short)
            return Reading(self._read_from(self._short, short, abort_when), complete=False)

    def catch_up(self, abort_when: AbortWhen) -> Reading:
        """Evaluate what the last reading left out, in small batches, and return the complete reading."""
        with self._evaluating("windows"):
            self._idle_reading.read(self._main, self.wanted, 0, abort_when)
            return Reading(self._read_from(self._main, self.wanted, abort_when), complete=True)

    def prepare(self, following: Sequence[int], leave: int, abort_when: AbortWhen) -> None:
        """Evaluate the tokens of the next window, all but the last `leave`; meant for idle time.

        Does nothing until the present window is completely read.
        """
        if self._base is self._main:
            with self._evaluating("windows"):
                self._idle_reading.read(self._next, following, leave, abort_when)

    def hand_over(self, following: Sequence[int], abort_when: AbortWhen) -> bool:
        """Evaluate the rest of the next window and make it the present one; return whether that was done.

        Does nothing until the present window is read whole. After `EvaluationAbortedError` the present window is unchanged.
        """
        if self._base is not self._main:
            return False
        with self._evaluating("windows"):
            self._idle_reading.read(self._next, following, 0, abort_when)
            self._next.read(following, abort_when)
        self._swap_windows()
        self.wanted = list(following)
        self.ahead.start_at(self._main, self.wanted)
        return True

    def read_after(self, primers: tuple[Sequence[int], Sequence[int]], length: int, abort_when: AbortWhen) -> Reading:
        """Read the last context after other primers in place of its first `length` tokens; meant for idle time.

        What is cached of the primer before stays, so that a text in the language before costs only its own tokens.
        """
        first, second = primers
        document = self.wanted[length:]
        wanted = [self._begin_token, *first, *document]
        with self._evaluating("windows"):
            self._idle_reading.read(self._next, wanted, 0, abort_when)
            self._next.read(wanted, abort_when)
        self.ahead.clear()
        self._main, self._next = self._next, self._main
        self._next.truncate(min(length, len(self._next.tokens)))
        self._mixture.use([self._begin_token, *second])
        self.wanted = wanted
        return Reading(self._read_from(self._main, wanted, abort_when), complete=True)

    def mixed(self, first: Logits, document: Sequence[int], abort_when: AbortWhen) -> Logits | None:
        """Return the result of `PrimerMixture.mixed` for a document that the main sequence reads from its start."""
        with self._evaluating("windows"):
            return self._mixture.mixed(first, document, abort_when)

    def look_ahead(self, paths: Sequence[TokenPath], abort_when: AbortWhen) -> None:
        """Evaluate paths of tokens that may follow the last reading, in one batch."""
        with self._evaluating("ahead"):
            self.ahead.evaluate(paths, abort_when)

    def close(self) -> None:
        """Free the KV cache."""
        self.cache.close()

    @contextmanager
    def _evaluating(self, purpose: str) -> Iterator[None]:
        """Count the tokens evaluated in a field of `token_counts`, and drop everything cached if llama.cpp fails."""
        before = self.cache.tokens_evaluated
        try:
            yield
        except EvaluationFailedError:
            self.ahead.clear()
            for sequence in (self._main, self._next, self._short, self._second):
                sequence.truncate(0)
            raise
        finally:
            evaluated = getattr(self.token_counts, purpose) + self.cache.tokens_evaluated - before
            self.token_counts = replace(self.token_counts, **{purpose: evaluated})

    def _swap_windows(self) -> None:
        """Swap the sequences of the present and the next window, and free the cells of the old one."""
        self.ahead.clear()
        self._main, self._next = self._next, self._main
        self._next.truncate(0)
        self._base = self._main

    def _read_from(self, base: CachedSequence, wanted: Sequence[int], abort_when: AbortWhen) -> Logits:
        # Drops branches of another context first, so that their cells are free for this one.
        self.ahead.start_at(base, wanted)
        self._base = base
        try:
            return base.read(wanted, abort_when)
        except EvaluationAbortedError:
            self.ahead.clear()
            raise

    def _short_context(self, wanted: list[int]) -> list[int]:
        """Return the begin token and the last tokens of `wanted`, from the same start as before while possible."""
        start = self._short_start
        kept = [wanted[0], *wanted[start:]]
        is_continued = common_prefix_length(self._short.tokens, kept) > 1
        if not is_continued or len(kept) > _SHORT_LIMIT or self._short.missing(kept) > TOKENS_AT_ONCE:
            self._short_start = max(1, len(wanted) - SHORT_CONTEXT_TOKENS + 1)
        return [wanted[0], *wanted[self._short_start :]]
