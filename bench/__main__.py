"""Measure with ``make bench`` how fast the dashboard is, as ratios to a bare Streamlit app and to the same map in Dash.

The apps take turns within one run, so that a busy machine slows all of them equally. A missed target is printed as missed; it is not an
error.
"""

import signal
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median
from typing import Final

from playwright.sync_api import Browser

from bench.browser import DRAWN_ANEW, arrive, bands, chromium, open_app
from bench.inside import MILLION, Growth, exports, filter_changes, searches
from bench.servers import Server, serve_all
from components.words.texts import Texts
from data.vocabulary import BAND_SECTORS

#: Sectors that have a colour and exchanges of their own; each is switched on and then off again.
SECTORS: Final = ("culture", "economy", "education")
WARM_UP_ROUNDS: Final = 4  # even, so that the measured rounds start with a sector switched on
CHANGE_ROUNDS: Final = 24  # every sector is switched on and off equally often
#: Pages on which a filter change is measured until the script has ended and everything is drawn, whatever has changed, and the largest
#: ratio to the bare app that each is meant to have.
PAGES: Final = {
    "partner": 2.0,
    "chronicle": 1.6,
    "comparison": 1.6,
    "comparison?aspect=cities": 1.6,
    "networks": 2.0,
    "anniversaries": 1.6,
    "data": 1.6,
    "about": 1.6,
}
PAGE_ROUNDS: Final = 12
ARRIVAL_ROUNDS: Final = 7

TARGETS: Final = {
    "click to bare": 1.6,
    "click to dash": 1.3,
    "first content": 1.5,
    "first paint": 0.5,
    "map to dash": 1.15,
    "exchange": 2.0,
    "stage": 2.0,
    "million": 2.0,
}
SEARCH_MS: Final = 50.0
FILE_MS: Final = {"deck": 2000.0, "dossier": 1000.0, "picture": 1000.0, "workbook": None}
#: Medians below this are printed with one decimal.
SHORT: Final = 20


@dataclass
class Changes:
    """Results of the filter changes in one app, one entry per round."""

    milliseconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Measured:
    """All results, by app or by what was measured."""

    changes: dict[str, Changes]
    arrivals: dict[str, list[dict[str, float]]]
    exchange: dict[str, list[float]]
    stage: dict[str, list[float]]
    pages: dict[str, dict[str, list[float]]]
    alike: dict[str, Growth]
    varied: dict[str, Growth]
    searches: tuple[list[float], list[float]]
    exports: dict[str, list[float]]


def in_turn(names: Collection[str], round_number: int) -> Iterator[str]:
    """Yield the names of the apps, starting each round with a different one."""
    return islice(cycle(names), round_number % len(names), round_number % len(names) + len(names))


