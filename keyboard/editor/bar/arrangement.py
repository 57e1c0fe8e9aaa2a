"""Which word goes on which button when a better answer takes the place of one that is shown."""

from collections.abc import Sequence

from keyboard.writing.query import Suggestion


def arranged(better: Sequence[Suggestion], shown: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Return `better` with the words that are shown already in their old places, and the others in the places left, best first.

    A word does not move away under a finger that is about to tap it.
    """
    old_places = {suggestion.word: place for place, suggestion in enumerate(shown) if place < len(better)}
    new = iter([suggestion for suggestion in better if suggestion.word not in old_places])
    kept = {old_places[suggestion.word]: suggestion for suggestion in better if suggestion.word in old_places}
    return tuple(kept[place] if place in kept else next(new) for place in range(len(better)))
