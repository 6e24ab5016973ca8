"""The real facts, and pages of the dashboard without a browser, opened as a link opens them."""

from functools import cache
from pathlib import Path

from streamlit.testing.v1 import AppTest

from data.dataset import Dataset, load

HOME = "http://localhost:8501/"
_DASHBOARD = Path(__file__).parents[1] / "dashboard.py"


@cache
def real_facts() -> Dataset:
    """Return the real tables, read once per worker; no test changes them."""
    return load()


def open_page(path: str = "", theme: str = "light", **params: str | list[str]) -> AppTest:
    """Return the page at ``path`` (the world map at the root), drawn once with the parameters of an address."""
    app = AppTest.from_file(str(_DASHBOARD), default_timeout=60)
    app.context |= {"url": HOME + path, "theme": theme}
    app.query_params = dict(params)
    return (app.switch_page(f"screens/{path}.py") if path else app).run()


def sound(app: AppTest) -> AppTest:
    """Return ``app`` after checking that it is drawn without an exception and without an error."""
    assert not app.exception
    assert not app.error
    return app


def whole(app: AppTest) -> AppTest:
    """Return ``app`` after checking that it is drawn without an error and with its one title."""
    assert len(sound(app).title) == 1
    return app
