"""The language server: completions, inline completions and corrections (LSP 3.18), and the prose in documents.

A whole text is prose; in code, comments and strings are.
"""

import asyncio
import contextlib
import re
from functools import lru_cache
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, String
from pygments.util import ClassNotFound

from keyboard import __version__
from keyboard.engine.shared_engine import SharedEngine
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import read_settings
from keyboard.storage.languages import chosen_codes
from keyboard.writing.continuation import Continuation
from keyboard.writing.edits import Characters, Surroundings
from keyboard.writing.query import Query, Suggestion, Suggestions, tail_start
from keyboard.writing.session import TypingSession
from keyboard.writing.words import rest_of_word, word_start

# An editor that has waited this long shows its other completions without ours.
_PATIENCE_S = 2.0
_MOST = 20


class Options:
    """An editor's settings, from `initializationOptions` and `workspace/didChangeConfiguration`, under "keyboard" or alone."""

    def __init__(self, settings: Settings) -> None:
        self.count = settings.suggestion_count  # words that a completion offers
        self.languages = chosen_codes(settings.languages)
        self.is_private = False  # nothing of the documents is read

    def take(self, values: Any) -> None:
        """Apply the valid ones of an editor's values; the other settings stay."""
        own = values.get("keyboard", values) if isinstance(values, dict) else None
        if not isinstance(own, dict):
            return
        match own.get("count"):
            case int(count) if 1 <= count <= _MOST:
                self.count = count
        match own.get("language"):
            case str(codes):
                self.languages = chosen_codes(codes)
        match own.get("private"):
            case bool(is_private):
                self.is_private = is_private


class Asker:
    """Asks the engine. A newer query makes an older one void, and the older one's answer None."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: SharedEngine | None = None
        self._awaited: tuple[int, asyncio.Future[Suggestions | None]] | None = None
        self._wants_final = False
        self._latest: Suggestions | None = None

    async def ask(self, query: Query, *, wants_final: bool = False) -> Suggestions | None:
        """Return the first answer to a query, or the final one, which names the words that follow.

        Return None if a newer query was asked, or if the engine does not answer in time.
        """
        self._engine = self._engine or SharedEngine(self._take_answer)
        self._engine.need(self._settings)
        if self._awaited and not self._awaited[1].done():
            self._awaited[1].set_result(None)
        answer: asyncio.Future[Suggestions | None] = asyncio.get_running_loop().create_future()
        self._latest, self._wants_final = None, wants_final
        self._awaited = (self._engine.suggest(query), answer)
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(answer, _PATIENCE_S)
        return self._latest

    def close(self) -> None:
        if self._engine:
            self._engine.close()

    def _take_answer(self, answer: Suggestions) -> None:
        if not self._awaited or answer.id != self._awaited[0]:
            return
        self._latest = answer
        if (answer.final or not self._wants_final) and not self._awaited[1].done():
            self._awaited[1].set_result(answer)


def new_server() -> LanguageServer:
    """Return a language server that is ready to start."""
    settings = read_settings().settings
    server = LanguageServer("keyboard", __version__)
    options = Options(settings)
    asker = Asker(settings)

    async def answer_at(document: TextDocument, offset: int, count: int, *, wants_final: bool = False) -> Suggestions | None:
        if options.is_private:
            return None
        query = _query_at(document, offset, count, max(count, settings.top_k), options.languages)
        return await asker.ask(query, wants_final=wants_final) if query else None

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        options.take(params.initialization_options)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configure(params: types.DidChangeConfigurationParams) -> None:
        options.take(params.settings)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" "]))
    async def complete(params: types.CompletionParams) -> types.CompletionList:
        document = server.workspace.get_text_document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        answer = await answer_at(document, offset, options.count)
        suggestions = answer.suggestions if answer else ()
        items = [_item(document, params.position, offset, suggestion, place) for place, suggestion in enumerate(suggestions)]
        return types.CompletionList(is_incomplete=True, items=items)

    @server.feature(types.TEXT_DOCUMENT_INLINE_COMPLETION)
    async def complete_inline(params: types.InlineCompletionParams) -> types.InlineCompletionList:
        document = server.workspace.get_text_document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        answer = await answer_at(document, offset, 1, wants_final=True)
        suggestions = answer.suggestions[:1] if answer else ()
        items = [
            types.InlineCompletionItem(
                Continuation().insertion(suggestion, brings_space=False),
                range=_range(document, params.position, offset - suggestion.replace, offset),
            )
            for suggestion in suggestions
        ]
        return types.InlineCompletionList(items=items)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]))
    async def correct(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = server.workspace.get_text_document(params.text_document.uri)
        offset = document.offset_at_position(params.range.start)
        end = offset + len(rest_of_word(document.source[:offset], document.source[offset:]))
        start = word_start(document.source[:end])
        answer = await answer_at(document, end, _MOST) if start < end else None
        if answer is None or answer.correction is None:
            return []
        typed = document.source[start:end]
        other = [suggestion.word for suggestion in answer.suggestions if not suggestion.word.startswith(typed)]
        words = dict.fromkeys([answer.correction.word, *other])
        places = {word: _range(document, params.range.start, start, end) for word in words}
        places[answer.correction.word] = _range(document, params.range.start, end - answer.correction.replace, end)
        return [_action(document.uri, place, word) for word, place in places.items()]

    @server.feature(types.SHUTDOWN)
    def shut_down(_params: None) -> None:
        asker.close()

    return server


def _query_at(document: TextDocument, offset: int, count: int, top_k: int, languages: tuple[str, ...]) -> Query | None:
    text = document.source
    prose = prose_before(text, offset, document.language_id or "")
    if prose is None:
        return None
    start = tail_start(len(prose))
    line_end = text.find("\n", offset)
    after = text[offset : len(text) if line_end < 0 else line_end]
    around = Surroundings(prose[start:], after, offset=Characters(start))
    session = TypingSession()
    session.languages = languages
    return session.query(around, count, top_k)


def _item(
    document: TextDocument, position: types.Position, offset: int, suggestion: Suggestion, place: int
) -> types.CompletionItem:
    """Return a completion that no editor sorts or filters out, although a correction does not begin with the letters typed."""
    start = offset - suggestion.replace
    typed = document.source[start:offset]
    end = offset + len(rest_of_word(document.source[:offset], document.source[offset:]))
    return types.CompletionItem(
        label=suggestion.word,
        kind=types.CompletionItemKind.Text,
        detail=f"{suggestion.probability:.0%}",
        sort_text=f"{place:02}",
        filter_text=typed,
        preselect=place == 0,
        text_edit=types.TextEdit(_range(document, position, start, end), suggestion.word),
    )


def _action(uri: str, place: types.Range, word: str) -> types.CodeAction:
    edit = types.WorkspaceEdit(changes={uri: [types.TextEdit(place, word)]})
    return types.CodeAction(title=f"Change to “{word}”", kind=types.CodeActionKind.QuickFix, edit=edit)


def _range(document: TextDocument, position: types.Position, start: int, end: int) -> types.Range:
    """Return the range of characters on the line of a position, in the editor's units."""
    text = document.source
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    columns = [document.position_codec.client_num_units(text[line_start:place]) for place in (start, end)]
    return types.Range(*(types.Position(position.line, column) for column in columns))


