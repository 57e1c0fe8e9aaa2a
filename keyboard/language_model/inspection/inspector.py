"""The explorer's own context over the model's weights: the typing's KV cache knows nothing of it."""

from collections.abc import Collection, Sequence

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH
from keyboard.language_model.continuations import Continuations
from keyboard.language_model.encoding import ModelEncoding
from keyboard.language_model.inspection.attention import Weights, attention_of
from keyboard.language_model.inspection.inspected_cache import InspectedCache
from keyboard.language_model.inspection.inspected_sequence import InspectedSequence
from keyboard.language_model.inspection.knockout import KnockoutSequence
from keyboard.language_model.inspection.logit_lens import LogitLens
from keyboard.language_model.inspection.pieces import text_of_token
from keyboard.language_model.inspection.token_scorer import TokenScorer
from keyboard.language_model.kv_cache import AbortWhen, Logits, never
from keyboard.language_model.model import Model
from keyboard.text_tail import tail_start

_LONGEST_WINDOW = 1024
# A long text's window starts at a multiple of this part of it, and stays there while the text grows.
_STEPS = 4
# So much of the window is left for tokens that follow the text.
_ROOM = 1 / 16
_TEXT, _SCRATCH, _CHANGED = range(3)


class Inspector:
    """Reads texts from their start, and looks into the model at one of their tokens.

    Every method takes tokens as `tokens_of` gives them, evaluates only what was not evaluated before, and raises
    `EvaluationAbortedError` when its `abort_when` says so; what was evaluated until then stays.

    Attributes:
        window: Tokens that are read at once, the begin token included.
        layers: The model's blocks.
        encoding: Its tokenizer.
        scorer: Judges each token of a text.
    """

    def __init__(self, model: Model, encoding: ModelEncoding) -> None:
        """Reserve room for a text and a changed one beside it; raise `LanguageModelError` where there is none."""
        self.window = min(model.n_ctx_train, _LONGEST_WINDOW)
        self.layers = model.layers - 1
        self._model = model
        self.encoding = encoding
        n_cells = 2 * self.window + CATCH_UP_BATCH
        self._cache = InspectedCache(model, n_cells=n_cells, n_sequences=3, n_batch=CATCH_UP_BATCH)
        self._text = InspectedSequence(self._cache, _TEXT, _SCRATCH)
        self.scorer = TokenScorer(self._text, encoding, model.begin_token, self.window)
        self._lens = LogitLens(self._text, self.layers)
        self._changed = KnockoutSequence(self._cache, _CHANGED, _SCRATCH, self.layers)

    @property
    def tokens_evaluated(self) -> int:
        """All tokens that were evaluated here."""
        return self._cache.tokens_evaluated

    def tokens_of(self, text: str, room: int | None = None) -> list[int]:
        """Return the begin token and the text's tokens; of a long text the last ones, which leave some `room` in the window.

        The text goes on: white space at its end is cut as it is where a word follows.
        """
        tokens = self.encoding.encode_before_word(text[tail_start(len(text)) :])
        too_many = len(tokens) + 1 - self.window + (round(self.window * _ROOM) if room is None else room)
        step = self.window // _STEPS
        start = max(-(-too_many // step) * step, 0)
        return [self._model.begin_token, *tokens[start:]]

    def piece(self, token: int) -> str:
        """Return a token's text, of a control token its name; bytes that are no whole character are shown as in `<0xE2>`."""
        return text_of_token(token, self.encoding, self._model)

    def ends_text(self, token: int) -> bool:
        """Tell whether a token says that the text is over."""
        return self._model.ends_text(token)

    def continuations(self, prompt: Sequence[int], *, texts: int, tokens: int) -> Continuations:
        """Return room for texts of so many tokens each that go on from `prompt`; the caller closes it."""
        return Continuations(self._model, prompt, texts=texts, tokens=tokens)

    def read(self, tokens: Sequence[int], abort_when: AbortWhen = never) -> Logits:
        """Return the logits, (n_vocab,), of the token after these."""
        return self._text.read(tokens, abort_when, CATCH_UP_BATCH)

    def read_without(self, masked: Collection[int], tokens: Sequence[int], abort_when: AbortWhen = never) -> Logits:
        """Return the logits, (n_vocab,), after tokens of which some are hidden from later ones, as in `KnockoutSequence`."""
        return self._changed.read_without(masked, tokens, self._text, abort_when)

    def attention(self, tokens: Sequence[int], position: int, abort_when: AbortWhen = never) -> Weights:
        """Return the attention weights of one token, (layers, heads, position + 1)."""
        return attention_of(self._text, tokens, position, self.layers, abort_when)

    def logit_lens(self, tokens: Sequence[int], position: int, abort_when: AbortWhen = never) -> list[Logits]:
        """Return what each block's output at a token gives through the output matrix, a row of logits, (n_vocab,), for each."""
        return self._lens.read(tokens[: position + 1], abort_when)

    def close(self) -> None:
        """Free the KV cache."""
        self._cache.close()
