"""Settings → Models: models are seen, installed, changed to while the text stays, verified, opened and removed."""

import os

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QSlider

from keyboard.editor.models.models_dialog import ModelsDialog, TermsDialog
from keyboard.engine.engine_state import Condition, ModelChoice
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import read_settings
from tests.editor.models.conftest import entry


def label(dialog, name, part):
    return part in dialog.card(name).accessibleName().replace("\N{NO-BREAK SPACE}", " ")


def test_the_catalogue_is_there_with_what_each_model_needs(dialog):
    assert dialog.names == ["smollm2-135m", "gpt2"]
    for fact in ("124 M parameters", "137 MB on disk", "548 MB to download", "about 238 MB of memory", "MIT licence"):
        assert label(dialog, "gpt2", fact)
    assert label(dialog, "gpt2", "about 83 tokens a second here")
    assert label(dialog, "smollm2-135m", "in use")
    assert not label(dialog, "smollm2-135m", "about 83 tokens")
    assert label(dialog, "smollm2-135m", "83 tokens a second here")


def test_each_model_offers_what_can_be_done_with_it(dialog):
    assert dialog.buttons("smollm2-135m") == ["More"]
    assert dialog.buttons("gpt2") == ["Install"]


def test_all_of_it_is_reached_with_tab_in_the_order_in_which_it_lies(dialog):
    dialog.until(lambda: dialog.dialog.focusWidget() and dialog.dialog.focusWidget().accessibleName())
    names = []
    for _ in range(8):
        names.append(dialog.dialog.focusWidget().accessibleName() or dialog.dialog.focusWidget().text())
        QTest.keyClick(dialog.dialog.focusWidget(), Qt.Key.Key_Tab)
    assert names == [
        "More about smollm2-135m",
        "Quantization of gpt2",
        "Install gpt2",
        "Backend",
        "Measure how fast each backend is",
        "&Open a File…",
        "Close",
        "More about smollm2-135m",
    ]


def test_a_model_is_installed_with_a_quantization_while_its_progress_is_seen(dialog, commands, window):
    quantizations = dialog.card("gpt2").findChild(QComboBox)
    assert quantizations.currentText() == "Q8_0, full quality"
    quantizations.setCurrentIndex(quantizations.findData("q4_0"))
    dialog.click("gpt2", "Install")
    dialog.until(lambda: dialog.card("gpt2").sentence == "Downloading gpt2: 50%, 5.0 MB/s, 33 s left")
    assert dialog.buttons("gpt2") == ["Cancel"]
    assert window.install_notice.sentence == "Downloading gpt2: 50%, 5.0 MB/s, 33 s left"
    commands.go_on()
    dialog.until(lambda: dialog.buttons("gpt2") == ["Use", "More"])
    assert "models install gpt2 --quantization=q4_0 --json" in commands.calls
    assert dialog.card("gpt2").sentence == ""


@pytest.mark.parametrize("accepts", [True, False])
def test_a_model_with_terms_of_use_is_installed_once_they_are_accepted(dialog, commands, window, tmp_path, monkeypatch, accepts):
    (tmp_path / "terms.txt").write_text("TERMS OF USE\n\nBe kind.")
    commands.there_are(entry("gemma3-270m", terms=str(tmp_path / "terms.txt")))
    window.library.reload()
    dialog.until(lambda: dialog.names == ["gemma3-270m"])
    read = []

    def answer(terms):
        read.append(terms.text.toPlainText())
        return terms.DialogCode.Accepted if accepts else terms.DialogCode.Rejected

    monkeypatch.setattr(TermsDialog, "exec", answer)
    dialog.click("gemma3-270m", "Install")
    assert read == ["TERMS OF USE\n\nBe kind."]
    installing = "models install gemma3-270m --accept-licence --json"
    if accepts:
        dialog.until(lambda: installing in commands.calls)
        commands.go_on()
    assert (installing in commands.calls) == accepts


