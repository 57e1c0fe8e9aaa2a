"""The error model: which words the letters typed may stand for, and how well they fit each of them."""

import string

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from keyboard.suggestion import typed_letters
from keyboard.suggestion.letter_trie import LetterTrie, letters_of
from keyboard.suggestion.lexicon import Lexicon, forms_of, load_lexicon
from keyboard.suggestion.meant_words import MeantWords
from keyboard.suggestion.slips import LAYOUTS, neighbours, of_several_slips

WORDS = st.text(string.ascii_lowercase, min_size=1, max_size=12)


@pytest.fixture(scope="session")
def english():
    forms = forms_of(load_lexicon())
    return forms, MeantWords(forms)


def meant_words_of(*words):
    forms = forms_of(Lexicon(tuple(sorted(words)), np.full(len(words), 1 / len(words), dtype=np.float32)))
    return forms, MeantWords(forms)


def weights(forms, meant):
    return {forms.texts[index]: float(weight) for index, weight in zip(meant.indexes, meant.weights, strict=True)}


def likeliest(english, typed, layout="qwerty"):
    """The words that the letters stand for as a whole, by their frequency and the slips."""
    forms, words = english
    meant = words.whole(typed, layout)
    scores = forms.frequencies[meant.indexes] * meant.weights
    return [forms.texts[meant.indexes[place]] for place in np.argsort(-scores)]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("teh", "the"),  # swapped
        ("freind", "friend"),
        ("fomr", "from"),  # moved
        ("begining", "beginning"),  # undoubled
        ("adress", "address"),
        ("meeeting", "meeting"),  # doubled
        ("untill", "until"),
        ("goverment", "government"),  # left out
        ("diffrent", "different"),
        ("differrent", "different"),
        ("tghe", "the"),  # added by a neighbouring key
        ("becausr", "because"),  # a neighbouring key
        ("seperate", "separate"),  # a vowel for a vowel
        ("definately", "definitely"),
        ("consious", "conscious"),  # letters that sound alike
        ("fone", "phone"),
        ("enuf", "enough"),
        ("nife", "knife"),
        ("rong", "wrong"),
        ("nolidge", "knowledge"),
        ("attenshun", "attention"),
        ("dont", "don't"),  # marks
        ("youre", "you're"),
        ("fiancee", "fiancée"),
        ("nmber", "number"),
        ("hte", "the"),  # the first letter
        ("yuo", "you"),
        ("monday", "Monday"),  # a capital
        ("buyed", "bought"),  # a regular form
        ("childs", "children"),
    ],
)
def test_each_kind_of_slip_leads_to_the_word_that_is_meant(english, typed, word):
    assert word in likeliest(english, typed)[:2]


@given(st.lists(WORDS, min_size=1, max_size=8, unique=True), WORDS, st.sampled_from(LAYOUTS))
@settings(max_examples=60, deadline=None)
def test_no_letters_fit_a_word_better_than_its_own(words, typed, layout):
    forms, meant_words = meant_words_of(*words)
    found = weights(forms, meant_words.whole(typed, layout))
    assert all(0 < weight <= 1 for weight in found.values())
    for word in words:
        assert weights(forms, meant_words.whole(word, layout))[word] == 1
        assert word == typed or found.get(word, 0) < 1


@given(WORDS, st.integers(0, 11), st.integers(0, 11), st.sampled_from(string.ascii_lowercase))
@settings(max_examples=100, deadline=None)
def test_a_second_slip_makes_a_word_less_likely(word, first, second, letter):
    assume(len(word) > 3)
    forms, meant_words = meant_words_of(word)
    once = word[: first % len(word)] + letter + word[first % len(word) :]
    place = second % (len(once) + 1)
    twice = once[:place] + "qj" + once[place:]
    one, two = (weights(forms, meant_words.whole(typed, "qwerty")).get(word, 0) for typed in (once, twice))
    assert two <= one


def test_two_slips_in_a_word_are_likelier_than_each_by_itself_allows():
    once, twice = np.array([-6.0], dtype=np.float32), np.array([-18.0], dtype=np.float32)
    assert of_several_slips(once) == once
    assert twice < of_several_slips(twice) < once


@given(st.lists(WORDS, min_size=1, max_size=8, unique=True), st.sampled_from(["Łódź", "naïve", "x-ray"]))
@settings(max_examples=30, deadline=None)
def test_words_that_the_lexicon_lacks_are_meant_as_its_own_are(others, odd):
    _, meant_words = meant_words_of("zebra", "quartz")
    for word in (*others, odd):
        found = meant_words.whole(word, "qwerty", (*others, odd)).others
        assert found[word] == 1
    assert not meant_words.whole("zebra", "qwerty").others


@given(WORDS, st.integers(1, 11))
@settings(max_examples=60, deadline=None)
def test_a_beginning_without_a_slip_has_all_words_that_begin_so(word, length):
    forms, meant_words = meant_words_of(word, word + "xx", "zzz" + word)
    found = weights(forms, meant_words.beginning_with(word[:length], "qwerty"))
    assert found[word] >= 1
    assert found[word + "xx"] == 1


def test_a_slip_with_the_key_beside_is_likelier_than_with_a_distant_one():
    forms, meant_words = meant_words_of("hand", "jumping")
    near, far = (weights(forms, meant_words.whole(typed, "qwerty"))["hand"] for typed in ("jand", "pand"))
    assert near > far


