"""The language server as an editor sees it, with the real engine."""

import sys
from collections.abc import AsyncIterator

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

pytestmark = pytest.mark.usefixtures("installed_model")
URI = "file:///letter.txt"


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[sys.executable, "-m", "keyboard", "lsp"]))  # type: ignore[untyped-decorator]
async def client(lsp_client: LanguageClient, installed_model: object) -> AsyncIterator[None]:
    await lsp_client.initialize_session(types.InitializeParams(capabilities=types.ClientCapabilities()))
    yield
    await lsp_client.shutdown_session()


def open_text(client: LanguageClient, text: str, language: str = "plaintext") -> types.Position:
    """Open a document with the caret at its end, and return the caret."""
    document = types.TextDocumentItem(uri=URI, language_id=language, version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    lines = text.split("\n")
    return types.Position(len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)


async def completed(client: LanguageClient, position: types.Position) -> list[types.CompletionItem]:
    """Return the words, once the engine is ready."""
    for _ in range(30):
        answer = await client.text_document_completion_async(types.CompletionParams(types.TextDocumentIdentifier(URI), position))
        assert isinstance(answer, types.CompletionList)
        if answer.items:
            return list(answer.items)
    return []


@pytest.mark.asyncio
async def test_a_completion_replaces_the_letters_of_the_word(client: LanguageClient) -> None:
    position = open_text(client, "We had a mee")
    items = await completed(client, position)
    assert items[0].label == "meeting"
    edit = items[0].text_edit
    assert isinstance(edit, types.TextEdit)
    assert edit == types.TextEdit(types.Range(types.Position(0, 9), position), "meeting")
    assert [item.sort_text for item in items] == sorted(str(item.sort_text) for item in items)


@pytest.mark.asyncio
async def test_places_are_counted_as_the_editor_counts_them(client: LanguageClient) -> None:
    position = open_text(client, "Dear 👩‍🚀,\n😀 we had a mee")
    edit = (await completed(client, position))[0].text_edit
    assert isinstance(edit, types.TextEdit)
    assert edit.range.start == types.Position(1, 12)


@pytest.mark.asyncio
async def test_code_has_no_words_outside_its_comments(client: LanguageClient) -> None:
    position = open_text(client, "# We had a meeting\nresult = mee", "python")
    answer = await client.text_document_completion_async(types.CompletionParams(types.TextDocumentIdentifier(URI), position))
    assert isinstance(answer, types.CompletionList)
    assert not answer.items


@pytest.mark.asyncio
async def test_the_number_of_words_follows_the_configuration(client: LanguageClient) -> None:
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams({"keyboard": {"count": 5}}))
    assert len(await completed(client, open_text(client, "We had a "))) == 5
