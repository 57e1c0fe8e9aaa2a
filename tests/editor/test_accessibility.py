"""What a screen reader is told, asked through Qt's accessibility interface."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QDialog, QKeySequenceEdit, QPushButton, QWidget

from keyboard.editor import accessibility
from keyboard.editor.models.models_dialog import ModelsDialog

Role, Text = QAccessible.Role, QAccessible.Text


def told(widget):
    return QAccessible.queryAccessibleInterface(widget)


def reached_by_tab(root):
    """The widgets of a window that take the focus by Tab."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisibleTo(root)
        and widget.isEnabledTo(root)
        and widget.window() is root
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


@pytest.fixture
def announced(monkeypatch):
    """What was announced: texts and how politely."""
    events = []

    def note(event):
        events.append((event.message(), event.politeness()))

    monkeypatch.setattr(accessibility.QAccessible, "updateAccessibility", note)
    return events


def test_the_parts_of_the_window_say_what_they_are(story, window):
    story.is_offered("one", "two", "three")
    text, buttons = told(window.text_area), [told(button) for button in story.buttons]
    assert (text.role(), text.text(Text.Name)) == (Role.EditableText, "Text")
    assert [button.role() for button in buttons] == [Role.Button] * 3
    assert [button.text(Text.Name) for button in buttons] == ["Suggestion 1: one", "Suggestion 2: two", "Suggestion 3: three"]


def test_the_slider_says_its_value(window):
    slider = told(next(child for child in window.bar.findChildren(QWidget) if child.accessibleName() == "top-k"))
    window.bar.set_top_k(12)
    assert slider.role() == Role.Slider
    assert slider.valueInterface().currentValue() == 12
    assert slider.valueInterface().maximumValue() == 100


@pytest.mark.parametrize("show", ["show_settings", "show_vocabulary", "show_models", "show_help", "show_about"])
def test_whatever_is_reached_with_tab_in_a_dialog_has_a_name_and_a_role(story, window, show):
    getattr(window, show)()
    dialog = next(child for child in window.children() if isinstance(child, QDialog))
    story.settle()
    if isinstance(dialog, ModelsDialog):
        story.until(lambda: dialog.cards)
    controls = reached_by_tab(dialog)
    assert controls
    for control in controls:
        interface = told(control)
        # Qt has no better role for the control of a shortcut; its name says the keys.
        assert interface.role() not in {Role.NoRole, Role.Client} or isinstance(control, QKeySequenceEdit), control
        assert interface.text(Text.Name).strip(), control


def test_whatever_is_reached_with_tab_in_the_window_has_a_name_and_a_role(story, window):
    window.welcome.open_page()
    window.find_bar.open_bar()
    story.is_offered("one", "two", "three")
    for control in reached_by_tab(window):
        assert told(control).role() not in {Role.NoRole, Role.Client}, control
        assert told(control).text(Text.Name).strip(), control


def test_a_setting_that_is_on_says_so_and_what_it_does(window):
    window.settings.change(save_battery=True)
    window.show_settings()
    dialog = next(child for child in window.children() if isinstance(child, QDialog))
    box = told(next(child for child in dialog.findChildren(QWidget) if child.accessibleName() == "Save battery"))
    assert box.role() == Role.CheckBox
    assert box.state().checked
    assert "Evaluates nothing" in box.text(Text.Description)


def test_a_shortcut_says_its_keys(window):
    window.show_settings("Shortcuts")
    edits = window.findChildren(QKeySequenceEdit)
    names = [told(edit).text(Text.Name) for edit in edits]
    assert any(name.startswith("Keys of Save: Ctrl+S") for name in names)
    assert "Keys of Private Mode: none" in names


def test_new_suggestions_are_announced_politely_once_the_user_pauses(story, announced):
    story.type("We ")
    story.is_offered("had", "are")
    story.type("a")
    story.is_offered("are", "all")
    story.until(lambda: announced)
    assert announced == [("Suggestions: are, all", QAccessible.AnnouncementPoliteness.Polite)]


def test_nothing_is_announced_where_that_is_turned_off(story, window, announced):
    window.settings.change(announce_suggestions=False)
    story.is_offered("had", "are")
    story.settle()
    assert announced == []


def sentences(announced):
    return [sentence for sentence, _ in announced]


def test_what_went_wrong_is_announced_and_of_a_progress_its_beginning(story, window, announced):
    window.say("The disk is full.")
    for progress in (0.1, 0.2, 0.3):
        window.install_notice.say(f"GPT-2: {progress:.0%}", progress=progress)
    window.install_notice.say("GPT-2 is installed.", action="Use It")
    window.install_notice.say("")
    assert sentences(announced) == ["The disk is full.", "GPT-2: 10%", "GPT-2 is installed."]


def test_a_button_above_the_bar_says_what_it_is_about(window):
    window.say("The disk is full.")
    button = told(window.failure_notice.findChild(QPushButton))
    assert (button.text(Text.Name), button.text(Text.Description)) == ("Close", "The disk is full.")


def test_the_first_steps_are_announced_and_said_with_their_buttons(window, announced):
    window.welcome.open_page()
    said = sentences(announced)[-1]
    assert "no text leaves it" in said
    for button in window.welcome.findChildren(QPushButton):
        assert told(button).text(Text.Description) == said


def test_what_was_found_is_announced(story, window, announced):
    story.type("one two one")
    window.find_bar.open_bar()
    window.find_bar.fields.wanted.setText("one")
    story.until(lambda: sentences(announced))
    assert sentences(announced) == ["2 matches, from the other end"]
