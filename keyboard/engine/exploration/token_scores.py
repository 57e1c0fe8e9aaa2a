"""Answers how probable each token of a text was, part by part."""

from collections.abc import Sequence

from keyboard.engine.exploration_messages.token_scores import TokenScore, TokenScores, TokenScoresRequest
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import AbortWhen
from keyboard.language_model.token_spans import token_spans

# In a part, so that something is seen soon; what is known already comes in larger ones.
_NEW_TOKENS = 48
_KNOWN_TOKENS = 512


class TokenScoresTask:
    """Judges a text's tokens from its first to its last; those before the first change since the last text are known."""

    def __init__(self, request: TokenScoresRequest, inspector: Inspector) -> None:
        self.request = request
        self.is_done = False
        self._inspector = inspector
        self._spans: list[tuple[int, int]] | None = None
        self._told = 0
        self._evaluated = 0  # for what is told next

    def advance(self, abort_when: AbortWhen) -> Sequence[TokenScores]:
        """Return what is known already, or judge some dozens more; what was judged before an abort is told the next time."""
        scorer = self._inspector.scorer
        if self._spans is None:
            scorer.follow(self.request.text)
            pieces = self._inspector.encoding.pieces
            self._spans = token_spans(self.request.text, (pieces[token] for token in scorer.tokens))
        while len(scorer.scores) < min(self._told + _NEW_TOKENS, len(scorer.tokens)):
            before = self._inspector.tokens_evaluated
            try:
                scorer.judge_next(abort_when)
            finally:
                self._evaluated += self._inspector.tokens_evaluated - before
        return (self._part(self._spans),)

    def stop(self) -> Sequence[TokenScores]:
        """Say nothing: what was told stands."""
        return ()

    def _part(self, spans: Sequence[tuple[int, int]]) -> TokenScores:
        """Return the scores that were not told yet."""
        scorer, first = self._inspector.scorer, self._told
        last = min(len(scorer.scores), first + _KNOWN_TOKENS)
        part = TokenScores(
            id=self.request.id,
            first=first,
            tokens=tuple(
                TokenScore(token, self._inspector.piece(token), *span, score.probability, score.rank, score.bits)
                for token, span, score in zip(
                    scorer.tokens[first:last], spans[first:last], scorer.scores[first:last], strict=True
                )
            ),
            in_all=len(scorer.tokens),
            tokens_evaluated=self._evaluated,
        )
        self._told, self._evaluated = last, 0
        self.is_done = last == len(scorer.tokens)
        return part
