"""Addresses, files and numbers after a tap: the tap's space goes where the keys go on with the word, and else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.session import TypingSession
from tests.writing.session_text import SessionText


def tapped(begun, word, keys, *, capitals=True):
    session = TypingSession()
    session.capitals.at_sentence = capitals
    text = SessionText(session=session)
    text.before = begun
    text.tap(word)
    text.keys(keys)
    return text


ONE_TOKEN = [
    ("Visit goo", "google", ".com today", "Visit google.com today"),
    ("See the read", "readme", ".txt", "See the readme.txt"),
    ("See the READ", "README", ".TXT", "See the README.TXT"),
    ("We use Nod", "Node", ".js. we", "We use Node.js. We"),
    ("At ", "example", ".org/page", "At example.org/page"),
    ("At ", "example", ".co.uk, we", "At example.co.uk, we"),
    ("At ", "spiegel", ".de/panorama", "At spiegel.de/panorama"),
    ("At www.", "spiegel", ".de", "At www.spiegel.de"),
    ("Mail ann", "anna", "@example.org", "Mail anna@example.org"),
    ("Mail ", "john", ".smith@example.org. we", "Mail john.smith@example.org. We"),
    ("Mail ", "anna", "7@example.org", "Mail anna7@example.org"),
    ("Mail john.smith@", "example", ".org now", "Mail john.smith@example.org now"),
    ("Mail john.smith@", "example", ".museum now", "Mail john.smith@example.museum now"),
    ("Open ", "file", "_name.py", "Open file_name.py"),
    ("Open ", "file", "_name", "Open file_name"),
    ("Open file_", "name", ".py", "Open file_name.py"),
    ("Open ", "libs", "/main", "Open libs/main"),
    ("We have v", "v2", ".0", "We have v2.0"),
    ("About ", "3", ".5 of", "About 3.5 of"),
    ("About ", "3", ",500 of", "About 3,500 of"),
    ("At ", "10", ":30 we", "At 10:30 we"),
    ("The ratio is ", "2", ":1", "The ratio is 2:1"),
    ("The ", "U", ".S. has", "The U.S. has"),
    ("A ", "Ph", ".D. in", "A Ph.D. in"),
    ("Animals, ", "e", ".g. cats", "Animals, e.g. cats"),
    ("See ", "https", "://example.org", "See https://example.org"),
    ("See https://www.", "example", ".org", "See https://www.example.org"),
    ("See https://example.org/", "page", "?q=1&r=2", "See https://example.org/page?q=1&r=2"),
    ("Open ", "localhost", ":8080", "Open localhost:8080"),
    ("Open ", "C", ":\\Users", "Open C:\\Users"),
    ("The ", "up", "-to-date", "The up-to-date"),
]


@pytest.mark.parametrize(("begun", "word", "keys", "text"), ONE_TOKEN)
@pytest.mark.parametrize("capitals", [True, False])
def test_what_makes_one_token_takes_the_taps_space(begun, word, keys, text, capitals):
    wanted = text if capitals else text.replace(". We", ". we")
    assert tapped(begun, word, keys, capitals=capitals).before == wanted


APART = [
    ("We d", "did", ".we", "We did. We"),
    ("We d", "did", ".it was", "We did. It was"),
    ("We d", "did", ".company came", "We did. Company came"),
    ("We d", "did", ".come on", "We did. Come on"),
    ("We d", "did", ".is it", "We did. Is it"),
    ("We d", "did", ".log in", "We did. Log in"),
    ("We d", "did", ".PDF files", "We did. PDF files"),
    ("We d", "did", ".texting", "We did. Texting"),
    ("We d", "did", ". com", "We did. Com"),
    ("We d", "did", ",com", "We did, com"),
    ("So do ", "I", ".we", "So do I. We"),
    ("Thanks ", "Anna", " @bob, hi", "Thanks Anna @bob, hi"),
    ("Thanks ", "Anna", "@bob, hi", "Thanks Anna @bob, hi"),
    ("Take ", "take", "_this_ now", "Take take _this_ now"),
    ("It is ", "chapter", "5", "It is chapter 5"),
    ("It is ", "ten", ":30 were", "It is ten: 30 were"),
    ("Mail anna@", "example", ".org. we", "Mail anna@example.org. We"),
    ("See https://example.org/", "page", ".we", "See https://example.org/page. We"),
]


@pytest.mark.parametrize(("begun", "word", "keys", "text"), APART)
def test_a_sentence_a_mention_and_what_is_stressed_keep_their_space(begun, word, keys, text):
    assert tapped(begun, word, keys).before == text


def test_a_host_after_a_mark_may_be_tapped():
    text = tapped("Mail ", "anna", "@")
    text.tap("example")
    text.keys(".org")
    assert text.before == "Mail anna@example.org"


def test_one_undo_restores_the_space_and_the_capital_and_the_next_letter_leaves_them():
    text = tapped("Visit ", "google", ".com")
    text.undo()
    assert text.before == "Visit google. Co"
    text.keys("m")
    assert text.before == "Visit google. Com"


def test_backspace_in_an_address_deletes_a_letter_and_the_address_goes_on():
    text = tapped("Visit ", "google", ".com\b")
    assert text.before == "Visit google.co"
    text.keys("m")
    assert text.before == "Visit google.com"
    text.keys("\b\b\b\b")
    assert text.before == "Visit google"


def test_a_slip_in_the_ending_can_be_corrected():
    assert tapped("Visit ", "google", ".cm\bom").before == "Visit google.com"


def test_backspace_takes_the_full_stops_space():
    assert tapped("Visit ", "google", ".\bcomx").before == "Visit google.comx"


KEYS = st.text(st.sampled_from("comjsnet12.,:/@_-?& W\b"), max_size=14)


@given(st.sampled_from(["google", "https", "a@b", "v2", "file_name", "U"]), KEYS)
def test_no_letter_is_lost_or_doubled_whatever_is_typed_after_a_tap(word, keys):
    text = tapped("See ", word, keys.replace("\b", ""))
    assert text.before.replace(" ", "").casefold() == ("See" + word + keys.replace("\b", "")).replace(" ", "").casefold()


@given(KEYS)
def test_undo_leads_back_to_the_tap_whatever_was_typed_after_it(keys):
    text = tapped("See ", "google", keys)
    while len(text.steps) > 1:
        text.undo()
    assert text.text in {"See google ", "See "}


@given(KEYS)
def test_backspace_deletes_it_all(keys):
    text = tapped("See ", "google", keys)
    for _ in range(2 * len(text.before)):
        text.backspace()
    assert text.before == ""
