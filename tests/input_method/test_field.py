"""What a key in another program leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.input_method.field import Field, FieldKind, Hint, Purpose
from keyboard.input_method.key_symbols import Modifier, Symbol
from keyboard.settings.settings import Settings
from keyboard.writing.query import Correction, Suggestions
from tests.input_method.client import Client

LEARNS = Settings(elsewhere_learns=True)


def client(text: str = "", after: str = "", *, settings: Settings = LEARNS, sends_text: bool = True) -> Client:
    return Client(Field(settings), text, after, sends_text=sends_text)


def test_ctrl_1_inserts_the_rest_of_the_word_and_its_space() -> None:
    program = client("We had a ")
    program.type("mee")
    program.offer("meeting", "meet", "meetings")
    program.choose()
    assert program.text == "We had a meeting "


def test_a_comma_after_a_taken_word_takes_its_space() -> None:
    program = client("We had a ")
    program.offer("meeting")
    program.choose()
    program.type(", then")
    assert program.text == "We had a meeting, then"


def test_a_comma_and_a_space_typed_faster_than_the_program_answers_leave_one_space() -> None:
    program = client("We had a ")
    program.offer("meeting")
    program.choose()
    for character in ", ":
        program.press(character)
    assert program.text == "We had a meeting, "


def test_letters_reach_the_program_untouched() -> None:
    program = client("We had a ")
    assert not any(program.press(letter).is_used for letter in "meeting")


def test_a_sentence_gets_its_capital_and_backspace_takes_it_back() -> None:
    program = client("It rains. ")
    program.type("we")
    assert program.text == "It rains. We"
    program.type("\b\bw\b")
    assert program.text == "It rains. w"


def test_without_the_programs_text_nothing_is_replaced_and_no_space_is_brought() -> None:
    program = client(sends_text=False)
    program.type("we had a mee")
    program.offer("meeting")
    program.choose()
    assert program.text == "we had a meeting"
    program.type(", and. so")
    assert program.text == "we had a meeting, and. so"


def test_a_correction_is_not_made_where_the_programs_text_does_not_prove_the_word() -> None:
    program = client(sends_text=False)
    program.type("see teh")
    program.offer("the")
    program.choose()
    assert program.text == "see teh"


def test_a_correction_replaces_the_letters_where_the_programs_text_has_them() -> None:
    program = client()
    program.type("See teh")
    program.offer("the")
    program.choose()
    assert program.text == "See the "


def test_keys_on_their_way_to_the_program_are_not_overtaken_by_a_capital() -> None:
    program = client("So it is")
    for character in ". w":
        assert not program.press(character).is_used
    assert program.text == "So it is. w"


def test_within_a_word_the_rest_after_the_caret_is_replaced() -> None:
    program = client("We had a mee", "tingxx now")
    program.offer("meeting")
    program.choose()
    assert program.text + program.after == "We had a meeting now"


def test_escape_hides_the_words_until_the_next_word() -> None:
    program = client("We had a ")
    program.offer("meeting")
    assert program.field.press(Symbol.ESCAPE, 1, 0).is_used
    program.offer("meeting")
    assert not program.field.session.offer.suggestions
    assert not program.field.press(Symbol.ESCAPE, 1, 0).is_used
    program.type("x ")
    program.offer("meeting")
    assert program.field.session.offer.suggestions


def test_tab_takes_a_word_only_where_that_was_chosen() -> None:
    program = client("We had a ")
    program.offer("meeting")
    assert not program.field.press(Symbol.TAB, 15, 0).is_used
    program.field.apply(Settings(elsewhere_tab=True), is_private=False)
    program.offer("meeting")
    assert program.field.press(Symbol.TAB, 15, 0).commit == "meeting "


@pytest.mark.parametrize("layout", [ord("&"), ord("+"), 0x06C1, ord("1")])
def test_the_key_of_1_takes_the_first_word_whatever_the_layout_writes_on_it(layout: int) -> None:
    program = client("We had a ")
    program.offer("meeting")
    assert program.field.press(layout, 2, int(Modifier.CONTROL)).commit == "meeting "


def test_ctrl_1_belongs_to_the_program_while_there_is_no_word() -> None:
    program = client("We had a ")
    assert not program.choose().is_used


@pytest.mark.parametrize("symbol", [ord("1"), ord("s"), 0xFF51])
def test_a_command_that_changes_nothing_leaves_the_words_as_they_are(symbol: int) -> None:
    program = client("We had a mee")
    program.field.press(symbol, 99, int(Modifier.CONTROL))
    query = program.field.query()
    assert query
    assert query.text == "We had a mee"


def test_without_the_programs_text_no_words_are_offered_until_a_word_begins_that_is_known_whole() -> None:
    program = client(sends_text=False)
    program.type("mee")
    assert program.field.query() is None
    program.type("t at")
    program.field.press(0xFF51, 105, 0)
    assert program.field.query() is None
    program.type(" no")
    query = program.field.query()
    assert query
    assert query.text == " no"


def test_the_keys_of_words_that_are_shown_do_nothing_until_the_words_belong_to_the_text() -> None:
    program = client("We had a ")
    program.offer("meeting")
    program.type("m")
    assert program.choose().is_used
    assert program.text == "We had a m"
    assert not program.choose(1).is_used
    program.offer("meeting")
    program.choose()
    assert program.text == "We had a meeting "


def test_a_key_held_down_takes_one_word() -> None:
    program = client("We had a ")
    program.offer("meeting")
    assert program.field.press(ord("1"), 2, int(Modifier.CONTROL)).commit
    program.offer("today")
    assert program.field.press(ord("1"), 2, int(Modifier.CONTROL)).commit == ""


@pytest.mark.parametrize(
    "kind",
    [
        FieldKind(Purpose.PASSWORD),
        FieldKind(Purpose.PIN),
        FieldKind(Purpose.NUMBER),
        FieldKind(Purpose.DIGITS),
        FieldKind(Purpose.PHONE),
        FieldKind(Purpose.FREE_FORM, Hint.PRIVATE),
        FieldKind(Purpose.FREE_FORM, Hint.HIDDEN_TEXT),
        FieldKind(Purpose.TERMINAL),
        FieldKind(client="xim"),
        FieldKind(client="gtk3-im:KeePassXC"),
    ],
)
def test_secrets_numbers_terminals_and_left_out_programs_are_left_alone(kind: FieldKind) -> None:
    field = Field(Settings(elsewhere_learns=True, elsewhere_left_out="gimp, keepassxc"))
    field.kind = kind
    program = Client(field)
    program.type("my secret horse battery staple is here. and more ")
    assert program.text == "my secret horse battery staple is here. and more "
    assert field.query() is None
    assert field.session.settle() == ()
    assert field.known.around.before == ""


def test_words_in_a_terminal_can_be_chosen() -> None:
    field = Field(Settings(elsewhere_terminals=True))
    field.kind = FieldKind(Purpose.TERMINAL)
    Client(field, sends_text=False).type("git ")
    assert field.query() is not None


def test_an_address_gets_no_capital() -> None:
    field = Field(Settings())
    field.kind = FieldKind(Purpose.URL)
    program = Client(field)
    program.type("example")
    assert program.text == "example"


@pytest.mark.parametrize(
    ("settings", "is_private", "learns"), [(LEARNS, False, True), (LEARNS, True, False), (Settings(), False, False)]
)
def test_words_of_other_programs_are_learnt_only_where_that_was_chosen(
    settings: Settings, is_private: bool, learns: bool
) -> None:
    program = client(settings=settings)
    program.field.apply(settings, is_private=is_private)
    program.type("The meeting is today")
    assert ("meeting" in [learnt.word for learnt in program.field.session.settle()]) is learns


@given(st.lists(st.sampled_from([*"abzT. ,\n\b'-é", "1", "send", "click"]), max_size=60), st.booleans())
def test_no_key_is_lost_doubled_or_swapped(events: list[str], sends_text: bool) -> None:
    """Without capitals and taps the program's text is what the keys alone would give, whenever it reaches the field."""
    program = client("Begun. ", sends_text=sends_text, settings=Settings(elsewhere_capitals=False))
    alone = program.text
    for event in events:
        if event == "send":
            program.send_text()
        elif event == "click":
            program.text, program.after = program.text[:-2], program.text[-2:] + program.after
            alone = alone[:-2]
        else:
            program.press(event)
            alone = alone[:-1] if event == "\b" else alone + event
    assert program.text == alone


