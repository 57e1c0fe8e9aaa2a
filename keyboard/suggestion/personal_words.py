"""The user's own words, of this text and of all earlier ones: how probable each is next, by the word before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from keyboard.language_model.kv_cache import AbortWhen
from keyboard.storage.vocabulary import (
    HALF_LIFE_WORDS,
    PersonalVocabulary,
    RowKind,
    VocabularyError,
    VocabularyRow,
    VocabularySnapshot,
)
from keyboard.suggestion.language_weights import is_foreign
from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.word_counts import WordCounts, uncapitalized
from keyboard.suggestion.word_distribution import WordDistribution

# The weight of single words grows with the number of words learnt, that of pairs with the uses of the word before.
_MOST_WEIGHT = 0.08
_HALF_WEIGHT_WORDS = 500
_MOST_PAIR_WEIGHT = 0.4
_HALF_WEIGHT_PAIRS = 8
# A word that the lexicon lacks counts as a slip until it is written twice. Then it is a name that the writer uses, and all such
# names share this much.
_UNKNOWN_SHARE = 0.02
_OFTEN = 1.9
# Two sums of the same weights differ by less than this share.
_ROUNDING = 0.01
# How many rows are read before an answer, and how many at a time when nobody waits.
_ROWS_BEFORE_ANSWER = 32
_ROWS_WHEN_IDLE = 256
_ROWS_AT_START = 10_000
# After so many half-lives a new unit begins; a float has room for two such spans.
_HALF_LIVES_PER_UNIT = 512


class PersonalWords:
    """Mixes the user's words into a distribution, and hides those that are never suggested.

    A change of the vocabulary reads the rows that it touched and no others, so that the cost of a key does not depend on how much
    the user has ever written. Counts are in units of the time at which everything was read, and fade when they are used.

    While the database cannot be read, the words stay as they were.
    """

    def __init__(self, forms: Forms, vocabulary: PersonalVocabulary | None) -> None:
        """Read the whole vocabulary; None is an empty one."""
        self._forms = forms
        self._reader = VocabularyReader(vocabulary) if vocabulary else None
        self._begin_unit(0)
        self._has_changed = False
        while self._read(_ROWS_AT_START):
            pass

    def has_changed(self) -> bool:
        """Apply the latest changes, and return whether there were any since the last call.

        Leaves all but the first of many changes to `catch_up`.
        """
        self._read(_ROWS_BEFORE_ANSWER)
        has_changed, self._has_changed = self._has_changed, False
        return has_changed

    def catch_up(self, abort_when: AbortWhen) -> None:
        """Apply the rest of the changes; meant for idle time."""
        while not abort_when() and self._read(_ROWS_WHEN_IDLE):
            pass

    def mixed_into(
        self, distribution: WordDistribution, previous: str, *, starts_sentence: bool, has_capital: bool = True
    ) -> WordDistribution:
        """Return the mixture of a distribution with the user's words after the word `previous`.

        Without `has_capital`, a word that the lexicon lacks and that was written at sentences' starts alone is in lower case.
        """
        fading = 2.0 ** ((self._unit_began - self._clock) / HALF_LIFE_WORDS)
        names = self._words.others(least=_OFTEN / fading)
        if not has_capital:
            names = uncapitalized(names, names.keys() & self._only_begun)
        if total := self._words.total * fading:
            weight = _MOST_WEIGHT * total / (total + _HALF_WEIGHT_WORDS)
            distribution = self._words.mixed_into(distribution, weight, names, starts_sentence=starts_sentence)
        if (followers := self._followers.get(previous.lower())) and not starts_sentence:
            total = followers.total * fading
            weight = _MOST_PAIR_WEIGHT * total / (total + _HALF_WEIGHT_PAIRS)
            others = followers.others()
            known = {word: count for word, count in others.items() if self._words.count_of(word) * fading >= _OFTEN}
            distribution = followers.mixed_into(distribution, weight, known)
        of_names = _UNKNOWN_SHARE * fading / (sum(names.values()) * fading + _OFTEN)
        return distribution.plus({word: of_names * count for word, count in names.items()}).without(self._never)

    def _read(self, limit: int) -> bool:
        """Apply at most `limit` changed rows, and return whether there were any."""
        try:
            new = self._reader.read(limit) if self._reader else None
        except VocabularyError:
            return False
        if new is None:
            return False
        self._apply(new)
        self._has_changed = True
        return bool(new.rows)

    def _apply(self, new: "_NewRows") -> None:
        if new.is_anew:
            self._begin_unit(new.clock)
        self._clock = new.clock
        for row in new.rows:
            if row.kind == RowKind.NEVER:
                self._apply_never(row)
            else:
                self._apply_count(row)
        if any(row.kind == RowKind.NEVER for row in new.rows):
            self._never = frozenset(self._never_by_id.values())
        if self._reader and self._clock - self._unit_began > _HALF_LIVES_PER_UNIT * HALF_LIFE_WORDS:
            self._reader.start_anew()

    def _begin_unit(self, clock: int) -> None:
        """Remove all words; one that is written now counts 1."""
        self._unit_began = self._clock = clock
        self._words = WordCounts(self._forms)
        self._followers: dict[str, WordCounts] = {}  # by the word before, in lower case
        self._only_begun: set[str] = set()  # words that stood at sentences' starts alone
        self._counted: dict[tuple[str, int], tuple[str, str, float]] = {}  # previous, word and count by kind and id
        self._never_by_id: dict[int, str] = {}
        self._never = frozenset(())

    def _apply_count(self, row: VocabularyRow) -> None:
        if before := self._counted.pop((row.kind, row.id), None):
            previous, word, count = before
            self._add(row.kind, previous, word, -count)
            self._only_begun.discard(word if row.kind == RowKind.WORD else "")
        if row.word and not is_foreign(row.word, self._forms):
            count = row.weight * 2.0 ** ((row.learnt_at - self._unit_began) / HALF_LIFE_WORDS)
            self._counted[row.kind, row.id] = row.previous.lower(), row.word, count
            self._add(row.kind, row.previous.lower(), row.word, count)
            if row.begun > row.weight * (1 - _ROUNDING) and row.word[1:].islower():
                self._only_begun.add(row.word)

    def _add(self, kind: str, previous: str, word: str, count: float) -> None:
        if kind == RowKind.WORD:
            self._words.add(word, count)
            return
        followers = self._followers.setdefault(previous, WordCounts(self._forms))
        followers.add(word, count)
        if followers.is_empty:
            del self._followers[previous]

    def _apply_never(self, row: VocabularyRow) -> None:
        if row.word:
            self._never_by_id[row.id] = row.word
        else:
            self._never_by_id.pop(row.id, None)


@dataclass(frozen=True)
class _NewRows:
    """Rows that a reader has read."""

    rows: Sequence[VocabularyRow]  # in their present state
    clock: int  # number of words that the user has written
    is_anew: bool  # whether the rows replace everything read before


class VocabularyReader:
    """Reads every row of a vocabulary once, and again when it has changed, a few rows at a time."""

    def __init__(self, vocabulary: PersonalVocabulary) -> None:
        """Read from the first row on."""
        self._vocabulary = vocabulary
        self._version: object = None
        self._is_anew = True
        self._is_behind = True
        self._unread: list[RowKind] = []  # whose rows are not all read, in order
        self._last_id = 0  # of the first of these
        self._number = 0  # of the last change that was read

    def start_anew(self) -> None:
        self._is_anew = True
        self._is_behind = True

    def read(self, limit: int) -> _NewRows | None:
        """Return the next rows, at most `limit` of them, or None if nothing has changed.

        Raises `VocabularyError` if the file cannot be read.
        """
        version = self._vocabulary.version()
        if version == self._version and not self._is_behind:
            return None
        try:
            new = self._read_next(limit)
        except VocabularyError:
            self.start_anew()  # because it is unknown which rows were read
            raise
        self._version, self._is_anew = version, False
        self._is_behind = len(new.rows) == limit
        return new

    def _read_next(self, limit: int) -> _NewRows:
        with self._vocabulary.snapshot() as snapshot:
            start, end = snapshot.log_range()
            is_anew = self._is_anew or self._number < start
            if is_anew:
                self._number, self._unread, self._last_id = end, list(RowKind), 0
            rows: list[VocabularyRow] = []
            while self._unread and len(rows) < limit:
                rows += self._read_unread(snapshot, limit - len(rows))
            if not self._unread:
                changed, self._number = snapshot.changes(self._number, limit - len(rows))
                rows += changed
            return _NewRows(rows, snapshot.clock, is_anew)

    def _read_unread(self, snapshot: VocabularySnapshot, limit: int) -> list[VocabularyRow]:
        rows = snapshot.rows(self._unread[0], self._last_id, limit)
        if len(rows) < limit:
            self._unread, self._last_id = self._unread[1:], 0
        else:
            self._last_id = rows[-1].id
        return rows