# The language ids of editors for prose, with markup or without.
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
# Commands with names, places and numbers in their braces; those of all others contain prose.
_TEX_NO_PROSE = re.compile(
    r"\\(?:begin|end|label|\w*ref|\w*cite\w*|usepackage|documentclass|input|include\w*|bibliography\w*|addbibresource|url|href|path|"
    r"new\w+|renew\w+|def|set\w+|[vh]space|lstinline|verb|texttt|mintinline)\b\*?(?:\[[^\]]*\])*\{[^{}]*\Z"
)
_TEX_MATH = re.compile(r"(?<!\\)\$\$?")
_TEX_BLOCK = re.compile(
    r"\\(begin|end)\{(?:verbatim|lstlisting|minted|equation|align|gather|multline|eqnarray|math|displaymath|tikzpicture|tabular)\*?\}"
)
_COMMIT_COMMENT = re.compile(r"^#.*(?:\n|\Z)", re.MULTILINE)
# The marks that begin or frame a comment or a docstring; the rest of the line is prose.
_COMMENT_MARK = re.compile(r"^[ \t]*(?:///?!?|//!|#+!?|--+|;+|%+|/?\*+!?|\"{3}|'{3}|<!--|[rRbBuUfF]?[\"'`])[ \t]?", re.MULTILINE)
# Editors' names of languages that Pygments calls otherwise.
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
# A longer document is no longer lexed from its beginning at each request.
_LONGEST_CODE = 200_000


def prose_before(text: str, offset: int, language: str) -> str | None:
    """Return the prose before a place of a document in this language, or None if none is written there.

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
    """Return whether the last line of `before` is indented under a line that begins code."""
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