@given(st.text("abc. ", max_size=12), st.text("abc. \b", max_size=12), st.integers(0, 12))
def test_what_is_proven_stands_before_the_caret(begun: str, typed: str, late: int) -> None:
    program = client(begun, settings=Settings(elsewhere_capitals=False))
    for place, character in enumerate(typed):
        program.press(character)
        if place % (late + 1) == 0:
            program.send_text()
        assert not program.field.known.is_proven or program.field.known.around.before == program.text


DONE = Settings(corrections_at_space="done")


def client_with_slip(settings: Settings, kind: FieldKind = FieldKind()) -> Client:  # noqa: B008
    """A program in which "teh" has just been typed, which the engine takes for a slip."""
    field = Field(settings)
    field.kind = kind
    program = Client(field, "I think that you have ")
    program.type("teh")
    query = field.query()
    assert query
    field.session.offer.await_answer(1)
    correction = Correction("the", 0.999, 3)
    assert field.take_answer(Suggestions(1, query.text[:-4], "teh", (), 0, 0.0, correction=correction))
    return program


def test_a_slip_is_corrected_at_the_space_and_backspace_gives_the_letters_back() -> None:
    program = client_with_slip(DONE)
    program.type(" ")
    assert program.text == "I think that you have the "
    program.type("\b")
    assert program.text == "I think that you have teh "
    query = program.field.query()
    assert query
    assert query.left_alone == ("teh",)


