"""Where in a document people write prose: all of a text, and the comments and strings of code."""

import re
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, String
from pygments.util import ClassNotFound

# The language ids of editors for what is prose, with marks in it or without.
_MARKDOWN = frozenset({"markdown", "mdx", "quarto", "rmd"})
_RST = frozenset({"restructuredtext", "rst"})
_LATEX = frozenset({"latex", "tex", "plaintex"})
_COMMIT = frozenset({"git-commit", "gitcommit", "git-rebase"})
_PLAIN = frozenset({"", "plaintext", "text", "txt", "asciidoc", "org", "norg", "typst", "mail", "html-text"})
_PROSE = _MARKDOWN | _RST | _LATEX | _COMMIT | _PLAIN

_ADDRESS = re.compile(r"(?:\b[a-zA-Z][\w+.-]*://|\bwww\.)\S*\Z")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?:.*?^(?:---|\.\.\.)[ \t]*$|.*\Z)", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_LINK_OR_TAG = re.compile(r"\]\([^)\n]*\Z|<[a-zA-Z/!][^<>\n]*\Z")
_RST_MARKUP = re.compile(r"^[ \t]*\.\. [\w-]+::.*\Z|^[ \t]*:[\w -]+:.*\Z", re.MULTILINE)
_RST_CODE = re.compile(r"(?!\s*\.\. ).*::[ \t]*\Z|\s*\.\. (?:code|code-block|sourcecode|math|literalinclude|highlight)::")
_TEX_COMMAND = re.compile(r"\\[a-zA-Z@]*\*?\Z")
# Commands with names, places and numbers in their braces; in those of all others stands prose.
_TEX_NO_PROSE = re.compile(
    r"\\(?:begin|end|label|\w*ref|\w*cite\w*|usepackage|documentclass|input|include\w*|bibliography\w*|addbibresource|url|href|path|"
    r"new\w+|renew\w+|def|set\w+|[vh]space|lstinline|verb|texttt|mintinline)\b\*?(?:\[[^\]]*\])*\{[^{}]*\Z"
)
_TEX_MATH = re.compile(r"(?<!\\)\$\$?")
_TEX_BLOCK = re.compile(
    r"\\(begin|end)\{(?:verbatim|lstlisting|minted|equation|align|gather|multline|eqnarray|math|displaymath|tikzpicture|tabular)\*?\}"
)
_COMMIT_COMMENT = re.compile(r"^#.*(?:\n|\Z)", re.MULTILINE)
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
        return _marked_prose(text[:offset], language.lower())
    lexer = _lexer(language)
    if lexer is None or len(text) > _LONGEST_CODE:
        return None
    return _comment_before(lexer, text, offset)


def _marked_prose(before: str, language: str) -> str | None:
    paragraph = before[before.rfind("\n\n") + 1 :]
    line = before[before.rfind("\n") + 1 :]
    if _ADDRESS.search(line):
        return None
    if language in _MARKDOWN:
        front = _FRONT_MATTER.match(before)
        is_code = len(_FENCE.findall(before)) % 2 or _is_in_span(paragraph) or _LINK_OR_TAG.search(line)
        is_prose = not is_code and not (front and front.end() == len(before))
        return before[front.end() if front else 0 :] if is_prose else None
    if language in _RST:
        return None if _is_in_span(paragraph) or _RST_MARKUP.search(line) or _is_in_rst_code(before) else before
    if language in _LATEX:
        blocks = _TEX_BLOCK.findall(before)
        is_code = _TEX_COMMAND.search(line) or _TEX_NO_PROSE.search(paragraph) or blocks.count("begin") > blocks.count("end")
        return None if is_code or len(_TEX_MATH.findall(paragraph)) % 2 else before
    if language in _COMMIT:
        return None if line.startswith("#") else _COMMIT_COMMENT.sub("", before)
    return before


def _is_in_span(paragraph: str) -> bool:
    return "`" in _CODE_SPAN.sub("", paragraph)


def _is_in_rst_code(before: str) -> bool:
    """Return whether the line that `before` ends in is indented under a line that begins code."""
    *above, line = before.split("\n")
    indent = len(line) - len(line.lstrip())
    for other in reversed(above) if indent else ():
        if other.strip() and len(other) - len(other.lstrip()) < indent:
            return _RST_CODE.match(other) is not None
    return False


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
