"""Make every page, every kind of file and every answer of the API once with new tables, and list what fails and because of which row.

The tables come as JSON on the standard input, the failures go as a line of JSON to the standard output, and as a second one when their rows
have been looked for (see ``components.session.trial``). It runs in
a process of its own: drawing pages without a browser replaces the framework's runtime, and visitors should not wait for it.
"""

import asyncio
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit.components.v2.manifest_scanner as scanner
from starlette.applications import Starlette
from streamlit import config
from streamlit.testing.v1 import AppTest

import components.session.facts as present
from api.description import FILES, FIXED
from api.routes import OpenData
from components.exhibits.slides import standalone_slides
from components.exports.calendar import anniversary_calendar
from components.exports.workbook import upkeep_workbook
from components.frame.downloads import data_files, documents, pictures, posters
from components.words.texts import Texts
from data.anniversaries import anniversaries
from data.dataset import Dataset, made
from data.options import options_of
from data.schema import TABLES
from data.selection import Selection
from data.stories import selection_shown
from data.upkeep.changes import Change, keys_of
from data.validation import BrokenTables
from data.vocabulary import LANGUAGES, PRESENTED_PAGES
from pages import PAGES

_DASHBOARD: Final = Path(__file__).parents[1] / "dashboard.py"
_SECONDS_PER_PAGE: Final = 60
#: How long the rows are searched for because of which something fails, in seconds.
_SECONDS_OF_SEARCH: Final = 60
#: Address that stands in the files made here.
_ADDRESS: Final = "http://localhost/"

#: A step: its name in words, and the function that makes it.
Step = tuple[str, Callable[[], object]]


class PageFailed(Exception):
    """A page that is drawn with an exception or an error on it; the message is what it shows."""


def _draw(path: str, **parameters: str) -> None:
    app = AppTest.from_file(str(_DASHBOARD), default_timeout=_SECONDS_PER_PAGE)
    app.context["url"] = f"{_ADDRESS}{path}"
    app.query_params = dict(parameters)
    drawn = (app.switch_page(f"pages/{path}.py") if path else app).run()
    for exception in drawn.exception:
        raise PageFailed(f"{exception.proto.type}: {exception.message}")
    for error in drawn.error:
        raise PageFailed(error.value)


def _pages(partners: list[str], t: Texts) -> Iterator[Step]:
    for lang in LANGUAGES:
        for name in PAGES:
            path = "" if name == "map" else name
            yield f"{t.t(f'page.{name}')} ({t.label('language', lang)})", partial(_draw, path, lang=lang)
        for partner in partners:
            yield f"{t.t('page.partner')} {partner} ({t.label('language', lang)})", partial(_draw, "partner", city=partner, lang=lang)


def _files(facts: Dataset, partners: list[str], t: Texts) -> Iterator[Step]:
    opening, day = replace(Selection.default(options_of(facts)), lang=t.lang), date.today().isoformat()
    for page, chosen in (("map", opening), *(("partner", replace(opening, city=partner)) for partner in partners)):
        yield from ((offer.label, offer.make) for offer in documents(page, facts, chosen, t, day, _ADDRESS))
    poster, *_ = posters(facts, opening, t)
    yield poster.label, poster.make
    yield from ((offer.label, offer.make) for offer in data_files("chronicle", facts, opening, t, day, _ADDRESS))
    yield t.t("page.anniversaries"), lambda: anniversary_calendar(anniversaries(facts, opening, day), facts, t, day)
    yield t.t("upkeep.workbook"), lambda: upkeep_workbook(facts.cells, t, day, facts.as_of, facts.version)
    slides = {slide.figure: slide for page in PRESENTED_PAGES for slide in standalone_slides(page, opening, facts)}
    for figure, slide in slides.items():

        def picture(slide: Any = slide) -> None:
            offers, _ = pictures(slide, facts, selection_shown(slide, opening, options_of(facts)), t, day)
            for offer in offers[:1]:
                offer.make()

        yield t.label("figure", figure), picture


def _request(app: Starlette, path: str) -> None:
    asyncio.run(_ask(app, path))


async def _ask(app: Starlette, path: str) -> None:
    statuses = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": [], "root_path": ""}
    await app(scope | {"http_version": "1.1", "scheme": "http", "server": ("localhost", 80), "client": None}, receive, send)
    if statuses != [200]:
        raise RuntimeError(f"status {statuses}")


def _answers(facts: Dataset) -> Iterator[Step]:
    app = Starlette(routes=OpenData(lambda: facts).routes())
    for name in (*FILES, *FIXED):
        yield f"/api/v1/{name}", partial(_request, app, f"/api/v1/{name}")


