"""The present facts of this process: the repository's tables, or the latest version published, picked up while the server runs."""

import logging
import os
import time
from functools import cache
from threading import Lock, Thread
from typing import Final

from components.exhibits.exchange import documented_exchange_chart, with_topic_sectors
from components.figures.world_map import world_map
from components.words.texts import Texts
from data.chronicle import index
from data.dataset import Dataset, load, made
from data.options import options_of
from data.queries import connections
from data.selection import Selection
from data.upkeep.store import Store

#: How often the store is asked for a newer version, in seconds.
LOOK_EVERY: Final = 15

log = logging.getLogger(__name__)


@cache
def store() -> Store | None:
    """Return where versions are published, None without ``DATABASE_URL``.

    Raises:
        WrongAddress: ``DATABASE_URL`` cannot be a database.
        sqlalchemy.exc.OperationalError: the database does not answer.
    """
    address = os.environ.get("DATABASE_URL", "")
    return Store(address) if address else None


class _Present:
    """The facts everybody sees, and how they are exchanged for newer ones."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._facts: Dataset | None = None

    def get(self) -> Dataset:
        if self._facts is None:
            with self._lock:
                if self._facts is None:
                    self._facts = _read()
                    if store():
                        Thread(target=self._watch, name="newer versions", daemon=True).start()
        return self._facts

    def serve(self, facts: Dataset) -> None:
        self._facts = facts

    def refresh(self) -> None:
        """Take up the latest version, if it is not the present one."""
        versions = store()
        if versions and self._facts and versions.latest() != self._facts.version:
            facts = _read()
            warm(facts)
            self._facts = facts
            log.info("Version %s of the data is shown", facts.version)

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            try:
                self.refresh()
            except Exception:
                # Whatever the database does, visitors go on seeing the version they have.
                log.exception("The published versions cannot be read; version %s stays", self._facts and self._facts.version)


def _read() -> Dataset:
    versions = store()
    number = versions.latest() if versions else 0
    if not versions or not number:
        return load()
    return made(versions.tables(number), f"version {number}", number, versions.published(number))


def warm(facts: Dataset) -> None:
    """Work out what the first visitor of ``facts`` would otherwise wait for: the opening views, and the index of the search."""
    opening = Selection.default(options_of(facts))
    world_map(connections(facts, opening)[1], opening.view, opening.sector, Texts(opening.lang), "light")
    documented_exchange_chart(facts, with_topic_sectors(opening), "light")
    index(facts)


_PRESENT: Final = _Present()


def published() -> Dataset:
    """Return the facts everybody sees, read at the first call; the server makes it before it takes visitors.

    Raises:
        BrokenTables: a table breaks its contract.
    """
    return _PRESENT.get()


def serve(facts: Dataset) -> None:
    """Let everybody in this process see ``facts``; for a process that only tries them."""
    _PRESENT.serve(facts)


def refresh() -> None:
    """Take up what was just published, without waiting for the next look."""
    _PRESENT.refresh()
