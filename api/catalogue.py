"""Build the catalogue for data portals: DCAT-AP.de 3.0 as an RDF graph in several formats."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from api.licences import CLOSED, LICENCES, OF_SOURCES, to_be_named
from components.words.texts import Texts
from data.city import CITY
from data.dataset import Dataset
from data.vocabulary import LANGUAGES

#: Forms by the ending of their file: media type, and what rdflib calls them. The first is the one for whoever takes any.
FORMS: Final = {
    "jsonld": ("application/ld+json", "json-ld"),
    "ttl": ("text/turtle", "turtle"),
    "rdf": ("application/rdf+xml", "xml"),
}
#: More general names under which clients ask for a form.
_ALIASES: Final = {"jsonld": ("application/json",), "ttl": (), "rdf": ("application/xml", "text/xml")}
_QUALITY: Final = re.compile(r";\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)")
_PROJECT: Final = CITY.title
#: Day of the first release, see ``publiccode.yml``.
ISSUED: Final = "2026-11-25"

_DCATAP: Final = Namespace("http://data.europa.eu/r5r/")
_DCATDE: Final = Namespace("http://dcat-ap.de/def/dcatde/")
_VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
_PREFIXES: Final = {
    "dcat": DCAT,
    "dcatap": _DCATAP,
    "dcatde": _DCATDE,
    "dct": DCTERMS,
    "foaf": FOAF,
    "rdfs": RDFS,
    "skos": SKOS,
    "vcard": _VCARD,
    "xsd": XSD,
}
_EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_LANGUAGE: Final = {"de": "DEU", "en": "ENG"}
_FILE_TYPES: Final = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "geojson": ("GEOJSON", "application/geo+json"),
    "zip": ("ZIP", "application/zip"),
}
_GEOCODING: Final = "http://dcat-ap.de/def/politicalGeocoding/"
_THEMES: Final = ("INTR", "EDUC")
#: Each dataset: its files, and which of its parameters, beside the language, make them.
_OBSERVED: Final = ("observations.csv", "observations.json")
_DATASETS: Final[dict[str, tuple[tuple[str, ...], dict[str, str]]]] = {
    "partners": (("partners.geojson",), {}),
    "activities": (("activities.csv", "activities.json"), {}),
    "observations": (_OBSERVED, {}),
    **{f"observations-{licence.replace('.', '-')}": (_OBSERVED, {"licence": licence}) for licence in OF_SOURCES},
    "package": (("package.zip",), {}),
}


@dataclass(frozen=True)
class Publisher:
    """The publisher of the data, as configured by the operator.

    ``contributor`` is the URI under which a portal knows the operator. ``licence`` is the id, see ``api.licences``, of the licence under
    which the operator releases what it has collected and worded itself; empty where it releases it under none.
    """

    name: str = ""
    email: str = ""
    contributor: str = ""
    licence: str = ""

    @property
    def named(self) -> str:
        """Return the name of the publisher; without a configured operator it is the project itself."""
        return self.name or _PROJECT

    @property
    def credited(self) -> str:
        """Return the name for attributions."""
        return f"{self.name}, {_PROJECT}" if self.name else _PROJECT


def acceptable(accept: Sequence[str], offered: Sequence[str]) -> str:
    """Return the format of ``offered`` that the header lines ``accept`` prefer, the first of equals; empty if none is acceptable."""
    ranges: dict[str, float] = {}
    for part in filter(None, (part.strip().lower() for part in ",".join(accept).split(","))):
        quality = _QUALITY.search(part)
        ranges[part.partition(";")[0].strip()] = float(quality[1]) if quality else 1.0
    if not ranges:
        return offered[0]

    def liking(form: str) -> float:
        media_type = FORMS[form][0]
        # The most exact range decides.
        covering = (media_type, *_ALIASES[form], f"{media_type.partition('/')[0]}/*", "*/*")
        return next((ranges[each] for each in covering if each in ranges), 0.0)

    best = max(offered, key=liking)
    return best if liking(best) > 0 else ""


def _title(file_type: str, lang: str, t: Texts) -> str:
    return t.t("catalogue.file", form=file_type, language=t.t(f"catalogue.language.{lang}")) if lang else file_type


class _Catalogue:
    """A graph under construction: every node has a URI, so that equal data give equal graphs."""

    def __init__(self, facts: Dataset, base: str, publisher: Publisher, languages: Sequence[str]) -> None:
        self.facts, self.base, self.publisher, self.languages = facts, base, publisher, languages
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in _PREFIXES.items():
            self.graph.bind(prefix, namespace)

    def node(self, fragment: str) -> URIRef:
        return URIRef(f"{self.base}catalog#{fragment}")

    def say(self, subject: URIRef, predicate: URIRef, *objects: Node) -> None:
        for one in objects:
            self.graph.add((subject, predicate, one))

    def words(self, subject: URIRef, predicate: URIRef, word: Callable[[Texts], str]) -> None:
        self.say(subject, predicate, *(Literal(word(Texts(lang)), lang=lang) for lang in self.languages))

    def term(self, scheme: str, code: str, *kinds: URIRef) -> URIRef:
        """Return a term of a controlled vocabulary with its scheme and type, so that a portal need not fetch it."""
        term = URIRef(f"{scheme}{code}")
        self.say(term, RDF.type, *kinds)
        self.say(term, SKOS.inScheme, URIRef(scheme.rstrip("/")))
        return term

    def concept(self, scheme: str, code: str) -> URIRef:
        term = self.term(scheme, code, SKOS.Concept)
        self.words(term, SKOS.prefLabel, lambda t: t.t(f"catalogue.concept.{code.lower()}"))
        return term

    def day(self, day: str) -> Literal:
        return Literal(day, datatype=XSD.dateTime if "T" in day else XSD.date)

    @property
    def modified(self) -> Literal:
        """Return when the data last changed: when their version was published, else the date of their latest event."""
        return self.day(self.facts.published or max(ISSUED, self.facts.as_of))

    def agent(self) -> URIRef:
        agent = self.node("publisher")
        self.say(agent, RDF.type, FOAF.Agent)
        self.say(agent, FOAF.name, Literal(self.publisher.named))
        return agent

    def common(self, subject: URIRef) -> None:
        """Add the properties that catalogue, datasets and service share."""
        self.say(subject, DCTERMS.publisher, self.agent())
        self.say(subject, _DCATAP.availability, self.concept(f"{_EU}planned-availability/", "AVAILABLE"))

    def dated(self, subject: URIRef) -> None:
        self.say(subject, DCTERMS.issued, self.day(ISSUED))
        self.say(subject, DCTERMS.modified, self.modified)

    def spoken(self, subject: URIRef, languages: Iterable[str]) -> None:
        for lang in languages:
            self.say(subject, DCTERMS.language, self.term(f"{_EU}language/", _LANGUAGE[lang], DCTERMS.LinguisticSystem))

    def placed(self, subject: URIRef) -> None:
        place = (
            URIRef(f"{_GEOCODING}municipalityKey/{CITY.municipality_key}")
            if CITY.municipality_key
            else URIRef(f"{self.base}catalogue#place")
        )
        self.say(place, RDF.type, DCTERMS.Location)
        self.words(place, SKOS.prefLabel, lambda t: CITY.called(t.lang))
        self.say(subject, DCTERMS.spatial, place)

    def document(self, path: str) -> URIRef:
        page = URIRef(self.base.removesuffix("api/v1/") + path)
        self.say(page, RDF.type, FOAF.Document)
        return page

    def span(self, name: str) -> tuple[str, str]:
        """Return the first and last day that a dataset covers."""
        observed = self.facts.observations["year"]
        match name.partition("-")[0]:
            case "package" if len(observed):
                return f"{int(observed.min())}-01-01", f"{int(observed.max())}-12-31"
            case "observations":
                return f"{self.facts.years[0]}-01-01", f"{self.facts.years[1]}-12-31"
            case _:
                return f"{self.facts.years[0]}-01-01", self.facts.as_of

    def has_rows(self, name: str) -> bool:
        """Return whether there is anything in a dataset; an empty one is not offered."""
        match name.partition("-")[0]:
            case "activities":
                return bool(len(self.facts.activities))
            case "observations":
                return bool(len(self.facts.observations))
            case _:
                return True

    def licence_of(self, name: str) -> str:
        """Return the id of the open licence of a whole dataset, empty if there is none."""
        _, query = _DATASETS[name]
        match name:
            case "partners":
                return "cc-by-4.0"
            case "activities":
                return self.publisher.licence
            case _:
                return query.get("licence", "")

    def terms(self, subject: URIRef, name: str) -> None:
        """Add the licence and the attribution of a file of the dataset ``name``."""
        licence = self.licence_of(name)
        uri = URIRef(LICENCES[licence] if licence else CLOSED)
        self.say(uri, RDF.type, DCTERMS.LicenseDocument)
        self.say(uri, SKOS.inScheme, URIRef("http://dcat-ap.de/def/licenses"))
        self.say(subject, DCTERMS.license, uri)
        publishers, credited = "; ".join(to_be_named(self.facts, licence)), self.publisher.credited
        terms = name if licence else "sources"
        self.words(
            subject,
            _DCATDE.licenseAttributionByText,
            lambda t: t.t(f"catalogue.named.{terms}", publisher=credited, publishers=publishers),
        )
        if not licence:
            rights = self.node("terms-of-the-sources")
            self.say(rights, RDF.type, DCTERMS.RightsStatement)
            self.words(rights, RDFS.label, lambda t: t.t("catalogue.rights"))
            self.say(subject, DCTERMS.rights, rights)

    def distribution(self, name: str, file: str, query: dict[str, str], lang: str) -> URIRef:
        """Add a file with the whole dataset and return it; ``lang`` is empty for files without text of their own."""
        asked = query | ({"lang": lang} if lang else {})
        address = URIRef(f"{self.base}{file}{'?' * bool(asked)}{urlencode(asked)}")
        ending = file.rpartition(".")[2]
        file_type, media_type = _FILE_TYPES[ending]
        one = self.node("-".join(filter(None, (name, ending, lang))))
        self.say(one, RDF.type, DCAT.Distribution)
        self.words(one, DCTERMS.title, lambda t: _title(file_type, lang, t))
        self.say(one, DCAT.accessURL, address)
        self.say(one, DCAT.downloadURL, address)
        self.say(one, DCTERMS["format"], self.term(f"{_EU}file-type/", file_type, DCTERMS.MediaTypeOrExtent))
        media = URIRef(f"{_IANA}{media_type}")
        self.say(media, RDF.type, DCTERMS.MediaType)
        self.say(one, DCAT.mediaType, media)
        self.say(one, _DCATAP.availability, self.concept(f"{_EU}planned-availability/", "AVAILABLE"))
        self.spoken(one, [lang] if lang else LANGUAGES)
        self.dated(one)
        self.terms(one, name)
        return one

    def dataset(self, name: str) -> URIRef:
        files, query = _DATASETS[name]
        one = self.node(name)
        self.say(one, RDF.type, DCAT.Dataset)
        self.words(one, DCTERMS.title, lambda t: t.t(f"catalogue.title.{name}"))
        self.words(one, DCTERMS.description, lambda t: t.t(f"catalogue.about.{name}"))
        for lang in self.languages:
            keywords = Texts(lang).t("catalogue.keywords").split(", ")
            self.say(one, DCAT.keyword, *(Literal(keyword, lang=lang) for keyword in keywords))
        self.common(one)
        self.dated(one)
        self.placed(one)
        self.spoken(one, LANGUAGES)
        self.say(one, DCTERMS.identifier, Literal(f"{CITY.id}-{name}"))
        self.say(one, DCAT.theme, *(self.concept(f"{_EU}data-theme/", code) for code in _THEMES))
        self.say(one, DCAT.landingPage, self.document("data"))
        self.say(one, DCTERMS.accessRights, self.term(f"{_EU}access-right/", "PUBLIC", DCTERMS.RightsStatement))
        self.say(one, _DCATDE.politicalGeocodingLevelURI, self.term(f"{_GEOCODING}Level/", "municipality"))
        if self.publisher.contributor:
            self.say(one, _DCATDE.contributorID, URIRef(self.publisher.contributor))
        if self.publisher.email:
            self.say(one, DCAT.contactPoint, self.contact())
        period = self.node(f"{name}-period")
        first, last = self.span(name)
        self.say(period, RDF.type, DCTERMS.PeriodOfTime)
        self.say(period, DCAT.startDate, self.day(first))
        self.say(period, DCAT.endDate, self.day(last))
        self.say(one, DCTERMS.temporal, period)
        for file in files:
            for lang in ("",) if file == "package.zip" else self.languages:
                self.say(one, DCAT.distribution, self.distribution(name, file, query, lang))
        return one

    def contact(self) -> URIRef:
        contact = self.node("contact")
        self.say(contact, RDF.type, _VCARD.Kind, _VCARD.Organization)
        self.say(contact, _VCARD.fn, Literal(self.publisher.named))
        self.say(contact, _VCARD.hasEmail, URIRef(f"mailto:{self.publisher.email}"))
        return contact

    def service(self, datasets: Sequence[URIRef]) -> URIRef:
        """Add the routes that return a part of the data, selected by parameters."""
        service = self.node("service")
        self.say(service, RDF.type, DCAT.DataService)
        self.words(service, DCTERMS.title, lambda t: t.t("catalogue.service"))
        self.common(service)
        self.say(service, DCAT.endpointURL, URIRef(self.base))
        self.say(service, DCAT.endpointDescription, URIRef(f"{self.base}openapi.json"))
        self.say(service, DCAT.servesDataset, *datasets)
        return service

    def whole(self) -> Graph:
        catalogue = URIRef(f"{self.base}catalog")
        self.say(catalogue, RDF.type, DCAT.Catalog)
        self.words(catalogue, DCTERMS.title, lambda t: t.t("catalogue.title.all"))
        self.words(catalogue, DCTERMS.description, lambda t: t.t("catalogue.about.all"))
        self.common(catalogue)
        self.dated(catalogue)
        self.placed(catalogue)
        self.spoken(catalogue, LANGUAGES)
        self.say(catalogue, FOAF.homepage, self.document(""))
        taxonomy = URIRef(f"{_EU}data-theme")
        self.say(taxonomy, RDF.type, SKOS.ConceptScheme)
        self.words(taxonomy, DCTERMS.title, lambda t: t.t("catalogue.taxonomy"))
        self.say(catalogue, DCAT.themeTaxonomy, taxonomy)
        datasets = [self.dataset(name) for name in _DATASETS if self.has_rows(name)]
        self.say(catalogue, DCAT.dataset, *datasets)
        self.say(catalogue, DCAT.service, self.service(datasets))
        return self.graph


def catalogue(facts: Dataset, base: str, publisher: Publisher, lang: str, form: str) -> bytes:
    """Return the catalogue of the open data by DCAT-AP.de 3.0 in the format ``form``, a key of ``FORMS``.

    ``base`` is the address of the routes, ending in a slash; without a host all addresses are relative to the catalogue's own. ``lang``
    limits words and files to one language, empty for both. A file is open where every source of it allows the same open licence; see
    ``data/LICENSE.md``.
    """
    graph = _Catalogue(facts, base, publisher, (lang,) if lang else LANGUAGES).whole()
    # For JSON-LD alone, which would otherwise spell out every address; the others ignore it.
    return graph.serialize(format=FORMS[form][1], auto_compact=True).encode()
