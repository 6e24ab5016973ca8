"""Simulate many visitors at once, each of whom changes a filter every few seconds."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from bench.load.session import BROKEN, Session
from data.vocabulary import SECTORS

#: Seconds between two filter changes of one visitor.
PACE: Final = 5.0
#: Visitors who arrive per second.
ARRIVALS: Final = 3
#: Pages that visitors open, with the number of visitors out of twenty.
_PAGES: Final = {"": 10, "exchange": 4, "partner": 2, "chronicle": 2, "comparison": 1, "networks": 1}
_CITIES: Final = ("nancy", "nottingham", "halle", "temeswar", "krasnodar", "winnyzja")


def some_query(chance: random.Random) -> str:
    """Return the query string of a random view: language and sector, for some also first year, partner and map view."""
    params = {"lang": chance.choice(("de", "de", "de", "en")), "sector": chance.choice(tuple(SECTORS))}
    if chance.random() < 0.5:
        params["from"] = str(chance.randrange(1955, 2015))
    if chance.random() < 0.3:
        params["city"] = chance.choice(_CITIES)
    if chance.random() < 0.3:
        params["view"] = chance.choice(("world", "europe", "globe"))
    return urlencode(params)


@dataclass
class Record:
    """Results: seconds per response, what was seen, seconds until each broken session was restored, errors, number of reruns.

    ``seen`` has page, query string and headings of each response.
    """

    answers: list[float] = field(default_factory=list)
    seen: list[tuple[str, str, list[str]]] = field(default_factory=list)
    returns: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    reruns: int = 0


class Crowd:
    """Simulated visitors at ``base``; replace :attr:`record` at any time to start a new measurement."""

    def __init__(self, base: str, seed: int = 1) -> None:
        """Create an empty crowd; :meth:`grow` adds visitors."""
        self.base, self.record = base, Record()
        self._chance = random.Random(seed)
        self._visitors: list[asyncio.Task[None]] = []
        self._sessions: list[Session] = []

    @property
    def size(self) -> int:
        """Return the number of visitors."""
        return len(self._visitors)

    async def grow(self, size: int) -> None:
        """Add visitors until there are ``size``."""
        while self.size < size:
            page = self._chance.choices(tuple(_PAGES), tuple(_PAGES.values()))[0]
            session = Session(self.base, page)
            self._sessions.append(session)
            self._visitors.append(asyncio.create_task(self._visit(session, random.Random(self._chance.random()))))
            await asyncio.sleep(1 / ARRIVALS)

    async def measure(self, seconds: float) -> Record:
        """Return the results of the next ``seconds``."""
        self.record = record = Record()
        await asyncio.sleep(seconds)
        return record

    async def leave(self) -> None:
        """Stop all visitors and close their sessions."""
        for visitor in self._visitors:
            visitor.cancel()
        await asyncio.gather(*self._visitors, return_exceptions=True)
        await asyncio.gather(*(session.close() for session in self._sessions), return_exceptions=True)

    async def mistaken(self, record: Record, sample: int = 40) -> tuple[int, int]:
        """Compare a ``sample`` of the views in ``record`` with what new visitors see at their URLs; return (compared, differ)."""
        wrong, compared = 0, self._chance.sample(record.seen, min(sample, len(record.seen)))
        for page, query, headings in compared:
            other = Session(self.base, page)
            await self._open(other, query)
            await other.close()
            wrong += headings != other.view.headings
        return len(compared), wrong

    async def _visit(self, session: Session, chance: random.Random) -> None:
        await self._open(session, some_query(chance))
        await asyncio.sleep(chance.random() * PACE)
        while True:
            due = time.perf_counter() + PACE
            try:
                await self._change(session, some_query(chance), due)
            except BROKEN as error:
                self.record.errors.append(type(error).__name__)
                await self._return(session)

    async def _change(self, session: Session, query: str, due: float) -> None:
        """Change a filter, record how long it took, and keep the connection until the next change is ``due``."""
        seconds = await session.show(query)
        self.record.reruns += 1
        self.record.answers.append(seconds)
        self.record.seen.append((session.page, query, session.view.headings))
        if session.view.failed:
            self.record.errors.append("page failed")
        try:
            async with asyncio.timeout(max(0.0, due - time.perf_counter())):
                await session.wait_until_broken()
        except TimeoutError:
            return

    async def _open(self, session: Session, query: str) -> None:
        while True:
            try:
                await session.open()
                await session.show(query)
            except BROKEN as error:
                self.record.errors.append(type(error).__name__)
                await asyncio.sleep(0.5)
            else:
                return

    async def _return(self, session: Session) -> None:
        """Reconnect as a browser does until it succeeds, and check that the view is the one that its URL shows.

        The view from before the server died may be half drawn, so it is compared with that of a new visitor at the same URL.
        """
        begun, query = time.perf_counter(), session.query
        await self._open(session, query)
        self.record.returns.append(time.perf_counter() - begun)
        other = Session(self.base, session.page)
        await self._open(other, query)
        await other.close()
        if session.view.headings != other.view.headings:
            self.record.errors.append("another view")
