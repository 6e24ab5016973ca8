"""List every activity and status event in one table and search it with tolerance for typing errors."""

import re
import unicodedata
from dataclasses import dataclass

import pandas as pd
from rapidfuzz.distance import Levenshtein

from data.cache import cached, cached_views
from data.dataset import Dataset
from data.queries import localized, partners_chosen, with_sources
from data.records import records
from data.selection import COUNTED, Selection

#: Kind of activity that corresponds to each kind of relation step.
_STEP_KINDS = {
    "friendship": "signing",
    "twinning": "signing",
    "project": "signing",
    "climate": "signing",
    "cooperation": "signing",
    "certificate": "signing",
    "renewal": "signing",
    "trilateral": "signing",
    "decision": "council_decision",
    "report": "council_decision",
    "suspension": "suspension",
    "dormancy": "suspension",
    "end": "suspension",
}
_STATUS_KINDS = ("signing", "suspension", "council_decision", "statement")
_HYPHENATED = re.compile(r"\w+(?:-\w+)+")
_GERMAN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

ENTRY_COLUMNS = [
    "id",
    "event",
    "date",
    "end_date",
    "year",
    "scope",
    "partner",
    "network",
    "sector",
    "kind",
    "title_de",
    "title_en",
    "participants",
    "status",
    "confidence",
    "source",
    "counted",
]


@cached
def record(dataset: Dataset) -> pd.DataFrame:
    """Return every activity, and every relation step that is not already an activity, in order of date.

    Columns ``ENTRY_COLUMNS``. A step is already an activity if an activity of a status kind has the same partner and date, or if the
    step itself names the activity that describes it.
    """
    activities = dataset.activities.assign(counted=dataset.activities.index.isin(dataset.exchange.index))[ENTRY_COLUMNS]
    status = activities[activities["kind"].isin(_STATUS_KINDS)]
    known = set(zip(status["partner"], status["date"], strict=True))
    steps = dataset.relation_steps
    untold = [row.activity == "" and (row.partner, row.date) not in known for row in records(steps)]
    missing = steps[untold]
    added = missing.assign(
        event="",
        end_date="",
        year=missing["date"].str[:4].astype(int),
        scope=missing["partner"].map(lambda partner: "partner" if partner else "all"),
        network="",
        sector="civic",
        kind=missing["kind"].map(_STEP_KINDS),
        participants=pd.array([pd.NA] * len(missing), dtype="Int64"),
        status="held",
        confidence="high",
        counted=False,
    )[ENTRY_COLUMNS]
    return pd.concat([activities, added]).sort_values(["date", "id"], ignore_index=True)


