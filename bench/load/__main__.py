"""Measure with ``make load`` how many viewers one process and two replicas serve, at what cost, and what a crowd and a crash do."""

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from math import inf
from statistics import mean, median, quantiles
from typing import Final

import psutil

from bench.load.crowd import PACE, Crowd, Record
from bench.load.servers import Replica, nginx, replica
from bench.load.session import Session

#: Number of sessions per step; a series ends with the first step that is too slow.
STEPS: Final = (20, 60, 100, 150, 200, 250, 300, 350, 400, 450)
#: Seconds between the arrival of a step's last visitor and the measurement, and duration of the measurement.
SETTLE: Final = 10
MEASURE: Final = 30
#: Longest time in seconds within which 95 of 100 responses must arrive.
LIMIT: Final = 1.0
#: Longest time in seconds until a session that lost its replica must be restored.
BACK: Final = 10.0


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1] if len(values) > 1 else float("inf")


async def _step(crowd: Crowd, size: int, replicas: Sequence[Replica], idle: int) -> tuple[bool, str]:
    """Return whether a crowd of ``size`` is served fast enough, and its row of the table."""
    await crowd.grow(size)
    await asyncio.sleep(SETTLE)
    cpu, whole, own = sum(each.cpu_seconds() for each in replicas), psutil.cpu_times(), time.process_time()
    begun = time.perf_counter()
    record: Record = await crowd.measure(MEASURE)
    seconds = time.perf_counter() - begun
    used, visitors = sum(each.cpu_seconds() for each in replicas) - cpu, time.process_time() - own
    after = psutil.cpu_times()
    busy = 1 - (after.idle - whole.idle) / (seconds * (os.cpu_count() or 1))
    others = max(0.0, busy * (os.cpu_count() or 1) - (used + visitors) / seconds)
    memory = (sum(each.memory() for each in replicas) - idle) / size / 1e6
    p95 = _p95(record.answers)
    row = (
        f"| {size} | {median(record.answers):.2f} | {p95:.2f} | {1000 * used / max(1, record.reruns):.0f} | {memory:.1f} "
        f"| {used / seconds:.2f} | {visitors / seconds:.2f} | {others:.2f} | {len(record.errors)} |"
    )
    return p95 < LIMIT, row


HEAD: Final = (
    "| sessions | p50 s | p95 s | CPU per rerun ms | MB per session "
    "| cores the server used | cores the visitors used | cores others used | errors |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


async def _series(base: str, replicas: Sequence[Replica]) -> int:
    """Print the table of one setup and return the largest crowd that is served fast enough."""
    for each in replicas:  # memory that the first visitor allocates belongs to the process, not to a session
        first = await Session(each.base).open()
        await first.show("")
        await first.close()
    idle, crowd, carried = sum(each.memory() for each in replicas), Crowd(base), 0
    print(HEAD, flush=True)
    for size in STEPS:
        fast, row = await _step(crowd, size, replicas, idle)
        print(row, flush=True)
        if not fast:
            break
        carried = size
    await crowd.leave()
    return carried


async def _overload(base: str, size: int) -> bool:
    """Let ``size`` visitors come, twice as many as are served fast; return whether nobody was cut off and each saw the view asked for."""
    crowd = Crowd(base, seed=3)
    await crowd.grow(size)
    await asyncio.sleep(SETTLE)
    record = await crowd.measure(MEASURE)
    errors = len(record.errors)
    await crowd.leave()
    compared, wrong = await crowd.mistaken(record)
    print(
        f"\n{size} sessions, twice as many: p50 {median(record.answers or [inf]):.2f} s, p95 {_p95(record.answers):.2f} s, "
        f"{errors} errors, {wrong} of {compared} views compared were not the one asked for."
    )
    return compared > 0 and not errors and not wrong


async def _kill(base: str, replicas: Sequence[Replica], size: int) -> bool:
    """Kill one of the replicas that serve ``size`` visitors; return whether all were restored in time with the same view."""
    crowd = Crowd(base, seed=2)
    await crowd.grow(size)
    await asyncio.sleep(SETTLE)
    before = await crowd.measure(MEASURE / 2)
    replicas[0].kill()
    record = await crowd.measure(MEASURE)
    await crowd.leave()
    slowest = max(record.returns, default=float("inf"))
    other = record.errors.count("another view")
    print(
        f"{size} sessions, one of two replicas killed: {len(record.returns)} sessions lost their connection, all were restored within "
        f"{slowest:.1f} s (median {median(record.returns or [0]):.1f} s), {other} with a different view; "
        f"{len(record.errors)} connections or attempts failed in the {MEASURE} s after it, {len(before.errors)} before."
    )
    return slowest <= BACK and not other


async def _main() -> bool:
    load = os.getloadavg()[0]
    print(f"{date.today().isoformat()}, {os.cpu_count()} cores, which also carry the visitors; load average before: {load:.1f}.")
    print(f"Every session changes a filter every {PACE:.0f} s; fast enough means p95 < {LIMIT:.0f} s.\n")
    starts = []
    for _ in range(3):
        with replica() as alone:
            starts.append(alone.start_seconds)
            idle = alone.memory() / 1e6
    print(f"Start to ready: {mean(starts):.1f} s; memory then: {idle:.0f} MB.\n\nOne process:\n")
    with replica() as alone:
        carried = await _series(alone.base, [alone])
        print(f"\nOne process carries {carried} sessions.")
        unharmed = await _overload(alone.base, 2 * carried)
    print("\nTwo replicas behind nginx:\n")
    with replica() as first, replica() as second, nginx([first.port, second.port]) as base:
        carried = await _series(base, [first, second])
        print(f"\nTwo replicas carry {carried} sessions.\n")
        time.sleep(2)
        return await _kill(base, [first, second], min(40, max(10, carried // 2))) and unharmed


if __name__ == "__main__":
    sys.exit(
        0
        if asyncio.run(_main())
        else "Somebody was cut off by a crowd, or not restored in time with the same view after a replica was killed."
    )
