"""``make bench``: how fast the dashboard is, as ratios to a bare Streamlit app and to the same map in Dash.

The apps take turns within one run, so that a busy machine slows all of them alike. A missed target is printed as missed
and is no failure.
"""

import signal
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median
from typing import Final

from playwright.sync_api import Browser

from bench.browser import arrive, chromium, legend, open_app
from bench.inside import MILLION, filter_changes, searches
from bench.servers import Server, serve_all
from components.texts import Texts
from data.vocabulary import SECTORS as ALL_SECTORS

#: Sectors that have a colour and exchanges of their own; each is switched on and off again.
SECTORS: Final = ("culture", "economy", "education")
WARM_UP_ROUNDS: Final = 4  # even, so that the rounds measured begin with a sector switched on
CHANGE_ROUNDS: Final = 30
ARRIVAL_ROUNDS: Final = 7

TARGETS: Final = {"click to bare": 1.6, "click to dash": 1.3, "first content": 1.5, "exchange": 2.0, "stage": 2.0, "million": 2.0}
SEARCH_MS: Final = 50.0


@dataclass
class Changes:
    """What the filter changes of one app took, one entry per round."""

    milliseconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)


def in_turn(names: Collection[str], round_number: int) -> Iterator[str]:
    """Yield the names of the apps, each round beginning with another one."""
    return islice(cycle(names), round_number % len(names), round_number % len(names) + len(names))


def measure_changes(browser: Browser, servers: dict[str, Server]) -> dict[str, Changes]:
    """Click the same sector in every app, round after round."""
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
    """Visit every app with an empty cache, round after round; the first round is not counted."""
    arrivals: dict[str, list[dict[str, float]]] = {name: [] for name in servers}
    for number in range(1 + ARRIVAL_ROUNDS):
        for name in in_turn(servers, number):
            seen = arrive(browser, servers[name])
            if number:
                arrivals[name].append(seen)
    return arrivals


