"""New and revised values from official sources: what is taken over, what is named, and that a source that fails loses nothing."""

from dataclasses import replace
from time import monotonic

import pandas as pd
import pytest

from data.dataset import made
from data.schema import TABLES
from data.upkeep import answers
from data.upkeep import official as of_official
from data.upkeep.changes import Change, changes_between
from data.upkeep.official import SERVICES, Refreshed, Services, officials, refreshed
from tests.data.upkeep.sources import Sources, ckan, eurostat, genesis, serving, worldbank
from tests.visiting import real_facts

TOURISM = ["freq", "unit", "c_resid", "nace_r2", "geo"]
COUNTRIES = [("LAND", "Länder")]
STATES = [("DLAND", "Bundesländer")]


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    """Do not pause between requests and attempts."""
    monkeypatch.setattr(answers, "_PAUSE", 0)
    monkeypatch.setattr(answers, "_PATIENCE", 0)


@pytest.fixture
def sources():
    with serving() as server:
        yield server


def refresh(sources: Sources, **cells: pd.DataFrame) -> Refreshed:
    """Refresh the real tables from the services that ``sources`` answers for."""
    addresses = {service: f"{sources.address}/{service}" for service in sources.answers}
    logins = {"genesis": ("a-token", ""), "regionaldatenbank": ("a-name", "a-password")}
    return refreshed(dict(real_facts().cells) | cells, Services(addresses, logins), 2098)


def changes(result: Refreshed, table: str = "observations") -> list[Change]:
    present = real_facts().cells
    others = {name: frame.head(0) for name, frame in present.items()}
    return changes_between(others | {table: present[table]}, others | {table: result.cells[table]})


def faults(result: Refreshed) -> list[tuple[str, str]]:
    return [(finding.fault, finding.value) for finding in result.findings if finding.fault != "refresh_off"]


def value_of(row: str) -> str:
    observations = real_facts().cells["observations"].set_index("id")
    return str(observations.at[row, "value"])


# The table


def test_every_line_of_the_table_fits_its_indicator():
    indicators = real_facts().cells["indicators"].set_index("id")
    names = [official.indicator for official in officials()]
    assert len(names) == len(set(names)) > 10
    for official in officials():
        assert official.unit == indicators.at[official.indicator, "unit"]
        assert official.service in SERVICES
        own = real_facts().cells["observations"].query("indicator == @official.indicator")
        series = own.groupby(["from_place", "to_place", "partner", "country", "geography"]).ngroups
        # Without a dimension that names the country there can be only one series.
        assert series == 1 or official.country
        assert set(own["partner"]) == {""}
        assert official.factor > 0


def test_the_values_in_the_tables_keep_the_decimals_of_the_table():
    for official in officials():
        own = real_facts().cells["observations"].query("indicator == @official.indicator")["value"]
        assert own.str.partition(".")[2].str.len().max() <= official.decimals


def test_the_rows_of_new_sources_keep_their_contract():
    licences = next(field for field in TABLES["sources"].fields if field.name == "licence").choices
    assert {licence for _, _, licence in SERVICES.values()} - {""} <= set(licences)


# World Bank


def test_new_years_are_added_and_recent_ones_revised(sources):
    newest = int(value_of("population_total-fr-2024"))
    found = {("FRA", 2024): newest + 1000, ("FRA", 2025): 69_000_000, ("FRA", 2010): 1, ("DEU", 2025): None, ("WLD", 2025): 8e9}
    sources.answers["worldbank"] = lambda path, _: (200, worldbank(found if "SP.POP" in path else {("FRA", 2023): "2.5e3"}))
    result = refresh(sources)
    population = [change for change in changes(result) if "population_total" in (change.before or change.after)["indicator"]]
    assert {(change.kind, change.after["year"], change.after["value"]) for change in population} == {
        ("new", "2025", "69000000"),
        ("changed", "2024", str(newest + 1000)),
    }
    (source,) = {change.after["source"] for change in population}
    row = result.cells["sources"].set_index("id").loc[source]
    assert (row["publisher"], row["grade"], row["linkable"]) == ("World Bank, World Development Indicators", "official", "yes")
    made(result.cells)


