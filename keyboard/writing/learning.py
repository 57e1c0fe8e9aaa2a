"""Learning words: which ones may be learnt, and when a typed word has settled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from keyboard.writing.edits import Edit, Surroundings
from keyboard.writing.words import JOINERS, WORD, rest_of_word, word_start

_LONGEST = 40
_MOST_DIGITS = 4
# How far before the caret a run may be after a paste has pushed it away.
_NEAR = 4096
# Text between white space is judged as a whole: a password or an address is not a sequence of words.
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|^www\.|\w\.\w+[/.]|[\\/]\w+[\\/]|\w_\w", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?…:]['\"”’)\]]*$")
_WRITTEN = rf"\p{{L}}\p{{M}}\p{{N}}\s{JOINERS}'’.,;:!?…\"“”‘„«»‹›()\[\]–—\-¡¿।॥،؛؟。、，！？：；「」־׳״·"
# Characters of no ordinary writing, and marks that come beside a word and not within one.
_SYMBOLS = regex.compile(rf"[^{_WRITTEN}]|[\p{{L}}\p{{N}}][!?;:]\p{{L}}")
# "3rd", "90s", "10km"; "m2", "mp3", "v2"; "B2B", "MP3", "H2O", "SHA256"; "HTML5".
_WITH_DIGITS = regex.compile(r"\d+\p{L}{1,4}|\p{L}{1,2}\d{1,3}|\p{Lu}{1,3}\d{1,3}\p{Lu}{0,2}|\p{Lu}{4}\d")
_WITH_CAPITALS = regex.compile(
    r"(?:\p{Lu}\p{M}*[\p{Ll}\p{M}']+){1,3}(?:\p{Lu}{1,4}(?:'?s)?)?"  # "McDonald's", "O'Brien", "YouTube", "LaTeX", "OpenAI"
    r"|\p{Ll}{1,2}(?:\p{Lu}\p{Ll}{2,}){1,2}|\p{Ll}{1,3}\p{Lu}{2,4}s?|\p{Ll}{4,5}\p{Lu}{2}"  # "iPhone", "mRNA", "watchOS"
    r"|\p{Lu}[\p{Lu}\p{M}]*(?:'?\p{Ll}{1,2})?"  # "NASA", "PCs"
)
_LEAST_WITHOUT_VOWEL = 6
_NO_VOWEL = regex.compile(r"(?=(?:.*?([b-df-hj-np-tv-xz])(?!.*\1)){5})[b-df-hj-np-tv-xz]+", regex.IGNORECASE)


@dataclass(frozen=True)
class LearntWord:
    """A word that was written, and the one before it in the same sentence, or "" at a sentence's start."""

    previous: str
    word: str


def words_to_learn(text: str) -> Iterator[LearntWord]:
    """Yield the words of a text, in order, that may be learnt.

    Left out are what looks like a password, an address or a path, numbers of five digits and more, and very long words.
    """
    previous = ""
    for line in text.splitlines():
        previous = ""
        for chunk in _CHUNK.findall(line):
            for word in _words_of(chunk):
                yield LearntWord(previous, word)
                previous = word
            if _ENDS_SENTENCE.search(chunk) or not may_be_learnt(chunk):
                previous = ""


def may_be_learnt(chunk: str) -> bool:
    """Return whether the text between two spaces is ordinary writing: no secret, no address, no long number."""
    if len(chunk) > _LONGEST or sum(character.isdigit() for character in chunk) > _MOST_DIGITS:
        return False
    return not _ADDRESS.search(chunk) and not _looks_like_password(chunk)


def _looks_like_password(chunk: str) -> bool:
    """Return whether letters, digits, symbols and capitals are mixed as in no word: "hunter2", "P@ssw0rd", "xK9vQ2"."""
    core = chunk.strip("'\"“”‘’„«»‹›.,;:!?…()[]")
    has_letter = any(character.isalpha() for character in core)
    parts = WORD.findall(core.replace("’", "'"))
    return has_letter and (_SYMBOLS.search(core) is not None or any(_is_no_word(part) for part in parts))


def _is_no_word(part: str) -> bool:
    if any(character.isdigit() for character in part):
        return not part.isdigit() and not _WITH_DIGITS.fullmatch(part)
    if part[1:] != part[1:].lower() and not _WITH_CAPITALS.fullmatch(part):
        return True
    return len(part) >= _LEAST_WITHOUT_VOWEL and not part.isupper() and _NO_VOWEL.fullmatch(part) is not None


