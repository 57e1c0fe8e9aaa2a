"""What a model expects at the start of a document, averaged over several texts that might have stood before it."""

from collections.abc import Sequence

import numpy as np

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence, common_prefix_length
from keyboard.language_model.kv_cache import AbortWhen, Logits
from keyboard.language_model.probabilities import log_softmax

# A document's own words say more of what follows than any primer, once there are so many tokens of them.
LONGEST_START = 64
# Tokens depend on each other, so each counts for less than a whole one as evidence.
_EVIDENCE = 0.7


class PrimerMixture:
    """A second primer's view of a document's start, mixed with the first one's.

    Each primer is a kind of text, and the weights follow Bayes: what foretold the document's tokens better so far counts more
    (a mixture of experts as in Jelinek and Mercer 1980, "Interpolated estimation of Markov source parameters").
    """

    def __init__(self, second: CachedSequence, primer: Sequence[int]) -> None:
        """Read with the sequence `second`; `primer` begins with the model's begin token."""
        self._second = second
        self._primer = list(primer)
        self._document: list[int] = []
        self._expected: tuple[Logits, Logits] | None = None  # after the document, by each primer
        self._evidence: list[tuple[int, float]] = []  # document length, log P by the second primer / P by the first

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
        return np.asarray(np.logaddexp(second + log_weight, first + log_weight - log_ratio), dtype=np.float32)

    def _weigh(self, document: Sequence[int]) -> None:
        """Take in which of the two foretold the token that has come since the last time."""
        common = common_prefix_length(self._document, document)
        self._evidence = [(length, ratio) for length, ratio in self._evidence if length < common]
        if self._expected and common == len(self._document) < len(document):
            token = document[common]
            first, second = self._expected
            self._evidence.append((common, float(second[token] - first[token])))
