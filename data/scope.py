"""What can be chosen in a dataset."""

from data.chronicle import record
from data.dataset import Dataset
from data.remembered import remembered
from data.selection import Scope
from data.stories import story_names


@remembered
def scope_of(facts: Dataset) -> Scope:
    """Return what a link to ``facts`` may name: partners, years, indicators, entries, networks, stories."""
    return Scope(
        partners=facts.partner_ids,
        years=facts.years,
        indicators=tuple(facts.indicators["id"]),
        entries=frozenset(record(facts)["id"]),
        networks=tuple(facts.networks["id"]),
        stories=story_names(),
    )
