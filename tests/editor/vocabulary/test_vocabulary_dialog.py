"""Settings → Vocabulary: seen, searched, corrected, deleted, exported, imported, wiped; and words that are never suggested."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.vocabulary.vocabulary_dialog import IS_NEVER, WORD, VocabularyDialog
from keyboard.storage.vocabulary import PersonalVocabulary, VocabularyEntry
from keyboard.writing.learning import words_to_learn
from tests.storage.stored import never


@pytest.fixture
def vocabulary(empty_home):
    vocabulary = PersonalVocabulary()
    vocabulary.learn(words_to_learn("Quilby Quilby lighthouse harbour"))
    yield vocabulary
    vocabulary.close()


@pytest.fixture
def dialog(qtbot, vocabulary, window):
    dialog = VocabularyDialog(window.vocabulary, window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 3)
    return dialog


def shown(dialog):
    model = dialog.table.model()
    return [model.word(row) for row in range(model.rowCount())]


def cell(dialog, word, column):
    return dialog.table.model().index(shown(dialog).index(word), column)


def test_the_words_are_there_the_most_used_first(dialog):
    assert shown(dialog) == ["Quilby", "harbour", "lighthouse"]


def test_one_searches_as_one_types(qtbot, dialog):
    QTest.keyClicks(dialog.search, "HOUSE")
    qtbot.waitUntil(lambda: shown(dialog) == ["lighthouse"])
    QTest.keyClicks(dialog.search, "x")
    qtbot.waitUntil(lambda: dialog.said.text() == "No word contains that.")
    dialog.search.clear()
    qtbot.waitUntil(lambda: len(shown(dialog)) == 3)
    assert dialog.said.text() == ""


def test_a_spelling_is_corrected_in_its_place(qtbot, dialog, vocabulary):
    dialog.table.model().setData(cell(dialog, "Quilby", WORD), "Quillby")
    qtbot.waitUntil(lambda: "Quillby" in shown(dialog))
    assert vocabulary.entries("Quil") == [VocabularyEntry("Quillby", 2, is_never=False)]
    assert not dialog.table.model().setData(cell(dialog, "Quillby", WORD), "two words")


def test_selected_words_are_deleted_with_the_key(qtbot, dialog, vocabulary):
    dialog.table.selectRow(0)
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown(dialog) == ["harbour", "lighthouse"])
    assert vocabulary.entries("Quilby") == []


def test_a_tick_says_that_a_word_is_never_suggested(qtbot, dialog, vocabulary):
    model = dialog.table.model()
    model.setData(cell(dialog, "harbour", IS_NEVER), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    qtbot.waitUntil(lambda: never(vocabulary) == {"harbour"})
    qtbot.waitUntil(lambda: cell(dialog, "harbour", IS_NEVER).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked)


def test_the_keyboard_stays_on_a_word_that_is_renamed_or_ticked(qtbot, dialog, vocabulary):
    dialog.table.setFocus()
    dialog.table.setCurrentIndex(cell(dialog, "lighthouse", WORD))
    dialog.table.model().setData(dialog.table.currentIndex(), "abc")
    qtbot.waitUntil(lambda: shown(dialog) == ["Quilby", "abc", "harbour"])
    assert dialog.table.currentIndex() == cell(dialog, "abc", WORD)
    dialog.table.setCurrentIndex(cell(dialog, "abc", IS_NEVER))
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: cell(dialog, "abc", IS_NEVER).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked)
    assert dialog.table.currentIndex() == cell(dialog, "abc", IS_NEVER)
    assert never(vocabulary) == {"abc"}


def test_the_keyboard_stays_in_the_row_of_a_deleted_word_and_nothing_else_is_selected(qtbot, dialog):
    dialog.table.setFocus()
    dialog.table.selectRow(1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown(dialog) == ["Quilby", "lighthouse"])
    assert dialog.table.currentIndex().row() == 1
    assert not dialog.table.selectionModel().hasSelection()
    QTest.keyClick(dialog.table, Qt.Key.Key_Up)
    assert dialog.table.selectionModel().isRowSelected(0)


def test_words_are_exported_wiped_and_imported(qtbot, dialog, vocabulary, tmp_path, answers):
    file = tmp_path / "words.txt"
    dialog.export_to(file)
    qtbot.waitUntil(lambda: "3 words are written" in dialog.said.text())
    answers.will_be("No")
    dialog.wipe()
    answers.will_be("Yes")
    dialog.wipe()
    qtbot.waitUntil(lambda: shown(dialog) == [])
    dialog.import_from(file)
    qtbot.waitUntil(lambda: shown(dialog) == ["Quilby", "harbour", "lighthouse"])
    assert vocabulary.entries("Quilby")[0].uses == 2


def test_a_file_that_is_no_vocabulary_is_refused_in_one_sentence(qtbot, dialog, tmp_path):
    file = tmp_path / "words.txt"
    file.write_text("good\nnot so good\n")
    dialog.import_from(file)
    qtbot.waitUntil(lambda: dialog.said.text().startswith("Line 2 "))
    assert len(shown(dialog)) == 3


def test_a_right_click_rejects_a_word_and_undo_takes_it_back(qtbot, story, window, vocabulary):
    story.type("Thank ")
    story.is_offered("you", "him", "her")
    menu = story.buttons[1].rejection_menu()
    assert "him" in menu.actions()[0].text()
    menu.actions()[0].trigger()
    assert story.words == []
    qtbot.waitUntil(lambda: never(vocabulary) == {"him"})
    qtbot.waitUntil(lambda: "“him”" in window.word_notice.sentence)
    window.word_notice.action_requested.emit()
    qtbot.waitUntil(lambda: never(vocabulary) == frozenset())
    assert window.word_notice.sentence == ""


def test_shift_delete_rejects_the_button_that_has_the_focus(qtbot, story, vocabulary):
    story.type("Thank ")
    story.is_offered("you", "him", "her")
    QTest.keyClick(story.buttons[0], Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: never(vocabulary) == {"you"})


def test_shift_delete_in_the_text_rejects_the_word_that_the_mouse_points_at(qtbot, story, vocabulary):
    story.type("Thank ")
    story.is_offered("you", "him", "her")
    story.buttons[2].setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    story.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: never(vocabulary) == {"her"})
    assert story.text == "Thank "


def test_shift_delete_in_the_text_still_cuts(story, window, vocabulary):
    story.type("Thank you")
    window.text_area.selectAll()
    story.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert story.text == ""
    assert never(vocabulary) == frozenset()


def test_the_engine_is_asked_again_once_the_word_is_noted(qtbot, story, window, vocabulary):
    story.type("Thank ")
    story.is_offered("you", "him", "her")
    asked = len(story.engine.requests)
    window.never_suggest.reject("you")
    qtbot.waitUntil(lambda: len(story.engine.requests) > asked and bool(window.word_notice.sentence))
