"""Corrections at a word's end: what becomes of a slip that the engine names, and how it is taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.storage.languages import load_languages
from keyboard.writing.corrections import SURE, AtSpace, Slip, letters_replaced, may_be_corrected
from keyboard.writing.edits import Surroundings
from keyboard.writing.key_counts import KeyCounts
from keyboard.writing.query import Correction, Suggestion
from keyboard.writing.session import TypingSession
from tests.writing.session_text import SessionText, offer


def text_with(at_space, before=""):
    session = TypingSession()
    session.corrections.languages = load_languages()
    session.capitals.at_sentence = session.capitals.first_person = False
    session.corrections.at_space = at_space
    return SessionText(before, session=session)


@pytest.fixture
def done():
    return text_with(AtSpace.DONE)


@pytest.fixture
def offered():
    return text_with(AtSpace.OFFERED)


def slip(text, letters, word, mark=" ", **more):
    text.keys(letters)
    text.means(word, **more)
    text.type(mark)


@pytest.mark.parametrize("mark", list(" .,!?;:\n…"))
def test_a_sure_slip_is_replaced_by_the_mark_that_ends_its_word(done, mark):
    done.keys("I will see ")
    slip(done, "teh", "the", mark)
    assert done.before == f"I will see the{mark}"
    assert done.outcomes[-1].corrected.typed == "teh"


@pytest.mark.parametrize("mark", list("-/'\"@_)(3x"))
def test_other_characters_end_no_word_that_is_replaced(done, mark):
    slip(done, "teh", "the", mark)
    assert done.before == f"teh{mark}"


def test_one_undo_brings_the_typed_letters_back_and_the_word_is_left_alone(done):
    done.keys("see ")
    slip(done, "teh", "the")
    done.undo()
    assert done.before == "see teh"
    done.means("the")
    done.keys(" cat and ")
    slip(done, "teh", "the")
    assert done.before == "see teh cat and teh "
    assert done.session.query(done.around, 3, 3).left_alone == ("teh",)


@pytest.mark.parametrize("mark", list(" .?\n"))
def test_backspace_right_after_gives_the_typed_word_back_which_is_then_left_alone(done, mark):
    slip(done, "teh", "the", mark)
    done.backspace()
    assert done.before == f"teh{mark}"
    done.backspace()
    assert done.before == "teh"
    done.means("the")
    done.keys(" ")
    slip(done, "Teh", "The")
    assert done.before == "teh Teh "
    assert done.session.query(done.around, 3, 3).left_alone == ("teh",)


def test_backspace_later_deletes_a_character(done):
    slip(done, "teh", "the")
    done.keys("c\b\b")
    assert done.before == "the"
    assert done.session.corrections.left_alone == ()


def test_a_moved_caret_makes_a_correction_final_for_backspace(done):
    slip(done, "teh", "the")
    done.left()
    done.right()
    done.backspace()
    assert done.before == "the"


def test_typing_the_same_letters_again_in_the_same_place_keeps_them(done):
    done.keys("see ")
    slip(done, "teh", "the")
    done.keys("c\b\b\b\b\b")
    slip(done, "teh", "the")
    assert done.before == "see teh "


def test_another_text_has_no_words_left_alone(done):
    slip(done, "teh", "the")
    done.backspace()
    done.session.forget()
    assert done.session.corrections.left_alone == ()


def test_what_is_not_sure_is_offered_and_never_done(done):
    done.keys("it is ")
    slip(done, "teh", "the", probability=SURE - 0.01)
    assert done.before == "it is teh "
    assert done.is_offered("cat", "dog", "cow") == ["cat", "dog", "the"]


def test_what_may_be_right_is_offered_however_probable_its_correction_is(done):
    done.keys("they cook ")
    slip(done, "foot", "food", probability=1.0, is_only_offered=True)
    assert done.before == "they cook foot "
    assert done.is_offered("and", "for", "in") == ["and", "for", "food"]


def test_before_a_word_shows_that_the_text_is_english_more_is_asked_for(done):
    slip(done, "mit", "mitt", probability=SURE)
    assert done.before == "mit "
    done.keys("is what they ")
    slip(done, "gett", "get", probability=SURE)
    assert done.before == "mit is what they get "


def test_a_key_does_not_wait_for_an_answer(done):
    done.keys("te")
    done.means("the")
    done.keys("h ")
    assert done.before == "teh "


def test_nothing_is_replaced_before_the_session_knows_the_text():
    text = text_with(AtSpace.DONE, "I see teh")
    text.means("the")
    text.keys(" ")
    assert text.before == "I see teh "


def test_a_selection_or_letters_after_the_caret_keep_the_word(done):
    done.keys("teh")
    done.means("the")
    around = Surroundings(done.before, "", "selected")
    assert done.session.type(" ", around).edit.before == 0
    done.means("the")
    done.after = "re"
    done.keys(" ")
    assert done.text == "teh re"


@pytest.mark.parametrize(
    ("typed", "replace", "word"),
    [("inthe", 5, "in the"), ("to morrow", 9, "tomorrow"), ("alot", 4, "a lot"), ("dont", 4, "don't")],
)
def test_words_run_together_and_torn_apart_are_repaired_the_same_way(done, typed, replace, word):
    done.keys("we ")
    slip(done, typed, word, replace=replace)
    assert done.before == f"we {word} "
    done.backspace()
    assert done.before == f"we {typed} "


@pytest.mark.parametrize("typed", ["exampel.org", "htpp://x", "teh:8080", "Jhon.smith@x.org", "raed?q=1"])
def test_the_first_part_of_an_address_is_given_back(done, typed):
    word, mark = next((typed[:place], typed[place]) for place in range(len(typed)) if typed[place] in ".:?")
    slip(done, word, "other", mark)
    assert done.before == f"other{mark}"
    done.keys(typed[len(word) + 1 :])
    assert done.before == typed


@pytest.mark.parametrize(
    "before",
    [
        "see http://x.org/teh",
        "me@teh",
        "www.teh",
        "~/teh",
        "C:\\teh",
        "#teh",
        "--teh",
        "snake_teh",
        "teh2",
        "TEH",
        "THE's",
        "myTeh",
        "run `git teh",
        "```\nteh",
        "~~~\nteh",
        "text\n\n    teh",
        "\tteh",
        "x = teh",
        "$ sudo teh",
    ],
)
def test_code_addresses_acronyms_and_words_with_digits_are_not_corrected(before):
    assert not may_be_corrected(before, before[before.rfind(" ") + 1 :], load_languages()["en"])
    for at_space in (AtSpace.DONE, AtSpace.OFFERED):
        text = text_with(at_space)
        text.keys(before)
        slip(text, "", "the")
        assert text.before == before + " "
        assert "the" not in text.is_offered("a", "b", "c")


@pytest.mark.parametrize(("before", "typed", "word"), [("so ", "Wintour", "Winter"), ("See Mr. ", "Knott", "Knot")])
def test_a_word_that_may_be_a_name_is_offered_and_done_only_when_very_sure(done, before, typed, word):
    done.keys(before)
    slip(done, typed, word, probability=0.99)
    assert done.before == f"{before}{typed} "
    assert done.is_offered("a", "b", "c")[-1] == word


def test_a_misspelt_title_is_done_when_very_sure(done):
    done.keys("so the Prime ")
    slip(done, "Ministre", "Minister", probability=0.996)
    assert done.before == "so the Prime Minister "


@pytest.mark.parametrize(("before", "typed", "word"), [("", "Teh", "The"), ("So. ", "Teh", "The"), ("so ", "Im", "I'm")])
def test_a_capital_of_a_sentence_or_of_the_first_person_is_no_names(done, before, typed, word):
    done.keys(before)
    slip(done, typed, word)
    assert done.before == f"{before}{word} "


@pytest.mark.parametrize(
    "before", ["“teh", "(teh", "*teh", "_teh", "well-teh", "it's so—teh", "see 3 teh", "`git` teh", "Teh", "THe"]
)
def test_prose_is_corrected(before):
    assert may_be_corrected(before, before[-3:], load_languages()["en"])


FOREIGN = [
    "Ich gehe heute mit meinen Freunden in die Stadt, weil wir",
    "Je suis allé au marché ce matin pour acheter des légumes, mais il n'y avait plus de",
    "Esta mañana fui al mercado para comprar verduras, pero ya no había",
    "Vanmorgen ben ik naar de markt gegaan om groente te kopen, maar er waren geen",
    "Questa mattina sono andato al mercato per comprare le verdure, ma non c'erano più",
    "Hoje de manhã fui ao mercado comprar legumes, mas já não havia",
    "I morse gick jag till torget för att köpa grönsaker, men det fanns inga",
    "Dziś rano poszedłem na targ, żeby kupić warzywa, ale nie było już",
]


@pytest.mark.parametrize("before", FOREIGN)
def test_a_text_in_another_language_is_left_as_it_is_and_its_words_are_learnt(before):
    text = text_with(AtSpace.DONE, before + " ")
    slip(text, "wrod", "word")
    assert text.before == before + " wrod "
    assert "word" not in text.is_offered("a", "b", "c")
    assert settled(text) == ["wrod"]


def test_unknown_words_at_the_start_of_a_text_make_it_doubtful_whether_it_is_english(done):
    slip(done, "wir", "were", probability=0.5)
    slip(done, "mit", "mitt")
    assert done.before == "wir mit "
    assert done.is_offered("a", "b", "c")[-1] == "mitt"
    slip(done, "gehn", "gene")
    assert done.before == "wir mit gehn "
    assert "gene" not in done.is_offered("a", "b", "c")
    done.keys("because ")
    slip(done, "wrod", "word")
    assert done.before == "wir mit gehn because word "


@pytest.mark.parametrize(
    "before",
    [
        "",
        "Hi Anna",
        "Ich gehe heute. But that is what I mean, and it is as I said, so",
        "lol im going home now because my mum just called and she wants me to get some",
    ],
)
def test_an_english_text_is_corrected_and_so_are_the_first_words_of_any(before):
    text = text_with(AtSpace.DONE, before + " ")
    slip(text, "wrod", "word")
    assert text.before == before + " word "


def test_a_text_that_is_no_prose_is_left_as_it_is(done):
    done.session.corrections.is_prose = False
    slip(done, "teh", "the")
    assert done.before == "teh "
    assert done.is_offered("a", "b", "c") == ["a", "b", "c"]


def test_off_leaves_all_slips_alone():
    text = text_with(AtSpace.OFF)
    slip(text, "teh", "the")
    assert text.before == "teh "
    assert text.is_offered("a", "b", "c") == ["a", "b", "c"]


def test_the_last_button_keeps_the_correction_until_the_next_word_goes_on(offered):
    offered.keys("see ")
    slip(offered, "teh", "the")
    assert offered.before == "see teh "
    assert offered.is_offered("cat", "dog", "cow") == ["cat", "dog", "the"]
    offered.keys("c")
    assert offered.is_offered("cat", "cow", "can") == ["cat", "cow", "can"]


@pytest.mark.parametrize("after", [" ", ". ", ", ", "?", "!\n"])
def test_a_tap_on_it_replaces_the_word_and_keeps_what_follows_and_one_undo_takes_it_back(offered, after):
    offered.keys("see ")
    slip(offered, "teh", "the", after[0])
    offered.keys(after[1:])
    assert offered.is_offered("cat", "dog", "cow")[-1] == "the"
    offered.take(2)
    assert offered.before == f"see the{after}"
    offered.undo()
    assert offered.before == f"see teh{after}"


def test_its_space_is_no_soft_space(offered):
    slip(offered, "teh", "the")
    offered.is_offered("cat")
    offered.take(1)
    offered.keys(",")
    assert offered.before == "the ,"


def test_a_better_answer_leaves_it_on_the_last_button(offered):
    slip(offered, "teh", "the")
    offered.session.query(offered.around, 3, 3)
    offer(offered.session, offered.before, "cat", "dog")
    answer = offered.session.offer.answered
    offered.session.offer.answer(answer)
    assert [suggestion.word for suggestion in offered.session.offer.suggestions] == ["cat", "dog", "the"]


def test_a_moved_caret_takes_it_from_the_button(offered):
    slip(offered, "teh", "the")
    offered.left()
    offered.right()
    assert offered.is_offered("cat", "dog", "cow") == ["cat", "dog", "cow"]


def test_the_space_does_not_correct_again_what_undo_has_taken_back(done):
    done.keys("see teh")
    done.tap("the")
    assert done.before == "see the "
    done.undo()
    assert done.before == "see teh"
    assert done.session.query(done.around, 3, 3).left_alone == ()
    done.means("the")
    done.keys(" ")
    assert done.before == "see teh "
    done.keys("and ")
    slip(done, "teh", "the")
    assert done.before == "see teh and the "


def test_letters_replaced_names_what_a_tap_corrects():
    def replaced(word, length, before):
        return letters_replaced(Suggestion(word, 0.5, length, word + " "), before)

    assert replaced("the", 3, "see teh") == "teh"
    assert replaced("the", 2, "see th") == ""
    assert replaced("The", 2, "see th") == ""
    assert replaced("don't", 3, "I don") == ""
    assert replaced("don't", 4, "I dont") == "dont"
    assert replaced("café", 4, "a cafe") == "cafe"
    assert replaced("tomorrow", 9, "see to morrow") == "to morrow"
    assert replaced("this", 4, "see thi ") == "thi"
    assert replaced("next", 0, "see the ") == ""


def test_slips_that_a_tap_or_the_space_corrects_are_counted(done):
    slip(done, "teh", "the")
    assert done.outcomes[-1].counts == KeyCounts(1, 1, slips=1)
    done.backspace()
    assert done.outcomes[-1].counts == KeyCounts(1, 0, slips=-1)
    done.keys("definatly")
    done.tap("definitely")
    assert done.outcomes[-1].counts == KeyCounts(1, 2, (1,), slips=1)
    done.keys("mee")
    done.tap("meeting")
    assert done.outcomes[-1].counts == KeyCounts(1, 5, (1,))


def settled(text):
    return [learnt.word for learnt in text.session.settle()]


def test_a_slip_is_not_learnt_and_no_pair_with_it():
    text = text_with(AtSpace.OFFERED)
    text.keys("see ")
    slip(text, "teh", "the")
    text.keys("cat and more words")
    learnt = [learnt for outcome in text.outcomes for learnt in outcome.learnt] + list(text.session.settle())
    assert [one.word for one in learnt] == ["see", "cat", "and", "more", "words"]
    assert learnt[1].previous == ""


@pytest.mark.parametrize(("typed", "word", "probability"), [("Keisha", "Keith", 0.999), ("kubectl", "cubicle", 0.4)])
def test_what_may_be_a_name_or_is_doubtful_is_learnt(typed, word, probability):
    text = text_with(AtSpace.OFFERED)
    text.keys("see ")
    slip(text, typed, word, probability=probability)
    assert settled(text) == ["see", typed]


def test_a_corrected_slip_is_learnt_as_the_word_that_stands_there(done):
    done.keys("see ")
    slip(done, "teh", "the")
    done.keys("cat")
    assert settled(done) == ["see", "the", "cat"]


def test_a_word_that_backspace_gives_back_is_learnt(done):
    slip(done, "teh", "the")
    done.backspace()
    done.keys("cat")
    assert settled(done) == ["teh", "cat"]


def test_a_word_that_the_engine_takes_for_right_later_is_learnt(offered):
    slip(offered, "teh", "the")
    offered.keys("or teh")
    offer(offered.session, offered.before)
    offered.keys(" ")
    assert settled(offered) == ["teh", "or", "teh"]


def test_a_slip_that_the_front_end_puts_right_is_learnt_as_it_stands_then(offered):
    offered.keys("see teh cat")
    offered.session.corrected(Slip("see ", "teh", "the"))
    offered.before = "see the cat"
    offered.session.text_replaced(offered.around)
    assert settled(offered) == ["see", "the", "cat"]


@given(
    letters=st.text(st.sampled_from("abE’ñ '-"), min_size=1, max_size=12),
    word=st.text(st.sampled_from("abcé’ "), min_size=1, max_size=8),
    replace=st.integers(0, 15),
    mark=st.sampled_from(" .,\n"),
)
def test_a_correction_changes_no_more_than_it_names_and_backspace_restores_it(letters, word, replace, mark):
    text = text_with(AtSpace.DONE)
    text.keys(letters)
    before = text.before
    offer(text.session, before, correction=Correction(word, 1.0, replace))
    text.type(mark)
    if text.outcomes[-1].corrected:
        assert text.before == before[: len(before) - replace] + word + mark
        text.backspace()
    assert text.before == before + mark
