"""What is looked for in a text, where it stands, and what takes its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QTextBlock, QTextDocument

from keyboard.editor.translation import TranslatedError
from keyboard.marked_text import tr

_Options = QRegularExpression.PatternOption
_ESCAPE = re.compile(r"\\(\d|.)", re.DOTALL)
_CONTROL_CHARACTERS = {"n": "\n", "t": "\t"}


class SearchError(TranslatedError, ValueError):
    """The expression or the replacement has no meaning; the text is one sentence for a person."""


@dataclass(frozen=True)
class Hit:
    """Where something was found, in UTF-16 units of the document."""

    start: int
    end: int


class Search:
    """A text or a regular expression (of PCRE, as Qt has it) that is looked for within lines."""

    def __init__(self, wanted: str, *, match_case: bool = False, whole_words: bool = False, is_regex: bool = False) -> None:
        """Look for `wanted`, as it is or as an expression; raise `SearchError` where it is none."""
        self._is_regex = is_regex
        pattern = wanted if is_regex else QRegularExpression.escape(wanted)
        self._expression = QRegularExpression(pattern)
        if not self._expression.isValid():
            where = self._expression.patternErrorOffset()
            raise SearchError(
                tr("The expression is not valid at character {place}: {reason}."),
                place=where + 1,
                reason=self._expression.errorString(),
            )
        if whole_words:
            self._expression.setPattern(rf"(?<!\w)(?:{pattern})(?!\w)")
        options = _Options.UseUnicodePropertiesOption
        self._expression.setPatternOptions(options if match_case else options | _Options.CaseInsensitiveOption)

    def hits_in(self, block: QTextBlock) -> list[Hit]:
        """Return the hits in a line, in order; places where an expression fits nothing at all are none."""
        start = block.position()
        matches = self._expression.globalMatch(block.text())
        hits = []
        while matches.hasNext():
            match = matches.next()
            if match.capturedLength():
                hits.append(Hit(start + match.capturedStart(), start + match.capturedEnd()))
        return hits

    def hits_from(self, document: QTextDocument, position: int, *, backward: bool = False) -> Iterator[Hit | None]:
        """Yield the hits after a position, or before it and backwards, to the document's end; None after each line."""
        block = document.findBlock(position)
        while block.isValid():
            hits = self.hits_in(block)
            if backward:
                yield from (hit for hit in reversed(hits) if hit.end <= position)
            else:
                yield from (hit for hit in hits if hit.start >= position)
            yield None
            block = block.previous() if backward else block.next()

    def check_replacement(self, replacement: str) -> None:
        """Raise `SearchError` where a replacement names a group that the expression has not."""
        groups = self._expression.captureCount()
        for escape in _ESCAPE.findall(replacement) if self._is_regex else ():
            if escape.isdigit() and int(escape) > groups:
                raise SearchError(
                    tr("The replacement names group {group}, and the expression has {groups}."), group=escape, groups=groups
                )

    def replaced(self, document: QTextDocument, hit: Hit, replacement: str) -> str:
        r"""Return what takes a hit's place; for an expression `\1` to `\9` are its groups, `\0` is all of it, `\n` a line end."""
        if not self._is_regex:
            return replacement
        block = document.findBlock(hit.start)
        match = self._expression.match(block.text(), hit.start - block.position())

        def expand(escape: re.Match[str]) -> str:
            what = escape.group(1)
            return match.captured(int(what)) if what.isdigit() else _CONTROL_CHARACTERS.get(what, what)

        return _ESCAPE.sub(expand, replacement)
