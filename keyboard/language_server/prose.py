"""Where in a document people write prose: all of a text, and the comments and strings of code."""

import re
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, String
from pygments.util import ClassNotFound

# The language ids of editors for what is prose, with marks in it or without.
_PROSE = frozenset(
    {
        "",
        "plaintext",
        "text",
        "markdown",
        "mdx",
        "restructuredtext",
        "rst",
        "latex",
        "tex",
        "plaintex",
        "asciidoc",
        "org",
        "typst",
    }
    | {"git-commit", "gitcommit", "git-rebase", "mail", "html-text", "quarto", "rmd", "norg", "txt"}
)
_CODE_IN_MARKDOWN = re.compile(r"^(```|~~~)", re.MULTILINE)
# What begins or frames a comment or a docstring; the rest of the line is prose.
_COMMENT_MARK = re.compile(r"^[ \t]*(?:///?!?|//!|#+!?|--+|;+|%+|/?\*+!?|\"{3}|'{3}|<!--|[rRbBuUfF]?[\"'`])[ \t]?", re.MULTILINE)
# What editors call a language that Pygments calls otherwise.
_NAMES = {
    "shellscript": "bash",
    "javascriptreact": "jsx",
    "typescriptreact": "tsx",
    "objective-c": "objc",
    "objective-cpp": "objc++",
    "csharp": "c#",
    "vb": "vbnet",
    "jsonc": "json5",
    "makefile": "make",
}
# A longer document is lexed from its beginning at each request no more.
_LONGEST_CODE = 200_000


def prose_before(text: str, offset: int, language: str) -> str | None:
    """Return the prose before a place of a document in this language, or None where none is written there.

    `offset` counts characters. Comments that follow each other count as one text, without their marks.
    """
    if language.lower() in _PROSE:
        before = text[:offset]
        is_in_code = language.lower() in {"markdown", "mdx", "quarto", "rmd"} and len(_CODE_IN_MARKDOWN.findall(before)) % 2
        return None if is_in_code else before
    lexer = _lexer(language)
    if lexer is None or len(text) > _LONGEST_CODE:
        return None
    return _comment_before(lexer, text, offset)


def _comment_before(lexer: Lexer, text: str, offset: int) -> str | None:
    begun: int | None = None
    is_prose = False
    for place, kind, piece in lexer.get_tokens_unprocessed(text + "\n"):
        if place >= offset:
            break
        is_prose = kind in Comment or kind in String  # type: ignore[comparison-overlap]
        if is_prose and begun is None:
            begun = place
        elif not is_prose and piece.strip():
            begun = None
    if begun is None or not (is_prose or text[:offset].endswith("\n")):
        return None
    return _COMMENT_MARK.sub("", text[begun:offset])


@lru_cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(_NAMES.get(language.lower(), language.lower()), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
