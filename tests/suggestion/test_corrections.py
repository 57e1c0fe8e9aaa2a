"""Slips on the buttons and at the word's end, with the real small model."""

import pytest

from keyboard.language_model.kv_cache import never
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.suggestion.lexicon_predictor import LexiconPredictor
from keyboard.writing.corrections import SURE
from keyboard.writing.query import Query


def settled(predictor, text, **wishes):
    prediction = predictor.predict(Query(text=text, **wishes))
    for better in predictor.improve(never):
        prediction = better
    return prediction


def is_sure(correction):
    return correction.probability > SURE and not correction.is_only_offered


def words(prediction):
    return [item.word for item in prediction.words]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("I will call you tommor", {"tomorrow"}),
        ("I will call you tomorow", {"tomorrow"}),
        ("We definately", {"definitely"}),
        ("I have a meeeting", {"meeting"}),
        ("It is necesary", {"necessary"}),
        ("That is definat", {"definite", "definitely"}),
        ("I recieve", {"receive", "received"}),
        ("Did you recie", {"receive"}),
        ("Please see teh", {"the"}),
        ("the goverm", {"government"}),
        ("He is a proffes", {"professor", "professional"}),
        ("Where are youu", {"you", "your"}),
        ("our restaraunt", {"restaurant"}),
        ("I dont", {"don't"}),
        ("I think youre", {"you're"}),
        ("You are my freind", {"friend"}),
        ("We live in a beutiful", {"beautiful"}),
        ("It was a suprise", {"surprise"}),
        ("He lives in a diffrent", {"different"}),
        ("I want to go to hte", {"the"}),
        ("Give me your fone", {"phone"}),
        ("See you on monday", {"Monday"}),
        ("I speak english", {"English"}),
        ("He was inthe", {"in the"}),
        ("We will meet withh", {"with"}),  # before "withheld"
        ("It gives people time to develope", {"develop"}),
        ("Many nativepeoples", {"native peoples"}),
        ("Researchers have maked", {"made"}),
        ("He thinked", {"thought"}),
    ],
)
def test_a_slip_has_the_right_word_on_the_first_button(predictor, text, right):
    assert words(settled(predictor, text))[0] in right


@pytest.mark.parametrize(
    ("text", "misspelling"),
    [
        ("the goverm", "goverment"),
        ("That is definat", "definatly"),
        ("our restaraunt", "restaraunts"),
        ("a proffes", "proffesor"),
    ],
)
def test_a_misspelling_is_not_followed_through_the_model(predictor, text, misspelling):
    assert misspelling not in words(settled(predictor, text, count=6, top_k=6))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We stayed in Zorvanquil for a week. Then we went back to Zorvanquill", "Zorvanquil"),
        ("We stayed in Zorvanquil for a week. Then we went back to zorvanqil", "Zorvanquil"),
        ("I saw Priyanka at the market. She was buying fruit. I asked Priynka", "Priyanka"),
        ("At work we use kubernetes. I wanted to learn kuberntes", "kubernetes"),
    ],
)
def test_a_word_that_the_text_alone_has_is_repaired_by_a_tap_and_never_unasked(predictor, text, name):
    prediction = settled(predictor, text)
    assert name in words(prediction)
    assert prediction.correction.word == name
    assert prediction.correction.is_only_offered


def test_a_misspelling_in_the_text_is_not_offered_again_until_it_is_written_for_the_third_time(predictor):
    once = "The goverment raised the tax. We asked the "
    settled(predictor, once)
    assert "goverment" not in words(settled(predictor, once + "goverm", count=6, top_k=6))
    often = "The goverment raised the tax. The goverment fell. A goverment came. We asked the "
    settled(predictor, often)
    assert "goverment" in words(settled(predictor, often + "goverm", count=6, top_k=6))


@pytest.mark.parametrize(
    ("text", "letters", "slip"),
    [
        (
            "I met Wojciech Kowalczyk. Kowalczyk told me about the plan. Kowalcyzk was happy. Then I called ",
            "Kowalc",
            "Kowalcyzk",
        ),
        ("Dr. Thornquist came. We asked Thornquist why, and Thornqist smiled. Then ", "Thornq", "Thornqist"),
        ("Kowalcyzk was happy. But Kowalczyk had gone, and we missed Kowalczyk. Then I called ", "Kowalc", "Kowalcyzk"),
        ("The Pasadena office is closed. Pasadena is far. The Pasadna office is open. We went to ", "Pasad", "Pasadna"),
        ("At work we use kubernetes. I like kubernetes, but kuberntes is hard. We run ", "kubern", "kuberntes"),
        ("Zorvanquil is old. We love Zorvanquil. Zorvvanquil is far. We left ", "Zorv", "Zorvvanquil"),
    ],
)
def test_a_misspelt_name_is_not_taken_from_the_text_where_its_right_form_stands_more_often(predictor, text, letters, slip):
    for typed in ("", *(letters[:length] for length in range(1, len(letters) + 1))):
        first = predictor.predict(Query(text=text + typed, count=6, top_k=6))
        assert slip not in words(first)
        assert slip not in words(settled(predictor, text + typed, count=6, top_k=6))


@pytest.mark.parametrize(
    ("text", "letters", "name"),
    [
        ("I met Kowalczyk, and then Kowalczuk. Then I called ", "Kowalcz", "Kowalczuk"),  # as often: who knows
        ("Mr. Thornquist came. Thornquist smiled. The Thornquists left. We liked the ", "Thornquist", "Thornquists"),
        ("Zorvanquil is old. We love Zorvanquil. The grobleton is new. I like the ", "grob", "grobleton"),
    ],
)
def test_names_of_the_text_that_may_be_right_are_offered(predictor, text, letters, name):
    assert name in words(settled(predictor, text + letters, count=6, top_k=6))