def test_equal_values_change_nothing_whatever_digits_the_source_gives(sources):
    gdp = value_of("gdp_current_usd-fr-2023")
    sources.answers["worldbank"] = lambda path, _: (200, worldbank({("FRA", 2023): float(gdp) + 0.25} if "GDP" in path else {}))
    result = refresh(sources)
    assert changes(result) == []
    assert changes(result, "sources") == []


def test_a_gap_stays_because_a_value_may_have_been_left_out_on_purpose(sources):
    observations = real_facts().cells["observations"]
    gap = observations[observations["id"] != "population_total-fr-2022"]
    sources.answers["worldbank"] = lambda path, _: (200, worldbank({("FRA", 2022): 5} if "POP" in path else {}))
    result = refresh(sources, observations=gap)
    assert "population_total-fr-2022" not in set(result.cells["observations"]["id"])
    assert len(result.cells["observations"]) == len(gap)


@pytest.mark.parametrize("year", [2024, 2025])
def test_what_differs_by_more_than_half_is_named_with_both_values(sources, year):
    sources.answers["worldbank"] = lambda path, _: (200, worldbank({("FRA", year): 68_000} if "POP" in path else {}))
    (jump,) = [finding for finding in refresh(sources).findings if finding.fault == "refresh_jump"]
    assert (jump.value, jump.details["new"]) == (f"population_total-fr-{year}", "68000")
    assert jump.details["old"] == value_of("population_total-fr-2024")
    assert not jump.is_error


def test_a_message_of_the_world_bank_is_passed_on(sources):
    message = b'[{"message":[{"id":"120","key":"Invalid value","value":"The provided parameter value is not valid"}]}]'
    sources.answers["worldbank"] = lambda *_: (200, message)
    (first, _) = [finding for finding in refresh(sources).findings if finding.fault == "refresh_failed"]
    assert first.details["reason"] == "The provided parameter value is not valid"


# Eurostat


def test_provisional_values_and_breaks_are_taken_over_as_the_source_marks_them(sources):
    rows = [
        ["A", "NR", "UK", "I551-I553", "DE", "2025", "2500000", "bp"],
        ["A", "NR", "KR", "I551-I553", "DE", "2025", ":", ""],
        ["A", "NR", "FR", "I551-I553", "DE", "2025", "2100000", ""],
        ["A", "NR", "FR", "I551", "DE", "2025", "9", ""],
    ]
    sources.answers["eurostat"] = lambda path, _: (200, eurostat(TOURISM, rows)) if "arnraw" in path else (404, b"")
    result = refresh(sources)
    new = {change.after["country"]: change.after for change in changes(result) if change.after["geography"] == "country"}
    assert {(code, row["value"], row["provisional"]) for code, row in new.items()} == {("GB", "2500000", "yes"), ("FR", "2100000", "no")}
    assert new["GB"]["from_place"] == "United Kingdom"
    (indicator,) = changes(result, "indicators")
    assert (indicator.key, indicator.after["breaks"]) == ("tourism_arrivals_in_de_from_partner", "2025")
    assert ("refresh_break", "tourism_arrivals_in_de_from_partner") in faults(result)
    asked = next(params for path, params, _ in sources.asked if "arnraw" in path)
    assert asked["c[geo]"] == "DE"
    assert set(asked["c[c_resid]"].split(",")) == {"FR", "UK", "KR", "RO", "RU", "TR", "UA"}
    assert asked["c[TIME_PERIOD]"].startswith("ge:20")


def test_parts_are_added_up_only_if_all_are_there(sources):
    head = ["freq", "unit", "partner", "isced11", "sex", "geo"]
    rows = [
        ["A", "NR", "FR", "ED6", "T", "DE", "2025", "1000", ""],
        ["A", "NR", "FR", "ED7", "T", "DE", "2025", "2000.4", "p"],
        ["A", "NR", "UA", "ED6", "T", "DE", "2025", "7", ""],
    ]
    sources.answers["eurostat"] = lambda path, _: (200, eurostat(head, rows)) if "mobs02" in path else (404, b"")
    result = refresh(sources)
    assert {(row.after["country"], row.after["value"], row.after["provisional"]) for row in changes(result)} == {("FR", "3000", "yes")}


