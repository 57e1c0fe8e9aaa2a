"""A model's name is like its file's, in characters that every system and command takes."""

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from keyboard.model_store.errors import ModelStoreError
from keyboard.model_store.model_names import checked_name, is_model_name, model_name


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("my-gpt2.Q8_0", "my-gpt2.Q8_0"),
        ("a--b_-+", "a--b_-+"),
        ("my model (1)", "my-model-1"),
        ("  two   blanks ", "two-blanks"),
        ("[best] model {v2}, final!", "best-model-v2-final"),
        ("Müller größe", "Müller-größe"),
        (unicodedata.normalize("NFD", "Müller"), "Müller"),
        ("модель 2", "модель-2"),
        ("हिन्दी मॉडल", "हिन्दी-मॉडल"),
        ("模型（一）", "模型-一"),
        ("gpt2 🚀 fast", "gpt2-fast"),
        ("a❤️b", "a-b"),
        ("🚀", "model"),
        ("...", "model"),
        (".hidden", "hidden"),
        ("--force", "force"),
        ("_x", "x"),
        ("con", "model-con"),
        ("NUL.v1", "model-NUL.v1"),
        ("com1", "model-com1"),
        ("console", "console"),
        ("a/b\\c:d*e?f|g", "a-b-c-d-e-f-g"),
        ("line\nbreak\t\x00", "line-break"),
        ("caf\udce9", "caf"),
        ("a\u200db\u202ec", "abc"),
    ],
)
def test_a_name_keeps_what_it_can(file, name):
    assert model_name(file) == name


@given(st.text(max_size=400) | st.text("ab .-é人🚀", max_size=400))
def test_every_text_becomes_a_name_that_a_file_can_have(text):
    name = model_name(text)
    assert is_model_name(name)
    assert 0 < len(name.encode()) <= 180
    assert not set(name) & set('/\\:*?"<>| ')
    assert regex.match(r"[\p{L}\p{N}]", name)


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,100}", fullmatch=True))
def test_a_plain_name_stays_as_it_is(text):
    assert model_name(text) in (text, f"model-{text}")


def test_a_name_that_one_gives_is_taken_as_it_is_or_refused():
    assert checked_name("моя-модель") == "моя-модель"
    for text in ("my model", "../x", "", ".x"):
        with pytest.raises(ModelStoreError, match="is not a valid model name; write it in letters"):
            checked_name(text)
