"""What the bands say is true of the world: no year is ranked, and no number of activities is a message (counting rule 1)."""

import re

import pytest

from components.exhibits.exchange import bands_chart
from components.words.texts import Texts
from data.bands import bands
from data.city import CITY
from data.vocabulary import LANGUAGES, SECTORS

CITY_LIST_YEARS = (CITY.complete_lists[0].first, CITY.complete_lists[0].last)

FORBIDDEN = re.compile(r"Aktivität|activit|am (?:meisten|dichtesten)|die meisten|höchst|\bmost\b|highest|densest|peak", re.IGNORECASE)
VIEWS = [
    {},
    {"sectors": ("education",)},
    *({"partners": (partner,)} for partner in ("nancy", "halle", "krasnodar", "winnyzja", "pune")),
    {"sectors": SECTORS[3:]},
    {"first_year": 2009, "last_year": 2016},
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("changes", VIEWS)
def test_a_year_in_a_sentence_is_the_first_with_exchange_or_an_end_of_the_official_series(facts, select, changes, lang):
    chosen = select(lang=lang, **changes)
    chart = bands_chart(facts, chosen, "light")
    for band, word in zip(bands(facts, chosen).bands, chart.words, strict=True):
        values = band.official.values if band.official else None
        allowed = {band.since}
        if values is not None:
            last = [value.year for value in values if value.segment == values[-1].segment]
            allowed |= {last[0], last[-1]}
        own = word.sentence.partition(";")[0] if values is not None else word.sentence
        assert {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", word.sentence)} <= allowed
        in_list = set(range(CITY_LIST_YEARS[0], CITY_LIST_YEARS[1] + 1)) - {band.since}
        assert not {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", own)} & in_list


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("changes", VIEWS)
def test_no_number_of_activities_and_no_superlative_is_the_message(facts, select, changes, lang):
    chart = bands_chart(facts, select(lang=lang, **changes), "light")
    for text in (chart.sentence, *chart.lines):
        assert not FORBIDDEN.search(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_changes_no_sentence_but_the_number_of_partners(facts, select, lang):
    pairs = zip(*(bands_chart(facts, select(lang=lang, city_list=way), "light").lines for way in ("with", "without")), strict=True)
    for one, other in pairs:
        assert re.sub(r"\d+ (Partner|partner)", r"\1", one) == re.sub(r"\d+ (Partner|partner)", r"\1", other)


def test_since_is_left_out_where_the_viewer_has_cut_off_earlier_years(facts, select):
    assert "belegt seit 1962" in bands_chart(facts, select(), "light").words[0].sentence
    assert "belegt" not in bands_chart(facts, select(first_year=1990), "light").words[0].sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_source_names_the_publishers_of_the_series_and_the_rule_of_the_axis(facts, select, lang):
    chart, t = bands_chart(facts, select(lang=lang), "light"), Texts(lang)
    publishers = facts.sources.set_index("id")["publisher"]
    ids = {source for band in chart.bands.bands for value in band.official.values for source in value.sources}
    plain = chart.source.replace("\\", "")
    assert all(publishers[one] in plain for one in ids)
    assert t.t("bands.axis", year=chart.bands.start) in chart.reading
    assert t.t("bands.axis", year=2012) not in bands_chart(facts, select(lang=lang, first_year=2012), "light").reading
