"""What the bundle for macOS says of itself, and how it is signed."""

import plistlib
import re
import subprocess

import pytest

from tests.packaging.scripts import FOLDER, names_of_specification

MACOS = FOLDER / "macos"
WORKFLOW = (FOLDER.parent / ".github" / "workflows" / "release.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def info():
    return plistlib.loads((MACOS / "Info.plist").read_bytes())


def test_the_bundle_opens_text_and_markdown_and_is_no_ones_default(info):
    (kind,) = info["CFBundleDocumentTypes"]
    assert kind["LSItemContentTypes"] == ["public.plain-text", "net.daringfireball.markdown"]
    assert (kind["CFBundleTypeRole"], kind["LSHandlerRank"]) == ("Editor", "Alternate")


def test_its_version_stands_in_one_place(info):
    assert not {"CFBundleVersion", "CFBundleShortVersionString"} & set(info)
    assert "version=VERSION" in (FOLDER / "keyboard.spec").read_text("utf-8")


def test_the_systems_own_dialogs_speak_the_programs_languages(info):
    assert sorted(info["CFBundleLocalizations"]) == sorted(names_of_specification()["LANGUAGES"])


def test_it_is_built_for_the_system_that_it_promises_to_run_on(info):
    assert f'MACOSX_DEPLOYMENT_TARGET: "{info["LSMinimumSystemVersion"]}"' in WORKFLOW


def test_the_runtime_is_let_do_one_thing_that_ctypes_needs():
    entitlements = plistlib.loads((MACOS / "entitlements.plist").read_bytes())
    assert entitlements == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


@pytest.mark.parametrize("name", ["sign", "make-dmg", "notarize"])
def test_each_step_is_a_script_that_bash_reads_and_the_workflow_runs(name):
    subprocess.run(["bash", "-n", MACOS / name], check=True)
    assert f"packaging/macos/{name}" in WORKFLOW


def test_the_steps_name_files_that_are_there():
    text = "".join((MACOS / name).read_text("utf-8") for name in ("sign", "make-dmg", "notarize"))
    for path in re.findall(r"packaging/[\w./-]+\w", text):
        assert (FOLDER.parent / path).is_file(), path
