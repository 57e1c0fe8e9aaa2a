"""Stories of typing and tapping, with real key events, told to a window whose engine is a stand-in."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

Key = Qt.Key


def test_the_engine_is_asked_once_for_each_key(story):
    asked_before = len(story.engine.requests)
    for typed in ("W", "We"):
        story.type(typed[-1])
        assert story.is_asked().text == typed
    assert len(story.engine.requests) == asked_before + 2
    assert (story.engine.requests[-1].count, story.engine.requests[-1].top_k) == (3, 3)


def test_three_letters_and_ctrl_1_give_the_word_and_its_space(story):
    story.type("We had a mee")
    story.is_offered("meeting", "meeting's", "meetings")
    assert story.words == ["meeting", "meeting's", "meetings"]
    story.control(Key.Key_1)
    assert story.text == "We had a meeting "


@pytest.mark.parametrize(("key", "word"), [(Key.Key_1, "one"), (Key.Key_2, "two"), (Key.Key_3, "three")])
def test_each_button_has_its_shortcut(story, key, word):
    story.type("Just ")
    story.is_offered("one", "two", "three")
    story.control(key)
    assert story.text == f"Just {word} "


def test_a_click_takes_the_word_and_leaves_the_cursor_in_the_text(story):
    story.type("Just ")
    story.is_offered("one", "two")
    QTest.mouseClick(story.buttons[1], Qt.MouseButton.LeftButton)
    assert story.text == "Just two "
    assert story.window.text_area.hasFocus()
    story.type("more")
    assert story.text == "Just two more"


def test_tab_takes_the_first_word(story):
    story.type("Just ")
    story.is_offered("one", "two")
    story.press(Key.Key_Tab)
    assert story.text == "Just one "


def test_tab_is_a_tab_where_no_word_is_offered(story):
    story.type("Just")
    story.is_offered()
    story.press(Key.Key_Tab)
    assert story.text == "Just\t"


def send(story, kind, key, modifiers, time_ms, *, is_repeated=False):
    event = QKeyEvent(kind, key, modifiers, "\t" if key == Key.Key_Tab else "", autorep=is_repeated)
    event.setTimestamp(time_ms)
    QApplication.sendEvent(story.window.text_area, event)


@pytest.mark.parametrize("is_told", [True, False])
def test_tab_that_is_held_down_takes_one_word_whether_or_not_qt_tells_that_it_is_held(story, is_told):
    story.type("Just ")
    plain = Qt.KeyboardModifier.NoModifier
    for time_ms, is_repeated in ((1000, False), (1500, True), (1540, True)):
        story.is_offered("one", "two")
        if is_repeated:
            send(story, QEvent.Type.KeyRelease, Key.Key_Tab, plain, time_ms, is_repeated=is_told)
        send(story, QEvent.Type.KeyPress, Key.Key_Tab, plain, time_ms, is_repeated=is_told and is_repeated)
    assert story.text == "Just one "
    send(story, QEvent.Type.KeyRelease, Key.Key_Tab, plain, 1570)
    send(story, QEvent.Type.KeyPress, Key.Key_Tab, plain, 1700)
    assert story.text == "Just one one "


def test_a_key_pressed_in_the_moment_in_which_another_is_released_is_not_held(story):
    story.type("Just ")
    story.is_offered("one", "two")
    send(story, QEvent.Type.KeyRelease, Key.Key_Space, Qt.KeyboardModifier.NoModifier, 1000)
    send(story, QEvent.Type.KeyPress, Key.Key_Tab, Qt.KeyboardModifier.NoModifier, 1000)
    assert story.text == "Just one "


def test_a_shortcut_that_is_held_down_takes_one_word(story):
    story.type("Just ")
    story.is_offered("one", "two")
    story.control(Key.Key_1)
    story.is_offered("one", "two")
    take = next(action for action in story.window.findChildren(QAction) if action.objectName() == "take-suggestion-1")
    control = Qt.KeyboardModifier.ControlModifier
    send(story, QEvent.Type.ShortcutOverride, Key.Key_1, control, 1500, is_repeated=True)
    take.trigger()
    assert story.text == "Just one "
    send(story, QEvent.Type.ShortcutOverride, Key.Key_1, control, 1700)
    take.trigger()
    assert story.text == "Just one one "


def test_tab_right_after_a_key_or_a_tap_is_no_tab_though_the_words_are_not_there_yet(story):
    story.type("Just ")
    story.is_offered("one", "two")
    story.type("o")
    story.press(Key.Key_Tab)
    assert story.text == "Just o"
    story.is_offered("one")
    story.press(Key.Key_Tab)
    story.press(Key.Key_Tab)
    assert story.text == "Just one "
    story.is_offered()
    story.press(Key.Key_Tab)
    assert story.text == "Just one \t"


def test_tab_is_a_tab_once_the_words_are_hidden(story):
    story.type("Just ")
    story.is_offered("one", "two")
    story.type("o")
    story.press(Key.Key_Escape)
    story.press(Key.Key_Tab)
    assert story.text == "Just o\t"


def test_a_double_click_takes_one_word(story):
    story.type("Just ")
    story.is_offered("one", "two")
    button = story.buttons[1]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    story.is_offered("three", "four")
    left, middle = Qt.MouseButton.LeftButton, QPointF(button.rect().center())
    for kind, buttons in ((QEvent.Type.MouseButtonDblClick, left), (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton)):
        at = QPointF(button.mapToGlobal(middle))
        QApplication.sendEvent(button, QMouseEvent(kind, middle, at, left, buttons, Qt.KeyboardModifier.NoModifier))
    assert story.text == "Just two "


def test_a_completion_is_joined_to_its_letters(story):
    story.type("compl")
    story.is_offered("completion")
    story.control(Key.Key_1)
    assert story.text == "completion "


def test_a_completion_takes_the_place_of_letters_in_another_case(story):
    story.type("See ANN")
    story.is_offered("Anna")
    story.control(Key.Key_1)
    assert story.text == "See Anna "
    story.window.text_area.undo()
    assert story.text == "See ANN"


def test_a_word_can_be_put_into_the_middle_of_a_text(story):
    story.type("I like  very much")
    for _ in " very much":
        story.press(Key.Key_Left)
    story.is_offered("music")
    story.control(Key.Key_1)
    assert story.text == "I like music very much"


def test_a_shortcut_without_a_word_does_nothing(story):
    story.type("Just ")
    story.is_offered("one")
    story.control(Key.Key_2)
    assert story.text == "Just "


def test_the_words_are_void_from_the_key_on_until_the_answer_to_it(story):
    story.type("Just ")
    story.is_offered("one")
    QTest.keyClicks(story.window.text_area, "x")
    assert story.words == []
    assert [button.accessibleName() for button in story.buttons] == [f"Suggestion {n}: none" for n in (1, 2, 3)]
    story.control(Key.Key_1)
    assert story.text == "Just x"


def test_an_answer_to_an_older_question_is_never_shown(story):
    story.type("a")
    older = story.is_asked()
    story.type("b")
    story.is_asked()
    story.engine.answer("apple", request=older)
    assert story.words == []
    story.engine.answer("about")
    story.engine.answer("apple", request=older)
    assert story.words == ["about"]


def test_an_answer_that_comes_between_a_key_and_its_question_is_not_shown(story):
    story.type("a")
    older = story.is_asked()
    story.type("b")
    story.engine.answer("apple", request=older)
    assert story.words == []


def test_of_a_hundred_keys_in_a_second_only_the_last_is_answered_on_the_buttons(story):
    shown = []
    story.window.suggestions.shown.connect(lambda answer: shown.append(answer.id))
    typed = ("Keyboard " * 12)[:100]
    for character in typed:
        story.type(character)
        story.let_pass(5)
    story.is_asked()
    for request in story.engine.requests[:-1]:
        story.engine.answer("stale", request=request)
        assert "stale" not in story.words
    assert shown == []
    story.engine.answer("fresh")
    assert story.words == ["fresh"]
    assert story.text == typed


def test_moving_the_cursor_asks_about_the_text_before_it(story):
    story.type("One two")
    story.is_offered("twofold")
    story.press(Key.Key_Home)
    assert story.words == []
    assert story.is_asked().text == ""


def test_nothing_is_offered_while_text_is_selected(story):
    story.type("One two")
    story.is_offered("twofold")
    asked = len(story.engine.requests)
    story.control(Key.Key_A)
    story.let_pass(80)
    assert story.words == []
    assert len(story.engine.requests) == asked
    story.control(Key.Key_1)
    assert story.text == "One two"


def test_nothing_is_asked_or_taken_while_an_input_method_composes(story):
    story.type("I am in ")
    story.is_offered("love")
    asked = len(story.engine.requests)
    story.compose("とうky")
    story.let_pass(20)
    assert len(story.engine.requests) == asked
    story.control(Key.Key_1)
    assert story.words == []
    story.compose("")
    story.commit("東京")
    assert story.text == "I am in 東京"
    assert story.is_asked().text == "I am in 東京"


def test_esc_hides_the_words_until_the_next_word_begins(story):
    story.type("I ha")
    story.is_offered("have")
    story.press(Key.Key_Escape)
    assert story.words == []
    story.is_offered("have")
    story.type("v")
    story.is_offered("have")
    assert story.words == []
    story.type("e ")
    story.is_offered("been")
    assert story.words == ["been"]


def test_esc_before_the_answer_hides_the_answer_too(story):
    story.type("I ha")
    story.is_asked()
    story.press(Key.Key_Escape)
    story.is_offered("have")
    story.type("v")
    story.is_offered("have")
    assert story.words == []


def test_a_better_answer_leaves_the_words_that_stay_in_their_places(story):
    story.type("Just ")
    story.is_asked()
    story.engine.answer("one", "two", "three", final=False)
    story.engine.answer("three", "four", "one")
    assert story.words == ["one", "four", "three"]
    story.control(Key.Key_3)
    assert story.text == "Just three "


def test_a_better_answer_does_not_change_the_word_under_a_pressed_button(story):
    story.type("Just ")
    story.is_asked()
    story.engine.answer("one", "two", "three", final=False)
    QTest.mousePress(story.buttons[0], Qt.MouseButton.LeftButton)
    story.engine.answer("four", "five", "six")
    QTest.mouseRelease(story.buttons[0], Qt.MouseButton.LeftButton)
    assert story.text == "Just one "


@pytest.mark.parametrize("how", ["mouse", "focus"])
def test_the_word_that_is_pointed_at_stays_until_it_is_left(story, how):
    story.type("Just ")
    story.is_asked()
    story.engine.answer("one", "two", "three", final=False)
    button = story.buttons[1]
    if how == "mouse":
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    else:
        button.setFocus()
    story.engine.answer("four", "five", "three", final=False)
    assert story.words == ["four", "two", "five"]
    if how == "mouse":
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
        QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    else:
        story.window.text_area.setFocus()
    story.until(lambda: story.words == ["four", "three", "five"])


def test_the_word_that_is_pointed_at_can_be_taken_although_a_better_answer_lacks_it(story):
    story.type("Just ")
    story.is_asked()
    story.engine.answer("one", "two", "three", final=False)
    story.buttons[2].setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    story.engine.answer("four", "five", "six")
    QTest.mouseClick(story.buttons[2], Qt.MouseButton.LeftButton)
    assert story.text == "Just three "


def test_the_next_words_are_new_ones_also_under_the_pointer(story):
    story.type("Just ")
    story.is_offered("one", "two", "three")
    story.buttons[1].setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    story.type("t")
    story.is_offered("the", "then", "there")
    assert story.words == ["the", "then", "there"]


def test_moving_the_slider_asks_anew_for_the_same_text(story):
    story.type("Just ")
    story.is_offered("one")
    story.window.bar.set_top_k(40)
    assert story.words == []
    story.until(lambda: story.engine.requests[-1].top_k == 40)
    assert story.engine.requests[-1].text == "Just "


def test_saving_battery_asks_the_engine_to_evaluate_nothing_ahead(story):
    action = next(action for action in story.window.findChildren(QAction) if action.text() == "Save &Battery")
    story.type("J")
    story.is_offered("Just")
    assert story.engine.requests[-1].look_ahead
    action.trigger()
    story.type("u")
    story.is_offered("Just")
    assert not story.engine.requests[-1].look_ahead


@pytest.mark.parametrize(
    "text",
    ["👩‍👩‍👧 loves 😀", "𝒲𝑒 𝒽𝒶𝒹", "אני אוהב ", "السلام ", "我们今天去", "naïve café ", "e\u0301te\u0301 "],
    ids=["emoji", "beyond the first plane", "Hebrew", "Arabic", "Chinese", "accents", "combining accents"],
)
def test_any_script_is_asked_about_and_a_tap_follows_it(story, text):
    story.commit(text)
    assert story.is_asked().text == text
    story.engine.answered.emit(_answer_with_insertion(story, "word "))
    story.control(Key.Key_1)
    assert story.text == text + "word "
    story.window.text_area.undo()
    assert story.text == text


def test_letters_beyond_the_first_plane_are_replaced_whole(story):
    story.commit("😀 ok 𝒲𝑒")
    story.is_asked()
    story.engine.answered.emit(_answer_with_insertion(story, "We ", replace=2))
    story.control(Key.Key_1)
    assert story.text == "😀 ok We "


def test_a_paste_of_a_megabyte_arrives_whole_and_only_its_tail_is_asked_about(story):
    pasted = "The quick brown fox jumps over the lazy dog.\n" * 23_000
    story.window.text_area.insertPlainText(pasted)
    request = story.is_asked()
    assert story.text == pasted
    assert len(request.text) <= 12_288
    assert pasted.endswith(request.text)
    assert request.offset == len(pasted) - len(request.text)


def test_a_line_of_100_000_characters_is_typed_on_and_tapped_on(story):
    line = "word " * 20_000
    story.window.text_area.insertPlainText(line)
    story.type("mee")
    request = story.is_asked()
    assert len(request.text) <= 12_288
    story.engine.answer("meeting")
    story.control(Key.Key_1)
    assert story.text == line + "meeting "


def test_the_start_of_what_is_asked_about_stays_while_one_types(story):
    story.window.text_area.setPlainText("x" * 10_000)
    story.window.text_area.moveCursor(QTextCursor.MoveOperation.End)
    first = story.is_asked().offset
    for _ in range(20):
        story.type("y")
        assert story.is_asked().offset == first


def _answer_with_insertion(story, insertion, replace=0):
    from keyboard.writing.query import Suggestion, Suggestions

    request = story.engine.requests[-1]
    return Suggestions(request.id, request.text, "", (Suggestion(insertion.strip(), 0.5, replace, insertion),), 0, 1.0)
