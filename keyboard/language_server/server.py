"""The Language Server Protocol's side: completions, inline completions and corrections (LSP 3.18)."""

import asyncio
import contextlib
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from keyboard import __version__
from keyboard.engine.shared_engine import SharedEngine
from keyboard.language_server.prose import prose_before
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import read_settings
from keyboard.storage.languages import chosen_codes
from keyboard.writing.continuation import Continuation
from keyboard.writing.edits import Characters, Surroundings
from keyboard.writing.query import Query, Suggestion, Suggestions, tail_start
from keyboard.writing.session import TypingSession
from keyboard.writing.words import rest_of_word, word_start

# An editor that has waited for so long shows its other completions without ours.
_PATIENCE_S = 2.0
_MOST = 20


class Options:
    """What an editor can set, in `initializationOptions` and `workspace/didChangeConfiguration`, under "keyboard" or alone.

    Attributes:
        count: How many words a completion offers.
    """

    def __init__(self, count: int) -> None:
        self.count = count

    def take(self, values: Any) -> None:
        """Take over what is valid of an editor's values; the rest stays as it is."""
        if not isinstance(values, dict):
            return
        values = values.get("keyboard", values)
        count = values.get("count") if isinstance(values, dict) else None
        if isinstance(count, int) and 1 <= count <= _MOST:
            self.count = count


class Asker:
    """Asks the engine; a newer question makes an older one void, whose answer is then None."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: SharedEngine | None = None
        self._awaited: tuple[int, asyncio.Future[Suggestions | None]] | None = None
        self._wants_final = False
        self._latest: Suggestions | None = None

    async def ask(self, query: Query, *, wants_final: bool = False) -> Suggestions | None:
        """Return the first answer to a query, or the final one, which names the words that follow.

        None comes back where a newer query was asked, or the engine does not answer in time.
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
        """End the engine."""
        if self._engine:
            self._engine.close()

    def _take_answer(self, answer: Suggestions) -> None:
        if not self._awaited or answer.id != self._awaited[0]:
            return
        self._latest = answer
        if (answer.final or not self._wants_final) and not self._awaited[1].done():
            self._awaited[1].set_result(answer)


def new_server() -> LanguageServer:
    """Return a language server, which answers when it is started."""
    settings = read_settings().settings
    server = LanguageServer("keyboard", __version__)
    options = Options(settings.suggestion_count)
    asker = Asker(settings)

    async def answer_at(document: TextDocument, offset: int, count: int, *, wants_final: bool = False) -> Suggestions | None:
        query = _query_at(document, offset, count, settings)
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


def _query_at(document: TextDocument, offset: int, count: int, settings: Settings) -> Query | None:
    text = document.source
    prose = prose_before(text, offset, document.language_id or "")
    if prose is None:
        return None
    start = tail_start(len(prose))
    line_end = text.find("\n", offset)
    after = text[offset : len(text) if line_end < 0 else line_end]
    around = Surroundings(prose[start:], after, offset=Characters(start))
    session = TypingSession()
    session.languages = chosen_codes(settings.languages)
    return session.query(around, count, max(count, settings.top_k))


def _item(
    document: TextDocument, position: types.Position, offset: int, suggestion: Suggestion, place: int
) -> types.CompletionItem:
    """Return a completion that no editor sorts or filters away: a correction does not begin with the letters typed."""
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
