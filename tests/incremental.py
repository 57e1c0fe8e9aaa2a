"""The marker `incremental`: the tests of a class are steps of one story, and after one that fails the later ones are skipped.

It is that of "Incremental testing" in pytest's documentation.
"""

from collections.abc import Iterator

import pytest

_FAILED_STEP = pytest.StashKey[str]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remember the first step of a story that has failed, or could not begin."""
    yield
    has_failed = call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception)
    if has_failed and item.parent and item.get_closest_marker("incremental"):
        item.parent.stash.setdefault(_FAILED_STEP, item.name)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a step after one that has failed."""
    if item.parent and (failed := item.parent.stash.get(_FAILED_STEP, None)):
        pytest.skip(f"the step {failed} has failed")
