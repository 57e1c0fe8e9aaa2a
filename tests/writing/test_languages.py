"""What the typing does differently in a language, once the engine has named it."""

import pytest

from keyboard.storage.languages import load_languages
from keyboard.writing.query import Suggestions
from keyboard.writing.session import TypingSession
from tests.writing.session_text import SessionText


def text_in(code, before=""):
    session = TypingSession()
    session.corrections.languages = load_languages()
    session.offer.await_answer(1)
    session.offer.answer(Suggestions(1, "", "", (), 0, 0.0, language=code))
    return SessionText(before, session=session)


@pytest.mark.parametrize("mark", ";:!?")
def test_a_french_mark_after_a_tap_has_a_no_break_space_before_it(mark):
    text = text_in("fr", "Vous venez ")
    text.tap("demain")
    text.session.offer.language = "fr"
    text.type(mark)
    assert text.before == f"Vous venez demain\u00a0{mark} "


@pytest.mark.parametrize("code", ["en", "de", "es", ""])
def test_in_other_languages_the_mark_takes_the_spaces_place(code):
    text = text_in(code, "so ")
    text.tap("morgen")
    text.session.offer.language = code
    text.type("!")
    assert text.before == "so morgen! "


def test_a_french_comma_has_no_space_before_it():
    text = text_in("fr", "Vous venez ")
    text.tap("demain")
    text.session.offer.language = "fr"
    text.type(",")
    assert text.before == "Vous venez demain, "


@pytest.mark.parametrize(
    ("code", "before", "word", "mark", "after"),
    [
        ("fr", "Il dit «\u00a0", "oui", "»", "Il dit «\u00a0oui\u00a0» "),
        ("fr", "Il dit «", "oui", "»", "Il dit «oui» "),
        ("fr", "Non\u00a0», dit-il. ", "Puis", "«", "Non\u00a0», dit-il. Puis «"),
        ("de", "Er sagte „", "ja", "“", "Er sagte „ja“ "),
        ("de", "Er sagte »", "ja", "«", "Er sagte »ja« "),
        ("es", "Dijo «", "no", "»", "Dijo «no» "),
        ("es", "Oye, ", "tú", "¿", "Oye, tú ¿"),
        ("es", "Oye, ", "tú", "¡", "Oye, tú ¡"),
    ],
)
def test_a_quotation_mark_after_a_tap_does_what_it_does_in_the_language(code, before, word, mark, after):
    text = text_in(code, before)
    text.tap(word)
    text.session.offer.language = code
    text.type(mark)
    assert text.before == after


def test_before_the_engine_answers_the_text_is_taken_to_be_in_the_likeliest_language():
    session = TypingSession()
    session.corrections.languages = load_languages()
    session.languages = ("de", "en")
    text = SessionText("Wir kommen am 3. ", session=session)
    text.keys("oder 4.")
    assert text.before == "Wir kommen am 3. oder 4."


@pytest.mark.parametrize(("code", "i"), [("en", "I"), ("", "I"), ("de", "i"), ("fr", "i"), ("es", "i")])
def test_i_alone_becomes_a_capital_in_english_only(code, i):
    text = text_in(code, "so ")
    text.keys("i ")
    assert text.before == f"so {i} "


def test_the_query_names_the_languages_that_were_chosen():
    text = text_in("de", "Das")
    text.session.languages = ("de", "en")
    assert text.session.query(text.around, 3, 3).languages == ("de", "en")
