"""The text as tokens: coloured by surprise, pointed at, streamed in, and laid over the text itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from keyboard.editor.explorer import shades, tokens_page
from keyboard.editor.explorer.tokens_page import MOST_READ, ScoredText
from keyboard.editor.looks import theme
from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import TokenScore, TokenScores, TokenScoresRequest

_PIECE = re.compile(r" ?\w+|\s| ?[^\w\s]+")


def scores_of(text, bits=3.0):
    """Each word a token, with the space before it."""
    found = list(_PIECE.finditer(text))
    return tuple(
        TokenScore(500 + n, match.group(), match.start(), match.end(), 2.0**-bits, 7, bits) for n, match in enumerate(found)
    )


def parts_of(request, size=1000, bits=3.0):
    tokens = scores_of(request.text, bits)
    starts = range(0, max(len(tokens), 1), size)
    return [TokenScores(request.id, first, tokens[first : first + size], len(tokens), size) for first in starts]


def answer(explored, size=1000, bits=3.0, **asked):
    request = explored.is_asked(TokenScoresRequest, **asked)
    for part in parts_of(request, size, bits):
        explored.reply(part)
    return request


def shown(page):
    return [item.text for item in page.flow._items]


def coloured(window):
    return [mark.cursor.selectedText() for mark in window.text_area.marks.of("surprise")]


@pytest.fixture
def page(explored, story):
    story.type("Dear Anna, robotics")
    return explored.open("tokens")


def test_the_text_is_shown_in_tokens_with_its_perplexity(page, explored):
    answer(explored, text="Dear Anna, robotics")
    assert shown(page) == ["Dear", "·Anna", ",", "·robotics"]
    assert page.sums.text() == "perplexity 8.0 · 3.0 bits a token · 4 tokens"


def test_the_mouse_and_the_arrow_keys_tell_of_a_token(page, explored):
    answer(explored)
    assert "Point at a token" in page.facts.text()
    QTest.mouseMove(page.flow.viewport(), page.flow._layout.boxes[1].center())
    page.flow.pointed_at.emit(1)
    assert page.facts.text() == "·Anna: token 501, 12.5 %, rank 7, 3.0 bits"
    page.flow.pointed_at.emit(-1)
    page.flow.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Left):
        QTest.keyClick(page.flow, key)
    assert page.facts.text().startswith(",: token 502")
    assert page.flow.accessibleDescription() == page.facts.text()
    QTest.keyClick(page.flow, Qt.Key.Key_Home)
    assert page.facts.text().startswith("Dear")


def test_the_ids_stand_below_the_tokens(page, explored):
    answer(explored)
    height = page.flow._layout.boxes[0].height()
    page.shows_ids.click()
    assert [item.note for item in page.flow._items] == ["500", "501", "502", "503"]
    assert page.flow._layout.boxes[0].height() > height
    page.shows_ids.click()
    assert page.flow._layout.boxes[0].height() == height


def test_the_whole_text_is_read_not_only_what_stands_before_the_cursor(page, explored, story):
    answer(explored, text="Dear Anna, robotics")
    story.press(Qt.Key.Key_Home)
    story.let_pass(550)
    assert len(explored.asked(TokenScoresRequest)) == 1
    story.type("My ")
    explored.is_asked(TokenScoresRequest, text="My Dear Anna, robotics")


def test_it_is_read_again_when_the_typing_pauses(page, explored, story):
    answer(explored)
    story.type(" and more")
    assert len(explored.asked(TokenScoresRequest)) == 1
    explored.is_asked(TokenScoresRequest, text="Dear Anna, robotics and more")
    assert len(explored.asked(TokenScoresRequest)) == 2


def test_what_stands_before_an_edit_stays_while_it_is_read_again(page, explored, story):
    answer(explored)
    story.type(" and")
    request = explored.is_asked(TokenScoresRequest, text="Dear Anna, robotics and")
    assert shown(page) == ["Dear", "·Anna", ","]
    assert page.sums.text() == "perplexity 8.0 · 3.0 bits a token"
    first, second = parts_of(request, size=3)
    explored.reply(first)
    assert "3 of 5 tokens read" in page.sums.text()
    explored.reply(second)
    assert shown(page) == ["Dear", "·Anna", ",", "·robotics", "·and"]


def test_a_page_that_is_seen_again_reads_nothing_twice(page, explored, story, window):
    answer(explored)
    explored.open("cache")
    window.settings.change(zoom=150)
    explored.open("tokens")
    story.let_pass(550)
    assert len(explored.asked(TokenScoresRequest)) == 1


def test_reading_is_given_up_when_the_page_is_left_and_begun_again_when_it_is_back(page, explored, engine):
    request = explored.is_asked(TokenScoresRequest)
    explored.open("cache")
    assert engine.given_up == [request.id]
    explored.open("tokens")
    answer(explored, text="Dear Anna, robotics")
    assert len(explored.asked(TokenScoresRequest)) == 2


def test_it_is_read_again_after_the_engine_has_started_anew(page, explored, engine):
    explored.is_asked(TokenScoresRequest)
    engine.be(Condition.RESTARTING)
    engine.be(Condition.READY)
    assert len(explored.asked(TokenScoresRequest)) == 2


def test_another_model_reads_the_text_anew(page, explored, engine):
    answer(explored)
    explored.open("cache")
    engine.be(Condition.STARTING)
    engine.be(Condition.READY, model="gpt2")
    assert shown(page) == []
    explored.open("tokens")
    assert len(explored.asked(TokenScoresRequest)) == 2


def test_the_colours_are_laid_over_the_text_on_request(page, explored, story, window):
    answer(explored)
    assert coloured(window) == []
    page.colours_text.click()
    story.until(lambda: coloured(window) == ["Dear", " Anna", ",", " robotics"])
    window.text_area.moveCursor(window.text_area.textCursor().MoveOperation.Start)
    story.press(Qt.Key.Key_End)
    story.type("!")
    assert story.text == "Dear Anna, robotics!"
    explored.open("cache")
    assert coloured(window) == []
    explored.open("tokens")
    explored.is_asked(TokenScoresRequest, text="Dear Anna, robotics!")
    page.colours_text.click()
    assert coloured(window) == []


def test_while_one_types_the_text_has_no_colours_and_in_a_pause_those_that_are_known(page, explored, story, window):
    answer(explored)
    page.colours_text.click()
    story.until(lambda: len(coloured(window)) == 4)
    cursor = window.text_area.textCursor()
    cursor.setPosition(9)
    window.text_area.setTextCursor(cursor)
    story.type("!")
    assert coloured(window) == []
    explored.is_asked(TokenScoresRequest, text="Dear Anna!, robotics")
    story.until(lambda: coloured(window) == ["Dear"])
    answer(explored)
    story.until(lambda: coloured(window) == ["Dear", " Anna", "!,", " robotics"])


def test_colours_that_come_in_while_one_types_on_are_not_laid_over_another_text(page, explored, story, window):
    page.colours_text.click()
    first, second = parts_of(explored.is_asked(TokenScoresRequest), size=2)
    explored.reply(first)
    story.until(lambda: coloured(window) == ["Dear", " Anna"])
    story.press(Qt.Key.Key_Home)
    story.type("My ")
    explored.reply(second)
    story.let_pass(50)
    assert coloured(window) == []


def test_the_colours_come_back_after_an_edit_that_is_none_for_the_model(page, explored, story, window):
    answer(explored)
    page.colours_text.click()
    story.until(lambda: len(coloured(window)) == 4)
    story.type(" ")
    assert coloured(window) == []
    story.until(lambda: len(coloured(window)) == 4)
    assert len(explored.asked(TokenScoresRequest)) == 1


def test_the_colours_stand_where_they_belong_behind_characters_of_two_units(explored, story, window):
    window.text_area.setPlainText("😀 é 😀😀 word\nnext 𝔘 line")
    page = explored.open("tokens")
    page.colours_text.click()
    answer(explored)
    story.until(lambda: coloured(window)[-1:] == [" line"])
    assert " word" in coloured(window)
    assert " 𝔘" in coloured(window)


def test_laying_colours_over_the_text_changes_neither_it_nor_its_undo_steps(page, explored, story, window):
    answer(explored)
    page.colours_text.click()
    story.until(lambda: coloured(window))
    window.text_area.undo()
    assert story.text == "Dear Anna, "
    window.text_area.redo()
    assert story.text == "Dear Anna, robotics"


def test_of_a_long_text_only_the_tokens_in_view_are_painted(explored, story, window, monkeypatch):
    window.text_area.setPlainText("the quick brown fox jumps over the lazy dog\n" * 2000)
    page = explored.open("tokens")
    asked_for = set()
    ground_of = page.flow._ground_of
    monkeypatch.setattr(page.flow, "_ground_of", lambda place: asked_for.add(place) or ground_of(place))
    answer(explored, size=512)
    story.until(lambda: asked_for)
    assert len(page.flow._items) == 20_000
    assert 0 < len(asked_for) < 1000
    page.flow.verticalScrollBar().setValue(page.flow.verticalScrollBar().maximum())
    story.until(lambda: 19_999 in asked_for)


def test_a_very_long_text_is_read_around_the_cursor(explored, story, window):
    line = "the quick brown fox jumps over the lazy dog\n"
    window.text_area.setPlainText(line * (3 * MOST_READ // len(line)))
    cursor = window.text_area.textCursor()
    cursor.setPosition(2 * MOST_READ)
    window.text_area.setTextCursor(cursor)
    page = explored.open("tokens")
    request = answer(explored)
    assert len(request.text) == MOST_READ
    assert f"{MOST_READ:,} characters around the cursor" in page.sums.text()
    page.colours_text.click()
    story.until(lambda: coloured(window))
    view = window.text_area.cursorForPosition(window.text_area.viewport().rect().center()).block().text()
    assert any(piece.strip() in view for piece in coloured(window))


def test_the_part_of_a_very_long_text_cuts_no_character_in_two(explored, window):
    window.text_area.setPlainText("a" + "😀" * (2 * MOST_READ))
    cursor = window.text_area.textCursor()
    cursor.setPosition(2 * MOST_READ + 1)
    window.text_area.setTextCursor(cursor)
    explored.open("tokens")
    text = explored.is_asked(TokenScoresRequest).text
    assert set(text) == {"😀"}


def test_a_space_at_the_end_is_left_to_the_next_token(page, explored, story):
    answer(explored)
    story.type(" ")
    story.let_pass(550)
    assert len(explored.asked(TokenScoresRequest)) == 1
    story.type("and ")
    explored.is_asked(TokenScoresRequest, text="Dear Anna, robotics and")


def test_an_empty_text_has_no_tokens(explored):
    page = explored.open("tokens")
    request = explored.is_asked(TokenScoresRequest, text="")
    explored.reply(TokenScores(request.id, 0, (), 0, 0))
    assert page.sums.text() == "The text is empty."
    assert page.data()["tokens"] == []


_texts = st.text(alphabet="ab \n😀.", max_size=60)


@given(_texts, _texts, _texts, _texts, st.integers(1, 5), st.integers(0, 30))
def test_however_a_text_is_edited_its_tokens_are_in_the_end_those_of_the_whole(before, removed, added, after, size, context):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens_page, "_CONTEXT", context)
        scored = ScoredText()
        for text in (before + removed + after, before + added + after):
            scored.follow(text)
            assert all(token.piece == text[token.start : token.end] for token in scored.tokens)
            tokens = scores_of(scored.to_read)
            for first in range(0, len(tokens), size):
                scored.add(TokenScores(1, first, tokens[first : first + size], len(tokens), size))
            if tokens:
                whole = [(token.piece, token.start, token.end) for token in scores_of(text)]
                assert [(token.piece, token.start, token.end) for token in scored.tokens] == whole
                assert scored.is_complete


def test_after_an_edit_at_the_end_of_a_long_text_only_its_end_is_read(explored, story, window):
    line = "the quick brown fox jumps over the lazy dog\n"
    window.text_area.setPlainText(line * 500)
    page = explored.open("tokens")
    answer(explored, bits=3.0)
    window.text_area.moveCursor(window.text_area.textCursor().MoveOperation.End)
    story.type("The end")
    request = answer(explored, bits=5.0, text=line * 69 + "The end")
    assert len(request.text) < 4000
    assert page.data()["is_complete"]
    assert len(page.data()["tokens"]) == page.flow.count == len(scores_of(line * 500 + "The end"))
    assert [token.bits for token in page.data()["tokens"]] == [3.0] * 4999 + [5.0] * 3
    assert page.data()["tokens"][-1].end == len(line * 500 + "The end")


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK, theme.HIGH_CONTRAST_LIGHT, theme.HIGH_CONTRAST_DARK])
def test_tokens_are_read_on_every_shade_and_the_shades_differ_in_lightness(monkeypatch, colours):
    monkeypatch.setattr(shades, "current_colours", lambda: colours)
    grounds = [shades.surprise_shade(bits) for bits in range(21)]
    assert all(shades.contrast(shades.ink_on(ground), ground) >= 4.5 for ground in grounds)
    lightness = [shades._luminance(ground) for ground in grounds[: int(shades.FULL_BITS) + 1]]
    assert lightness == sorted(lightness, reverse=not shades.is_dark())
    assert shades.contrast(grounds[0], grounds[-1]) >= 3
    assert grounds[0] == QColor(colours.page)
