"""What a vocabulary holds, for tests to compare."""

from keyboard.storage.vocabulary import HALF_LIFE_WORDS, RowKind


def never(vocabulary):
    """The words that are never suggested."""
    return {entry.word for entry in vocabulary.entries() if entry.is_never}


def words(vocabulary):
    """How much each word counts now."""
    return {word: weight for (_, word), weight in _weights(vocabulary, RowKind.WORD).items()}


def pairs(vocabulary):
    """How much each pair of words counts now."""
    return _weights(vocabulary, RowKind.PAIR)


def _weights(vocabulary, kind):
    with vocabulary.snapshot() as snapshot:
        rows = snapshot.rows(kind, 0, 100_000)
        return {(row.previous, row.word): row.weight * 2 ** ((row.learnt_at - snapshot.clock) / HALF_LIFE_WORDS) for row in rows}