def test_the_last_place_keeps_the_correction_of_the_word_before() -> None:
    program = client_with_slip(Settings())
    program.type(" ")
    program.offer("idea", "right")
    assert [suggestion.word for suggestion in program.field.session.offer.suggestions] == ["idea", "right", "the"]
    program.choose(2)
    assert program.text == "I think that you have the "


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        (Settings(corrections_at_space="done", elsewhere_corrections=False), FieldKind()),
        (Settings(corrections_at_space="off"), FieldKind()),
        (Settings(corrections_at_space="done", dictionary="de_DE"), FieldKind()),
        (DONE, FieldKind(Purpose.EMAIL)),
        (DONE, FieldKind(Purpose.FREE_FORM, Hint.LOWER_CASE)),
    ],
)
def test_a_slip_stays_where_corrections_are_off_or_no_prose_is_written(settings: Settings, kind: FieldKind) -> None:
    program = client_with_slip(settings, kind)
    program.type(" ")
    assert program.text == "I think that you have teh "
    program.offer("idea", "right")
    assert "the" not in [suggestion.word for suggestion in program.field.session.offer.suggestions]


def test_a_slip_stays_where_its_letters_are_still_on_their_way_to_the_program() -> None:
    program = client_with_slip(DONE)
    program.press("x")
    program.press("\b")
    program.press(" ")
    assert program.text == "I think that you have teh "


def test_backspace_is_the_programs_own_where_its_text_contradicts_what_was_typed() -> None:
    program = client_with_slip(DONE)
    program.type(" ")
    program.text = "Another text. "
    program.press("x")
    assert not program.press("\b").is_used