def test_the_terms_of_use_are_accepted_with_a_click_and_not_with_enter(qtbot, dialog):
    terms = TermsDialog("gemma3-270m", "TERMS OF USE", dialog.dialog)
    terms.show()
    QTest.keyClick(terms, Qt.Key.Key_Return)
    assert terms.result() == terms.DialogCode.Rejected
    terms.show()
    [accept] = [button for button in terms.buttons.buttons() if button.text() == "Accept"]
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    assert terms.result() == terms.DialogCode.Accepted


def test_the_installation_goes_on_when_the_dialog_is_closed_and_the_model_is_offered(dialog, commands, window, engine):
    dialog.click("gpt2", "Install")
    dialog.until(lambda: "50%" in window.install_notice.sentence)
    dialog.dialog.close()
    commands.go_on()
    dialog.until(lambda: window.install_notice.sentence == "gpt2 is installed.")
    window.install_notice.action_requested.emit()
    assert engine.choices == [ModelChoice("gpt2")]
    assert window.install_notice.sentence == ""


def test_an_offer_can_be_declined(dialog, commands, window, engine):
    commands.go_on()
    dialog.click("gpt2", "Install")
    dialog.until(lambda: window.install_notice.sentence == "gpt2 is installed.")
    window.install_notice.declined.emit()
    assert window.install_notice.sentence == ""
    assert engine.choices == []


def test_an_installation_is_cancelled(dialog, commands, window):
    dialog.click("gpt2", "Install")
    dialog.until(lambda: "50%" in dialog.card("gpt2").sentence)
    process = psutil.Process(commands.process["pid"])
    dialog.click("gpt2", "Cancel")
    dialog.until(lambda: dialog.card("gpt2").sentence == "Cancelled.")
    assert not process.is_running()
    assert dialog.buttons("gpt2") == ["Install"]
    assert window.install_notice.sentence == ""


def test_what_goes_wrong_is_said_on_the_card(dialog, commands):
    commands.will_fail("There is no space for gpt2: 934 MB are needed, 12 MB are free.")
    dialog.click("gpt2", "Install")
    dialog.until(lambda: dialog.card("gpt2").sentence == "There is no space for gpt2: 934 MB are needed, 12 MB are free.")
    assert dialog.buttons("gpt2") == ["Install"]


def test_the_focus_stays_where_it_is_when_another_card_changes(dialog, commands):
    install = next(button for button in dialog.card("gpt2").findChildren(QPushButton) if button.text() == "Install")
    install.setFocus()
    QTest.keyClick(install, Qt.Key.Key_Space)
    dialog.until(lambda: dialog.buttons("gpt2") == ["Cancel"])
    dialog.card("smollm2-135m").take_focus()
    commands.go_on()
    dialog.until(lambda: "Use" in dialog.buttons("gpt2"))
    assert dialog.dialog.focusWidget().accessibleName() == "More about smollm2-135m"


def test_the_focus_stays_on_the_card_when_its_buttons_change(dialog, commands):
    install = next(button for button in dialog.card("gpt2").findChildren(QPushButton) if button.text() == "Install")
    install.setFocus()
    QTest.keyClick(install, Qt.Key.Key_Space)
    dialog.until(lambda: dialog.buttons("gpt2") == ["Cancel"])
    assert dialog.dialog.focusWidget().text() == "Cancel"
    commands.go_on()
    dialog.until(lambda: "Use" in dialog.buttons("gpt2"))
    assert dialog.dialog.focusWidget().text() == "Use"


@pytest.fixture
def gpt2_installed(commands):
    commands.there_are(
        entry("smollm2-135m", is_installed=True), entry("gpt2", is_installed=True, quantizations=["q8_0", "q4_0", "f16"])
    )


def test_another_model_is_used_and_the_choice_is_kept(gpt2_installed, dialog, story, window, engine):
    story.type("We had a mee")
    dialog.click("gpt2", "Use")
    assert dialog.said == "gpt2 is loading; your text stays as it is."
    assert engine.choices == [ModelChoice("gpt2")]
    assert not label(dialog, "gpt2", "in use")
    engine.be(Condition.STARTING, choice=ModelChoice("gpt2"))
    engine.be(Condition.READY, model="gpt2", backend="cpu", choice=ModelChoice("gpt2"), layers=13)
    assert dialog.said == "The suggestions now come from gpt2."
    assert label(dialog, "gpt2", "in use")
    assert story.text == "We had a mee"
    dialog.until(lambda: read_settings().settings == Settings(model="gpt2"))