def folded(text: str) -> str:
    """Return ``text`` in lower case without diacritics; ß becomes ss, ł becomes l."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words(text: str) -> set[str]:
    """Return the folded words of ``text``, those with German umlauts also with ae, oe, ue, hyphenated ones also as one word."""
    words: set[str] = set()
    for spelling in (folded(text), folded(text.casefold().translate(_GERMAN_LETTERS))):
        words |= set(re.findall(r"\w+", spelling)) | {word.replace("-", "") for word in _HYPHENATED.findall(spelling)}
    return words


@dataclass(frozen=True)
class Index:
    """A search index: ``rows`` maps a folded word to the positions in :func:`record` of the entries that contain it."""

    rows: dict[str, frozenset[int]]


@cached
def index(dataset: Dataset) -> Index:
    """Return the search index over titles, years and names of partners and networks, in all languages and scripts."""
    names = {row["id"]: " ".join(str(row[f"name_{kind}"]) for kind in ("de", "en", "local")) for row in dataset.partner_rows}
    networks = {row["id"]: f"{row['name_de']} {row['name_en']}" for row in dataset.networks.to_dict("records")}
    found: dict[str, set[int]] = {}
    for position, row in enumerate(record(dataset).to_dict("records")):
        text = f"{row['title_de']} {row['title_en']} {names.get(row['partner'], '')} {networks.get(row['network'], '')} {row['date'][:4]}"
        for word in _words(text):
            found.setdefault(word, set()).add(position)
    return Index({word: frozenset(rows) for word, rows in found.items()})


def _allowed_errors(word: str) -> int:
    return 0 if len(word) < 5 else 1 if len(word) < 7 else 2


def _matches(word: str, among: Index) -> set[int]:
    """Return the entries with a word that contains ``word`` or, if there are none, those with a similarly spelt word.

    A ``word`` of fewer than four letters must be the beginning of the entry's word.
    """
    exact = [known for known in among.rows if (word in known if len(word) >= 4 else known.startswith(word))]
    if not exact:
        errors = _allowed_errors(word)
        # The query may be the beginning of a longer word, so compare it with the beginning of that word.
        exact = [
            known
            for known in among.rows
            if errors
            and Levenshtein.distance(word, known[: len(word) + 1] if len(known) > len(word) + errors else known, score_cutoff=errors)
            <= errors
        ]
    return set().union(*(among.rows[known] for known in exact))


def search(dataset: Dataset, query: str) -> set[int] | None:
    """Return the positions in :func:`record` of the entries that match every word of ``query``, or None if it is empty.

    Case, diacritics and ß make no difference. In a word of at least five letters one may be wrong, missing or added, in a word of at
    least seven letters two. Only titles, names and years are searched.
    """
    words = re.findall(r"\w+(?:-\w+)*", folded(query))
    if not words:
        return None
    among = index(dataset)
    return set.intersection(*(_hits(word, among) for word in words))


def _hits(word: str, among: Index) -> set[int]:
    """Return the entries that contain ``word`` or, if it is hyphenated, all its parts or the parts written as one word."""
    parts = word.split("-")
    hits = set.intersection(*(_matches(part, among) for part in parts))
    return hits | _matches("".join(parts), among) if len(parts) > 1 else hits


@cached_views(32, needs=(*COUNTED, "lang", "query", "kinds", "confidence", "grade", "order", "entry", "counted"))
def entries(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Return the entries of the selection with their sources, one row per event, in the chosen order; treat the frame as read-only.

    Columns ``ENTRY_COLUMNS`` with one ``title`` instead of one per language, those of ``queries.with_sources``, and ``partners``, a
    tuple of ids. Entries on all partners or on a network are kept unless partners or kinds of relation are chosen.
    """
    rows = record(dataset)
    if selection.entry:
        rows = _with_its_event(rows, selection.entry)
    else:
        kept = rows["year"].between(selection.first_year, selection.last_year)
        everyone = not selection.partners and not selection.relations
        kept &= rows["partner"].isin(partners_chosen(dataset, selection)) | ((rows["partner"] == "") & everyone)
        for column, chosen in (("sector", selection.sectors), ("kind", selection.kinds)):
            if chosen:
                kept &= rows[column].isin(chosen)
        if selection.counted:
            kept &= rows["counted"]
        if selection.confidence:
            kept &= rows["confidence"] == selection.confidence
        hits = search(dataset, selection.query)
        if hits is not None:
            kept &= rows.index.isin(hits)
        rows = rows[kept]
    if selection.grade and not selection.entry:
        rows = rows[with_sources(dataset, rows)["grade"] == selection.grade]
    return with_sources(dataset, _once(rows, selection))


def _with_its_event(rows: pd.DataFrame, entry: str) -> pd.DataFrame:
    """Return the row of ``entry``, followed by those of the same event under other partners."""
    own = rows[rows["id"] == entry]
    event = own["event"].iloc[0] if len(own) else ""
    return pd.concat([own, rows[(rows["event"] == event) & (rows["id"] != entry)]]) if event else own


def _once(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Return one row per event, with all its partners in ``rows``."""
    places, partners = list[int](), dict[str, dict[str, None]]()
    for place, (event, entry, partner) in enumerate(zip(rows["event"], rows["id"], rows["partner"], strict=True)):
        group = event or entry
        if group not in partners:
            places.append(place)
            partners[group] = {}
        if partner:
            partners[group][partner] = None
    single = localized(rows.take(places), selection.lang).assign(partners=[tuple(names) for names in partners.values()])
    return single if selection.order == "oldest" else single.iloc[::-1]
