"""A language model that reads a text as it is typed, and predicts its next token."""

from collections.abc import Sequence
from pathlib import Path

from keyboard.language_model.backends import Backend
from keyboard.language_model.context_reader import LONGEST_PRIMER, LONGEST_START, ContextReader, Reading
from keyboard.language_model.context_window import ContextWindow, longest_next_window
from keyboard.language_model.kv_cache import AbortWhen, Logits, never
from keyboard.language_model.look_ahead import TokenPath
from keyboard.language_model.model import Model, Progress
from keyboard.language_model.tokenizer_kinds import load_tokenizer

# The longest window; more context costs memory, and time at each jump, and improves the next word little.
_LONGEST_WINDOW = 1024
# The next window follows the typing in batches of this size; one at a time, each token would cost a decode step.
_KEEP_UP_BATCH = 8
# Only this many tokens of a longer word are evaluated.
LONGEST_PATH = 8
# Positions reserved for words evaluated ahead of the text.
_LOOK_AHEAD_POSITIONS = 16


class LanguageModel:
    """One GGUF model with its tokenizer, its window and its KV cache."""

    def __init__(
        self,
        model_file: Path,
        backend: Backend,
        cache_folder: Path,
        progress: Progress = lambda _: None,
        *,
        primers: Sequence[str] = ("", ""),
    ) -> None:
        """Load the file; `cache_folder` keeps what the next start can reuse.

        Raises `LanguageModelError` if that fails, with nothing of the model left in memory.

        `primers` are two texts that are read before a document, because after its begin token alone a model expects an essay or a
        lesson. The first is read before every document; `mixed_with_second_primer` adds the second at the start of a document.
        """
        self.tokenizer = load_tokenizer(model_file, cache_folder)  # the tokenizer, equal to llama.cpp's
        self.model = Model(model_file, backend, progress)
        # How many tokens are read at once, the begin token included.
        self.context_window = min(self.model.n_ctx_train, _LONGEST_WINDOW) - _LOOK_AHEAD_POSITIONS
        self.window = ContextWindow(self.tokenizer, self.model.begin_token, self.context_window, primers[0])
        self._primers = tuple(primers)
        try:
            self.reader = ContextReader(self.model, self.context_window, self._encode_primer(primers[1]))
        except BaseException:
            self.model.close()
            raise
        self.cache = self.reader.cache  # the KV cache, which counts what is evaluated
        self.ahead = self.reader.ahead  # what is evaluated after the last text

    def read(self, text: str, offset: int = 0, abort_when: AbortWhen = never, *, has_space: bool = False) -> Reading:
        """Return what the model expects after `text`, which starts `offset` characters into its document.

        A word follows, either after a space that is not part of `text` or directly.
        Evaluates what is new since the last call, at most about a dozen tokens: after a jump the reading is not complete, and
        `catch_up` returns the complete one.
        """
        return self.reader.read(self.window.tokens(text, offset, has_space=has_space), abort_when)

    def keep_next_window_on_time(self, abort_when: AbortWhen) -> None:
        """Evaluate the part of the next window that cannot wait; meant for idle time.

        Afterwards the missing part is no longer than the room in the present window. When the present window is nearly full,
        nothing is missing, and the next window takes over.
        """
        if (following := self.window.next_tokens()) is None:
            return
        if not self.window.is_nearly_full:
            self.reader.prepare(following, self.window.room, abort_when)
        elif self.reader.hand_over(following, abort_when):
            self.window.advance()

    def prepare_next_window(self, abort_when: AbortWhen) -> None:
        """Evaluate the rest of the next window, except a last batch that is not full yet; meant for idle time."""
        if (following := self.window.next_tokens()) is not None:
            self.reader.prepare(following, _KEEP_UP_BATCH - 1, abort_when)

    def use_primers(self, primers: tuple[str, str], abort_when: AbortWhen) -> Reading | None:
        """Read the start of documents after other primers from now on; meant for idle time.

        Returns what the model expects after the last text then. Returns None if nothing changes: these are the primers
        already, or the last text is not a document's start, or so long that a primer adds little.
        """
        length = self.window.primed_length
        is_start = length and len(self.reader.wanted) - length <= LONGEST_START
        if primers == self._primers or not is_start:
            return None
        first, second = self._encode_primer(primers[0]), self._encode_primer(primers[1])
        if 1 + len(first) + LONGEST_START > longest_next_window(self.context_window):
            return None
        reading = self.reader.read_after((first, second), length, abort_when)
        self.window.use_primer(first)
        self._primers = primers
        return reading

    def mixed_with_second_primer(self, log_probabilities: Logits, abort_when: AbortWhen) -> Logits | None:
        """Return better log-probabilities, (n_vocab,), of the next token if the last text is the start of a document.

        `log_probabilities`, (n_vocab,), are those of its complete reading. Returns None if the text is long enough by itself.
        """
        if not self.window.primed_length or not self._primers[1]:
            return None
        return self.reader.mixed(log_probabilities, self.reader.wanted[self.window.primed_length :], abort_when)

    def look_ahead(self, paths: Sequence[TokenPath], abort_when: AbortWhen) -> None:
        """Evaluate tokens that may follow the last text, so that typing them costs no evaluation.

        Skips paths that exceed the last position.
        """
        self.reader.look_ahead([path for path in paths if len(path) <= _LOOK_AHEAD_POSITIONS], abort_when)

    def path_of(self, text: str) -> TokenPath:
        """Return the tokens of a word with its space, or the first ones of a very long word."""
        return tuple(self.tokenizer.encode_continuation(text)[:LONGEST_PATH])

    def log_word_end(self, path: TokenPath) -> float:
        """Return the log-probability that a word ends after a path that is evaluated."""
        return self.ahead.log_word_end(path, self.tokenizer.ends_word)

    def _encode_primer(self, primer: str) -> list[int]:
        return self.tokenizer.encode_continuation(primer)[-LONGEST_PRIMER:]

    def close(self) -> None:
        """Free the KV cache and the weights."""
        self.reader.close()
        self.model.close()
