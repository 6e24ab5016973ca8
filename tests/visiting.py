"""The real facts, and pages of the dashboard opened without a browser as a link opens them."""

import re
from functools import cache
from html import unescape
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from streamlit.testing.v1 import AppTest

from components.words.texts import Texts
from data.dataset import Dataset, load
from data.selection import Selection

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
    return (app.switch_page(f"pages/{path}.py") if path else app).run()


def sound(app: AppTest) -> AppTest:
    """Return ``app`` after checking that it is drawn without an exception and without an error."""
    assert not app.exception
    assert not app.error
    return app


def whole(app: AppTest) -> AppTest:
    """Return ``app`` after checking that it is drawn without an error and with its one title."""
    assert len(sound(app).title) == 1
    return app


def go_to(app: AppTest, screen: str, path: str) -> AppTest:
    """Turn to another page as the browser does: a new path, and an empty query string."""
    app.query_params = {}
    app.context["url"] = HOME + path
    return app.switch_page(f"pages/{screen}.py").run()


def chosen(app: AppTest) -> Selection:
    selection: Selection = app.session_state["selection"]
    return selection


def address(app: AppTest) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in app.query_params.items()}


def press(app: AppTest, key: str, options: tuple[str, ...], *ids: str) -> AppTest:
    """Press exactly the pills ``ids``; the frontend sends their words, for words of ids exist inside a session only."""
    group = app.button_group(key=key)
    shown = [f"{option.content_icon} {option.content}".strip() for option in group.proto.options]
    words = [shown[options.index(one)] for one in ids]
    return group.set_value(words if key.startswith("filter-") else words[0]).run()


def stands_still(app: AppTest) -> bool:
    """Return whether the page was drawn to its foot, without an exception and without an error; an embedded figure ends with a link."""
    t = Texts(chosen(app).lang)
    foot, back = t.t("data.as_of", activities="", statistics="", checked="")[:5], t.t("embed.back")
    return not app.exception and not app.error and any(line.value.startswith(foot) or back in line.value for line in app.caption)


def lines(app: AppTest) -> list[str]:
    """Return the lines of text on the page."""
    return [markdown.value for markdown in app.markdown]


class Table(NamedTuple):
    """A table of a page: its name for screen readers and its cells, which are text or links in Markdown."""

    label: str
    value: pd.DataFrame


def tables(app: AppTest) -> list[Table]:
    """Return the tables on the page in their order, read from their HTML."""
    bodies = [str(html.proto.body) for html in app.get("html")]
    return [_table(body) for body in bodies if body.startswith('<div class="table">')]


def _table(body: str) -> Table:
    found = re.search('aria-label="([^"]*)"', body)
    assert found
    (cells,) = pd.read_html(StringIO(body), flavor="lxml", extract_links="body", keep_default_na=False)
    return Table(unescape(found[1]), cells.map(lambda cell: f"[{cell[0]}]({cell[1]})" if cell[1] else cell[0]))
