"""The languages' files: as new as the sources, complete, and with all that a text must keep."""

import importlib.util
import re
import shutil
from collections import Counter

import pytest
from PySide6.QtCore import QTranslator

from keyboard.editor.translation import languages
from keyboard.settings.description import descriptions
from keyboard.settings.settings import Settings
from keyboard.storage.locations import bundled_file
from tests.editor.pseudo_language import messages

FOLDER = bundled_file("resources", "translations")
LANGUAGES = sorted(file.stem.removeprefix("keyboard_") for file in FOLDER.glob("*.ts"))
# {name}, {speed:.0f}, %n and %Ln, and the marks of a text with markup.
KEPT = re.compile(r"\{\w*(?::[^}]*)?\}|%L?n|</?\w+>")
MNEMONIC = re.compile(r"&(?=\w|\{)")


def make_translations():
    specification = importlib.util.spec_from_file_location("make_translations", FOLDER / "make_translations.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def forms(message):
    """A text in the language: one form, or one for each number where it has a count."""
    translation = message.find("translation")
    return [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]


def texts(language):
    return [(message.findtext("source"), forms(message)) for _, message in messages(language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_are_those_of_the_sources(tmp_path, language):
    file = shutil.copy(FOLDER / f"keyboard_{language}.ts", tmp_path)
    make_translations().update(tmp_path)
    made_anew = [(context, message.findtext("source")) for context, message in messages(language, file)]
    kept = [(context, message.findtext("source")) for context, message in messages(language)]
    assert made_anew == kept, "run `make translations`, and translate what is new"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_loads_what_the_translator_wrote(qapp, language):
    translator = QTranslator()
    assert translator.load(str(FOLDER / f"keyboard_{language}.qm"))
    loaded = [
        [translator.translate(context, message.findtext("source"), None, n) for n, _ in enumerate(forms(message), start=1)]
        for context, message in messages(language)
    ]
    assert loaded == [forms for _, forms in texts(language)], "run `make translations`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_is_translated(language):
    unfinished = [message.findtext("source") for _, message in messages(language) if message.find("translation").get("type")]
    empty = [source for source, translations in texts(language) if not all(translations)]
    assert unfinished == empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_keeps_its_placeholders_and_marks(language):
    kept = [(Counter(KEPT.findall(source)), translation) for source, forms in texts(language) for translation in forms]
    assert kept
    assert [translation for wanted, translation in kept if Counter(KEPT.findall(translation)) != wanted] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_keeps_its_mnemonic_and_its_ending(language):
    """A text that opens a dialog ends with an ellipsis, and a sentence with a full stop."""
    for source, translations in texts(language):
        for translation in translations:
            assert len(MNEMONIC.findall(translation)) == len(MNEMONIC.findall(source)), translation
            for ending in ("…", ".", "\n", " "):
                assert translation.endswith(ending) == source.endswith(ending), translation
            assert translation.startswith(" ") == source.startswith(" "), translation


def test_each_language_can_be_chosen():
    assert languages() == LANGUAGES
    assert sorted(filter(None, descriptions(Settings)["language"].choices)) == LANGUAGES
