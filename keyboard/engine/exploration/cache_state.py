"""Says what the KV cache holds that the suggestions come from."""

from collections.abc import Callable

from keyboard.engine.exploration_messages.cache_state import CacheRequest, CacheState
from keyboard.language_model.language_model import CacheContents, LanguageModel


class CacheWatch:
    """Counts what the answers asked of the model, and what of it had to be evaluated."""

    def __init__(self, language_model: LanguageModel, piece_of: Callable[[int], str]) -> None:
        self._language_model = language_model
        self._piece_of = piece_of
        self._asked_in_all = 0
        self._evaluated = 0

    def count_answer(self, evaluated: int) -> None:
        """Count a first answer, and the tokens that were evaluated for it."""
        self._asked_in_all += len(self._contents.tokens)
        self._evaluated = evaluated

    def state(self, request: CacheRequest) -> CacheState:
        """Return the answer to a request."""
        contents = self._contents
        return CacheState(
            id=request.id,
            pieces=tuple(map(self._piece_of, contents.tokens)),
            primed=contents.primed,
            kept=min(contents.cached, len(contents.tokens) - self._evaluated),
            evaluated=self._evaluated,
            ahead=contents.ahead,
            next_window=contents.next_window,
            cells=contents.cells,
            asked_in_all=self._asked_in_all,
            evaluated_in_all=self._language_model.tokens_evaluated,
        )

    @property
    def _contents(self) -> CacheContents:
        return self._language_model.cache_contents