# GENESIS


@pytest.mark.parametrize("packed", [False, True])
def test_units_countries_and_numbers_of_genesis_are_converted(sources, packed):
    rows = [
        ["2026", "Russische Föderation (ab 05/1992)", "7654321", "Tsd. EUR", "Ausfuhr: Wert", "p"],
        ["2026", "Republik Korea", "1,5", "Tsd. EUR", "Ausfuhr: Wert", "e"],
        ["2026", "Frankreich", "-", "Tsd. EUR", "Ausfuhr: Wert", ""],
        ["2026", "Frankreich", "9", "t", "Ausfuhr: Gewicht", "e"],
        ["2026", "Atlantis", "9", "Tsd. EUR", "Ausfuhr: Wert", "e"],
    ]
    body = genesis(COUNTRIES, rows, packed)
    sources.answers["genesis"] = lambda _, params: (200, body if params["name"] == "51000-0003" else b"")
    result = refresh(sources)
    new = {(row.after["country"], row.after["value"], row.after["provisional"]) for row in changes(result)}
    assert new == {("RU", "7654.321", "yes"), ("KR", "0.002", "no")}
    _, params, headers = sources.asked[0]
    assert (params["format"], headers["username"]) == ("ffcsv", "a-token")
    # Two indicators are in this table, which is fetched once.
    assert [params["name"] for _, params, _ in sources.asked].count("12411-0010") == 1
    assert ("refresh_failed", "de_imports_from_partner_eur") in faults(result)


def test_the_states_are_added_up_to_germany(sources):
    states = next(official for official in officials() if official.indicator == "de_gdp_eur").filter["Bundesländer"]
    content = "Bruttoinlandsprodukt zu Marktpreisen i.jew.Preisen"
    rows = [["2026", state, "100000", "Mill. EUR", content, "p"] for state in states]
    sources.answers["genesis"] = lambda _, params: (200, genesis(STATES, rows) if params["name"] == "82111-0010" else b"")
    values = {row.after["indicator"]: row.after["value"] for row in changes(refresh(sources))}
    assert values == {"bw_gdp_eur": "100000", "de_gdp_eur": "1600000"}


def test_a_day_in_the_table_is_a_year(sources):
    rows = [["31.12.2025", "Baden-Württemberg", "11250000", "Anzahl", "Bevölkerungsstand", "e"]]
    sources.answers["genesis"] = lambda _, params: (200, genesis(STATES, rows) if params["name"] == "12411-0010" else b"")
    (new,) = changes(refresh(sources))
    assert (new.after["indicator"], new.after["year"]) == ("bw_population_end_of_year", "2025")


def test_what_is_there_twice_is_not_guessed(sources):
    rows = [["2026", "Frankreich", number, "Tsd. EUR", "Ausfuhr: Wert", "e"] for number in ("1", "2")]
    sources.answers["genesis"] = lambda _, params: (200, genesis(COUNTRIES, rows) if params["name"] == "51000-0003" else b"")
    result = refresh(sources)
    assert changes(result) == []
    assert ("refresh_failed", "de_exports_to_partner_eur") in faults(result)


def test_a_refusal_of_genesis_is_passed_on(sources):
    refusal = '{"Status":{"Code":104,"Content":"Es gibt keine Objekte zum angegebenen Selektionskriterium","Type":"Information"}}'
    sources.answers["genesis"] = lambda *_: (200, refusal.encode())
    result = refresh(sources)
    assert {finding.details["reason"] for finding in result.findings if finding.fault == "refresh_failed"} == {
        "Es gibt keine Objekte zum angegebenen Selektionskriterium"
    }


TOTAL = "bw_exports_total_eur"