def measure_exchange(browser: Browser, servers: dict[str, Server]) -> dict[str, list[float]]:
    """On the page of exchange over time click a sector and turn a tab, and click the same in the bare app; return milliseconds."""
    t = Texts("de")
    everything = legend(*(t.label("sector", sector) for sector in ALL_SECTORS))
    opened = {name: open_app(browser, servers["ours"], "exchange", everything) for name in ("filter", "tab")}
    opened["bare"] = open_app(browser, servers["bare"])
    took: dict[str, list[float]] = {name: [] for name in opened}
    for number in range(WARM_UP_ROUNDS + CHANGE_ROUNDS):
        sector, on = SECTORS[number // 2 % len(SECTORS)], number % 2 == 0
        after = legend(t.label("sector", sector)) if on else everything
        for name in in_turn(opened, number):
            app = opened[name]
            change = app.turn(sector if on else "all", after) if name == "tab" else app.click(sector, on, "" if name == "bare" else after)
            if number >= WARM_UP_ROUNDS:
                took[name].append(change.milliseconds)
    for app in opened.values():
        app.page.context.close()
    return took


def measure_stage(browser: Browser, servers: dict[str, Server]) -> dict[str, list[float]]:
    """Turn between two slides of a story by key, and click in the bare app; return milliseconds."""
    slide = 'Boolean(document.querySelector(".st-key-stage-chart-NUMBER .main-svg .point"))'.replace
    opened = {"stage": open_app(browser, servers["ours"], "stage?story=2-nancy&slide=4", slide("NUMBER", "4"))}
    opened["bare"] = open_app(browser, servers["bare"])
    took: dict[str, list[float]] = {name: [] for name in opened}
    for number in range(WARM_UP_ROUNDS + CHANGE_ROUNDS):
        sector, on = SECTORS[number // 2 % len(SECTORS)], number % 2 == 0
        for name in in_turn(opened, number):
            app = opened[name]
            key, after = ("PageDown", "5") if on else ("PageUp", "4")
            change = app.press(key, slide("NUMBER", after)) if name == "stage" else app.click(sector, on)
            if number >= WARM_UP_ROUNDS:
                took[name].append(change.milliseconds)
    for app in opened.values():
        app.page.context.close()
    return took


def compared(label: str, unit: str, ours: Sequence[float], other: Sequence[float], target: float | None = None) -> str:
    """Return a line of the table: both medians, the median of the ratios per round, and how that stands to ``target``."""
    ratio = median(mine / theirs for mine, theirs in zip(ours, other, strict=True)) if all(other) else float("nan")
    line = f"{label:<54}{median(ours):>9,.0f}{median(other):>9,.0f} {unit:<5}{ratio:>7.2f} x"
    if target is None:
        return line
    return f"{line}{target:>7.1f} x  {'holds' if ratio <= target else f'missed by {ratio - target:.2f} x'}"


def report(
    changes: dict[str, Changes],
    arrivals: dict[str, list[dict[str, float]]],
    exchange: dict[str, list[float]],
    stage: dict[str, list[float]],
) -> str:
    """Return the table."""
    clicks = {name: found.milliseconds for name, found in changes.items()}
    received = {name: found.received for name, found in changes.items()}
    cpu = {name: [1000 * sum(found.cpu_seconds) / len(found.cpu_seconds)] for name, found in changes.items()}
    content = {name: [seen["content"] for seen in rounds] for name, rounds in arrivals.items()}
    heading = [seen["heading"] for seen in arrivals["ours"]]
    complete = [max(seen.values()) for seen in arrivals["ours"]]
    return "\n".join(
        [
            f"{'':<54}{'ours':>9}{'other':>9}{'':<6}{'ratio':>9}{'target':>9}",
            compared("Click on a sector to changed map : bare Streamlit", "ms", clicks["ours"], clicks["bare"], TARGETS["click to bare"]),
            compared("Click on a sector to changed map : same map in Dash", "ms", clicks["ours"], clicks["dash"], TARGETS["click to dash"]),
            compared("First content, heading : bare Streamlit", "ms", heading, content["bare"], TARGETS["first content"]),
            compared("First content, heading and map : bare Streamlit", "ms", complete, content["bare"], TARGETS["first content"]),
            compared("First content, heading and map : same map in Dash", "ms", complete, content["dash"]),
            compared("Bytes received per filter change : bare Streamlit", "B", received["ours"], received["bare"]),
            compared("Bytes received per filter change : same map in Dash", "B", received["ours"], received["dash"]),
            compared("CPU of the server per rerun : bare Streamlit", "ms", cpu["ours"], cpu["bare"]),
            compared("CPU of the server per rerun : same map in Dash", "ms", cpu["ours"], cpu["dash"]),
            compared("Exchange, click on a sector : bare Streamlit", "ms", exchange["filter"], exchange["bare"], TARGETS["exchange"]),
            compared("Exchange, turn of a tab : bare Streamlit", "ms", exchange["tab"], exchange["bare"], TARGETS["exchange"]),
            compared("Stage, key press to drawn slide : bare Streamlit", "ms", stage["stage"], stage["bare"], TARGETS["stage"]),
            compared(f"Filter change with {MILLION:,} x the activities : real table", "ms", *filter_changes(), TARGETS["million"]),
            searched(searches()),
            f"Medians of {CHANGE_ROUNDS} clicks (CPU: means) and {ARRIVAL_ROUNDS} visits; a ratio is the median of the ratios per round.",
            "Bytes are counted before compression.",
        ]
    )


def searched(milliseconds: Sequence[float]) -> str:
    """Return the line on the chronicle's search: the slowest query in milliseconds of CPU."""
    slowest = max(milliseconds)
    verdict = "holds" if slowest <= SEARCH_MS else f"missed by {slowest - SEARCH_MS:.0f} ms"
    label = f"Search in the chronicle, slowest of {len(milliseconds)} queries"
    return f"{label:<54}{slowest:>9,.0f}{'':>9} ms CPU{'':>6}{SEARCH_MS:>7.0f} ms {verdict}"


def main() -> None:
    """Measure and print; a polite end from outside stops the servers too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with serve_all() as servers, chromium() as browser:
        changes = measure_changes(browser, servers)
        arrivals = measure_arrivals(browser, servers)
        exchange = measure_exchange(browser, servers)
        stage = measure_stage(browser, servers)
    print(report(changes, arrivals, exchange, stage))


if __name__ == "__main__":
    main()
