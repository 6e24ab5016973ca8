"""The catalogue: whole files under honest terms, by the rules of DCAT-AP.de 3.0, in every form and language a portal asks for."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pandas as pd
import pyshacl
import pytest
import yaml
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api import licences
from api.catalogue import FORMS, ISSUED, Publisher
from api.routes import OpenData
from data import queries
from data.upkeep.store import Store
from serving.settings import WrongSettings, read_settings
from tests.visiting import real_facts

FACTS = real_facts()
BASE = "https://weltweit.example.org"
CITY = Publisher("Stadt Beispiel", "daten@example.org", "http://dcat-ap.de/def/contributors/example", "cc-by-4.0")
DCATDE = "http://dcat-ap.de/def/dcatde/"
SHAPES = Graph().parse(Path(__file__).parent / "dcat_ap_de.ttl")
CLOSED = URIRef(licences.CLOSED)


def client(address=BASE, publisher=CITY, facts=FACTS, **options):
    return TestClient(Starlette(routes=OpenData(lambda: facts, address, publisher).routes()), **options)


def graph(ask=None, path="catalog.ttl", form="turtle"):
    answer = (ask or client()).get(f"/api/v1/{path}")
    assert answer.status_code == 200
    return Graph().parse(data=answer.text, format=form, publicID=f"{BASE}/api/v1/{path}")


WHOLE = graph()


def violations(found):
    _, report, _ = pyshacl.validate(found, shacl_graph=SHAPES)
    rows = report.query("""
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?node ?path WHERE { ?result sh:focusNode ?node . OPTIONAL { ?result sh:resultPath ?path } }
    """)
    return sorted({f"{row.node} {row.path}" for row in rows})


def files_of(found, name):
    return list(found.objects(URIRef(f"{BASE}/api/v1/catalog#{name}"), DCAT.distribution))


@pytest.mark.parametrize("path", ["catalog.ttl", "catalog.ttl?lang=de", "catalog.ttl?lang=en"])
def test_it_keeps_the_rules_of_dcat_ap_de(path):
    assert violations(graph(path=path)) == []


@pytest.mark.parametrize(
    ("kind", "predicate"),
    [
        (DCAT.Dataset, DCTERMS.publisher),
        (DCAT.Dataset, URIRef(f"{DCATDE}contributorID")),
        (DCAT.Dataset, DCAT.contactPoint),
        (DCAT.Dataset, DCAT.keyword),
        (DCAT.Dataset, DCTERMS.issued),
        (DCAT.Distribution, DCTERMS.license),
        (DCTERMS.PeriodOfTime, DCAT.startDate),
        (FOAF.Agent, FOAF.name),
    ],
)
def test_the_rules_notice_what_is_missing(kind, predicate):
    damaged = Graph() + WHOLE
    damaged.remove((next(WHOLE.subjects(RDF.type, kind)), predicate, None))
    assert violations(damaged)


def test_the_rules_notice_years_and_deprecated_properties():
    damaged = Graph() + WHOLE
    period = next(WHOLE.subjects(RDF.type, DCTERMS.PeriodOfTime))
    damaged.set((period, DCAT.startDate, Literal("1955", datatype=XSD.gYear)))
    assert violations(damaged)
    damaged = Graph() + WHOLE
    damaged.add((next(WHOLE.subjects(RDF.type, DCAT.Dataset)), URIRef(f"{DCATDE}politicalGeocodingURI"), URIRef("http://a.example/")))
    assert violations(damaged)


def test_every_download_is_a_whole_table():
    ask, sizes = client(), {}
    for name in ("activities", "observations", "package", "partners", "observations-cc-by-4-0", "observations-dl-de-by-2-0"):
        assert files_of(WHOLE, name), name
        for one in files_of(WHOLE, name):
            url = str(WHOLE.value(one, DCAT.downloadURL))
            answer = ask.get(url.removeprefix(BASE))
            assert answer.status_code == 200, url
            assert answer.headers["content-type"].partition(";")[0] == str(WHOLE.value(one, DCAT.mediaType)).split("media-types/")[1]
            if url.partition("?")[0].endswith(".csv"):
                rows = len(list(csv.DictReader(StringIO(answer.text))))
                assert rows == int(answer.headers["x-total-count"])
                assert "link" not in answer.headers
                sizes[name] = rows
    assert sizes["observations"] > 5000
    assert sizes["activities"] > 800
    assert 0 < sizes["observations-dl-de-by-2-0"] < sizes["observations-cc-by-4-0"] < sizes["observations"]


def test_a_file_is_open_only_where_every_row_of_it_is():
    ask = client()
    stated = FACTS.sources.set_index("id")["licence"]
    for licence in licences.OF_SOURCES:
        rows = pd.read_csv(StringIO(ask.get(f"/api/v1/observations.csv?licence={licence}").text), keep_default_na=False)
        assert len(rows)
        assert (rows["licence"] == rows["source"].map(stated)).all()
        assert not rows["licence"].str.contains("check|not stated|terms", regex=True).any()
        for one in files_of(WHOLE, f"observations-{licence.replace('.', '-')}"):
            assert str(WHOLE.value(one, DCTERMS.license)) == licences.LICENCES[licence]
            for text in WHOLE.objects(one, URIRef(f"{DCATDE}licenseAttributionByText")):
                assert all(publisher in text for publisher in rows["publisher"].unique())
    for name in ("observations", "package"):
        assert {WHOLE.value(one, DCTERMS.license) for one in files_of(WHOLE, name)} == {CLOSED}
        assert all(WHOLE.value(one, DCTERMS.rights) for one in files_of(WHOLE, name))


def test_every_wording_that_counts_as_open_is_one_of_a_source():
    assert set(licences._OPEN) <= set(FACTS.sources["licence"])


def test_the_terms_of_each_file_stand_in_the_licences_too():
    told = (Path(__file__).parents[2] / "data" / "LICENSE.md").read_text(encoding="utf-8")
    section = told.partition("## Open data by file")[2].partition("\n## ")[0]
    for name in ("partners.geojson", "activities", "observations", "package.zip", *licences.OF_SOURCES):
        assert f"`{name}" in section or f"licence={name}" in section, name


def test_activities_are_open_only_if_the_operator_releases_them():
    assert {str(WHOLE.value(one, DCTERMS.license)) for one in files_of(WHOLE, "activities")} == {licences.LICENCES["cc-by-4.0"]}
    closed = graph(client(publisher=replace(CITY, licence="")))
    assert {closed.value(one, DCTERMS.license) for one in files_of(closed, "activities")} == {CLOSED}
    assert {closed.value(one, DCTERMS.license) for one in files_of(closed, "observations")} == {CLOSED}


def test_without_an_operator_nobody_is_claimed_to_be_the_publisher():
    bare = graph(client(publisher=None))
    assert {str(name) for name in bare.objects(None, FOAF.name)} == {"Karlsruhe weltweit vernetzt"}
    assert not list(bare.objects(None, DCAT.contactPoint))
    assert not list(bare.objects(None, URIRef(f"{DCATDE}contributorID")))


def test_publisher_contact_and_contributor_are_those_of_the_settings():
    assert {str(name) for name in WHOLE.objects(None, FOAF.name)} == {CITY.name}
    assert {str(one) for one in WHOLE.objects(None, URIRef(f"{DCATDE}contributorID"))} == {CITY.contributor}
    assert set(WHOLE.objects(None, URIRef("http://www.w3.org/2006/vcard/ns#hasEmail"))) == {URIRef("mailto:daten@example.org")}


@pytest.mark.parametrize(("name", "value"), [("DATA_CONTRIBUTOR", "karlsruhe"), ("DATA_LICENCE", "by"), ("DATA_CONTACT_EMAIL", "amt")])
def test_a_setting_that_makes_no_catalogue_is_refused(name, value):
    with pytest.raises(WrongSettings, match=name):
        read_settings({name: value})


def test_the_settings_offer_the_licences_of_the_catalogue():
    assert all(read_settings({"DATA_LICENCE": licence}).data_licence == licence for licence in licences.LICENCES)


def test_modified_follows_a_publication(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'versions.db'}")
    number = store.publish(FACTS.cells, 0, "clerk@example.org", "as it is")
    published = replace(FACTS, version=number, published=store.published(number))
    store.close()
    first, after = (graph(client(facts=facts)) for facts in (FACTS, published))
    assert set(first.objects(None, DCTERMS.modified)) == {Literal(max(ISSUED, FACTS.as_of), datatype=XSD.date)}
    assert set(after.objects(None, DCTERMS.modified)) == {Literal(published.published, datatype=XSD.dateTime)}
    tags = [client(facts=facts).get("/api/v1/catalog.ttl").headers["etag"] for facts in (FACTS, published)]
    assert tags[0] != tags[1]


def test_the_facts_of_a_server_know_when_they_were_published(tmp_path, monkeypatch):
    from components.session import facts

    store = Store(f"sqlite:///{tmp_path / 'versions.db'}")
    number = store.publish(FACTS.cells, 0, "clerk@example.org", "as it is")
    monkeypatch.setattr(facts, "store", lambda: store)
    assert facts._read().published == store.published(number) != ""
    store.close()


def test_the_first_release_is_that_of_the_description_for_catalogues():
    described = yaml.safe_load((Path(__file__).parents[2] / "publiccode.yml").read_text(encoding="utf-8"))
    assert described["releaseDate"] >= ISSUED


def test_a_span_of_years_holds_what_its_dataset_holds():
    for name, years in {
        "activities": queries.exchanges(FACTS, _everything())["year"],
        "package": FACTS.observations["year"],
    }.items():
        period = WHOLE.value(URIRef(f"{BASE}/api/v1/catalog#{name}"), DCTERMS.temporal)
        first, last = (str(WHOLE.value(period, each)) for each in (DCAT.startDate, DCAT.endDate))
        assert (int(first[:4]), int(last[:4])) == (years.min(), years.max())


def _everything():
    from data.options import options_of
    from data.selection import Selection

    return Selection.default(options_of(FACTS))


# Addresses


@pytest.mark.parametrize("path", [f"catalog.{ending}" for ending in FORMS])
@pytest.mark.parametrize("address", [BASE, ""])
def test_nothing_of_a_forged_host_is_repeated(path, address):
    ask = client(address)
    answer = ask.get(f"/api/v1/{path}", headers={"Host": "evil.example"})
    paged = ask.get("/api/v1/activities.csv?limit=5", headers={"Host": "evil.example"})
    for told in (answer.text, str(answer.headers), paged.text, str(paged.headers)):
        assert "evil.example" not in told
        assert "testserver" not in told


def test_every_address_of_ours_is_the_public_one():
    ours = {str(node) for triple in WHOLE for node in triple if isinstance(node, URIRef) and "/api/v1/" in node}
    assert ours
    assert all(each.startswith(f"{BASE}/api/v1/") for each in ours)


def test_without_a_public_address_the_catalogue_is_true_wherever_it_was_fetched():
    assert isomorphic(graph(client("")), WHOLE)


# Forms and languages


def test_every_form_says_the_same():
    for ending, (_, form) in FORMS.items():
        assert isomorphic(graph(path=f"catalog.{ending}", form=form), WHOLE), ending


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/ld+json"),
        ("*/*", "application/ld+json"),
        ("text/turtle", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/json", "application/ld+json"),
        ("text/html, application/xml;q=0.9, */*;q=0.1", "application/rdf+xml"),
        ("application/ld+json;q=0.5, text/turtle;q=0.8", "text/turtle"),
        ("text/*", "text/turtle"),
        ("*/*, application/ld+json;q=0", "text/turtle"),
    ],
)
def test_the_form_is_the_one_that_the_client_likes_best(accept, media_type):
    answer = client().get("/api/v1/catalog", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("path", "accept", "allowed"),
    [
        ("catalog", "text/html", [media_type for media_type, _ in FORMS.values()]),
        ("catalog", "*/*;q=0", [media_type for media_type, _ in FORMS.values()]),
        ("catalog.jsonld", "text/turtle", ["application/ld+json"]),
        ("catalog.ttl", "application/rdf+xml", ["text/turtle"]),
    ],
)
def test_a_form_that_does_not_exist_is_refused(path, accept, allowed):
    answer = client().get(f"/api/v1/{path}", headers={"Accept": accept})
    error = answer.json()["error"]
    assert (answer.status_code, error["status"], error["allowed"]) == (406, 406, allowed)


def test_an_unchanged_catalogue_is_not_sent_again():
    ask = client()
    for ending in FORMS:
        tag = ask.get(f"/api/v1/catalog.{ending}").headers["etag"]
        assert ask.get(f"/api/v1/catalog.{ending}", headers={"If-None-Match": tag}).status_code == 304
        assert ask.get(f"/api/v1/catalog.{ending}?lang=en", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("lang", ["de", "en"])
def test_one_language_is_one_language(lang):
    found = graph(path=f"catalog.ttl?lang={lang}")
    assert {node.language for node in found.objects() if isinstance(node, Literal)} - {None} == {lang}
    asked = {str(url).partition("lang=")[2] for url in found.objects(None, DCAT.downloadURL)} - {""}
    assert asked == {lang}


def test_without_a_language_both_are_told():
    titles = {title.language for title in WHOLE.objects(URIRef(f"{BASE}/api/v1/catalog"), DCTERMS.title)}
    assert titles == {"de", "en"}


def test_a_language_that_does_not_exist_is_refused():
    error = client().get("/api/v1/catalog.ttl?lang=fr").json()["error"]
    assert (error["status"], error["parameter"], error["allowed"]) == (400, "lang", ["de", "en"])