@pytest.mark.parametrize(("small", "total"), [("1500", "1001.5"), ("-", "1000"), (".", ""), ("...", ""), ("/", "")])
def test_the_sum_over_all_countries_needs_every_one_of_them(sources, small, total):
    values = {"Frankreich": "999000", "Jugoslawien (bis 04/1992)": "-", "Vertrauliche Länder": "1000", "Tonga": small}
    rows = [["2026", "Baden-Württemberg", country, value, "Tsd. EUR", "Ausfuhr: Wert", "e"] for country, value in values.items()]
    rows.append(["2026", "Bayern", "Frankreich", "7", "Tsd. EUR", "Ausfuhr: Wert", "e"])
    body = genesis(STATES + COUNTRIES, rows)
    sources.answers["genesis"] = lambda _, params: (200, body if params["name"] == "51000-0032" else b"")
    assert [row.after["value"] for row in changes(refresh(sources)) if row.after["indicator"] == TOTAL] == [total][: bool(total)]


# Regionaldatenbank and the city's portal: no indicator comes from there yet, so the tests move one there


@pytest.fixture
def moved(monkeypatch):
    """Return a function that lets the population of Baden-Württemberg come from another service."""
    (base,) = (each for each in officials() if each.indicator == "bw_population_end_of_year")

    def move(**other: object) -> None:
        monkeypatch.setattr(of_official, "officials", lambda: (replace(base, **other),))

    return move


def test_the_regionaldatenbank_is_asked_with_its_own_login(sources, moved):
    moved(service="regionaldatenbank")
    rows = [["31.12.2025", "Baden-Württemberg", "11250000", "Anzahl", "Bevölkerungsstand", "e"]]
    sources.answers["regionaldatenbank"] = lambda *_: (200, genesis(STATES, rows))
    result = refresh(sources)
    (new,) = changes(result)
    assert (new.after["year"], new.after["value"]) == ("2025", "11250000")
    ((path, params, headers),) = sources.asked
    assert (path, params["format"]) == ("/regionaldatenbank/data/tablefile", "ffcsv")
    assert (headers["username"], headers["password"]) == ("a-name", "a-password")
    (source,) = result.cells["sources"].loc[lambda rows: rows["id"] == new.after["source"]].to_dict("records")
    assert source["publisher"] == "Statistische Ämter des Bundes und der Länder, Regionaldatenbank"
    made(result.cells)


DISTRICTS = [["Stadtteil", "Jahr", "Hauptwohnung", "Nebenwohnung"], ["Mühlburg", "2025", "16000,5", "5"], ["Durlach", "2025", "30000", "6"]]


@pytest.mark.parametrize(("is_table", "separator"), [(True, ","), (False, ";")])
def test_a_table_of_the_citys_portal_is_read_from_its_store_or_its_file(sources, moved, is_table, separator):
    moved(
        service="ckan",
        dataset="bevoelkerung/resource/an-id",
        filter={"content": ("Hauptwohnung", "Nebenwohnung"), "Stadtteil": ("Mühlburg", "Durlach")},
    )
    rows = [[cell.replace(",", ".") for cell in row] if is_table else row for row in DISTRICTS]
    table = "\n".join(separator.join(row) for row in rows).encode("utf-8-sig")
    place = f"{sources.address}/ckan/file.csv"
    sources.answers |= {
        "ckan": lambda path, _: (200, table if path.endswith("file.csv") else ckan("an-id", place, is_table)),
        "datastore": lambda *_: (200, table),
    }
    result = refresh(sources)
    (new,) = changes(result)
    assert (new.after["year"], new.after["value"]) == ("2025", "46012")
    assert [path for path, _, _ in sources.asked] == [
        "/ckan/action/package_show",
        "/datastore/dump/an-id" if is_table else "/ckan/file.csv",
    ]
    (source,) = result.cells["sources"].loc[lambda rows: rows["id"] == new.after["source"]].to_dict("records")
    assert source["url"] == "https://transparenz.karlsruhe.de/dataset/bevoelkerung/resource/an-id"
    made(result.cells)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (ckan("an-id", "http://elsewhere.example/file.csv", False), "elsewhere.example"),
        (ckan("another-id", "", True), "package_show"),
        (b"<html>", "package_show"),
        (b"null", "package_show"),
        (b'{"success": false, "error": {"__type": "Not Found Error"}}', "package_show"),
        (ckan("an-id", "", True), "Jahr, Hauptwohnung?"),
    ],
)
def test_what_the_citys_portal_does_not_deliver_is_named(sources, moved, body, reason):
    moved(service="ckan", dataset="bevoelkerung/resource/an-id", filter={"content": ("Hauptwohnung",)})
    sources.answers |= {"ckan": lambda *_: (200, body), "datastore": lambda *_: (200, b"a,b\n1,2")}
    result = refresh(sources)
    assert changes(result) == []
    assert [finding.details["reason"] for finding in result.findings if finding.fault == "refresh_failed"] == [reason]


