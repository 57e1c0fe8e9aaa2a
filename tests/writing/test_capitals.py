"""Where capitals come by themselves, and where they never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.storage.languages import load_language
from keyboard.writing.capitals import SentenceHabit, begins_sentence, first_person_at_end, is_code_word

ENGLISH, GERMAN, FRENCH, SPANISH = (load_language(code) for code in ("en", "de", "fr", "es"))


@pytest.mark.parametrize(
    "before",
    [
        "",
        "“",
        "Dear Ann,\n",
        "Dear Ann,\n\n",
        "It works. ",
        "It works.  ",
        "Does it? ",
        "It does! “",
        "He said “no.” ",
        "(It works.) ",
        "So do I. ",
        "It was in 2019. ",
        "I said no. ",
        "Yes. ",
        "We, e.g. you, won. ",
        "It rained; we stayed. ",
        "My page is https://example.org. ",
        "My page is https://example.org.\n",
        "https://example.org\n",
        "Send the file(s) today. ",
        "Run `make` first. ",
        "I watch TV. ",
        "We went in. ",
        "Wait a sec. ",
        "It is 5 km. ",
        "I met Max. ",
        "So it is. ",
        "(It works. ",
        "He left (early). ",
        "I was sad :( but no. ",
        "[They left.] ",
        "Was it (so)? ",
    ],
)
def test_a_sentence_begins_at_a_lines_start_and_after_the_last_ones_end(before):
    assert begins_sentence(before, ENGLISH)


@pytest.mark.parametrize(
    "before",
    [
        "We ",
        "We had, ",
        "It works.",
        "See e.g. ",
        "That is, i.e. ",
        "(cf. ",
        "Ask Dr. ",
        "From J. ",
        "From J. R. R. ",
        "In the U.S. ",
        "At 5 p.m. ",
        "Smith et al. ",
        "Mo bzw. ",
        "3.",
        "Well... ",
        "Well… ",
        "“Really?” ",
        "1. ",
        "a) ",
        "- ",
        "    ",
        "\t",
        "if (x) {\n",
        "$ make. ",
        "```\nx. ",
        "x = 3. ",
        "def f():\n",
        "int x;\n",
        "f(x). ",
        "git clone https://example.org/x\n",
        "She has a Ph.D. ",
        "an M.Sc. ",
        "Add 2 tbsp. ",
        "one lb. ",
        "Col. ",
        "Lt. ",
        "Cmdr. ",
        "(ed. ",
        "Smith, ed. ",
        "ibid. ",
        "see vol. ",
        "pp. ",
        "Main St. ",
        "Blvd. ",
        "on Sat. ",
        "in Feb. ",
        "from Mass. ",
        "Acme Inc. ",
        "the dept. ",
        "int'l. ",
        "am 3. d.h. ",
        "ул. ",
        "A board of 6 in. ",
        "Add 2 gal. ",
        "Smith, op.cit. ",
        "Ask Lt.Col. ",
        "I use Yahoo! ",
        "We watched Jeopardy! ",
        "We read “Where’s Wally?” ",
        "We read Where's Wally? ",
        "He was (surprise!) ",
        "She left (did she?) ",
        "It rained (it was late.) ",
        "He asked (why? ",
        "Brackets [sic!] ",
    ],
)
def test_none_begins_within_one_nor_in_a_list_nor_in_code(before):
    assert not begins_sentence(before, ENGLISH)


@pytest.mark.parametrize(
    ("language", "before"),
    [
        (GERMAN, "Er kam am 3. "),
        (GERMAN, "am 5. und 6. "),
        (GERMAN, "König Ludwig XIV. "),
        (GERMAN, "Das ist u.a. "),
        (GERMAN, "im Okt. "),
        (FRENCH, "Elle est née en janv. "),
        (FRENCH, "M. "),
        (SPANISH, "Buenos días, Sra. "),
        (SPANISH, "Vive en la avda. "),
    ],
)
def test_what_ends_in_a_stop_is_another_in_each_language(language, before):
    assert not begins_sentence(before, language)


@pytest.mark.parametrize(
    ("language", "before"),
    [
        (GERMAN, "Es begann 1989. "),
        (GERMAN, "Wir kommen am Sat. "),
        (FRENCH, "Voilà ce que c'est. "),
        (SPANISH, "Así debe ser. "),
        (ENGLISH, "I was the 3. "),
    ],
)
def test_an_abbreviation_of_one_language_is_a_word_of_another(language, before):
    assert begins_sentence(before, language)


@pytest.mark.parametrize("word", ["https://x", "example.com", "a@b", "snake_case", "iPhone", "f()", "C:\\x", "<b>"])
def test_addresses_and_names_of_programs_are_code(word):
    assert is_code_word(word)


@pytest.mark.parametrize("word", ["Word", "and/or", "well-known", "don't", "e.g.", "Item(s)", "end.", "3.5"])
def test_words_are_not(word):
    assert not is_code_word(word)


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ("i", 0),
        ("so i", 3),
        ("so i'm", 3),
        ("so i’ll", 3),
        ("“i've", 1),
        ("me and i,", 7),
        ("so do i.", 6),
        ("it rained; i", 11),
        ("Ask while i", 10),
    ],
)
def test_i_alone_is_found_when_it_is_finished(before, place):
    assert first_person_at_end(before) == place


@pytest.mark.parametrize(
    "before", ["", "I", "in", "hi", "i.e.", "wi-fi", "i's", "a[i]", "x = i", "for i", "(i)", "i)", "i.", "i/o"]
)
def test_another_i_is_none(before):
    assert first_person_at_end(before) is None


@given(st.text(), st.text("abcxyz", min_size=1))
def test_none_begins_within_a_word(before, word):
    assert not begins_sentence(before + word)


@given(st.text(st.sampled_from("ai' .,?!…\n\"“(e.g")))
def test_what_is_found_is_an_i(before):
    place = first_person_at_end(before)
    assert place is None or before[place] == "i"


@given(st.text(st.sampled_from('ab .,?!…\n"“”()'), max_size=30), st.integers(0, 200))
def test_only_the_end_of_a_long_text_counts(before, sentences):
    assert begins_sentence("We did. " * sentences + "So\n\n" + before) == begins_sentence("So\n\n" + before)


def begun(*in_lower_case):
    habit = SentenceHabit()
    for each in in_lower_case:
        habit.add(in_lower_case=each)
    return habit.is_lower_case


def test_a_habit_is_learnt_within_three_sentences_and_unlearnt_when_the_writer_capitalizes():
    assert not begun()
    assert not begun(True, True)
    assert begun(True, True, True)
    assert begun(True, False, True, True)
    assert begun(True, True, True, True, False)
    assert not begun(True, True, True, True, False, False)


def test_a_sentence_begun_anew_counts_once():
    habit = SentenceHabit()
    for _ in range(5):
        habit.add(in_lower_case=True, again=True)
    assert not habit.is_lower_case
