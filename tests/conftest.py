"""Shared fixtures: the real facts, read once, and selections of them."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest

from data.chronicle import record
from data.dataset import Dataset
from data.selection import Options, Selection
from tests.running import served
from tests.visiting import real_facts

#: Longest value, in letters or bytes, that stands in the name of its test.
_LONG = 120


@pytest.fixture(scope="session")
def facts() -> Dataset:
    return real_facts()


@pytest.fixture(scope="session")
def options(facts: Dataset) -> Options:
    """Return what can be selected in the real tables, as ``components.session.viewer.options`` does."""
    entries = frozenset(record(facts)["id"])
    return Options(partners=facts.partner_ids, years=facts.years, indicators=tuple(facts.indicators["id"]), entries=entries)


@pytest.fixture(scope="session")
def selection(options: Options) -> Selection:
    """Return the view of a bare address."""
    return Selection.default(options)


@pytest.fixture(scope="session")
def select(selection: Selection) -> Callable[..., Selection]:
    """Return a function that gives the default view with some fields changed."""
    return lambda **changes: replace(selection, **changes)


@pytest.fixture(scope="session", autouse=True)
def _no_search_for_components() -> Iterator[None]:
    """Spare every ``AppTest`` the search of all packages for custom components: we have none, and it costs more than most pages."""
    with patch("streamlit.components.v2.manifest_scanner.scan_component_manifests", return_value=[]):
        yield


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long value by its length: every worker sends the names of all tests, and one of them tries a file of fifty megabytes."""
    return f"{argname} of {len(val)}" if isinstance(val, str | bytes) and len(val) > _LONG else None


def pytest_collection_finish() -> None:
    """Set aside what has been loaded by now: every ``AppTest`` searches all else for garbage after each run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def freiburg() -> Iterator[str]:
    """Start the server with the folder of another city and yield its address; its tests are one group, so that one worker starts it."""
    with served(CITY="examples/freiburg") as address:
        yield address
