"""The dictionary that ships, and others that are found."""

import subprocess

import msgspec
import pytest

from keyboard.engine.child import child_command
from keyboard.spelling.checker import Checker
from keyboard.spelling.dictionaries import dictionary_named, installed_dictionaries, words_to_judge
from keyboard.spelling.messages import Checked, CheckRequest, CorrectionRequest, Corrections, decode, encode
from keyboard.storage.locations import bundled_file


@pytest.fixture(scope="module")
def checker():
    return Checker("en_US", bundled_file("resources", "dictionaries"))


@pytest.mark.parametrize("word", ["the", "don't", "Paris", "naïve", "café", "colors", "日本", "привет"])
def test_a_word_of_the_language_or_of_another_script_is_not_wrong(checker, word):
    assert not checker.is_wrong(word)


@pytest.mark.parametrize(("word", "meant"), [("teh", "the"), ("recieve", "receive"), ("definately", "definitely")])
def test_a_misspelling_is_wrong_and_what_is_meant_is_offered(checker, word, meant):
    assert checker.is_wrong(word)
    assert meant in checker.corrections_of(word)


@pytest.mark.parametrize("word", ["podcast", "lol", "hackathon", "Hackathon", "YouTuber", "codebase", "GDPR", "c'mon"])
def test_a_word_that_the_lexicon_adds_to_english_is_not_wrong(checker, word):
    assert not checker.is_wrong(word)


RIGHT = (
    "Wi-Fi wi-fi sci-fi Sci-fi SCI-FI hi-fi well-known un-American re-elect non-trivial thirty-ish t-shirt Anglo-Saxon e-mail "
    "mother-in-law’s vis-à-vis rock-n-roll Coca-Cola ’tis 'em 'Twas hackathon's podcast’s Anna's Louis XIV mcmxcix 21st U.S. "
    "e.g. Ph.D. key\u00adboard well\u2011known cafe\u0301 ﬁnd twenty-ﬁrst cat\u200cfish YouTube's notes.txt "
    "iPhone's state-of-the-art"
)
WRONG = "well-knwon wel-known sci-fy wi-fy un-Amercian re-elekt mother-in-lwa hackathn's definately reciev\u00ade teh-tis ’twaas"


@pytest.mark.parametrize("word", RIGHT.split())
def test_a_right_word_has_no_part_that_is_wrong(checker, word):
    assert [part.word for part in words_to_judge(f"({word}),") if all(map(checker.is_wrong, part.forms))] == []


@pytest.mark.parametrize("word", WRONG.split())
def test_a_misspelling_in_a_compound_is_wrong(checker, word):
    assert any(all(map(checker.is_wrong, part.forms)) for part in words_to_judge(f"“{word}”"))


def test_only_the_part_that_is_wrong_is(checker):
    wrong = [part for part in words_to_judge("a well-knwon fact") if all(map(checker.is_wrong, part.forms))]
    assert [(part.word, part.start, part.end) for part in wrong] == [("knwon", 7, 12)]


def test_a_dictionary_with_accents_has_words_that_are_written_with_combining_ones(tmp_path):
    (tmp_path / "xx_XX.aff").write_text("SET UTF-8\nTRY abc\n")
    (tmp_path / "xx_XX.dic").write_text("2\nGrün\narc-en-ciel\n")
    checker = Checker("xx_XX", tmp_path)
    assert not checker.is_wrong("Gru\u0308n")
    assert not checker.is_wrong("arc-en-ciel")
    assert checker.is_wrong("Grun")


def test_a_slip_in_such_a_word_is_wrong_and_mended(checker):
    assert checker.is_wrong("hackathn")
    assert "hackathon" in checker.corrections_of("hackathn")


def test_the_additions_to_english_are_no_words_of_another_language(tmp_path):
    (tmp_path / "xx_XX.aff").write_text("SET UTF-8\nTRY abc\n")
    (tmp_path / "xx_XX.dic").write_text("1\nabc\n")
    checker = Checker("xx_XX", tmp_path)
    assert not checker.is_wrong("abc")
    assert checker.is_wrong("podcast")


def test_a_lone_surrogate_is_no_reason_to_fail(checker):
    assert not checker.is_wrong("a\ud800b")
    assert checker.corrections_of("a\ud800b") == ()


def test_the_users_own_dictionary_goes_before_the_shipped_one(empty_home):
    folder = empty_home / "data" / "dictionaries"
    folder.mkdir(parents=True)
    for name in ("en_US", "xx_XX"):
        (folder / f"{name}.aff").write_text("SET UTF-8\n")
        (folder / f"{name}.dic").write_text("1\nquux\n")
    (folder / "no_affixes.dic").write_text("1\nquux\n")
    assert dictionary_named("en_US").folder == folder
    names = [dictionary.name for dictionary in installed_dictionaries()]
    assert "xx_XX" in names
    assert "no_affixes" not in names
    assert Checker("xx_XX", folder).is_wrong("the")


def test_the_process_answers_in_order_and_ends_with_its_input():
    questions = encode(CheckRequest(("teh", "cat"))) + encode(CorrectionRequest("teh"))
    run = subprocess.run(child_command("spell", "en_US"), input=questions, capture_output=True, timeout=60, check=True)
    checked, corrections = (decode(line) for line in run.stdout.splitlines())
    assert checked == Checked(("teh", "cat"), ("teh",))
    assert isinstance(corrections, Corrections)
    assert "the" in corrections.corrections


def test_a_dictionary_that_is_not_there_is_said_in_one_sentence():
    run = subprocess.run(child_command("spell", "tlh"), capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1
    assert run.stderr.strip().count("\n") == 0


@pytest.mark.parametrize("line", [b"", b"[]", b"{}", b'{"type": "CheckRequest"}', b'{"type": "Nothing"}'])
def test_a_line_that_is_no_message_is_refused(line):
    with pytest.raises(msgspec.DecodeError):
        decode(line)
