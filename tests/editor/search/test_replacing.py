"""Replacing what is found, with whole words and regular expressions."""

import threading
import time

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from keyboard.editor import background
from keyboard.editor.search import replace_all
from keyboard.editor.search.replace_all import ReplaceAll
from keyboard.editor.search.search import Line, Search
from keyboard.editor.text.utf16 import units

Key = Qt.Key


@pytest.fixture
def bar(story):
    return _Bar(story)


class _Bar:
    def __init__(self, story):
        self.story = story
        self.area = story.window.text_area
        self.fields = story.window.find_bar.fields

    def open(self, text, wanted, replacement, *, is_regex=False):
        self.area.setPlainText(text)
        self.story.control(Key.Key_H)
        self.fields.is_regex.setChecked(is_regex)
        self.fields.wanted.insert(wanted)
        self.fields.replacement.insert(replacement)

    def replace_all(self):
        QTest.mouseClick(self.fields.replace_all_button, Qt.MouseButton.LeftButton)

    @property
    def said(self):
        return self.story.window.find_bar.findChild(QLabel).text()


@pytest.fixture
def small_slices(monkeypatch):
    """Each turn of the event loop replaces ten matches."""
    monkeypatch.setattr(replace_all, "_MATCHES_AT_ONCE", 10)
    monkeypatch.setattr(background, "_SLICE_S", 0.0)


@pytest.mark.long
def test_many_matches_are_replaced_in_slices_that_are_one_step_for_undo(story, bar, small_slices):
    bar.open("one two " * 300, "one", "three")
    bar.replace_all()
    story.until(lambda: bar.said == "300 replaced")
    assert story.text == "three two " * 300
    bar.area.undo()
    assert story.text == "one two " * 300
    bar.area.redo()
    assert story.text == "three two " * 300


@pytest.mark.long
def test_nothing_that_is_typed_comes_between_the_slices(story, bar, small_slices):
    bar.open("one two " * 300, "one", "three")
    bar.replace_all()
    story.until(lambda: "of 300 replaced" in bar.said)
    story.type("between")
    story.until(lambda: bar.said == "300 replaced")
    assert story.text == "three two " * 300
    story.type("after ")
    assert "after " in story.text


def test_where_a_replacement_fails_one_types_on_and_undo_takes_back_what_was_replaced(
    story, bar, small_slices, monkeypatch, qtbot
):
    def failing(replacing, matches, right=ReplaceAll._replace_some):
        if replacing._replaced >= 150:
            raise MemoryError
        right(replacing, matches)

    monkeypatch.setattr(ReplaceAll, "_replace_some", failing)
    bar.open("one two " * 300, "one", "three")
    with qtbot.captureExceptions() as raised:
        bar.replace_all()
        story.until(lambda: raised)
    assert not bar.area.isReadOnly()
    bar.area.undo()
    assert story.text == "one two " * 300
    story.type("x")
    assert story.text.count("x") == 1


def test_what_is_stopped_half_way_says_so_and_undo_takes_it_back(story, bar, small_slices):
    bar.open("one two " * 3000, "one", "three")
    bar.replace_all()
    story.until(lambda: "000 replaced" in bar.said)
    assert bar.fields.replace_all_button.text() == "Stop"
    bar.replace_all()
    story.until(lambda: "Undo reverts them" in bar.said)
    replaced = story.text.count("three")
    assert 0 < replaced < 3000
    story.type("x")
    bar.area.undo()
    bar.area.undo()
    assert story.text == "one two " * 3000


def test_ctrl_h_shows_both_fields_and_ctrl_f_one(story, bar):
    story.control(Key.Key_F)
    assert not bar.fields.replacement.isVisible()
    story.control(Key.Key_H)
    assert bar.fields.replacement.isVisible()


def test_enter_replaces_a_match_and_goes_to_the_next(story, bar):
    bar.open("one two one", "one", "three")
    QTest.keyClick(bar.fields.replacement, Key.Key_Return)
    story.until(lambda: story.text == "three two one" and bar.area.textCursor().selectedText() == "one")
    QTest.keyClick(bar.fields.replacement, Key.Key_Return)
    story.until(lambda: story.text == "three two three")
    bar.area.undo()
    assert story.text == "three two one"


def test_what_is_selected_and_no_match_is_not_replaced(story, bar):
    bar.open("one two one", "one", "three")
    bar.area.selectAll()
    QTest.mouseClick(bar.fields.replace_button, Qt.MouseButton.LeftButton)
    assert story.text == "one two one"


