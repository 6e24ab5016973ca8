"""A window of each engine; where an engine is not installed its tests are skipped and say so."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from tests.browser.engines.window import ENGINES, Window, missing, window


@pytest.fixture(params=[pytest.param(one, marks=[pytest.mark.engines] if one == "chromium" else []) for one in ENGINES])
def engine(request: pytest.FixtureRequest) -> str:
    """Return the name of an engine that is installed."""
    if reason := missing(request.param):
        pytest.skip(reason)
    return str(request.param)


@pytest.fixture
def opened(engine: str, playwright: Playwright) -> Iterator[Window]:
    """Yield a window of ``engine``."""
    with window(engine, playwright) as one:
        yield one
