"""The page of `keyboard evaluate --report`: every character in its place, what was tapped marked, nothing that runs."""

from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from keyboard.cli import keyboard
from keyboard.evaluation.keystroke_savings import type_messages
from keyboard.evaluation.output_file import EvaluationError, check_output
from keyboard.evaluation.rivals import Rival
from keyboard.evaluation.savings_report import report, savings_plot
from keyboard.evaluation.typist import answer_with


class Fixed(Rival):
    """Shows the same words whatever is typed."""

    def _answer(self, text, count):
        return answer_with(text, ("the", "script", "naïve")[:count])


class Page(HTMLParser):
    """The page's paragraphs of text, the tapped parts, and the names of all its elements."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.tapped, self.elements, self._open = [], [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        is_text = tag == "p" and ("class", "text") in attrs
        if is_text:
            self.texts.append("")
        if tag in {"p", "mark", "del"}:
            self._open.append("text" if is_text else tag)

    def handle_endtag(self, tag):
        if tag in {"p", "mark", "del"}:
            self._open.pop()

    def handle_data(self, data):
        if "text" in self._open and "del" not in self._open:
            self.texts[-1] += data
            if "mark" in self._open:
                self.tapped.append(data)


def page_of(*messages):
    typed = type_messages("x", messages, Fixed(), 3, lambda _what, _done: None)
    return Page(report([typed], {1: 20.0, 3: 40.0}, "engine, 3 buttons"))


def test_the_text_stands_there_with_what_was_tapped_marked():
    page = page_of("see the cat, the dog")
    assert page.texts == ["see the cat, the dog"]
    assert page.tapped == ["the ", "the "]


def test_a_hostile_text_stays_text():
    page = page_of("<script>alert('&amp;')</script> the \u202egnirts\u202c 🙂 العربية")
    assert "script" not in page.elements
    assert page.texts[0].startswith("<script>alert('&amp;')</script> the")
    assert page.texts[0].endswith("🙂 العربية")


@pytest.mark.long
@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1), min_size=1, max_size=3))
def test_every_character_stands_on_the_page_in_its_order(messages):
    page = page_of(*messages)
    shown = [text.replace("�", "") for text in page.texts]
    wanted = ["".join(c for c in message if c.isprintable()).replace("�", "") for message in messages]
    assert [text.replace(" ", "") for text in shown] == [text.replace(" ", "") for text in wanted]


def test_the_plot_has_a_point_for_each_number_of_buttons():
    plot = savings_plot({1: 20.0, 2: 31.0, 3: 40.04}, 80.0)
    assert plot.count("<circle") == 3
    assert "40.0" in plot
    assert "one tap a word: 80.0" in plot


@pytest.mark.parametrize("name", ["", "no/such/folder.html", "text.txt/x.html"])
def test_a_place_that_cannot_be_written_is_said_before_the_work_begins(tmp_path, name):
    (tmp_path / "text.txt").write_text("the cat")
    with pytest.raises(EvaluationError, match="cannot be written"):
        check_output(tmp_path / name)


@pytest.mark.usefixtures("installed_model")
def test_the_command_writes_the_page(tmp_path, home):
    file, target = tmp_path / "m.txt", tmp_path / "m.html"
    file.write_text("Thank you very much.")
    result = CliRunner().invoke(keyboard, ["evaluate", str(file), "--report", str(target)], catch_exceptions=False)
    assert result.exit_code == 0
    page = Page(target.read_text("utf-8"))
    assert page.texts == ["Thank you very much."]
    assert page.tapped