def test_a_model_that_cannot_be_used_is_named_and_not_kept(gpt2_installed, dialog, window, engine):
    dialog.click("gpt2", "Use")
    engine.be(Condition.STARTING, choice=ModelChoice("gpt2"))
    engine.be(Condition.RESTARTING, "gpt2.gguf is truncated.", choice=ModelChoice("gpt2"))
    engine.be(Condition.READY, "gpt2.gguf is truncated. The model in use before goes on.", model="smollm2-135m", backend="cpu")
    assert dialog.said == "gpt2.gguf is truncated. The model in use before goes on."
    assert label(dialog, "smollm2-135m", "in use")
    assert window.settings.current == Settings()


def test_what_the_command_line_says_for_one_start_is_not_kept_with_another_choice(dialog, engine, window):
    engine.be(Condition.READY, model="mine", backend="cpu", choice=ModelChoice("mine.gguf"), layers=13)
    window.switch.use_backend("cpu-plain", None)
    engine.be(Condition.READY, model="mine", backend="cpu-plain", choice=ModelChoice("mine.gguf", "cpu-plain"), layers=13)
    assert window.settings.current == Settings(backend="cpu-plain")


def test_a_whole_file_is_said_to_be_whole(dialog):
    dialog.choose("smollm2-135m", "Verify")
    dialog.until(lambda: dialog.card("smollm2-135m").sentence == "The file is intact.")


def test_a_damaged_file_is_said_to_be_damaged(dialog, commands):
    commands.will_fail("smollm2-135m.gguf is damaged.")
    dialog.choose("smollm2-135m", "Verify")
    dialog.until(lambda: dialog.card("smollm2-135m").sentence == "smollm2-135m.gguf is damaged.")


def test_another_quantization_is_installed_beside_the_first(gpt2_installed, dialog, commands):
    dialog.choose("gpt2", "Install Another Quantization", "F16, unquantized")
    dialog.until(lambda: "models install gpt2 --quantization=f16 --json" in commands.calls)


def test_a_model_is_removed_once_that_is_confirmed(gpt2_installed, dialog, commands, answers, engine):
    answers.will_be("No")
    dialog.choose("gpt2", "Remove…")
    answers.will_be("Yes")
    dialog.choose("gpt2", "Remove…")
    dialog.until(lambda: dialog.buttons("gpt2") == ["Install"])
    assert answers.asked == ["Remove gpt2? Its file is deleted."] * 2
    assert [call for call in commands.calls if "remove" in call] == ["models remove gpt2"]
    assert dialog.said == "gpt2 is removed."
    assert engine.choices == []


def test_the_model_in_use_is_not_removed_without_saying_so_and_the_default_takes_over(gpt2_installed, dialog, answers, engine):
    engine.be(Condition.READY, model="gpt2", backend="cpu", choice=ModelChoice("gpt2"), layers=13)
    answers.will_be("Yes")
    dialog.choose("gpt2", "Remove…")
    assert answers.asked[0].startswith("gpt2 is in use. Remove it anyway?")
    dialog.until(lambda: engine.choices == [ModelChoice()])


def test_a_file_is_opened_and_its_copy_is_a_card(dialog, commands, tmp_path):
    commands.go_on()
    dialog.dialog.open_file(tmp_path / "mine.gguf")
    dialog.until(lambda: "mine" in dialog.names)
    assert f"models install {tmp_path / 'mine.gguf'} --json" in commands.calls
    assert dialog.buttons("mine") == ["Use", "More"]
    dialog.until(lambda: dialog.said == "mine is installed.")


def test_a_file_that_is_no_model_is_refused_in_one_sentence(dialog, commands, tmp_path):
    commands.will_fail("letter.gguf is damaged or not a GGUF file.")
    dialog.dialog.open_file(tmp_path / "letter.gguf")
    dialog.until(lambda: dialog.said == "letter.gguf is damaged or not a GGUF file.")
    assert dialog.names == ["smollm2-135m", "gpt2"]


