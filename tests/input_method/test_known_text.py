"""What is certain of a text that another program holds."""

from keyboard.input_method.known_text import KnownText
from keyboard.writing.edits import Edit


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def typed(known: KnownText, text: str) -> None:
    for character in text:
        known.note_edit(Edit(text=character))


def test_text_that_the_client_sends_late_is_completed_by_what_was_typed() -> None:
    known = KnownText()
    known.note_surrounding_text("Dear ", "")
    typed(known, "Anna")
    assert known.note_surrounding_text("Dear An", "")
    assert known.around.before == "Dear Anna"
    assert not known.is_proven
    assert known.note_surrounding_text("Dear Anna", "")
    assert known.is_proven


def test_a_text_that_contradicts_what_was_typed_counts_alone() -> None:
    clock = Clock()
    known = KnownText(clock)
    known.note_surrounding_text("Dear ", "")
    typed(known, "Anna")
    clock.now = 5.0
    assert not known.note_surrounding_text("Yours, ", "")
    assert known.around.before == "Yours, "


def test_a_key_that_the_client_never_made_is_given_up_after_a_second() -> None:
    clock = Clock()
    known = KnownText(clock)
    known.note_surrounding_text("Dear ", "")
    typed(known, "x")
    clock.now = 5.0
    assert not known.note_surrounding_text("Dear ", "")
    assert known.around.before == "Dear "
    assert known.is_proven


def test_without_the_clients_text_what_was_typed_is_known_and_not_proven() -> None:
    known = KnownText()
    typed(known, "Dear")
    assert known.around.before == "Dear"
    assert not known.is_proven


def test_a_client_that_sends_the_paragraph_alone_agrees_with_what_was_typed() -> None:
    known = KnownText()
    typed(known, "Dear Anna,\nthank you")
    assert known.note_surrounding_text("thank you", "")
    assert known.is_proven
    assert known.around.before == "Dear Anna,\nthank you"


def test_backspace_past_what_was_typed_shortens_the_clients_text() -> None:
    known = KnownText()
    known.note_surrounding_text("Dear Anna", "")
    known.note_edit(Edit(1))
    known.note_edit(Edit(1))
    assert known.around.before == "Dear An"


def test_the_first_of_two_equal_letters_does_not_prove_the_second() -> None:
    known = KnownText()
    known.note_surrounding_text("", "")
    typed(known, "aa")
    known.note_surrounding_text("a", "")
    assert not known.is_proven


def test_a_commit_in_flight_is_certain_because_the_client_makes_commits_in_order() -> None:
    known = KnownText()
    known.note_surrounding_text("We had a mee", "")
    known.note_edit(Edit(text="ting "), is_commit=True)
    assert known.is_proven
    assert known.note_surrounding_text("We had a mee", "")
    assert known.is_proven
    known.note_edit(Edit(text="x"))
    assert not known.is_proven


def test_a_key_that_the_program_uses_otherwise_is_forgotten_with_the_next_ones() -> None:
    known = KnownText()
    known.note_surrounding_text("", "")
    typed(known, "j")
    known.note_surrounding_text("", "")
    typed(known, "W")
    assert not known.note_surrounding_text("W", "")
    typed(known, "e")
    assert known.note_surrounding_text("We", "")
    assert known.around.before == "We"
    assert known.is_proven


def test_a_program_may_send_its_text_between_a_deletion_and_what_takes_its_place() -> None:
    known = KnownText()
    known.note_surrounding_text("See teh", "")
    known.note_edit(Edit(3, 0, "the "), is_commit=True)
    for text in ("See ", "See the "):
        assert known.note_surrounding_text(text, "")
        assert known.is_proven
    assert known.around.before == "See the "
