"""Searching in lines: an expression, its matches and their replacements."""

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event

import regex

from keyboard.editor.text.utf16 import units
from keyboard.editor.translation import TranslatedError
from keyboard.settings.description import tr

_ESCAPE = re.compile(r"\\(?:g<(\w+)>|(\d|.))", re.DOTALL)
_CONTROL_CHARACTERS = {"n": "\n", "t": "\t"}
# The search for a match stops after this time, so that an expression that never ends blocks nothing.
_PATIENCE_S = 0.5
_PATIENCE_PER_CHARACTER_S = 1e-6


class SearchError(TranslatedError, ValueError):
    """The expression or the replacement is invalid, or takes too long; the text is one sentence for the user."""


@dataclass(frozen=True)
class Match:
    """A match's place, in UTF-16 units of the document."""

    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A line of the document: its number from 1, where it starts in UTF-16 units, and its text."""

    number: int
    start: int
    text: str


@dataclass
class Matches:
    """Matches in the order of the text.

    Places are kept as numbers, because Python's garbage collector would visit some hundred thousand objects for 50 ms at a time.
    """

    starts: "array[int]" = field(default_factory=lambda: array("q"))  # where the matches begin, in UTF-16 units of the document
    ends: "array[int]" = field(default_factory=lambda: array("q"))  # where they end
    replacements: list[str] = field(default_factory=list)  # of each match, if asked for

    def __len__(self) -> int:
        """Return the number of matches."""
        return len(self.starts)

    def __iter__(self) -> Iterator[Match]:
        """Yield the matches."""
        return map(Match, self.starts, self.ends)

    def add(self, other: "Matches") -> None:
        self.starts.extend(other.starts)
        self.ends.extend(other.ends)
        self.replacements.extend(other.replacements)


class Search:
    """Searches within lines for a text or a regular expression (those of the `regex` package)."""

    def __init__(self, wanted: str, *, match_case: bool = False, whole_words: bool = False, is_regex: bool = False) -> None:
        """Raise `SearchError` if `wanted` is an invalid regular expression."""
        self._is_regex = is_regex
        pattern = wanted if is_regex else regex.escape(wanted)
        flags = regex.VERSION0 if match_case else regex.VERSION0 | regex.IGNORECASE
        if is_regex and _size_of(pattern) > _LARGEST:
            raise SearchError(tr("The expression repeats something too often."))
        try:
            self._expression = regex.compile(pattern, flags)
            if whole_words:
                self._expression = regex.compile(rf"(?<!\w)(?:{pattern})(?!\w)", flags)
        except regex.error as error:
            reason, _, place = str(error).rpartition(" at position ")
            sentence = tr("The expression is not valid at character {place}: {reason}.")
            raise SearchError(sentence, place=int(place) + 1, reason=reason) from error
        except (RecursionError, OverflowError, MemoryError) as error:
            raise SearchError(tr("The expression is too long.")) from error

    def check_replacement(self, replacement: str) -> None:
        """Raise `SearchError` if a replacement names a group that the expression lacks."""
        for name, escape in _ESCAPE.findall(replacement) if self._is_regex else ():
            group = name or (escape if escape.isdigit() else "0")
            is_there = int(group) <= self._expression.groups if group.isdigit() else group in self._expression.groupindex
            if not is_there:
                sentence = tr("The replacement names group {group}, but the number of groups in the expression is {groups}.")
                raise SearchError(sentence, group=group, groups=self._expression.groups)

    def matches_in(self, lines: Sequence[Line], replacement: str | None = None, given_up: Event | None = None) -> Matches:
        r"""Return the matches in lines, with their replacements if one is given; stop early once `given_up` is set.

        In the replacement of an expression, `\1` to `\9` and `\g<name>` are the groups with which a match was found, `\0` is the
        match and `\n` a line end. Raises `SearchError` for an expression that takes too long. It may run on any thread, and holds
        Python's lock only between two matches.
        """
        expand = self._expansion_of(replacement) if replacement is not None else None
        found = Matches()
        for line in lines:
            if given_up and given_up.is_set():
                break
            patience_s = _PATIENCE_S + _PATIENCE_PER_CHARACTER_S * len(line.text)
            is_plain = line.text.isascii()
            at, place = 0, line.start
            try:
                for match in self._expression.finditer(line.text, timeout=patience_s, concurrent=True):
                    start, end = match.span()
                    place += start - at if is_plain else units(line.text[at:start])
                    found.starts.append(place)
                    place += end - start if is_plain else units(match.group())
                    found.ends.append(place)
                    at = end
                    if expand:
                        found.replacements.append(expand(match))
            except TimeoutError as error:
                sentence = tr("The expression takes too long in line {line}; the search stopped.")
                raise SearchError(sentence, line=line.number) from error
        return found

    def _expansion_of(self, replacement: str) -> Callable[[regex.Match[str]], str]:
        if not self._is_regex or "\\" not in replacement:
            return lambda _: replacement

        def expand(match: regex.Match[str]) -> str:
            def value(escape: re.Match[str]) -> str:
                name, character = escape.groups()
                if name or character.isdigit():
                    group = name or character
                    return match.group(int(group) if group.isdigit() else group) or ""
                return _CONTROL_CHARACTERS.get(character, character)

            return _ESCAPE.sub(value, replacement)

        return expand


# `regex` compiles a counted repeat into as many copies, in a millisecond for some thousand of them.
_LARGEST = 20_000
_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,\d*)?\}|.", re.DOTALL)


def _size_of(pattern: str) -> int:
    """Return about how many parts an expression has once its counted repeats are written out."""
    outer: list[int] = []
    size = last = 0
    for part in _PARTS.finditer(pattern):
        if part.group() == "(":
            outer.append(size + last)
            size = last = 0
        elif part.group() == ")" and outer:
            size, last = outer.pop(), size + last
        elif part.group(1):
            last *= max(int(part.group(1)), 1)
        else:
            size, last = size + last, 1
    return sum(outer) + size + last