def test_the_neighbours_of_a_key_are_those_of_the_layout():
    assert "ty" in neighbours("qwerty")
    assert "tz" in neighbours("qwertz")
    assert "ty" not in neighbours("qwertz")
    assert "aq" in neighbours("azerty")
    assert "ht" in neighbours("dvorak")
    assert "ne" in neighbours("colemak")
    assert all(pair[::-1] in neighbours(layout) for layout in LAYOUTS for pair in neighbours(layout))
    forms, meant_words = meant_words_of("tea", "zoo")
    german, american = (weights(forms, meant_words.whole("zea", layout))["tea"] for layout in ("qwertz", "qwerty"))
    assert german > american


def test_a_word_without_its_accent_is_the_word():
    forms, meant_words = meant_words_of("café", "coffee")
    assert weights(forms, meant_words.whole("cafe", "qwerty"))["café"] == 1


def test_an_accent_where_none_belongs_speaks_against_a_word():
    forms, meant_words = meant_words_of("café", "cafes")
    found = weights(forms, meant_words.beginning_with("café", "qwerty"))
    assert found["café"] > 10 * found["cafes"]


@pytest.mark.parametrize("typed", ["inthe", "alot", "ofcourse", "havea"])
def test_two_words_may_be_meant_where_a_space_is_left_out(english, typed):
    forms, words = english
    pairs = [f"{forms.texts[first]}{forms.texts[second]}" for first, second, _ in words.whole(typed, "qwerty").pairs]
    assert typed in pairs


def test_two_rare_words_together_are_rather_a_compound_unless_one_has_a_capital(english):
    forms, words = english
    weights = {}
    for typed in ("motorscooters", "myscooters", "motorEurope"):
        ((_, second, weight),) = words.whole(typed, "qwerty").pairs
        weights[typed] = weight / forms.frequencies[second]
    assert weights["motorscooters"] < weights["myscooters"] / 5
    assert weights["motorEurope"] > weights["myscooters"]


@pytest.mark.parametrize("slip", ["goverment", "definatly", "restaraunts", "tommorrow", "proffesor", "GOVERMENT"])
def test_a_misspelling_is_a_slip_of_a_known_word(english, slip):
    assert english[1].is_slip(slip)


@pytest.mark.parametrize("word", ["Zelensky", "Wolfsburg", "Siobhan", "Priya", "fucking", "kubernetes", "HOUSE", "RUTH", "3rd"])
def test_a_name_a_new_word_and_a_coarse_word_are_no_slips(english, word):
    assert not english[1].is_slip(word)


@pytest.fixture
def letters_read(monkeypatch):
    """The beginnings whose last letter was read, in this order."""
    read = []
    grow = typed_letters.TypedLetters._grown
    monkeypatch.setattr(typed_letters.TypedLetters, "_grown", lambda *a: (read.append(a[2]), grow(*a))[1])
    return read


def test_a_key_reads_one_letter_and_backspace_none(letters_read):
    _, words = meant_words_of("government")
    for typed in ("gov", "gove", "gover", "gove", "govet"):
        words.beginning_with(typed, "qwerty")
    assert letters_read[-3:] == ["gove", "gover", "govet"]


def test_letters_that_begin_several_words_are_read_once(letters_read):
    _, words = meant_words_of("government", "governor", "meeting")
    for typed in ("gover", "meeting", "governor"):
        words.beginning_with(typed, "qwerty")
    assert letters_read[-3:] == ["govern", "governo", "governor"]
    assert len(letters_read) == len("gover") + len("meeting") + len("nor")


def test_no_key_waits_for_letters_that_were_read_ahead(letters_read):
    _, words = meant_words_of("government")
    words.beginning_with("gov", "qwerty", ("Govinda",))
    words.read_ahead("gove")
    letters_read.clear()
    words.beginning_with("gove", "qwerty", ("Govinda",))
    assert letters_read == []


def test_of_the_letters_that_were_typed_last_the_first_are_kept(letters_read, monkeypatch):
    monkeypatch.setattr(typed_letters, "_MOST_KNOWN", 12)
    _, words = meant_words_of("government", "meeting")
    for typed in ("government", "meeting"):
        words.beginning_with(typed, "qwerty")
    letters_read.clear()
    words.beginning_with("government", "qwerty")
    assert letters_read == ["govern", "governm", "governme", "governmen", "government"]


@given(st.lists(WORDS, min_size=1, max_size=30, unique=True))
@settings(max_examples=60, deadline=None)
def test_the_trie_has_each_word_at_the_end_of_its_letters(words):
    trie = LetterTrie(words)
    for word in words:
        node = np.zeros(1, dtype=np.intp)
        for code in trie.codes_of(word):
            _, node = trie.step(node, int(code))
            assert len(node) == 1
        ended = trie.order[trie.start[node[0]] : trie.ends[node[0]]]
        assert [words[index] for index in ended] == [word]
        below = trie.order[trie.start[node[0]] : trie.stop[node[0]]]
        assert {words[index] for index in below} == {other for other in words if other.startswith(word)}


def test_letters_are_compared_without_case_and_accents():
    assert letters_of("Café’s") == "cafe's"
