"""Settings are kept between starts; what this version does not know stays, and a broken file is set aside."""

import os
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyboard.settings.description import descriptions
from keyboard.settings.settings import SECTIONS, Settings
from keyboard.settings.settings_file import ReadSettings, SettingsError, read_settings, settings_file, write_settings


@pytest.fixture(autouse=True)
def file(empty_home):
    return settings_file()


def test_without_a_file_the_defaults_hold(file):
    assert read_settings() == ReadSettings(Settings())
    assert not file.exists()


@given(st.builds(Settings, model=st.text(), backend=st.text(), gpu_layers=st.integers(-1, 99)))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read(chosen):
    write_settings(chosen)
    assert read_settings() == ReadSettings(chosen)


def test_only_what_was_set_is_written_so_that_a_later_default_holds(file):
    write_settings(Settings(model="gpt2"))
    assert file.read_text() == 'model = "gpt2"\n'


def test_a_setting_that_goes_back_to_its_default_leaves_the_file(file):
    write_settings(Settings(model="gpt2", zoom=150))
    write_settings(Settings(zoom=150))
    assert read_settings().settings == Settings(zoom=150)
    assert file.read_text() == "zoom = 150\n"


def test_keys_of_menu_entries_are_a_table_that_a_person_can_read(file):
    write_settings(Settings(model="gpt2", shortcuts={"save-as": "F12"}))
    assert file.read_text() == 'model = "gpt2"\n\n[shortcuts]\nsave-as = "F12"\n'
    write_settings(Settings(model="gpt2", shortcuts={"save-as": "F12", "new": ""}, zoom=120))
    assert read_settings().settings == Settings(model="gpt2", shortcuts={"save-as": "F12", "new": ""}, zoom=120)


@pytest.mark.parametrize(
    "line", ["zoom = 5000", 'theme = "mauve"', "suggestion_count = 2", "font_size = nan", 'shortcuts = "F1"']
)
def test_a_value_out_of_bounds_counts_as_not_set(file, line):
    file.parent.mkdir(parents=True)
    file.write_text(line)
    assert read_settings() == ReadSettings(Settings())


def test_a_whole_number_may_stand_for_a_fraction(file):
    file.parent.mkdir(parents=True)
    file.write_text("font_size = 15")
    assert read_settings().settings.font_size == 15.0


def test_comments_and_keys_of_another_version_stay(file):
    file.parent.mkdir(parents=True)
    file.write_text('# mine\ntypeface = "Serif"\nmodel = "gpt2"  # the large one is too slow\n\n[gestures]\nname = "dusk"\n')
    write_settings(Settings(model="gpt2", backend="cpu"))
    text = file.read_text()
    for line in ("# mine", 'typeface = "Serif"', 'model = "gpt2"  # the large one is too slow', 'name = "dusk"'):
        assert line in text
    assert read_settings().settings == Settings(model="gpt2", backend="cpu")


def test_a_value_of_another_type_counts_as_not_set(file):
    file.parent.mkdir(parents=True)
    file.write_text('model = 5\ngpu_layers = true\nbackend = "cpu"\n')
    assert read_settings() == ReadSettings(Settings(backend="cpu"))


@pytest.mark.parametrize(("name", "description"), descriptions(Settings).items(), ids=lambda value: str(value)[:20])
def test_each_setting_that_is_shown_says_what_it_does_in_one_sentence(name, description):
    assert description.section in SECTIONS
    assert description.title
    assert not description.title.endswith(".")
    assert re.fullmatch(r"[A-Z][^\n]*\.", description.sentence)
    assert description.allows(getattr(Settings(), name))


@pytest.mark.parametrize("content", [b"model = ", b"\xff\xfe", b"[[["])
def test_a_broken_file_is_set_aside_and_said(file, content):
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    read = read_settings()
    assert read.settings == Settings()
    [aside] = file.parent.glob("settings.broken-*.toml")
    assert aside.name in read.notice
    assert aside.read_bytes() == content
    write_settings(Settings(model="gpt2"))
    assert read_settings() == ReadSettings(Settings(model="gpt2"))


def test_a_file_that_is_broken_while_the_program_runs_is_not_overwritten(file):
    file.parent.mkdir(parents=True)
    file.write_text("model = ")
    with pytest.raises(SettingsError, match="is no longer valid TOML"):
        write_settings(Settings(model="gpt2"))
    assert file.read_text() == "model = "


def test_what_a_program_has_not_changed_is_left_as_another_one_has_set_it(file):
    ours = Settings(theme="dark", zoom=150)
    write_settings(Settings(theme="light", font_size=20.0))
    write_settings(replace(ours, model="gpt2", zoom=100), since=ours)
    assert read_settings().settings == Settings(theme="light", font_size=20.0, model="gpt2")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(file):
    file.parent.mkdir(parents=True)
    file.parent.chmod(0o500)
    with pytest.raises(SettingsError, match="cannot be written"):
        write_settings(Settings(model="gpt2"))
