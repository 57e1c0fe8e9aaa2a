"""Which language is written is found out from the text, and its words are offered in their own case."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.language_model.kv_cache import never
from keyboard.storage.languages import chosen_codes, language_codes, load_language, load_languages
from keyboard.suggestion import language_weights
from keyboard.suggestion.language_weights import LanguageWeights, is_foreign
from keyboard.suggestion.lexicon import forms_of, load_lexicon
from keyboard.suggestion.lexicon_predictor import LexiconPredictor
from keyboard.suggestion.sensitive import is_sensitive
from keyboard.writing.query import Query


@cache
def words_of(code):
    """The words of a language as the predictor without a model has them."""
    return LexiconPredictor(load_lexicon(code))._languages.words


@pytest.fixture(scope="module")
def predictor():
    return LexiconPredictor(load_lexicon())


def settled(predictor, text, **more):
    prediction = predictor.predict(Query(text=text, **more))
    for better in predictor.improve(never):
        prediction = better
    return prediction


def words(predictor, text, **more):
    return [item.word for item in settled(predictor, text, **more).words]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("I am going", "en"),
        ("Ich gehe heute", "de"),
        ("Sehr geehrte Damen", "de"),
        ("This is the first paragraph.\nDas ist der zweite", "de"),
        ("Das ist der erste Absatz.\nThis is the second one", "en"),
        ("Wir haben das Meeting gestern gecancelt und", "de"),
        ("He said that Schadenfreude is what", "en"),
    ],
)
def test_the_language_is_that_of_the_last_words(text, language):
    weights = LanguageWeights().at(text, "")
    assert sum(weights.values()) == pytest.approx(1)
    assert max(weights, key=weights.__getitem__) == language


def test_a_paragraph_goes_on_in_the_language_before_until_its_words_are_others():
    weights = LanguageWeights().at("Das ist der erste Absatz.\n", "")
    assert weights["de"] > 0.8 > weights["en"] > 0.001


def test_the_first_letters_of_a_word_count_too():
    weights = LanguageWeights()
    assert weights.at("", "Sehr")["de"] > weights.at("", "Se")["de"]


def test_the_first_key_waits_for_no_list_of_words(monkeypatch):
    language_weights._frequencies.cache_clear()
    predictor = LexiconPredictor(load_lexicon())
    settled(predictor, "")
    monkeypatch.setattr(language_weights, "FOLDER", Path("there is none"))
    assert words(predictor, "Das ist ein Mens")


def test_a_language_that_is_not_chosen_is_none():
    assert LanguageWeights().at("Ich gehe heute nach Hause", "", ("en",)) == {"en": 1.0}


def test_the_setting_names_languages_and_nothing_stands_for_all():
    assert chosen_codes("de, EN") == ("de", "en")
    assert chosen_codes("", "de") == ("de", *(code for code in language_codes() if code != "de"))
    assert chosen_codes("xx") == language_codes()


@pytest.mark.long
@pytest.mark.parametrize(("text", "word"), [("Das ist mein hau", "Haus"), ("Ich gehe in die stad", "Stadt")])
def test_a_noun_typed_in_lower_case_is_offered_with_its_capital(predictor, text, word):
    assert word in words(predictor, text)


@pytest.mark.long
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Wir müssen das pruef", "prüfen"),
        ("Er hat das haesslic", "hässlich"),
        ("Sie wohnt in der Strasse", "Straße"),
        ("Das ist moeglic", "möglich"),
        ("Viele gruess", "Grüße"),
    ],
)
def test_umlauts_may_be_typed_as_two_letters(predictor, text, word):
    assert word in words(predictor, text)


@pytest.mark.long
def test_no_word_is_corrected_where_the_language_is_uncertain(predictor):
    text = "Das ist der erste Absatz und er ist auf Deutsch.\n"
    settled(predictor, text + "Und wier")
    certain = settled(predictor, text + "Und wir gehen nach Hause, nihct")
    assert certain.language == "de"
    assert certain.correction.word == "nicht"
    assert settled(predictor, "Die", languages=("en", "de")).correction is None


def test_german_words_are_no_slips_of_english_ones(predictor):
    for text in ("Ich habe das nicht", "Wir sind noch nicht fertig mit dem", "Das war gestern wirklich sehr schön"):
        assert settled(predictor, text).correction is None


def test_english_words_of_a_text_are_not_offered_in_german(predictor):
    text = "They would rather have whatever they would like.\nIch weiß, dass wir "
    assert not {"would", "whatever", "they"} & set(words(predictor, text + "w") + words(predictor, text + "th"))


def test_a_frequent_word_of_another_language_is_foreign():
    forms = forms_of(load_lexicon())
    assert is_foreign("nicht", forms)
    assert not any(is_foreign(word, forms) for word in ("the", "die", "zelensky", "Haus"))


@pytest.mark.long
@pytest.mark.parametrize("code", language_codes())
def test_a_language_is_whole(code):
    language = load_language(code)
    lexicon = load_lexicon(code)
    assert load_languages()[code] is language
    assert 70_000 < len(lexicon.words) < 120_000
    assert list(lexicon.words) == sorted(set(lexicon.words))
    assert len(language.frequent) > 40
    assert not [word for word in forms_of(lexicon).texts if is_sensitive(word, language)]


def test_a_new_text_is_probably_in_the_language_of_the_last_one():
    weights = LanguageWeights()
    assert weights.at("", "")["de"] < 0.1
    weights.at("Das ist der erste Brief, und er ist auf Deutsch. ", "")
    assert 0.4 < weights.at("", "")["de"] < 0.6
    assert weights.at("This is the second one and", "")["en"] > 0.9
    assert sum(weights.at("", "", ("en", "fr")).values()) == pytest.approx(1)


@pytest.fixture(scope="module")
def german():
    predictor = LexiconPredictor(load_lexicon())
    settled(predictor, "Das ist ein Satz auf Deutsch, und es folgt noch einer. ")
    return predictor


@pytest.mark.long
@pytest.mark.parametrize(
    "word",
    [
        "Gartentorschlüssel",
        "Kaiserfamilie",
        "Arbeitsprinzipien",
        "Aufklärungsflugzeuge",
        "Verdienstausfälle",
        "Küchenstudio",
        "Schwertkampfkunst",
        "hochgespült",
        "sudetendeutsche",
    ],
)
def test_a_compound_that_no_list_has_is_a_word(german, word):
    assert words_of("de").forms.index_of(word) is None
    assert word in words_of("de").compounds
    assert settled(german, f"Ich weiß nicht, was das mit {word}").correction is None


@pytest.mark.long
@pytest.mark.parametrize(
    "word", ["Huas", "nciht", "wier", "Kaiser", "Xqzhaus", "KAISERFAMILIE", "", "Arbeitsxy", "kaiserfamilie"]
)
def test_what_is_not_put_together_from_words_is_no_compound(word):
    assert word not in words_of("de").compounds


@pytest.mark.long
@given(st.text())
def test_no_text_is_a_compound_of_english(text):
    assert text not in words_of("en").compounds
    assert not words_of("en").compounds.beginning_with(text, 3)


@pytest.mark.long
@pytest.mark.parametrize("word", ["Arbeitspreise", "Regierungsstelle", "Wintermannschaft", "Stadtministerium"])
def test_a_compound_that_resembles_a_known_word_is_no_slip_of_it(word):
    known = words_of("de")
    assert known.forms.index_of(word) is None
    assert known.meant_words.is_slip(word)
    assert not known.is_slip(word)


@pytest.mark.long
def test_a_compound_is_offered_once_its_first_part_and_a_letter_of_the_last_are_typed(german):
    assert "Kaiserfamilie" in words(german, "Das ist die Kaiserfami")
    assert "Gartentorschlüssel" in words(german, "Das ist der gartentorschlüs")
    assert "südasiatische" in words(german, "Das ist eine südasiatisch")


@pytest.mark.long
def test_a_slip_is_corrected_all_the_same(german):
    assert settled(german, "Wir haben das nihct").correction.word == "nicht"
