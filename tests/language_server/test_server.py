"""The language server as an editor sees it, with the real engine."""

import asyncio
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


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[sys.executable, "-m", "keyboard", "lsp"]))  # type: ignore[untyped-decorator]
async def utf_8_client(lsp_client: LanguageClient, installed_model: object) -> AsyncIterator[None]:
    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf8])
    await lsp_client.initialize_session(types.InitializeParams(capabilities=types.ClientCapabilities(general=general)))
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


def labels(items: list[types.CompletionItem]) -> list[str]:
    return [item.label for item in items]


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
    configure(client, count=5)
    assert len(await completed(client, open_text(client, "We had a "))) == 5


def configure(client: LanguageClient, **values: object) -> None:
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams({"keyboard": values}))


@pytest.mark.asyncio
async def test_the_words_are_those_of_the_language_that_is_configured(client: LanguageClient) -> None:
    text = "Ich möchte heute noch in die St"
    configure(client, language="en", count=20)
    assert "Stadt" not in labels(await completed(client, open_text(client, text)))
    configure(client, language="de", count=20)
    position = types.Position(0, len(text))
    while "Stadt" not in labels(await completed(client, position)):  # the words of a language are read in idle time
        await asyncio.sleep(1.0)


@pytest.mark.asyncio
async def test_nothing_is_read_in_private_mode(client: LanguageClient) -> None:
    position = open_text(client, "We had a mee")
    assert await completed(client, position)
    configure(client, private=True)
    answer = await client.text_document_completion_async(types.CompletionParams(types.TextDocumentIdentifier(URI), position))
    assert isinstance(answer, types.CompletionList)
    assert not answer.items
    configure(client, private=False)
    assert await completed(client, position)


@pytest.mark.asyncio
async def test_values_that_mean_nothing_are_left_alone(client: LanguageClient) -> None:
    configure(client, count="many", language=7, private="no")
    assert len(await completed(client, open_text(client, "We had a "))) == 3


@pytest.mark.asyncio
async def test_an_editor_may_count_places_in_bytes(utf_8_client: LanguageClient) -> None:
    open_text(utf_8_client, "Dear 👩‍🚀,\n😀 wé had a mee")
    edit = (await completed(utf_8_client, types.Position(1, len("😀 wé had a mee".encode()))))[0].text_edit
    assert isinstance(edit, types.TextEdit)
    assert edit.range.start == types.Position(1, len("😀 wé had a ".encode()))


@pytest.mark.asyncio
async def test_changes_of_a_document_are_followed(client: LanguageClient) -> None:
    open_text(client, "Dear Anna,\n😀 we had a xyz\nYours")
    place = types.Range(types.Position(1, 12), types.Position(1, 15))
    change = types.TextDocumentContentChangePartial(text="mee", range=place)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(version=2, uri=URI), [change])
    )
    assert (await completed(client, types.Position(1, 15)))[0].label == "meeting"


@pytest.mark.asyncio
async def test_a_request_that_is_cancelled_leaves_the_next_one_its_answer(client: LanguageClient) -> None:
    position = open_text(client, "We had a mee")
    params = types.CompletionParams(types.TextDocumentIdentifier(URI), position)
    for number in range(3):
        client.protocol.send_request("textDocument/completion", params, msg_id=f"request-{number}")
        client.cancel_request(types.CancelParams(id=f"request-{number}"))
    assert (await completed(client, position))[0].label == "meeting"


@pytest.mark.asyncio
async def test_a_misspelt_word_has_its_correction_as_a_quick_fix(client: LanguageClient) -> None:
    await completed(client, open_text(client, "I think that this is what they beleive in."))
    caret = types.Position(0, 34)
    params = types.CodeActionParams(types.TextDocumentIdentifier(URI), types.Range(caret, caret), types.CodeActionContext([]))
    actions = await client.text_document_code_action_async(params)
    assert actions
    assert actions[0].title == "Change to “believe”"
    assert isinstance(actions[0], types.CodeAction)
    assert actions[0].edit
    assert actions[0].edit.changes
    (edit,) = actions[0].edit.changes[URI]
    assert edit == types.TextEdit(types.Range(types.Position(0, 31), types.Position(0, 38)), "believe")
    right = types.Range(types.Position(0, 4), types.Position(0, 4))
    assert not await client.text_document_code_action_async(
        types.CodeActionParams(types.TextDocumentIdentifier(URI), right, types.CodeActionContext([]))
    )


@pytest.mark.asyncio
async def test_an_inline_completion_goes_on_with_the_words_that_probably_follow(client: LanguageClient) -> None:
    text = "Thank you very much for your help. I am looking forw"
    position = open_text(client, text)
    await completed(client, position)
    params = types.InlineCompletionParams(
        types.InlineCompletionContext(types.InlineCompletionTriggerKind.Automatic), types.TextDocumentIdentifier(URI), position
    )
    inserted: list[object] = []
    for _ in range(30):
        answer = await client.text_document_inline_completion_async(params)
        assert isinstance(answer, types.InlineCompletionList)
        inserted = [item.insert_text for item in answer.items]
        if inserted == ["forward to"]:
            break
    assert inserted == ["forward to"]
