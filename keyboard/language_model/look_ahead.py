"""Words that are evaluated before they are typed, on branches of the sequence that is being read."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from keyboard.language_model.cached_sequence import CachedSequence
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import AbortWhen, KVCache, Logits, Row
from keyboard.language_model.probabilities import log_softmax

TokenPath = tuple[int, ...]


class LookAhead:
    """Branches from one place in one sequence, each a short path of tokens.

    A branch shares the cells of its base sequence (`llama_memory_seq_cp`), so that it costs only its own tokens. Tokens that
    several paths begin with are evaluated once, as one row of several sequences.
    """

    def __init__(self, cache: KVCache, sequences: Iterable[int]) -> None:
        """Use these sequences of the cache, one for each branch."""
        self._cache = cache
        self._free = list(sequences)
        self._capacity = len(self._free)
        self._base: CachedSequence | None = None
        self._context: list[int] = []
        self._branches: dict[TokenPath, int] = {}  # the least recently requested first
        # Those of the token after each path that is evaluated, (n_vocab,). They become log-probabilities, which differ by a
        # constant, when these are first asked for: a large vocabulary's row takes a megabyte.
        self.logits: dict[TokenPath, Logits] = {}
        self._normalized: set[TokenPath] = set()
        self._word_ends: dict[TokenPath, float] = {}

    def start_at(self, base: CachedSequence, context: Sequence[int]) -> None:
        """Branch after `context`, the first tokens of `base`; of another context's branches keep what goes on from this one."""
        length = len(self._context)
        if base is not self._base or list(context[:length]) != self._context:
            self.clear()
        elif len(context) > length:
            self._advance(tuple(context[length:]))
        self._base, self._context = base, list(context)

    @property
    def has_start(self) -> bool:
        """Whether there is a place to branch from."""
        return self._base is not None

    def log_probabilities_after(self, path: TokenPath) -> Logits | None:
        """Return the log-probabilities, (n_vocab,), of the token after a path, or None if it is not evaluated."""
        if path not in self._normalized and path in self.logits:
            self.logits[path] = log_softmax(self.logits[path])
            self._normalized.add(path)
        return self.logits.get(path)

    def log_word_end(self, path: TokenPath, ends_word: npt.NDArray[np.bool_]) -> float:
        """Return the log-probability that a word ends after an evaluated path, by a token of `ends_word`, (n_vocab,)."""
        if path not in self._word_ends:
            after = self.log_probabilities_after(path)
            assert after is not None  # noqa: S101 - it is evaluated
            self._word_ends[path] = float(np.log(np.exp(after) @ ends_word))
        return self._word_ends[path]

    def evaluate(self, paths: Sequence[TokenPath], abort_when: AbortWhen) -> None:
        """Evaluate what is missing of these paths, at most as many as there are sequences, in as few batches as possible.

        The least recently requested branches make room for new ones. If `EvaluationAbortedError` or `EvaluationFailedError` is
        raised, the paths that are complete by then are kept.
        """
        if abort_when():
            raise EvaluationAbortedError
        asked = list(dict.fromkeys(paths))[: self._capacity]
        for path in asked:
            if path in self.logits:  # now the most recently requested branch
                branch = self._branch_through(path)
                self._branches[branch] = self._branches.pop(branch)
        wanted = [path for path in asked if path not in self.logits]
        if not wanted or self._base is None:
            return
        sequences = {path: self._open_branch(path) for path in wanted}
        rows = self._rows(sequences)
        try:
            for start in range(0, len(rows), self._cache.n_interruptible):
                batch = rows[start : start + self._cache.n_interruptible]
                logits = self._cache.evaluate([row for _, row in batch], abort_when)
                self.logits.update(zip((node for node, _ in batch), logits, strict=True))
        except BaseException:
            for path in wanted:
                if path not in self.logits:
                    self._close_branch(path)
            raise

    def follow(self, wanted: Sequence[int]) -> None:
        """Make the longest branch that `wanted` follows part of the base sequence, without an evaluation."""
        base, length = self._base, len(self._context)
        if base is None or list(wanted[:length]) != self._context or base.tokens[:length] != self._context:
            return
        ahead = tuple(wanted[length:])
        for end in range(len(ahead), 0, -1):
            if (logits := self.logits.get(ahead[:end])) is not None:
                base.adopt(self._branches[self._branch_through(ahead[:end])], length, ahead[:end], logits)
                return

    def clear(self) -> None:
        """Drop all branches."""
        for path in list(self._branches):
            self._close_branch(path)
        self.logits.clear()
        self._normalized.clear()
        self._word_ends.clear()
        self._base = None

    def _advance(self, ahead: TokenPath) -> None:
        """Keep what goes on after the tokens `ahead`, which belong to the context now."""
        length = len(ahead)
        for path in list(self._branches):
            if len(path) == length or path[:length] != ahead:
                self._close_branch(path)
        self._branches = {path[length:]: sequence for path, sequence in self._branches.items()}
        self.logits = {path[length:]: logits for path, logits in self.logits.items() if len(path) > length}
        self._normalized = {path[length:] for path in self._normalized if len(path) > length}
        self._word_ends = {path[length:]: p for path, p in self._word_ends.items() if len(path) > length}

    def _rows(self, sequences: dict[TokenPath, int]) -> list[tuple[TokenPath, Row]]:
        """Return the missing nodes, shortest first, each as a row of the sequences of all paths through it."""
        through: dict[TokenPath, list[int]] = {}
        for path, sequence in sequences.items():
            for end in range(1, len(path) + 1):
                if path[:end] not in self.logits:
                    through.setdefault(path[:end], []).append(sequence)
        return [
            (node, Row(node[-1], len(self._context) + len(node) - 1, tuple(members), wants_logits=True))
            for node, members in sorted(through.items(), key=lambda item: len(item[0]))
        ]

    def _open_branch(self, path: TokenPath) -> int:
        assert self._base is not None  # noqa: S101 - `evaluate` has looked
        if not self._free:
            self._close_branch(next(iter(self._branches)))
        sequence = self._free.pop()
        length = len(self._context)
        self._cache.copy(self._base.sequence, sequence, 0, length)
        for end in range(len(path) - 1, 0, -1):
            if path[:end] in self.logits:
                self._cache.copy(self._branches[self._branch_through(path[:end])], sequence, length, length + end)
                break
        self._branches[path] = sequence
        return sequence

    def _close_branch(self, path: TokenPath) -> None:
        sequence = self._branches.pop(path)
        self._cache.truncate(sequence, 0)
        self._free.append(sequence)
        for end in range(len(path), 0, -1):
            if any(branch[:end] == path[:end] for branch in self._branches):
                break
            self.logits.pop(path[:end], None)
            self._normalized.discard(path[:end])
            self._word_ends.pop(path[:end], None)

    def _branch_through(self, node: TokenPath) -> TokenPath:
        return next(path for path in self._branches if path[: len(node)] == node)