def test_all_are_replaced_in_one_undo_step_and_counted(story, bar):
    bar.open("One two one\n🙂 one", "one", "eleven")
    bar.replace_all()
    story.until(lambda: story.text == "eleven two eleven\n🙂 eleven")
    story.until(lambda: bar.said == "3 replaced")
    bar.area.undo()
    assert story.text == "One two one\n🙂 one"
    bar.area.redo()
    assert story.text == "eleven two eleven\n🙂 eleven"


def test_where_there_is_nothing_to_replace_that_is_said(story, bar):
    bar.open("one two", "three", "four")
    bar.replace_all()
    story.until(lambda: bar.said == "not found")


def test_a_replacement_that_holds_what_is_looked_for_is_put_in_once(story, bar):
    bar.open("a a", "a", "aa")
    bar.replace_all()
    story.until(lambda: story.text == "aa aa")


def test_whole_words_alone_match(story, bar):
    bar.open("he the he's hé he", "he", "she")
    bar.fields.whole_words.setChecked(True)
    bar.replace_all()
    story.until(lambda: story.text == "she the she's hé she")


def test_groups_of_an_expression_stand_in_the_replacement(story, bar):
    bar.open("Smith, Anna\nBrown, Bob", r"^(\w+), (\w+)$", r"\2 \1\\", is_regex=True)
    bar.replace_all()
    story.until(lambda: story.text == "Anna Smith\\\nBob Brown\\")


def test_without_an_expression_signs_stand_for_themselves(story, bar):
    bar.open("a.c abc", "a.c", r"\1")
    bar.replace_all()
    story.until(lambda: story.text == r"\1 abc")


def test_an_empty_match_is_a_place_where_the_replacement_goes_in(story, bar):
    bar.open("one\n\ntwo", "^", "> ", is_regex=True)
    story.until(lambda: bar.said == "3 matches")
    bar.replace_all()
    story.until(lambda: story.text == "> one\n> \n> two")


def test_replacing_one_empty_match_after_the_other_goes_on(story, bar):
    bar.open("one\ntwo", "^", "> ", is_regex=True)
    QTest.keyClick(bar.fields.replacement, Key.Key_Return)
    story.until(lambda: story.text == "> one\ntwo")
    QTest.keyClick(bar.fields.replacement, Key.Key_Return)
    story.until(lambda: story.text == "> one\n> two")


LOOKING_AROUND = [
    (r"(\d)(?=(\d{3})+$)", r"\1,", "1234567", "1,234,567"),
    (r"(?<=(\w))-(?=(\w))", r"\1\2", "a-b-c", "aabbbcc"),
    (r"(?<first>\w+) (?P<second>\w+)", r"\g<second> \g<first>", "one two, three four", "two one, four three"),
    (r"(a)|(b)", r"[\1|\2]", "ab", "[a|][|b]"),
    (r"(?<!x)(\w)\b", r"\1!", "xa b cx", "xa b! cx!"),
    (r"(\w)(?=.*\1)", r"", "banana", "bna"),
    (r"\b(\w)(\w*)\b(?=(\W|$))", r"\2\1\3", "one two", "neo  wot"),
    (r"^(\s*)(?=(\S))", r"\1\2", "  a", "  aa"),
    (r"(?i)(É)(?=t)", r"<\1>", "été 😀 Ét", "<é>té 😀 <É>t"),
    (r"(😀)(?=(.))", r"\2\1", "a😀b😀c", "ab😀bc😀c"),
    (r"(?<=^|,)(?=,|$)", "-", ",a,,b,", "-,a,-,b,-"),
    (r"(\w+)\K!", r"?\1", "hey! you!", "hey?hey you?you"),
]


@pytest.mark.parametrize(("wanted", "replacement", "text", "expected"), LOOKING_AROUND)
def test_each_match_has_the_groups_with_which_it_was_found(story, bar, wanted, replacement, text, expected):
    bar.open(text, wanted, replacement, is_regex=True)
    bar.fields.match_case.setChecked(True)
    bar.replace_all()
    story.until(lambda: story.text == expected)


