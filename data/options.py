"""List what a link may select in a dataset: partners, years, indicators, chronicle entries, networks and stories."""

from data.cache import cached
from data.chronicle import record
from data.comparison import aspects_of
from data.dataset import Dataset
from data.schema import TABLES
from data.selection import Options
from data.stories import story_names


@cached
def options_of(facts: Dataset) -> Options:
    """Return the values that a link to ``facts`` may name; stories are those of the city."""
    return Options(
        partners=facts.partner_ids,
        years=facts.years,
        indicators=tuple(facts.indicators["id"]),
        entries=frozenset(record(facts)["id"]),
        networks=tuple(facts.networks["id"]),
        stories=story_names(),
        aspects=aspects_of(facts),
        tables=tuple(sorted(TABLES, key=lambda table: table != ("activities" if len(facts.activities) else "partners"))),
    )