def control(dialog, kind):
    return dialog.dialog.backend_choice.findChild(kind)


def test_without_a_gpu_the_layers_are_out_of_use_and_a_sentence_says_why(dialog):
    assert not control(dialog, QSlider).isEnabled()
    assert dialog.dialog.backend_choice.sentence == "All layers run on the processor: llama.cpp finds no GPU here."


def test_another_backend_is_applied_and_kept(dialog, engine, window):
    backends = control(dialog, QComboBox)
    apply = control(dialog, QPushButton)
    assert not apply.isEnabled()
    backends.setCurrentIndex(backends.findData("cpu-plain"))
    assert engine.choices == []
    QTest.mouseClick(apply, Qt.MouseButton.LeftButton)
    assert engine.choices == [ModelChoice(None, "cpu-plain")]
    engine.be(Condition.READY, model="smollm2-135m", backend="cpu-plain", choice=engine.choices[0], layers=31)
    assert window.settings.current == Settings(backend="cpu-plain")
    assert not apply.isEnabled()


@pytest.fixture
def gpu(commands):
    commands.backends_are(("vulkan", True), ("cpu", False), ("cpu-plain", False))


def test_a_gpu_takes_as_many_layers_as_are_chosen(gpu, dialog, engine, window):
    slider, backends = control(dialog, QSlider), control(dialog, QComboBox)
    assert slider.isEnabled()
    assert dialog.dialog.backend_choice.sentence == "31 of 31 layers on the GPU"
    slider.setValue(5)
    assert dialog.dialog.backend_choice.sentence == "5 of 31 layers on the GPU"
    QTest.mouseClick(control(dialog, QPushButton), Qt.MouseButton.LeftButton)
    assert engine.choices == [ModelChoice(None, None, 5)]
    engine.be(Condition.READY, model="smollm2-135m", backend="vulkan", choice=engine.choices[0], layers=31, gpu_layers=5)
    assert window.settings.current == Settings(gpu_layers=5)
    backends.setCurrentIndex(backends.findData("cpu"))
    assert not slider.isEnabled()


def test_the_backends_are_measured_with_the_model_in_use(dialog, commands, engine):
    engine.be(Condition.READY, model="gpt2", backend="cpu", choice=ModelChoice("gpt2"), layers=13)
    commands.backends_are(("cpu-zen4", False), ("cpu-plain", False), tokens_per_second=71.6)
    (measure,) = [button for button in dialog.dialog.backend_choice.controls if "Measure" in button.accessibleName()]
    QTest.mouseClick(measure, Qt.MouseButton.LeftButton)
    assert not measure.isEnabled()
    dialog.until(measure.isEnabled)
    assert commands.calls[-1] == "backends --json --model=gpt2 --measure"
    assert control(dialog, QComboBox).itemText(1) == "cpu-zen4 · A machine · 72 tokens a second"


def test_a_backend_that_has_crashed_says_so(dialog, commands, window):
    commands.backends_are(("cpu-zen4", False), has_crashed=True)
    window.library.reload_backends("")
    dialog.until(lambda: control(dialog, QComboBox).itemText(1) == "cpu-zen4 · A machine · has crashed")


def test_esc_closes_the_dialog_and_the_text_has_the_focus(dialog, window):
    QTest.keyClick(dialog.dialog, Qt.Key.Key_Escape)
    dialog.until(lambda: not [child for child in window.children() if isinstance(child, ModelsDialog)])
    assert window.focusWidget() is window.text_area


@pytest.mark.skipif(os.name == "nt", reason="a kill is told otherwise there")
def test_closing_the_window_ends_the_installation(dialog, commands, window):
    dialog.click("gpt2", "Install")
    dialog.until(lambda: "50%" in dialog.card("gpt2").sentence)
    process = psutil.Process(commands.process["pid"])
    dialog.dialog.close()
    window.close()
    assert not process.is_running()