def measure_changes(browser: Browser, servers: dict[str, Server]) -> dict[str, Changes]:
    """Click the same sector in every app, round after round; return the results by app."""
    opened = {name: open_app(browser, server) for name, server in servers.items()}
    changes = {name: Changes() for name in servers}
    for number in range(WARM_UP_ROUNDS + CHANGE_ROUNDS):
        sector = SECTORS[number // 2 % len(SECTORS)]
        for name in in_turn(servers, number):
            app, found = opened[name], changes[name]
            before = app.received.bytes
            change = app.click(sector, on=number % 2 == 0)
            if number >= WARM_UP_ROUNDS:
                found.milliseconds.append(change.milliseconds)
                found.cpu_seconds.append(change.cpu_seconds)
                found.received.append(app.received.bytes - before)
    for app in opened.values():
        app.page.context.close()
    return changes


def measure_arrivals(browser: Browser, servers: dict[str, Server]) -> dict[str, list[dict[str, float]]]:
    """Open every app with an empty cache, round after round; return milliseconds without those of the first round."""
    arrivals: dict[str, list[dict[str, float]]] = {name: [] for name in servers}
    for number in range(1 + ARRIVAL_ROUNDS):
        for name in in_turn(servers, number):
            seen = arrive(browser, servers[name])
            if number:
                arrivals[name].append(seen)
    return arrivals


def measure_exchange(browser: Browser, servers: dict[str, Server]) -> dict[str, list[float]]:
    """Click a sector and switch to a topic on the exchange page, and do both in the bare app; return milliseconds."""
    t = Texts("de")
    everything = bands(*(t.label("sector", sector) for sector in BAND_SECTORS))
    opened = {name: open_app(browser, servers["ours"], "exchange", everything) for name in ("filter", "topic")}
    opened |= {"bare filter": open_app(browser, servers["bare"]), "bare topic": open_app(browser, servers["bare"], "?control=topic")}
    took: dict[str, list[float]] = {name: [] for name in opened}
    for number in range(WARM_UP_ROUNDS + CHANGE_ROUNDS):
        sector, on = SECTORS[number // 2 % len(SECTORS)], number % 2 == 0
        after = bands(t.label("sector", sector)) if on else everything
        for name in in_turn(opened, number):
            app = opened[name]
            if name.endswith("topic"):
                change = app.turn(sector if on else "all", after)
            else:
                change = app.click(sector, on, "" if name == "bare filter" else after)
            if number >= WARM_UP_ROUNDS:
                took[name].append(change.milliseconds)
    for app in opened.values():
        app.page.context.close()
    return took


def measure_stage(browser: Browser, servers: dict[str, Server]) -> dict[str, list[float]]:
    """Change between two slides of a story by key, and click a sector in the bare app; return milliseconds."""
    slide = 'Boolean(document.querySelector(".st-key-stage-chart-NUMBER .main-svg .point"))'.replace
    opened = {"stage": open_app(browser, servers["ours"], "stage?story=2-nancy&slide=5", slide("NUMBER", "5"))}
    opened["bare"] = open_app(browser, servers["bare"])
    took: dict[str, list[float]] = {name: [] for name in opened}
    for number in range(WARM_UP_ROUNDS + CHANGE_ROUNDS):
        sector, on = SECTORS[number // 2 % len(SECTORS)], number % 2 == 0
        for name in in_turn(opened, number):
            app = opened[name]
            key, after = ("PageDown", "6") if on else ("PageUp", "5")
            change = app.press(key, slide("NUMBER", after)) if name == "stage" else app.click(sector, on)
            if number >= WARM_UP_ROUNDS:
                took[name].append(change.milliseconds)
    for app in opened.values():
        app.page.context.close()
    return took


def measure_pages(browser: Browser, servers: dict[str, Server]) -> dict[str, dict[str, list[float]]]:
    """Click a sector on each of ``PAGES`` and in the bare app; return milliseconds by page and app."""
    took: dict[str, dict[str, list[float]]] = {}
    for path in PAGES:
        opened = {"ours": open_app(browser, servers["ours"], path, 'Boolean(document.querySelector(".st-key-footer"))')}
        opened["bare"] = open_app(browser, servers["bare"])
        took[path] = {name: [] for name in opened}
        for number in range(WARM_UP_ROUNDS + PAGE_ROUNDS):
            sector, on = SECTORS[number // 2 % len(SECTORS)], number % 2 == 0
            for name in in_turn(opened, number):
                change = opened[name].click(sector, on, DRAWN_ANEW if name == "ours" else "")
                if number >= WARM_UP_ROUNDS:
                    took[path][name].append(change.milliseconds)
        for app in opened.values():
            app.page.context.close()
    return took


def compared(label: str, unit: str, ours: Sequence[float], other: Sequence[float], target: float | None = None) -> str:
    """Return a line of the table: both medians, the median of the ratios per round, and whether it meets ``target``."""
    ratio = median(mine / theirs for mine, theirs in zip(ours, other, strict=True)) if all(other) else float("nan")
    digits = 1 if median(ours) < SHORT else 0
    line = f"  {label:<58}{median(ours):>9,.{digits}f}{median(other):>9,.{digits}f} {unit:<7}{ratio:>7.2f} x"
    if target is None:
        return line
    return f"{line}{target:>8.2f} x   {'holds' if ratio <= target else f'missed by {ratio - target:.2f} x'}"


def searched(label: str, milliseconds: Sequence[float], target: float | None = None) -> str:
    """Return a line of the table in milliseconds of CPU: the slowest call, and whether it meets ``target``."""
    slowest = max(milliseconds)
    line = f"  {label:<58}{slowest:>9,.1f}{'':>9} ms CPU"
    if target is None:
        return line
    return f"{line}{'':>10}{target:>6.0f} ms   {'holds' if slowest <= target else f'missed by {slowest - target:.0f} ms'}"


def report(measured: Measured) -> str:
    """Return the table, grouped by page."""
    clicks = {name: found.milliseconds for name, found in measured.changes.items()}
    received = {name: found.received for name, found in measured.changes.items()}
    cpu = {name: [1000 * sum(found.cpu_seconds) / len(found.cpu_seconds)] for name, found in measured.changes.items()}
    content = {name: [seen["content"] for seen in rounds] for name, rounds in measured.arrivals.items()}
    heading = [seen["heading"] for seen in measured.arrivals["ours"]]
    painted = [seen["picture"] for seen in measured.arrivals["ours"]]
    complete = [max(seen.values()) for seen in measured.arrivals["ours"]]
    exchange, stage = measured.exchange, measured.stage

    def grown(label: str, growth: Growth, target: float | None = None) -> str:
        return compared(f"{label} : real table", "ms", growth.million, growth.real, target)

    search, entries = measured.searches
    number = len(search)
    return "\n".join(
        [
            f"{'':<60}{'ours':>9}{'other':>9}{'':<8}{'ratio':>9}{'target':>9}",
            "World map",
            compared("Click on a sector to changed map : bare Streamlit", "ms", clicks["ours"], clicks["bare"], TARGETS["click to bare"]),
            compared("Click on a sector to changed map : same map in Dash", "ms", clicks["ours"], clicks["dash"], TARGETS["click to dash"]),
            compared("Click in the bare app, framework's settings : our settings", "ms", clicks["stock"], clicks["bare"]),
            compared("First content, heading : bare Streamlit", "ms", heading, content["bare"], TARGETS["first content"]),
            compared("First content, heading and map : bare Streamlit", "ms", complete, content["bare"], TARGETS["first content"]),
            compared("First paint, headline and picture : same map in Dash", "ms", painted, content["dash"], TARGETS["first paint"]),
            compared("First content, heading and map : same map in Dash", "ms", complete, content["dash"], TARGETS["map to dash"]),
            compared("Bytes received per filter change : bare Streamlit", "B", received["ours"], received["bare"]),
            compared("Bytes received per filter change : same map in Dash", "B", received["ours"], received["dash"]),
            compared("CPU of the server per rerun : bare Streamlit", "ms", cpu["ours"], cpu["bare"]),
            compared("CPU of the server per rerun : same map in Dash", "ms", cpu["ours"], cpu["dash"]),
            grown(f"Activities x {MILLION:,}, filter change", measured.alike["map"], TARGETS["million"]),
            grown(f"Activities x {MILLION:,}, with a city's card", measured.alike["map with card"], TARGETS["million"]),
            grown(f"Activities x {MILLION:,}, all different", measured.varied["map"]),
            "Exchange over time",
            compared("Click on a sector : bare Streamlit", "ms", exchange["filter"], exchange["bare filter"], TARGETS["exchange"]),
            compared("Switch to a topic : bare Streamlit", "ms", exchange["topic"], exchange["bare topic"], TARGETS["exchange"]),
            grown(f"Activities x {MILLION:,}, forms that count", measured.alike["counted forms"], TARGETS["million"]),
            grown(f"Activities x {MILLION:,}, programmes", measured.alike["programmes"], TARGETS["million"]),
            grown(f"Activities x {MILLION:,}, all different", measured.varied["counted forms"]),
            "Chronicle",
            searched(f"Search, slowest of {number} queries", search, SEARCH_MS),
            searched(f"Search and list of entries, slowest of {number} queries", entries),
            "Other pages, click on a sector until everything is drawn",
            *(compared(f"{path} : bare Streamlit", "ms", took["ours"], took["bare"], PAGES[path]) for path, took in measured.pages.items()),
            "Downloads",
            *(searched(f"{kind.capitalize()}, slowest of {len(took)}", took, FILE_MS[kind]) for kind, took in measured.exports.items()),
            "Stage",
            compared("Key press to drawn slide : bare Streamlit", "ms", stage["stage"], stage["bare"], TARGETS["stage"]),
            "",
            f"Medians of {CHANGE_ROUNDS} clicks, on other pages of {PAGE_ROUNDS} (CPU: means) and {ARRIVAL_ROUNDS} visits; "
            "a ratio is the median of the ratios per round.",
            "Bytes are counted before compression. Rows with many activities measure the data of the figures, without drawing.",
        ]
    )


def main() -> None:
    """Measure everything and print the table; on SIGTERM, stop the servers too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with serve_all() as servers, chromium() as browser:
        changes = measure_changes(browser, servers)
        arrivals = measure_arrivals(browser, {name: server for name, server in servers.items() if name != "stock"})
        exchange = measure_exchange(browser, servers)
        stage = measure_stage(browser, servers)
        pages = measure_pages(browser, servers)
    # The servers have stopped, so they take no CPU time from what is measured in this process.
    print(report(Measured(changes, arrivals, exchange, stage, pages, *filter_changes(), searches(), exports())))


if __name__ == "__main__":
    main()