def _words_of(chunk: str) -> Iterator[str]:
    if not may_be_learnt(chunk):
        return
    for word in WORD.findall(chunk):
        plain = word.replace("’", "'")
        if plain[0].isalpha() and (len(plain) > 1 or plain in {"I", "a", "A"}):
            yield plain


_WORDS_AFTER = 3


def settled_length(text: str) -> int:
    """Return how many characters of a typed text have settled: all but its last three words, or 0."""
    parts = text.rstrip().rsplit(maxsplit=_WORDS_AFTER)
    if len(parts) <= _WORDS_AFTER:
        return 0
    return text.index(parts[0]) + len(parts[0])


class SettledText:
    """Text that is learnt piece by piece: each word is learnt once, together with the one before it."""

    def __init__(self) -> None:
        self._last = ""

    def take(self, piece: str) -> list[LearntWord]:
        """Return the words of the next piece."""
        known = len(list(words_to_learn(self._last)))
        words = list(words_to_learn(self._last + piece))[known:]
        if piece.strip():
            self._last = piece[len(piece.rstrip().rsplit(maxsplit=1)[0]) :] if len(piece.split()) > 1 else piece
        return words


class Learner:
    """Follows what is typed, and returns the words that have settled.

    Opened, pasted and restored text is not learnt. A run is text that was typed without a move of the caret. A word that the
    writer goes back to is learnt as it is after the change.
    """

    def __init__(self) -> None:
        self._left: list[str] = []  # unsettled ends of runs that the caret has left
        self._run: str | None = None  # the unsettled end of the run that is being typed
        self._after = ""
        self._settled = SettledText()

    def follow(self, edit: Edit, around: Surroundings) -> list[LearntWord]:
        """Follow an edit that a key or a tap makes, and return the words that it settles, in order."""
        if self._run is None:
            self._run = self._begun(around)
        self._run = self._run[: max(len(self._run) - edit.before, 0)] + edit.text
        self._run += around.after[edit.after : edit.after + max(edit.skip, 0)]
        self._after = around.after[edit.after + max(edit.skip, 0) :]
        if not self._run[-1:].isspace():
            return []
        length = settled_length(self._run)
        words = self._settled.take(self._run[:length]) if length else []
        self._run = self._run[length:]
        return words

    def leave(self) -> None:
        """Note that the caret has moved away from the run."""
        if self._run is not None:
            self._left.append(self._run + rest_of_word(self._run, self._after))
        self._run = None
        self._settled = SettledText()

    def respell(self, typed: str, word: str) -> None:
        """Note that a slip further back has become another word, without a move of the caret."""
        if self._run is not None:
            self._run = _respelt(self._run, typed, word)
        self._left = [_respelt(run, typed, word) for run in self._left]

    def undo(self, around: Surroundings) -> None:
        """Note that the text has changed otherwise, as by Undo or a paste: only what is left of the run counts."""
        run = self._run or ""
        length = next((length for length in range(len(run), 0, -1) if around.before.endswith(run[:length])), 0)
        if length < len(run) and run in around.before[-_NEAR:]:
            self.leave()
            return
        self._run = run[:length] if length else None
        self._after = around.after

    def settle(self) -> list[LearntWord]:
        """Return all typed words that have not settled yet, as when the text is saved or closed."""
        last = self._settled
        words = [learnt for run in self._left for learnt in SettledText().take(run)]
        if self._run is not None:
            words += last.take(self._run + rest_of_word(self._run, self._after))
        self.forget()
        return words

    def forget(self) -> None:
        """Forget the typed words that have not settled."""
        self._left = []
        self._run = None
        self._settled = SettledText()

    def _begun(self, around: Surroundings) -> str:
        """Return the beginning of a new run: the part before the caret of a word that is changed, which is unsettled again."""
        begun = around.before[word_start(around.before) :]
        changed = begun + rest_of_word(around.before, around.after)
        for place, run in enumerate(self._left):
            if changed and changed in (words := WORD.findall(run)):
                self._left[place] = " ".join(word for word in words if word != changed)
        return begun


def _respelt(run: str, typed: str, word: str) -> str:
    before, found, after = run.rpartition(typed)
    return before + word + after if found else run