def _steps(facts: Dataset, partners: list[str], t: Texts) -> Iterator[Step]:
    """Yield every step with ``facts``, which the pages show from then on."""
    present.serve(facts)
    config.set_option("client.showErrorDetails", "full")  # the server hides them from visitors
    scanner.scan_component_manifests = lambda *_, **__: []  # the application has no custom components, and the search takes long
    return chain(_pages(partners, t), _files(facts, partners[:1], t), _answers(facts))


def failures(facts: Dataset, partners: list[str], t: Texts) -> list[dict[str, str]]:
    """Return what cannot be made of ``facts``: the step in the language of ``t``, and the error.

    Pages are drawn in every language, files are made in that of ``t``. ``partners`` are those whose own pages and documents are made.
    """
    failed = []

    def note(step: str, error: Exception) -> None:
        reason = str(error) if isinstance(error, PageFailed) else f"{type(error).__name__}: {error}"
        failed.append({"step": step, "reason": reason[:300]})

    try:
        for name, make in _steps(facts, partners, t):
            try:
                make()
            except Exception as error:
                note(name, error)
    except Exception as error:
        # Even the list of steps depends on the facts.
        note(t.t("take.button"), error)
    return failed


def undone(tables: Mapping[str, pd.DataFrame], changes: Sequence[Change]) -> dict[str, pd.DataFrame]:
    """Return ``tables`` as they were before ``changes``, but for the order of rows."""
    before = dict(tables)
    for table in {change.table for change in changes}:
        own = [change for change in changes if change.table == table]
        kept = tables[table][~keys_of(table, tables[table]).isin([change.key for change in own])]
        put_back = pd.DataFrame([change.before for change in own if change.kind != "new"], columns=list(tables[table]), dtype=str)
        before[table] = pd.concat([kept, put_back], ignore_index=True)
    return before


def in_order(changes: Sequence[Change]) -> list[Change]:
    """Return ``changes`` so that after any number of them every row finds those it refers to: additions first, then removals backwards."""
    added = [change for change in changes if change.kind != "removed"]
    removed = [change for change in changes if change.kind == "removed"]
    order = list(TABLES)
    return added + sorted(removed, key=lambda change: -order.index(change.table))


class Search:
    """The search for the changed row because of which a step fails: more or fewer changes are made until one makes the difference."""

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], changes: Sequence[Change], partners: list[str], t: Texts, seconds: float
    ) -> None:
        """Search among ``changes``, which led to ``tables``, for at most ``seconds`` in all."""
        self._tables, self._changes, self._partners, self._t = tables, in_order(changes), partners, t
        self._until = time.monotonic() + seconds
        self._facts = cache(lambda number: made(undone(tables, self._changes[number:]), "upload"))
        self._found: list[int] = []

    def _fails(self, step: str, number: int) -> bool:
        """Return whether ``step`` fails with the first ``number`` changes.

        Raises:
            TimeoutError: there is no time left.
        """
        if time.monotonic() > self._until:
            raise TimeoutError
        try:
            for name, make in _steps(self._facts(number), self._partners, self._t):
                if name == step:
                    make()
        except BrokenTables:
            raise
        except Exception:
            return True
        return False

    def change(self, step: str) -> Change | None:
        """Return the first change with which ``step`` fails; None if it fails without any, does not fail again, or if time is up."""
        try:
            for number in self._found:
                if self._fails(step, number) and not self._fails(step, number - 1):
                    return self._changes[number - 1]
            passing, failing = 0, len(self._changes)
            if not failing or not self._fails(step, failing) or self._fails(step, passing):
                return None
            while failing - passing > 1:
                middle = (passing + failing) // 2
                passing, failing = (passing, middle) if self._fails(step, middle) else (middle, failing)
        except (TimeoutError, BrokenTables):
            return None
        self._found.append(failing)
        return self._changes[failing - 1]


def trial(asked: Mapping[str, Any]) -> Iterator[list[dict[str, str]]]:
    """Yield the failures of the tables ``asked`` for, then again with ``table`` and ``key`` of the row that makes each fail, if found."""
    tables = {name: pd.read_csv(StringIO(text), dtype=str, keep_default_na=False) for name, text in asked["tables"].items()}
    t, partners = Texts(asked["lang"]), asked["partners"]
    failed = failures(made(tables, "upload"), partners, t)
    yield failed
    search = Search(tables, [Change(*change) for change in asked["changes"]], partners, t, _SECONDS_OF_SEARCH)
    for each in failed:
        if change := search.change(each["step"]):
            each |= {"table": change.table, "key": change.key}
    yield failed


if __name__ == "__main__":
    logging.disable()
    output, sys.stdout = sys.stdout, sys.stderr
    for told in trial(json.load(sys.stdin)):
        print(json.dumps(told), file=output, flush=True)
