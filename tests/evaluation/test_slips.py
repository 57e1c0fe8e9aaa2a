"""`keyboard evaluate --slips`: the keys of a typist who slips, counted by hand, the slips that are drawn, and bad input."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from keyboard.cli import keyboard
from keyboard.evaluation.output_file import EvaluationError
from keyboard.evaluation.rival_choice import make_rival
from keyboard.evaluation.rivals import Rival
from keyboard.evaluation.savings_report import slip_report
from keyboard.evaluation.slip_drawing import Misspellings, draw_slips, read_misspellings
from keyboard.evaluation.slip_savings import slip_figures, type_with_slips
from keyboard.evaluation.typist import Repair, Slip, Typist, answer_with
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.query import Correction, Suggestion

TEXT = "We will definitely meet tomorrow in the café, at about four o'clock, whatever Professor Necessary says."
NONE = Misspellings({})
LEXICON = load_lexicon()


class Corrector(Rival):
    """Shows one word for certain letters, and is sure of it at the space."""

    def __init__(self, **words):
        super().__init__()
        self._words = words

    def _answer(self, text, count):
        typed = split_at_cursor(text).prefix
        meant = self._words.get(typed)
        answer = answer_with(text, (meant,) if meant else ())
        return replace(answer, correction=Correction(meant, 0.999, len(typed)), language="en") if meant else answer


def typist(text, buttons, **slips):
    """A typist who types each word as given, the first time that it comes."""
    places = {text.index(word): Slip(word, typed) for word, typed in slips.items()}
    return Typist(text, buttons, places)


def keys(typist):
    return "".join("⌫" if stroke.deleted and not stroke.is_tap else stroke.text for stroke in typist.strokes())


def never(before, _word):
    return answer_with(before, ())


def at(typed, word):
    """Buttons that show a word when these letters are typed."""
    return lambda before, _word: answer_with(before, (word,) if before.endswith(typed) else ())


def test_without_help_she_goes_back_to_the_first_wrong_letter_and_types_the_rest_anew():
    slow = typist("see the dog", never, the="teh")
    assert keys(slow) == "see teh⌫⌫he dog"
    assert slow.repairs == [Repair.RETYPED]


def test_a_tap_at_the_end_of_the_slip_repairs_it_and_brings_the_space():
    quick = typist("see the dog", at("teh", "the"), the="teh")
    *_, tap, d, _o, _g = quick.strokes()
    assert (tap.text, tap.is_tap, tap.deleted, tap.letters_before) == ("he ", True, 2, 3)
    assert d.text == "d"
    assert quick.repairs == [Repair.TAPPED]


def test_a_tap_within_the_slip_repairs_it():
    quick = typist("tomorrow", at("tommo", "tomorrow"), tomorrow="tommorrow")
    assert len(list(quick.strokes())) == 6
    assert quick.repairs == [Repair.TAPPED]


def test_a_word_that_is_tapped_before_its_wrong_letter_is_no_slip():
    early = typist("tomorrow", at("to", "tomorrow"), tomorrow="tommorrow")
    assert len(list(early.strokes())) == 3
    assert early.repairs == [Repair.AVOIDED]


def test_she_looks_at_the_buttons_again_as_she_types_anew():
    again = typist(
        "tomorrow", lambda before, _word: answer_with(before, ("tomorrow",) if before == "tomor" else ()), tomorrow="tommo"
    )
    assert keys(again) == "tommo⌫⌫orrow"


def test_a_left_out_last_letter_is_a_slip_that_is_there_at_the_end():
    assert typist("tomorrow it", at("tomorro", "tomorrow"), tomorrow="tomorro").repairs == []
    short = typist("tomorrow it", at("tomorro", "tomorrow"), tomorrow="tomorro")
    assert len(list(short.strokes())) == 7 + 1 + 2
    assert short.repairs == [Repair.TAPPED]


@pytest.mark.parametrize(("meant", "typed", "replaced"), [("in the", "inthe", 5), ("tomorrow", "to morrow", 9)])
def test_a_space_that_is_wrong_is_repaired_by_one_tap_or_typed_anew(meant, typed, replaced):
    text = f"so {meant} end"

    def both(before, _word):
        answer = answer_with(before, ())
        shown = (Suggestion(meant, 0.9, replaced, meant + " "),) if before.endswith(typed) else ()
        return replace(answer, suggestions=shown)

    quick = Typist(text, both, {3: Slip(meant, typed)})
    assert len(list(quick.strokes())) == 3 + len(typed) + 1 + 3
    slow = keys(Typist(text, never, {3: Slip(meant, typed)}))
    n_wrong = len(typed) - 2
    assert slow == "so " + typed + "⌫" * n_wrong + meant[2:] + " end"


@pytest.mark.long
@given(st.integers(), st.sampled_from([0.1, 0.5, 1.0]))
def test_the_text_stands_there_in_the_end_whatever_the_slips(seed, share):
    (slips,) = draw_slips([TEXT], share, NONE, seed)
    for buttons in (never, at("e", "whatever"), lambda before, word: answer_with(before, (word,) if before[-1:] in "eo" else ())):
        typed = ""
        writer = Typist(TEXT, buttons, slips)
        for stroke in writer.strokes():
            typed = typed[: len(typed) - stroke.deleted] + stroke.text
        assert typed == TEXT
        assert len(writer.repairs) == len(slips)


def test_figures_are_those_counted_by_hand():
    slips = [{4: Slip("the", "teh"), 12: Slip("and", "adn")}]
    file = type_with_slips(
        "x", ["see the dog and him"], slips, Corrector(teh="the", him="hum"), 3, LEXICON, lambda _what, _done: None
    )
    figures = slip_figures("x", [file])
    # The tap brings a space, so "teh" costs one key less than "the" and its space; "adn" costs four more.
    assert figures.ks == pytest.approx(100 * (19 - (4 + 4 + 4 + 3 + 2 + 2 + 4)) / 19)
    assert figures.ks_without == 0
    assert (figures.slips, figures.tapped, figures.first, figures.among, figures.before_end) == (2, 50, 50, 50, 0)
    assert (figures.corrected, figures.false_corrections, figures.right_words) == (50, 200, 5)
    assert file.false_corrections[0].correction == "hum"


def test_the_space_corrects_in_a_text_that_is_long_enough_to_show_its_language():
    text = "we had a good time when they came to see the house and the dog"
    rival = Corrector(huose="house")
    slips = [{text.index("house"): Slip("house", "huose")}]
    figures = slip_figures("x", [type_with_slips("x", [text], slips, rival, 3, LEXICON, lambda _what, _done: None)])
    assert (figures.corrected, figures.false_corrections) == (100, 0)


def test_a_slip_that_is_a_word_itself_is_counted_apart():
    slips = [{0: Slip("from", "form"), 9: Slip("there", "theer")}]
    rival = Corrector(form="from", theer="there")
    figures = slip_figures("x", [type_with_slips("x", ["from out there"], slips, rival, 3, LEXICON, lambda _what, _done: None)])
    assert (figures.slips, figures.words, figures.among_of_words, figures.first, figures.corrected) == (2, 1, 100, 100, 100)


def test_a_listed_misspelling_is_taken_in_the_case_of_the_word():
    listed = Misspellings({"definitely": ["definately"], "professor": ["proffesor"]})
    (slips,) = draw_slips([TEXT], 1.0, listed, 0)
    by_word = {slip.meant: slip for slip in slips.values()}
    assert by_word["definitely"] == Slip("definitely", "definately", is_listed=True)
    assert by_word["Professor"] == Slip("Professor", "Proffesor", is_listed=True)
    assert not any(slip.is_listed for word, slip in by_word.items() if word.lower() not in listed.of)


def test_the_share_is_that_of_the_words_of_four_letters_and_more():
    text = "four five six seven to be nine " * 10
    (slips,) = draw_slips(
        [text], 0.5, Misspellings({"nine": ["nien"], "four": ["fuor"], "five": ["fiev"], "seven": ["sevne"]}), 3
    )
    assert len(slips) == 20
    assert {slip.meant for slip in slips.values()} <= {"four", "five", "seven", "nine"}


def test_the_same_seed_draws_the_same_slips_and_another_one_others():
    assert draw_slips([TEXT], 0.5, NONE, 1) == draw_slips([TEXT], 0.5, NONE, 1) != draw_slips([TEXT], 0.5, NONE, 2)


def test_every_kind_of_slip_is_drawn_and_none_prevails():
    kinds = {
        "swapped": lambda word, typed: sorted(word) == sorted(typed),
        "left out": lambda word, typed: len(typed) == len(word) - 1,
        "inserted": lambda word, typed: len(typed) == len(word) + 1,
        "another letter": lambda word, typed: len(typed) == len(word) and sorted(word) != sorted(typed),
        "first": lambda word, typed: typed[0] != word[0],
        "space": lambda word, _typed: " " in word,
    }
    text = "perhaps water reached another harbour before night " * 60
    (slips,) = draw_slips([text], 1.0, NONE, 0)
    counts = {kind: sum(has(slip.meant, slip.typed) for slip in slips.values()) for kind, has in kinds.items()}
    assert min(counts.values()) > 0.06 * len(slips)
    assert max(counts.values()) < 0.45 * len(slips)


@pytest.mark.parametrize(("word", "typed"), [("o'clock", "oclock"), ("café", "cafe"), ("Anna", "anna"), ("Anna", "ANna")])
def test_marks_and_capitals_are_left_out(word, typed):
    drawn = {slip.typed for seed in range(300) for slip in draw_slips([word], 1.0, NONE, seed)[0].values()}
    assert typed in drawn


def test_a_line_of_a_list_may_have_several_rights(tmp_path):
    file = tmp_path / "list.txt"
    file.write_text("# of the web\nteh->the\n\nalot->a lot, allot\naccension->accession, ascension,\r\n")
    listed = read_misspellings(file)
    assert listed.of == {
        "the": ["teh"],
        "a lot": ["alot"],
        "allot": ["alot"],
        "accession": ["accension"],
        "ascension": ["accension"],
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"teh->the\nrecieve receive\n", r"line 2: 'recieve receive' is not of the form wrong->right"),
        (b"teh->\n", "line 1"),
        (b"->the\n", "line 1"),
        (b"# nothing\n", "contains no misspelling"),
        (b"t\xe9h->the\n", "is not UTF-8 text: byte 2"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_bad_list_is_named_in_one_sentence(tmp_path, content, sentence):
    file = tmp_path / "list.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EvaluationError, match=sentence):
        read_misspellings(file)


@pytest.mark.parametrize("share", ["0", "-0.1", "1.5", "nan", "many"])
def test_a_share_out_of_range_is_refused(tmp_path, share):
    result = CliRunner().invoke(keyboard, ["evaluate", str(tmp_path / "m.txt"), "--slips", share])
    assert result.exit_code == 2
    assert "--slips" in result.output


@pytest.mark.parametrize("options", [["--seed", "1"], ["--misspellings", "list.txt"], ["--slips", "0.1", "--learn"]])
def test_options_that_do_not_go_together_are_refused(tmp_path, options):
    assert CliRunner().invoke(keyboard, ["evaluate", str(tmp_path / "m.txt"), *options]).exit_code == 2


def invoke(*arguments):
    return CliRunner().invoke(keyboard, ["evaluate", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def letter(tmp_path, home):
    file = tmp_path / "letter.txt"
    file.write_text(TEXT + "\n")
    (tmp_path / "list.txt").write_text("definately->definitely\nnecesary->necessary\nproffesor->professor\n")
    return file


@pytest.mark.long
def test_spelling_checkers_repair_slips_and_complete_nothing(letter):
    for name in ("hunspell", "symspell"):
        arguments = ("--slips", 1, "--misspellings", letter.parent / "list.txt", "--predictor", name, "--json")
        result = json.loads(invoke(letter, *arguments).stdout)
        (row,) = result["predictors"]
        assert row["ks"] < row["ks_without"]
        assert row["corrected"] > 20
        listed = [slip for slip in result["slips"] if slip["is_listed"]]
        assert all(slip["place"] == 0 for slip in listed), listed


@pytest.mark.long
def test_without_symspellpy_its_line_is_missing_and_the_others_are_there(letter, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "symspellpy", None)
    monkeypatch.setattr("keyboard.evaluation.evaluation._SLIP_RIVALS", ("lexicon", "symspell"))
    result = json.loads(invoke(letter, "--slips", 0.2, "--json").stdout)
    assert [row["name"] for row in result["predictors"]] == ["lexicon"]
    assert "pip install symspellpy" in result["missing"][0]
    with pytest.raises(EvaluationError, match="pip install symspellpy"):
        make_rival("symspell", None)


def test_the_page_shows_the_slips_and_what_repaired_them():
    slips = [{4: Slip("the", "teh"), 12: Slip("and", "adn")}]
    file = type_with_slips("x", ["see the dog and him"], slips, Corrector(teh="the"), 3, LEXICON, lambda _what, _done: None)
    page = slip_report([file.typed], [slip_figures("x", [file])], "engine")
    assert '<s>e</s><s>h</s><mark title="tapped after 3 letters, in place of 2 of them">he </mark>' in page
    assert "a<s>d</s><s>n</s>" in page
    assert page.count('title="a key that deletes a wrong letter"') == 2


# Nobody wrote these for the error model: plain sentences, each with a misspelling of a public list.
SLIPPED = (
    ("We will definitely be there.", {8: Slip("definitely", "definately", is_listed=True)}),
    ("I can call you tomorrow if you like.", {15: Slip("tomorrow", "tommorow", is_listed=True)}),
    ("They have received the letter.", {10: Slip("received", "recieved", is_listed=True)}),
    ("My sister has seen the giraffe at last.", {23: Slip("giraffe", "jiraffe", is_listed=True)}),
)


@pytest.mark.usefixtures("installed_model")
def test_the_error_model_puts_right_what_a_filter_leaves():
    messages, slips = zip(*SLIPPED, strict=True)
    rows = {
        name: slip_figures(
            name, [type_with_slips(name, messages, slips, make_rival(name, None), 3, LEXICON, lambda _what, _done: None)]
        )
        for name in ("engine", "filter")
    }
    assert rows["engine"].first == rows["engine"].corrected == 100
    assert rows["engine"].false_corrections == 0
    assert rows["filter"].first == rows["filter"].corrected == 0
    assert rows["engine"].ks > rows["filter"].ks