def test_a_word_without_its_accent_has_it_on_a_button(predictor):
    assert "café" in words(settled(predictor, "We sat in a cafe"))


@pytest.mark.parametrize(("text", "word"), [("I'm not sure bit", "but"), ("I think its", "it's"), ("I cant", "can't")])
def test_a_right_word_that_is_unlikely_here_shows_its_neighbour_but_not_first(predictor, text, word):
    assert word in words(settled(predictor, text))[1:]


@pytest.mark.parametrize(("typed", "word"), [("Teh", "The"), ("TEH", "THE"), ("THe", "The"), ("teh", "the")])
def test_the_word_has_the_capitals_of_what_was_typed(predictor, typed, word):
    assert words(settled(predictor, f"it is over. {typed}"))[0] == word


def test_a_name_that_the_writer_keeps_is_followed(predictor):
    assert "Zelensky" in words(settled(predictor, "Yesterday President Zelensk"))


@pytest.mark.parametrize(
    ("text", "word", "replaced"),
    [
        ("I will call you tomorow", "tomorrow", 7),
        ("We definately", "definitely", 10),
        ("Please see teh", "the", 3),
        ("I dont", "don't", 4),
        ("See you on monday", "Monday", 6),
        ("and then i", "I", 1),
        ("He was inthe", "in the", 5),
        ("They live in CAnada", "Canada", 6),
        ("He was truely", "truly", 6),
        ("She moved from London to Pariss", "Paris", 6),
        ("The vote costs $26 million; teh", "the", 3),
    ],
)
def test_a_whole_slip_is_corrected_surely(predictor, text, word, replaced):
    correction = settled(predictor, text).correction
    assert (correction.word, correction.replace) == (word, replaced)
    assert is_sure(correction)


@pytest.mark.parametrize(
    ("before", "torn", "word"), [("I will see you", "to morrow", "tomorrow"), ("We work on the", "week end", "weekend")]
)
def test_a_word_torn_apart_is_made_one(predictor, before, torn, word):
    predictor.predict(Query(text=before + " "))
    prediction = settled(predictor, f"{before} {torn}")
    assert (prediction.correction.word, prediction.correction.replace) == (word, len(torn))
    joined = next(item for item in prediction.words if item.word == word)
    assert joined.before == len(torn) - len(prediction.split.prefix)


@pytest.mark.parametrize(
    "text",
    [
        "My friend Siobhan",
        "We asked Karunanidhi",
        "Yesterday we met Zelensky",
        "Our neighbour Jonquel",
        "I bought this in Oakland's",
        "PLEASE READ THS",
        "the file is at www.gogle",
        "write to jhon@exmaple",
        "int coutn; x = coutn",
        "hunter2",
        "They said that",
        "He has a may",
        "we did any one",
        "you fucking",
        "a well-knwon",
        "Many notables",
        "He was one of the notables",
        "on the advice of his mentor Vilhelm",
        "They came by motorscooters",
        "as shown by Klingberg et",
        "I emailed some friends and some podcasters",
        "She knelt down and genuflected",
        "A civic agent notices and attaches",
        "The librarian alphabetizes",
        "Saliva has two amylases",
        "Yeah, I think sh",
    ],
)
def test_what_is_right_or_no_prose_is_not_corrected_surely(predictor, text):
    correction = settled(predictor, text).correction
    assert correction is None or not is_sure(correction)


def test_a_word_that_the_writer_keeps_as_typed_is_right(predictor):
    assert settled(predictor, "We definately").correction is not None
    assert settled(predictor, "We definately", left_alone=("definately",)).correction is None


def test_text_of_another_language_is_not_corrected_surely(predictor):
    text = "Das ist ein schönes Haus, und wir haben gestern den ganzen Abend darin gesessen und"
    for end in range(text.index("wir"), len(text)):
        if text[end].isspace():
            correction = predictor.predict(Query(text=text[:end])).correction
            assert correction is None or not is_sure(correction)


def test_within_a_word_and_instead_of_one_the_letters_filter_as_before(predictor):
    assert words(settled(predictor, "We had a meet", rest="ing"))[:1] != []
    assert settled(predictor, "We had a mete", rest="ing").correction is None
    assert settled(predictor, "I like ", instead_of="teh").correction is None


def test_no_token_is_evaluated_for_a_slip_within_a_word(predictor):
    predictor.predict(Query(text="I will call you "))
    before = predictor.tokens_evaluated
    for end in range(1, 8):
        predictor.predict(Query(text="I will call you tomorow"[: 16 + end]))
    assert predictor.tokens_evaluated == before


@pytest.mark.long
def test_without_a_model_a_slip_finds_its_word_too():
    prediction = LexiconPredictor(load_lexicon()).predict(Query(text="It is necesary"))
    assert words(prediction)[0] == "necessary"
    assert prediction.correction.word == "necessary"


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your letter. I am looking f",
        "Thank you for your letter. I am looking fo",
        "We will meet th",
        "If you have any questions, please let me know whether th",
        "She went to the other si",
    ],
)
def test_words_that_the_letters_begin_stand_in_the_order_of_their_probability(predictor, text):
    typed = text[text.rfind(" ") + 1 :]
    begun = [item.probability for item in settled(predictor, text).words if item.word.startswith(typed)]
    assert len(begun) > 1
    assert begun == sorted(begun, reverse=True)
