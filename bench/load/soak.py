"""Measure with ``make soak`` whether a server keeps its memory over many changes of view: pages, filters, sessions that come and go."""

import asyncio
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import count, cycle
from typing import Final

from bench.load.crowd import some_query
from bench.load.servers import Replica, replica
from bench.load.session import Session

#: Changes of view in all, and those after which the memory is the yardstick: by then caches are filled and all code has run.
CHANGES: Final = 10_000
WARM: Final = 1_000
#: Largest share by which the memory may grow between the two.
GROWTH: Final = 0.10
#: Sessions open at a time, and changes of view before one of them leaves and another visitor arrives.
SESSIONS: Final = 10
STAY: Final = 20
#: Changes of view between two rows of the report.
REPORT: Final = 1_000
PAGES: Final = ("", "exchange", "partner", "chronicle", "comparison", "networks", "anniversaries", "stage", "data", "about")


async def _visitors(server: Replica, pages: Iterator[str], numbers: Iterator[int], chance: random.Random, memory: dict[int, float]) -> None:
    """Visit page after page until all changes of view are done; note the memory of the server, in megabytes, every ``REPORT`` changes."""
    while True:
        session = await Session(server.base, next(pages)).open()
        for _ in range(STAY):
            if (number := next(numbers)) > CHANGES:
                await session.close()
                return
            await session.show(some_query(chance))
            if session.view.failed:
                raise RuntimeError(f"/{session.page}?{session.query} shows an error")
            if number % REPORT == 0:
                memory[number] = server.memory() / 1e6
                print(f"| {number} | {memory[number]:.0f} | {server.cpu_seconds() / number * 1000:.0f} |", flush=True)
        await session.close()


async def _main() -> bool:
    print(f"{date.today().isoformat()}, {os.cpu_count()} cores; {SESSIONS} sessions at a time, each leaves after {STAY} changes of view.\n")
    memory: dict[int, float] = {}
    with replica() as server:
        print("| changes of view | memory MB | CPU per rerun ms |\n| --- | --- | --- |", flush=True)
        pages, numbers, begun = cycle(PAGES), count(1), time.perf_counter()
        await asyncio.gather(*(_visitors(server, pages, numbers, random.Random(seed), memory) for seed in range(SESSIONS)))
    growth = memory[CHANGES] / memory[WARM] - 1
    print(f"\n{CHANGES} changes of view in {time.perf_counter() - begun:.0f} s: memory {100 * growth:+.1f} % after the first {WARM}.")
    return growth <= GROWTH


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(_main()) else f"The memory grew by more than {100 * GROWTH:.0f} %.")