@pytest.mark.parametrize(
    ("wanted", "replacement", "text", "expected"),
    [
        (r"(\d)(?=(\d{3})+$)", r"\1,", "1234567", "1,234567"),
        (r"(?<=(b))(c)", r"\1\2", "abc", "abbc"),
        (r"(?<word>\w+)(?=!)", r"<\g<word>>", "say hey!", "say <hey>!"),
    ],
)
def test_one_match_that_is_replaced_has_them_too(story, bar, wanted, replacement, text, expected):
    bar.open(text, wanted, replacement, is_regex=True)
    story.until(lambda: bar.area.textCursor().hasSelection())
    QTest.keyClick(bar.fields.replacement, Key.Key_Return)
    story.until(lambda: story.text == expected)


_ATOMS = st.sampled_from(
    ["a", "b", ".", r"\b", r"\B", "^", "$", "(a)", "(b|c)", "(?=b)", "(?<=a)", "(?!c)", "(?<!b)", "(?=(c))", "a*", "(.+?)"]
)


@given(atoms=st.lists(_ATOMS, min_size=1, max_size=4), text=st.text("abc 😀\n", max_size=20))
def test_all_are_replaced_as_the_regex_package_does_it(atoms, text):
    pattern = "".join(atoms)
    groups = regex.compile(pattern).groups
    template = "<" + "".join(rf"\{group}|" for group in range(1, groups + 1)) + r"\0>"
    expected = "\n".join(
        regex.sub(pattern, lambda found: "<" + "".join(f"{group or ''}|" for group in found.groups()) + f"{found.group()}>", line)
        for line in text.split("\n")
    )
    lines, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        lines.append(Line(number, start, line))
        start += units(line) + 1
    matches = Search(pattern, match_case=True, is_regex=True).matches_in(lines, template)
    data = text.encode("utf-16-le")
    for match, replacement in reversed(list(zip(matches, matches.replacements, strict=True))):
        data = data[: 2 * match.start] + replacement.encode("utf-16-le") + data[2 * match.end :]
    assert data.decode("utf-16-le") == expected
    if not any(atom in {".", "(.+?)"} for atom in atoms):
        whole = regex.sub(
            pattern,
            lambda found: "<" + "".join(f"{group or ''}|" for group in found.groups()) + f"{found.group()}>",
            text,
            flags=regex.MULTILINE,
        )
        assert whole == expected


@pytest.mark.parametrize(
    ("wanted", "replacement", "complaint"),
    [
        ("(a", "", "The expression is not valid at character 3: missing )."),
        ("a", r"\1", "The replacement names group 1, but the number of groups in the expression is 0."),
        ("(?<one>a)", r"\g<two>", "The replacement names group two, but the number of groups in the expression is 1."),
    ],
)
def test_what_is_no_expression_is_said_and_changes_nothing(story, bar, wanted, replacement, complaint):
    bar.open("(a)", wanted, replacement, is_regex=True)
    bar.replace_all()
    story.let_pass(300)
    assert bar.said == complaint
    assert story.text == "(a)"


def test_going_round_the_end_is_said(story, bar):
    bar.open("one two one", "one", "")
    for _ in range(2):
        QTest.keyClick(bar.fields.wanted, Key.Key_Return)
    story.until(lambda: bar.said == "2 matches, from the other end")


def test_each_of_several_keys_moves_to_a_match_however_long_the_search_takes(story, bar, monkeypatch):
    right = Search.matches_in

    def slow(*arguments):
        time.sleep(0.05)
        return right(*arguments)

    monkeypatch.setattr(Search, "matches_in", slow)
    bar.open("one two one, one and one", "one", "")
    for _ in range(2):
        QTest.keyClick(bar.fields.wanted, Key.Key_Return)
    story.until(lambda: story.window.text_area.textCursor().selectionStart() == len("one two one, "))
    story.settle()
    assert story.window.text_area.textCursor().selectionStart() == len("one two one, ")


def test_no_break_spaces_and_line_ends_survive(story, bar):
    bar.open("a\u00a0b\nb", "b", "c")
    bar.replace_all()
    story.until(lambda: story.text == "a\u00a0c\nc")


def test_what_is_typed_while_matches_are_looked_for_is_looked_at_too(story, bar, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()
    right = Search.matches_in

    def slow(*arguments):
        begun.set()
        assert go_on.wait(30)
        return right(*arguments)

    bar.open("one two one", "one", "three")
    story.until(lambda: bar.said == "2 matches")
    monkeypatch.setattr(Search, "matches_in", slow)
    bar.replace_all()
    assert begun.is_set()
    story.commit("one ")
    go_on.set()
    # What was typed replaced the match that was selected.
    story.until(lambda: story.text == "three  two three")
