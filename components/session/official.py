"""Bring the statistics up to date from official sources, and check the result as a workbook that an editor has changed."""

import os
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Final

from components.exports.workbook import upkeep_workbook
from components.words.texts import Texts
from components.words.workbook import all_words
from data.dataset import Dataset
from data.upkeep.check import Report, check
from data.upkeep.official import SERVICES, Services, refreshed

#: Held while this process asks the sources, which takes up to some minutes if they are slow.
_asking: Final = Lock()


class Busy(Exception):
    """This process is asking the sources already."""


def services() -> Services:
    """Return the services that the operator has configured."""
    addresses = {service: os.environ.get(f"{service.upper()}_ADDRESS", "").rstrip("/") for service in SERVICES}
    regional = os.environ.get("REGIONALDATENBANK_USER", "").strip(), os.environ.get("REGIONALDATENBANK_PASSWORD", "")
    logins = {"genesis": (os.environ.get("GENESIS_TOKEN", "").strip(), ""), "regionaldatenbank": regional}
    return Services({service: address for service, address in addresses.items() if address}, logins)


def refresh_is_configured() -> bool:
    """Return whether any service may be asked."""
    return bool(services().addresses)


def official_update(facts: Dataset, texts: Texts) -> tuple[bytes, Report]:
    """Return a workbook of ``facts`` with the newest official values, and the report of its check; nothing is published.

    The report begins with what could not be fetched and what is remarkable about the new values.

    Raises:
        Busy: somebody else has just asked for it.
    """
    if not _asking.acquire(blocking=False):
        raise Busy
    try:
        today = date.today().isoformat()
        result = refreshed(facts.cells, services(), int(today[:4]))
    finally:
        _asking.release()
    book = upkeep_workbook(result.cells, texts, today, facts.as_of, facts.version, facts.cells)
    report = check(book, facts.cells, all_words(), today)
    return book, replace(report, findings=[*result.findings, *report.findings])