# Failures


@pytest.mark.parametrize(
    "body", [b"", b"<html>Wartungsarbeiten</html>", b"\xff\xfe\x00", b"null", b"[]", b"PK\x03\x04broken", b'{"a":1}', b"a,b\n1,2,3\n4"]
)
@pytest.mark.parametrize("service", sorted({official.service for official in officials()}))
def test_an_answer_that_makes_no_sense_loses_nothing_and_is_named(sources, service, body):
    sources.answers[service] = lambda *_: (200, body)
    result = refresh(sources)
    assert all(result.cells[table].equals(frame) for table, frame in real_facts().cells.items())
    own = {official.indicator for official in officials() if official.service == service}
    assert {value for fault, value in faults(result) if fault == "refresh_failed"} == own


def test_a_busy_source_is_asked_again_and_one_that_refuses_is_not(sources):
    told = iter([503, 429, 200])
    sources.answers["worldbank"] = lambda path, _: (next(told) if "POP" in path else 403, worldbank({("FRA", 2025): 7}))
    result = refresh(sources)
    assert [path for path, _, _ in sources.asked if "GDP" in path] == [sources.asked[-1][0]]
    assert len([path for path, _, _ in sources.asked if "POP" in path]) == 3
    assert faults(result)[-1] == ("refresh_failed", "gdp_current_usd")
    assert [change.after["value"] for change in changes(result)] == ["7"]


def test_a_source_that_is_silent_is_not_asked_for_every_indicator():
    present = real_facts().cells
    # Nobody listens on this port.
    result = refreshed(present, Services({"eurostat": "http://127.0.0.1:9"}), 2098)
    failed = [finding for finding in result.findings if finding.fault == "refresh_failed"]
    assert len(failed) == sum(official.service == "eurostat" for official in officials())
    assert {finding.details["reason"] for finding in failed} == {"ConnectError"}
    assert all(result.cells[table].equals(frame) for table, frame in present.items())


def test_an_answer_that_is_too_large_is_given_up(sources, monkeypatch):
    monkeypatch.setattr(answers, "_LARGEST", 1000)
    sources.answers["worldbank"] = lambda *_: (200, b" " * 200_000)
    assert {finding.details["reason"] for finding in refresh(sources).findings if finding.fault == "refresh_failed"} == {"> 0 MB"}


@pytest.mark.parametrize("service", ["eurostat", "genesis", "worldbank"])
def test_an_answer_that_never_ends_is_given_up(sources, monkeypatch, service):
    monkeypatch.setattr(answers, "_LONGEST", 0.5)
    sources.endless = service
    sources.answers[service] = lambda *_: (200, b"")
    begun = monotonic()
    result = refresh(sources)
    own = {each.indicator for each in officials() if each.service == service}
    assert {value for fault, value in faults(result) if fault == "refresh_failed"} == own
    assert {finding.details["reason"] for finding in result.findings if finding.fault == "refresh_failed"} == {"> 0.5 s"}
    # Once: a service that is that slow is not asked for its next dataset.
    assert len(sources.asked) == 1
    assert monotonic() - begun < 10
    assert all(result.cells[table].equals(frame) for table, frame in real_facts().cells.items())


def test_a_redirect_is_not_followed_with_the_token(sources):
    sources.answers["genesis"] = lambda *_: (302, b"")
    result = refresh(sources)
    assert {finding.details["reason"] for finding in result.findings if finding.fault == "refresh_failed"} == {"HTTP 302"}


def test_services_that_are_not_configured_are_not_asked_and_named():
    result = refreshed(real_facts().cells, Services({}), 2098)
    assert {(finding.fault, finding.value) for finding in result.findings} == {("refresh_off", each.service) for each in officials()}
    assert all(result.cells[table].equals(frame) for table, frame in real_facts().cells.items())
