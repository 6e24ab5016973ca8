"""Anniversaries page: sentence, chart, table, list and calendar agree, and suspended partners are listed apart."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.figures.anniversaries import anniversary_chart
from components.figures.layout import BOTH_WIDTHS
from components.words.texts import Texts
from data.anniversaries import anniversaries
from data.vocabulary import LANGUAGES
from tests.visiting import open_page, whole

ROOT = Path(__file__).parents[3]
TODAY = "2026-11-25"


def visit(path: str = "anniversaries", **params) -> AppTest:
    return whole(open_page(path, **({"today": TODAY} | params)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_heading_names_the_next_major_anniversary_and_counts_them(facts, select, lang):
    rows = anniversaries(facts, select(lang=lang), TODAY)
    ahead = sum(row.celebrated and row.on >= TODAY[: len(row.on)] for row in rows.itertuples())
    heading = visit(lang=lang).title[0].value
    assert Texts(lang).date("2027-08-19") in heading
    assert f" {Texts(lang).number(ahead)} " in heading
    assert visit(lang=lang, occasions="all").title[0].value == heading


def test_all_anniversaries_are_there_on_request(facts, select):
    few, many = (len(anniversaries(facts, select(occasions=choice), TODAY)) for choice in ("major", "all"))
    assert 3 * few < many
    app = visit()
    assert not any("ersten belegten Austauschs" in line.value for line in app.markdown)
    app = visit(occasions="all")
    assert any("ersten belegten Austauschs" in line.value for line in app.markdown)


def test_what_rests_is_listed_apart_with_its_reason(facts):
    app = visit()
    (listed,) = (line.value.replace("\\", "") for line in app.markdown if "](partner?city=" in line.value)
    resting = re.split(r"\n\n(?=\*\*\[)", listed)
    assert [line.partition("](")[0] for line in resting] == ["**[Van", "**[Krasnodar", "**[Nagpur", "**[Kampala"]
    head, reason, _, *days = resting[1].splitlines()
    assert head.rstrip().endswith("· ausgesetzt")
    assert reason.startswith("15. März 2022")
    assert "- 2027: 30 Jahre Städtepartnerschaft mit Krasnodar" in days
    assert not any("Krasnodar" in line.value for line in app.markdown if "**2" in line.value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_of_what_rests_name_its_status(facts, select, lang):
    figure = anniversary_chart(anniversaries(facts, select(lang=lang), TODAY), TODAY, facts, Texts(lang), "light")
    rows = [name.replace("<br>", " ") for name in figure.layout.yaxis.ticktext]
    assert f"Krasnodar ({Texts(lang).label('status', 'suspended')})" in rows
    assert f"Van ({Texts(lang).label('status', 'dormant')})" in rows
    assert "Nancy" in rows


def test_a_selection_without_anniversaries_says_so():
    app = visit(partner="strasbourg")
    assert app.title[0].value == Texts("de").t("anniversaries.none")
    assert app.get("download_button")[0].proto.disabled


@pytest.mark.parametrize("nasty", ["", "gestern", "2026-13-01", "2027-02-29", "<script>", "9999-12-31", "0001-01-01"])
def test_nonsense_for_today_raises_nothing(nasty):
    visit(today=nasty)


def test_the_partner_page_offers_its_own_calendar():
    def ways(city):
        app = visit("partner", city=city)
        return [each.key for each in app.get("download_button") if each.key == "profile-calendar"], app.get("link_button")

    saved, subscribed = ways("halle")
    assert saved == ["profile-calendar"]
    assert [button.proto.url.partition(":")[0] for button in subscribed] == ["webcal"]
    assert "partner=halle" in subscribed[0].proto.url
    assert ways("krasnodar") == ([], [])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chart_draws_every_anniversary_once_per_partner(facts, select, lang, theme):
    rows = anniversaries(facts, select(lang=lang, occasions="all"), TODAY)
    figure = anniversary_chart(rows, TODAY, facts, Texts(lang), theme)
    narrow, wide = ([trace for trace in figure.data if trace.meta == width] for width in BOTH_WIDTHS)
    for traces in (narrow, wide):
        assert sum(len(trace.x) for trace in traces) == sum(len(partners) for partners in rows["partners"])
        places = [(round(x, 6), round(y, 6)) for trace in traces for x, y in zip(trace.x, trace.y, strict=True)]
        assert len(set(places)) == len(places)
    assert figure.data[::2] == tuple(narrow), "the rule of style tells the two by their order"
    for trace in figure.data:
        years = [int(at) for at in trace.x]
        assert all(2024 <= year <= 2036 for year in years)
        hollow = str(trace.marker.symbol).endswith("-open")
        assert all((Texts(lang).t("anniversaries.not_celebrated") in hover) == hollow for hover in trace.hovertext)
    numbers = sorted(int(text) for trace in wide for text in trace.text if text)
    assert numbers == sorted(row.years for row in rows.itertuples() if row.major for _ in row.partners)
