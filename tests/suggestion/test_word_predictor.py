"""What the buttons show, and what it costs: with the real small model."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyboard.engine.answering import answer_of
from keyboard.evaluation.typist import type_perfectly
from keyboard.language_model import kv_cache
from keyboard.language_model.backends import backend_named
from keyboard.language_model.errors import EvaluationAbortedError, LanguageModelError
from keyboard.language_model.kv_cache import TokenCounts
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.probabilities import log_softmax
from keyboard.storage.languages import primers_of
from keyboard.suggestion.lexicon import forms_of, load_lexicon
from keyboard.suggestion.lexicon_predictor import LexiconPredictor
from keyboard.suggestion.open_vocabulary import log_probabilities_of
from keyboard.suggestion.word_predictor import WordPredictor
from keyboard.suggestion.word_scores import Interpolation, WordScores
from keyboard.writing.cursor import insertion_of, split_at_cursor
from keyboard.writing.query import Query


def never():
    return False


def words(prediction):
    return [item.word for item in prediction.words]


def some_words(prediction):
    """The words, where there are any: of none everything is true."""
    assert prediction.words
    return words(prediction)


def settled(predictor, text, **wishes):
    """The answer that stays on the buttons while the typist pauses."""
    prediction = predictor.predict(Query(text=text, **wishes))
    for better in predictor.improve(never):
        prediction = better
    return prediction


def cost_of(predictor, text, **wishes):
    before = predictor.tokens_evaluated
    predictor.predict(Query(text=text, **wishes))
    return predictor.tokens_evaluated - before


def after_tap(prediction, text, place=0):
    insertion = insertion_of(prediction.words[place].word, prediction.split)
    return text[: len(text) - insertion.replace] + insertion.text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We had a mee", "meeting"),
        ("Thank you for you", "your"),
        ("I am looking forward to see", "seeing"),
        ("The capital of France is Pa", "Paris"),
        ("the capital of france is par", "Paris"),
        ("See you tomo", "tomorrow"),
        ("I do", "don't"),
        ("PLEASE REA", "READ"),
        ("Once upon a ", "time"),
        ("in the United States of ", "America"),
    ],
)
def test_the_word_that_a_writer_means_is_offered(predictor, text, word):
    assert word in words(settled(predictor, text))


def test_a_sentence_begins_with_a_capital_and_goes_on_without(predictor):
    assert all(word[0].isupper() for word in some_words(settled(predictor, "That is fine. ")))
    assert all(word == "I" or word[0].islower() for word in some_words(settled(predictor, "That is ")))


@pytest.mark.parametrize(("text", "word"), [("I don’t know. They’", "They're"), ("It’s late. I don’t mind. I do", "don't")])
def test_curved_apostrophes_are_read_as_the_straight_ones_of_the_lexicon(predictor, text, word):
    shown = words(settled(predictor, text))
    assert shown[0] == word
    assert "don" not in shown


def test_letters_typed_in_lower_case_are_followed_at_a_sentence_start_too(predictor):
    assert all(word.startswith("th") for word in some_words(settled(predictor, "Fine. th")))


def test_names_and_new_words_of_the_text_are_offered(predictor):
    text = "Zorblax met Grünwald in the garden. Then Zorblax left. "
    assert words(settled(predictor, text + "Zor"))[0] == "Zorblax"
    assert words(settled(predictor, text + "Grü"))[0] == "Grünwald"


def in_lexicon(word):
    lexicon = load_lexicon()
    return word in lexicon or word[:1].lower() + word[1:] in lexicon


@pytest.mark.parametrize("text", ["", "The ", "The qu", "We can't b", "Hello, my name is ", "ab", "On Mon", "I thin"])
def test_where_three_words_of_the_lexicon_fit_nothing_else_is_offered(predictor, text):
    for word in words(settled(predictor, text, count=3)):
        assert in_lexicon(word), f"{word!r} after {text!r}"


@pytest.mark.parametrize(("text", "word"), [("President Zelensk", "Zelensky"), ("She lives in Wolfsbur", "Wolfsburg")])
def test_a_name_that_no_list_has_is_followed_through_the_model(predictor, text, word):
    assert not in_lexicon(word)
    assert word in words(settled(predictor, text))


@pytest.mark.parametrize("text", ["xq", "asdfgh"])
def test_where_the_model_is_not_sure_nothing_is_made_up(predictor, text):
    assert all(in_lexicon(part) for word in words(settled(predictor, text)) for part in word.split())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The explosion sent out two shockwav", "shockwaves"),
        ("The actress is from El Salvador. Her name is Sofía Gonzál", "González"),
    ],
)
def test_a_word_that_resembles_a_known_one_is_offered_where_the_model_is_sure_of_it(predictor, text, word):
    assert word in words(settled(predictor, text))


@pytest.mark.parametrize("text", ["It was a great acheivem", "They have recquir", "The people of the village elct"])
def test_a_misspelt_beginning_is_not_followed_to_a_misspelt_word(predictor, text):
    assert all(in_lexicon(word) for word in some_words(settled(predictor, text)))


def test_a_word_that_is_typed_already_is_not_offered(predictor):
    assert "meeting" not in words(settled(predictor, "We had a meeting"))


def test_probabilities_are_given_the_letters_typed(predictor):
    prediction = settled(predictor, "We had a mee", count=10, top_k=10)
    probabilities = [item.probability for item in prediction.words]
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0.9 < sum(probabilities) <= 1.0001


def test_within_a_word_no_token_is_evaluated(predictor):
    text = "We had a very long "
    settled(predictor, text)
    for letter in "conversation":
        text += letter
        assert cost_of(predictor, text) == 0


def test_a_space_after_a_comma_costs_nothing(predictor):
    settled(predictor, "Well,")
    assert cost_of(predictor, "Well, ") == 0


def test_a_tap_on_any_button_costs_no_evaluation_once_the_words_were_shown(predictor):
    for text in ("We had a ", "We had a conv", "I think that ", "Dear "):
        for place in range(3):
            shown = settled(predictor, text)
            assert cost_of(predictor, after_tap(shown, text, place)) == 0


@pytest.mark.parametrize("text", ["Dear Anna,\n\n", "Milk:\n\t\t", "He said (", "Bread\n\n\n  ", "The UNBEL", "Up-"])
def test_a_tap_costs_nothing_wherever_a_word_begins(predictor, text):
    for place in range(3):
        shown = settled(predictor, text)
        assert cost_of(predictor, after_tap(shown, text, place)) == 0


def test_a_tap_costs_nothing_after_letters_that_fit_few_words(predictor):
    text = "We met the family on Sunday"
    for end in range(len(text) - 5, len(text) + 1):
        predictor.predict(Query(text=text[:end]))
        predictor.prepare(never)
        shown = settled(predictor, text[:end])
    for place in range(len(shown.words)):
        shown = settled(predictor, text)
        assert cost_of(predictor, after_tap(shown, text, place)) == 0


def test_without_looking_ahead_a_pause_betters_the_answer_and_a_tap_is_evaluated_when_it_comes(predictor):
    text = "No looking ahead in this sentence "
    shown = predictor.predict(Query(text=text, look_ahead=False))
    before = predictor.tokens_evaluated
    predictor.prepare(never)
    for better in predictor.improve(never):
        shown = better
    assert predictor.tokens_evaluated - before <= 2  # the first tokens that left open which word it is
    before = predictor.tokens_evaluated
    predictor.predict(Query(text=text + shown.words[0].word + " ", look_ahead=False))
    assert predictor.tokens_evaluated > before


def test_an_edit_far_back_is_answered_from_a_short_context_and_then_from_the_whole(predictor):
    text = "The old sailor told us a story about the sea and the storm. " * 12
    settled(predictor, text)
    edited = "Yesterday " + text + "Then we heard the wind and the "
    before = predictor.tokens_evaluated
    first = predictor.predict(Query(text=edited))
    assert not first.complete
    assert first.words
    assert predictor.tokens_evaluated - before <= 13
    assert next(predictor.improve(never)).complete


def test_a_question_that_is_given_up_leaves_the_next_one_right(predictor):
    expected = settled(predictor, "The cat sat on the ")
    settled(predictor, "Something else entirely. ")
    with pytest.raises(EvaluationAbortedError):
        predictor.predict(Query(text="The cat sat on the "), lambda: True)
    assert words(settled(predictor, "The cat sat on the ")) == words(expected)


def written_by_taps(predictor, top_k, taps):
    text = "The "
    for _ in range(taps):
        prediction = settled(predictor, text, top_k=top_k)
        text = after_tap(prediction, text, place=len(text) % len(prediction.words))
    return text.split()


def times_of_the_commonest_phrase(words, length=10):
    phrases = Counter(tuple(words[start : start + length]) for start in range(len(words) - length))
    return max(phrases.values())


def test_with_top_k_1_taking_the_only_word_again_and_again_ends_in_a_loop(predictor):
    assert len(settled(predictor, "The ", top_k=1).words) == 1
    assert times_of_the_commonest_phrase(written_by_taps(predictor, top_k=1, taps=200)) >= 3


def test_a_larger_top_k_is_the_way_out_of_the_loop(predictor):
    assert times_of_the_commonest_phrase(written_by_taps(predictor, top_k=40, taps=200)) == 1


def test_a_draw_from_a_large_pool_does_not_flicker(predictor):
    shown = words(settled(predictor, "I would like to ", top_k=50))
    assert words(settled(predictor, "I would like to ", top_k=50)) == shown
    longest = max((word for word in shown if word.islower()), key=len)
    assert longest in words(settled(predictor, "I would like to " + longest[:1], top_k=50))


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_no_text_is_too_strange(predictor, text):
    for item in settled(predictor, text).words:
        assert item.word
        assert 0 <= item.probability <= 1


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "word " * 200_000, "\n" * 50_000, "漢字" * 20_000, "👍🏽" * 10_000, " " * 50_000]
)
def test_long_texts_are_answered_from_their_end(predictor, text):
    before = predictor.tokens_evaluated
    predictor.predict(Query(text=text))
    assert predictor.tokens_evaluated - before <= 1008


def test_within_a_word_those_that_end_in_its_rest_come_first_and_the_word_itself_is_none(predictor):
    assert words(predictor.predict(Query(text="We had a mee", rest="ing")))[0] == "meeting"
    assert "meeting" not in words(predictor.predict(Query(text="We had a mee", rest="ting")))
    others = some_words(predictor.predict(Query(text="We had a mee", rest="xyz")))
    assert all(word.startswith("mee") for word in others)


def test_who_begins_sentences_in_lower_case_is_offered_such_words(predictor):
    text = "We met them in Paris. "
    capitals = some_words(predictor.predict(Query(text=text)))
    assert all(word[0].isupper() for word in capitals)
    assert all(word[0].islower() or word == "I" for word in some_words(predictor.predict(Query(text=text, lower_case=True))))
    assert words(predictor.predict(Query(text="We met ", lower_case=True))) == words(predictor.predict(Query(text="We met ")))
    assert words(predictor.predict(Query(text=text))) == capitals


def test_instead_of_a_word_others_are_offered_that_are_written_as_it_is(predictor):
    text = "It was a very "
    usual = words(settled(predictor, text))
    instead = words(settled(predictor, text, instead_of=usual[0]))
    assert instead[:2] == usual[1:]
    assert len(instead) == 3
    assert all(word.isupper() for word in some_words(settled(predictor, text, instead_of="LOUD")))
    assert all(word[0].isupper() for word in some_words(settled(predictor, "It rained. ", instead_of="Zebras")))
    assert all(word[0].islower() or word == "I" for word in some_words(settled(predictor, "It rained. ", instead_of="zebras")))


def test_asking_for_another_word_far_back_leaves_what_is_cached(predictor):
    text = "The meeting is on Tuesday, and we will talk about the plan for the garden. " * 12
    settled(predictor, text)
    place = len(text) // 2
    place = text.index("plan", place)
    before = predictor.tokens_evaluated
    words(predictor.predict(Query(text=text[:place], look_ahead=False, instead_of="plan")))
    words(predictor.predict(Query(text=text, look_ahead=False)))
    assert predictor.tokens_evaluated - before <= 16


@pytest.mark.parametrize("text", ["Dear Anna,\n\n", "It rained all day.\n\n", "They stayed.\n\n\n"])
def test_a_paragraph_begins_as_paragraphs_do(predictor, text):
    assert set(words(settled(predictor, text))) & {"I", "The", "We"}


def test_where_capitals_come_by_themselves_a_sentences_first_word_has_its_own(predictor):
    text = "it rained. they stayed at home. we did too. "
    assert "the" in words(settled(predictor, text, count=6, top_k=6))
    offered = words(settled(predictor, text, count=6, top_k=6, automatic_capital=True))
    assert "The" in offered
    assert "the" not in offered
    assert words(predictor.predict(Query(text="We met ", automatic_capital=True))) == words(
        predictor.predict(Query(text="We met "))
    )


def test_after_a_failed_evaluation_the_same_question_is_read_again_and_answered(predictor, monkeypatch):
    text = "We will have a look at the "
    expected = words(settled(predictor, text))
    with monkeypatch.context() as patch:
        patch.setattr(kv_cache.llama_cpp, "llama_decode", lambda *_: -3)
        with pytest.raises(LanguageModelError):
            settled(predictor, text + "new and old and ")
        with pytest.raises(LanguageModelError):
            settled(predictor, text)
    assert words(settled(predictor, text)) == expected
    assert cost_of(predictor, text + expected[0] + " ") == 0


def test_the_model_reads_the_primers_of_the_texts_language(installed_model, home):
    model = LanguageModel(installed_model, backend_named("cpu"), home / "cache", primers=primers_of("en"))
    predictor = WordPredictor(model, load_lexicon(), home / "cache")

    def begins_with_primer(code):
        primer = model.tokenizer.encode_continuation(primers_of(code)[0])
        return model.reader.wanted[1 : 1 + len(primer)] == primer

    settled(predictor, "Please call me when you ", languages=("en", "de"))
    assert begins_with_primer("en")
    first_answer = predictor.predict(Query(text="Ich habe deine Nachricht bekommen und ", languages=("en", "de")))
    assert begins_with_primer("en")
    assert first_answer.words
    settled(predictor, "Ich habe deine Nachricht bekommen und ", languages=("en", "de"))
    assert begins_with_primer("de")
    settled(predictor, "Ich habe deine Nachricht bekommen und ", languages=("en", "de"))
    assert cost_of(predictor, "Ich habe deine Nachricht bekommen und ", languages=("en", "de")) == 0
    model.close()


def test_a_word_of_many_tokens_that_is_evaluated_to_its_end_has_the_models_probability(predictor, language_model, home):
    forms = forms_of(load_lexicon())
    scores = WordScores(language_model, forms, home / "cache")
    text = "The old church is in a small village of"
    words_of_many = [
        word for word in ("Liechtenstein", "Nottinghamshire", "Herefordshire") if scores.long_words([word], split(text))
    ]
    assert words_of_many
    for word in words_of_many:
        settled(predictor, f"{text} {word[:-1]}")
        [exact] = log_probabilities_of(language_model, text + " ", 0, [word], never)
        reading = language_model.read(text, has_space=True)
        language_model.look_ahead([language_model.path_of(" " + word)], never)
        given = scores.log_probabilities(log_softmax(reading.logits), split(text))
        assert given[forms.index_of(word)] == pytest.approx(exact, abs=0.02)


def test_after_long_words_were_weighed_a_tap_costs_nothing(predictor):
    text = "The old church is in a small village of Liech"
    for place in range(3):
        prediction = settled(predictor, text)
        assert cost_of(predictor, after_tap(prediction, text, place)) == 0


_ENGLISH = "My sister will visit us at the weekend."
_GERMAN = "Er versicherte, seine Gegnerin habe die Vorwürfe jahrelang weder überprüft noch öffentlich kommentiert."
_NEXT_GERMAN = "Die Gemeinde will den alten Bahnhof kaufen."


def keys_of(predictor, text):
    """How many keys a text costs with three buttons, at which the typist looks before each letter."""

    def buttons(before, _word):
        prediction = settled(predictor, before, count=3, top_k=3, look_ahead=False)
        return answer_of(0, prediction, TokenCounts(), 0.0, final=True)

    return sum(1 for _ in type_perfectly(text, buttons))


@pytest.mark.long
def test_a_model_that_does_not_know_a_language_is_helped_by_the_frequencies_of_its_words(installed_model, home):
    model = LanguageModel(installed_model, backend_named("cpu"), home / "cache", primers=primers_of("en"))
    predictor, without_model = WordPredictor(model, load_lexicon(), home / "cache"), LexiconPredictor(load_lexicon())
    keys_of(predictor, _ENGLISH)
    assert predictor._languages.words.interpolation.part == 0
    keys_of(predictor, _GERMAN)
    assert predictor._languages.words.forms.language.code == "de"
    assert predictor._languages.words.interpolation.part > 0
    keys_of(without_model, _GERMAN)
    assert keys_of(predictor, _NEXT_GERMAN) <= keys_of(without_model, _NEXT_GERMAN)
    model.close()


def interpolation_after(words, by_model):
    """What the frequencies weigh after these words, each of which the model has predicted with the probability `by_model`."""
    forms = forms_of(load_lexicon())
    interpolation, text = Interpolation(forms), ""
    probabilities = np.full(len(forms.texts), by_model, dtype=np.float32)
    for word in words:
        interpolation.expect(text, probabilities, forms.shares(has_capital=False))
        text = f"{text} {word}" if text else word
        interpolation.learn(text)
    return interpolation


def test_the_frequencies_weigh_nothing_until_the_model_has_been_worse_for_some_words():
    words = ["this", "is", "what", "they", "have", "said", "about", "the", "house", "and", "the", "people", "of", "the", "town"]
    assert interpolation_after([], 0.0).part == 0
    assert interpolation_after(words, 0.2).part == 0
    part = interpolation_after(words, 1e-6).part
    assert 0.1 < part < 0.5
    assert interpolation_after(words + 3 * words, 0.0).part >= part


def test_a_word_that_no_list_has_says_nothing_of_the_two():
    assert interpolation_after(["Xyzzyx"] * 40, 0.0).part == 0


def test_where_the_model_knows_the_language_its_probabilities_are_left_as_they_are():
    forms = forms_of(load_lexicon())
    probabilities, frequencies = np.full(len(forms.texts), 1e-6, dtype=np.float32), forms.shares(has_capital=False)
    assert Interpolation(forms).mixed(probabilities, frequencies) is probabilities
    assert Interpolation(forms).mixed_others({"Xyzzyx": 0.1}, {"Kaiserfamilie": 0.2}) == {"Xyzzyx": 0.1}
    helped = interpolation_after(["the"] * 20, 1e-6)
    mixture = helped.mixed(frequencies, frequencies)
    assert mixture.sum() == pytest.approx(1, abs=1e-3)
    others = helped.mixed_others({"Xyzzyx": 0.1}, {"Kaiserfamilie": 0.2})
    assert others == {"Xyzzyx": pytest.approx(0.1 * (1 - helped.part)), "Kaiserfamilie": pytest.approx(0.2 * helped.part)}


def split(text):
    return split_at_cursor(text + " ")
