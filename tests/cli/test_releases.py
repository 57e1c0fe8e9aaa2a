"""`keyboard updates`: one request that says nothing of the user, and one sentence whatever comes of it."""

import json

import pytest
from click.testing import CliRunner

import keyboard
from keyboard.cli import keyboard as program
from keyboard.cli.installation_commands import ReleasesError, newest_release
from tests.releases_stand_in import releases_page


@pytest.fixture
def page(monkeypatch):
    with releases_page() as page:
        monkeypatch.setattr(keyboard, "RELEASES_PAGE", page.address)
        monkeypatch.setattr(keyboard, "__version__", "0.9.0")
        yield page


@pytest.mark.parametrize(("tag", "is_newer"), [("v0.10.0", True), ("0.9.1", True), ("v0.9.0", False), ("v0.8.12", False)])
def test_versions_are_compared_as_numbers(page, tag, is_newer):
    page.tag = tag
    newest = newest_release()
    assert (newest.version, newest.is_newer) == (tag.removeprefix("v"), is_newer)
    assert newest.page == f"{page.address}/tag/{tag}"


def test_it_is_one_request_that_tells_nothing_of_whom_it_is_from(page):
    page.tag = "v0.10.0"
    newest_release()
    ((method, path, headers),) = page.requests
    assert (method, path) == ("HEAD", "/me/keyboard/releases/latest")
    assert headers["user-agent"] == "keyboard"
    assert set(headers) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_the_command_names_the_newer_version_and_its_page(page):
    page.tag = "v1.0"
    assert CliRunner().invoke(program, ["updates"]).output.endswith(f"{page.address}/tag/v1.0\n")
    assert json.loads(CliRunner().invoke(program, ["updates", "--json"]).output) == {
        "version": "1.0",
        "page": f"{page.address}/tag/v1.0",
        "is_newer": True,
    }


def test_a_page_elsewhere_is_not_led_to(page):
    page.location = "file:///etc/passwd#/tag/v2.0"
    assert newest_release().page == f"{page.address}/tag/v2.0"


@pytest.mark.parametrize(("tag", "reason"), [(None, "does not name the newest version"), ("nightly", "an invalid version")])
def test_a_page_that_names_no_version_is_one_sentence(page, tag, reason):
    page.tag = tag
    with pytest.raises(ReleasesError, match=reason):
        newest_release()


def test_a_page_that_cannot_be_reached_is_one_sentence(monkeypatch):
    monkeypatch.setattr(keyboard, "RELEASES_PAGE", "http://127.0.0.1:9/releases")
    with pytest.raises(ReleasesError, match=r"http://127\.0\.0\.1:9/releases cannot be reached \(.+\); check the network"):
        newest_release()


def test_a_copy_that_was_never_published_says_so(monkeypatch):
    monkeypatch.setattr(keyboard, "RELEASES_PAGE", "")
    with pytest.raises(ReleasesError, match="has no releases page"):
        newest_release()
