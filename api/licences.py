"""The licences of the open data: which sources are open, under which licence, and their attribution."""

from typing import Final

from data.cache import cached_views
from data.dataset import Dataset

#: Licences of DCAT-AP.de by the ids of the API and of the setting ``DATA_LICENCE``.
LICENCES: Final = {
    "cc-by-4.0": "http://dcat-ap.de/def/licenses/cc-by/4.0",
    "cc-zero": "http://dcat-ap.de/def/licenses/cc-zero",
    "dl-de-by-2.0": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
    "dl-de-zero-2.0": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
}
#: What DCAT-AP.de has for data without one open licence.
CLOSED: Final = "http://dcat-ap.de/def/licenses/other-closed"
#: ``sources.licence``, word for word, where it states one open licence without a doubt; every other wording counts as not open.
_OPEN: Final = {
    "CC BY 4.0": "cc-by-4.0",
    "Eurostat re-use policy (CC BY 4.0)": "cc-by-4.0",
    "Eurostat: CC BY 4.0 (Commission reuse policy); no licence file in the repository": "cc-by-4.0",
    "packaging ODC-PDDL-1.0; World Bank open data CC BY 4.0": "cc-by-4.0",
    "Datenlizenz Deutschland – Namensnennung – Version 2.0 (dl-de/by-2-0), © Statistisches Bundesamt (Destatis)": "dl-de-by-2.0",
    "© Statistisches Bundesamt (Destatis), 2026; Datenlizenz Deutschland – Namensnennung – 2.0 (as stated in the repository README)": (
        "dl-de-by-2.0"
    ),
}
#: The licences under which some sources are open.
OF_SOURCES: Final = tuple(sorted(set(_OPEN.values())))


def licensed(facts: Dataset, licence: str) -> frozenset[str]:
    """Return the ids of the sources that are certainly open under ``licence``, one of ``OF_SOURCES``."""
    return frozenset(facts.sources["id"][facts.sources["licence"].map(_OPEN) == licence])


@cached_views(len(LICENCES) + 1)
def to_be_named(facts: Dataset, licence: str) -> tuple[str, ...]:
    """Return the publishers of the observations that are open under ``licence``, with the codes of their tables, in order of name."""
    used = facts.sources["id"].isin(licensed(facts, licence)) & facts.sources["id"].isin(facts.observations["source"])
    return tuple(sorted(facts.sources["publisher"][used].unique()))