GEDIT = FieldKind(client="gtk3-im:gedit", shows_preedit=True)


def client_with_gray(kind: FieldKind = GEDIT, after: str = "", *, sends_text: bool = True) -> Client:
    field = Field(Settings())
    field.kind = kind
    program = Client(field, "", after, sends_text=sends_text)
    program.type("I am looking ")
    return program


def test_in_a_pause_the_words_that_probably_come_next_stand_in_gray() -> None:
    program = client_with_gray()
    program.type("forw")
    assert program.pause_before("forward", "to", "it") == "ard to it"
    assert program.text == "I am looking forw"


def test_right_takes_one_word_of_the_gray_ones_and_end_takes_all() -> None:
    program = client_with_gray()
    program.type("forw")
    program.pause_before("forward", "to", "it")
    program.press_symbol(Symbol.RIGHT)
    assert (program.text, program.field.gray) == ("I am looking forward ", "to it")
    program.press_symbol(Symbol.END)
    assert (program.text, program.field.gray) == ("I am looking forward to it ", "")
    assert not program.press_symbol(Symbol.END).is_used
    assert not program.press_symbol(Symbol.RIGHT).is_used


def test_ctrl_and_right_take_all_of_the_gray_words() -> None:
    program = client_with_gray()
    program.pause_before("forward", "to")
    program.press_symbol(Symbol.RIGHT, Modifier.CONTROL)
    assert program.text == "I am looking forward to "


def test_right_held_down_takes_one_gray_word() -> None:
    program = client_with_gray()
    program.pause_before("forward", "to", "it")
    assert program.field.press(Symbol.RIGHT, 106, 0).commit
    program.pause_before("forward", "to", "it")
    assert program.field.press(Symbol.RIGHT, 106, 0).commit == ""


def test_letters_typed_like_the_gray_ones_reach_the_program_and_others_end_them() -> None:
    program = client_with_gray()
    program.type("forw")
    program.pause_before("forward", "to")
    assert not program.press("a").is_used
    assert program.field.gray == "rd to"
    assert not program.press("x").is_used
    assert program.field.gray == ""


@pytest.mark.parametrize("symbol", [Symbol.ESCAPE, Symbol.RETURN, 0xFF51])
def test_any_other_key_ends_the_gray_words(symbol: int) -> None:
    program = client_with_gray()
    program.pause_before("forward", "to")
    program.field.press(symbol, 99, 0)
    assert program.field.gray == ""


def test_a_click_elsewhere_in_the_text_ends_the_gray_words() -> None:
    program = client_with_gray()
    program.pause_before("forward", "to")
    program.text, program.after = "I am ", "looking "
    program.send_text()
    assert program.field.gray == ""


def test_a_key_that_is_on_its_way_is_not_overtaken_by_a_gray_word() -> None:
    program = client_with_gray()
    program.pause_before("forward", "to")
    program.press("f")
    reaction = program.field.press(Symbol.RIGHT, 106, 0)
    assert reaction.is_used
    assert reaction.commit == ""


@pytest.mark.parametrize(
    "kind",
    [
        FieldKind(client="gtk3-im:gedit"),
        FieldKind(client="gtk3-im:firefox", shows_preedit=True),
        FieldKind(client="QIBusInputContext", shows_preedit=True),
        FieldKind(Purpose.URL, client="gtk3-im:gedit", shows_preedit=True),
    ],
)
def test_nothing_stands_in_gray_where_it_could_become_text(kind: FieldKind) -> None:
    assert client_with_gray(kind).pause_before("forward", "to") == ""


def test_nothing_stands_in_gray_before_a_text_or_without_the_programs_text() -> None:
    assert client_with_gray(after="now").pause_before("forward", "to") == ""
    assert client_with_gray(after="\nYours").pause_before("forward", "to") == "forward to"
    program = client_with_gray(sends_text=False)
    assert program.pause_before("forward", "to") == ""
