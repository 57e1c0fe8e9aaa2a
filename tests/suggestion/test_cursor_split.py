"""The text before the cursor is split where the word at the cursor begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.cursor import CursorSplit, split_at_cursor


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("", CursorSplit("", "", has_space=False, owes_space=False, starts_sentence=True)),
        ("We had a mee", CursorSplit("We had a", "mee", has_space=True, owes_space=False, starts_sentence=False)),
        ("We had a ", CursorSplit("We had a", "", has_space=True, owes_space=False, starts_sentence=False)),
        ("Hello,", CursorSplit("Hello,", "", has_space=True, owes_space=True, starts_sentence=False)),
        ("Hello, ", CursorSplit("Hello,", "", has_space=True, owes_space=False, starts_sentence=False)),
        ("Done. ", CursorSplit("Done.", "", has_space=True, owes_space=False, starts_sentence=True)),
        ("Done.\n", CursorSplit("Done.\n", "", has_space=False, owes_space=False, starts_sentence=True)),
        ("Done.\nNex", CursorSplit("Done.\n", "Nex", has_space=False, owes_space=False, starts_sentence=True)),
        ("I don't", CursorSplit("I", "don't", has_space=True, owes_space=False, starts_sentence=False)),
        ("I don’", CursorSplit("I", "don'", has_space=True, owes_space=False, starts_sentence=False, apostrophe="’")),
        ("a (", CursorSplit("a (", "", has_space=False, owes_space=False, starts_sentence=False)),
        ("well-do", CursorSplit("well-", "do", has_space=False, owes_space=False, starts_sentence=False)),
        ("two  spaces", CursorSplit("two ", "spaces", has_space=True, owes_space=False, starts_sentence=False)),
        ("привет мир", CursorSplit("привет", "мир", has_space=True, owes_space=False, starts_sentence=False)),
        ("שלום ע", CursorSplit("שלום", "ע", has_space=True, owes_space=False, starts_sentence=False)),
        ("नमस्ते दुनि", CursorSplit("नमस्ते", "दुनि", has_space=True, owes_space=False, starts_sentence=False)),
        ("ok 👍🏽", CursorSplit("ok 👍🏽", "", has_space=True, owes_space=True, starts_sentence=False)),
        ("ok ❤️", CursorSplit("ok ❤️", "", has_space=True, owes_space=True, starts_sentence=False)),
        ("•", CursorSplit("•", "", has_space=False, owes_space=False, starts_sentence=False)),
    ],
)
def test_a_text_is_split_at_its_last_word(text, split):
    assert split_at_cursor(text) == split


def test_a_quote_is_closed_where_one_was_opened_in_the_paragraph():
    assert split_at_cursor('She said "yes"').owes_space
    assert not split_at_cursor('She said "').owes_space
    assert not split_at_cursor('It is 5" long.\nShe said "').owes_space


@pytest.mark.parametrize("closed", ["“yes”", "„ja“", "»ja«", "«oui»", "« oui »", "‹oui›"])
def test_a_word_stands_apart_from_a_quotation_before_it_and_close_to_the_mark_that_opens_one(closed):
    assert split_at_cursor(f"She said {closed}").owes_space
    assert not split_at_cursor(f"She said {closed[0]}").owes_space


@pytest.mark.parametrize("text", ["Stop. ", "Really? ", 'He said "stop." ', "(Stop!) ", "a\n", "“", "* "])
def test_a_sentence_starts_after_one_has_ended(text):
    assert split_at_cursor(text).starts_sentence


@pytest.mark.parametrize("text", ["and ", "and, ", "1 ", "Mr ", "well-"])
def test_no_sentence_starts_within_one(text):
    assert not split_at_cursor(text).starts_sentence


@given(st.text())
def test_nothing_of_the_text_is_lost(text):
    split = split_at_cursor(text)
    typed_space = " " if split.has_space and not split.owes_space else ""
    assert (split.context + typed_space + split.prefix).replace("’", "'") == text.replace("’", "'")


@given(st.text(alphabet="ab ,.'\n\"(é漢👍", max_size=30), st.sampled_from("abcé"))
def test_a_letter_more_within_a_word_leaves_the_context_alone(text, letter):
    before = split_at_cursor(text + letter)
    after = split_at_cursor(text + letter + letter)
    assert after.context == before.context
    assert after.prefix == before.prefix + letter


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("I do", "don't", "don't"),
        ("I didn’t, I do", "don't", "don’t"),
        ("I didn’t. I can't. I do", "don't", "don't"),
        ("She said ‘no’ and I do", "don't", "don't"),
        ("the dogs’ ", "don't", "don't"),
        ("I didn’t. I ", "have", "have"),
    ],
)
def test_a_word_is_written_with_the_apostrophe_that_the_text_has_within_words(text, word, written):
    assert split_at_cursor(text).as_written(word) == written
