"""Exchange page: topics, forms, figures, sentence, table and URL agree."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.words.texts import Texts
from data import statistics, timelines
from data.queries import count_events, exchanges, sector_counts, without_city_list
from data.vocabulary import BAND_SECTORS, FORMS, INTERVALS, LANGUAGES, SECTORS, TOPICS
from tests.visiting import address, chosen, open_page, press, tables, whole

ROOT = Path(__file__).parents[3]


def visit(**params) -> AppTest:
    return whole(open_page("exchange", **params))


#: The sectors that have a band in a link without sectors, in a sentence.
NAMED = "in den Bereichen Kultur, Wirtschaft und Bildung"


def charts(app: AppTest) -> list[str]:
    return [node.proto.alt for node in app.main if node.type == "plotly_chart"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_shows_its_activities_and_its_statistics(facts, select, topic, lang):
    app, texts = visit(topic=topic, lang=lang, form="sectors"), Texts(lang)
    sectors = () if topic == "all" else (topic,)
    found = exchanges(facts, select(sectors=sectors))
    headings = [header.value for header in app.header]
    assert texts.n("stage.partners", found["partner"].nunique()) in headings[0]
    assert len(charts(app)) == (1 if topic == "all" else 2)
    assert charts(app)[0] == headings[0]
    if topic != "all":
        picker = app.selectbox(key="choice-indicator")
        assert len(picker.options) == len(statistics.indicators_of(facts, topic))
        assert charts(app)[1] == headings[-1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_a_figure_and_its_source(form, lang):
    app, texts = visit(form=form, lang=lang), Texts(lang)
    assert len(charts(app)) == 1
    start = texts.t("bands.source" if form == "bands" else "timeline.source")
    ongoing = "" if form == "programmes" else f"{texts.t('timeline.unfinished', period=2026)}. "
    assert any(caption.value.startswith(f"{ongoing}{start}") for caption in app.caption)


@pytest.mark.parametrize("interval", INTERVALS)
def test_the_sentence_names_partners_and_sectors_and_counts_nothing(facts, select, interval):
    found = exchanges(facts, select())
    first, last = facts.years
    told = f"in {len(sector_counts(found))} Bereichen mit {found['partner'].nunique()} Partnern"
    assert visit(interval=interval, form="sectors").header[0].value == f"Karlsruhe hat sich von {first} bis {last} {told} ausgetauscht"


def test_without_the_complete_list_the_years_compare(facts, select):
    app = visit(form="sectors")
    whole(app.toggle(key="city-list").set_value(False).run())
    rest = without_city_list(exchanges(facts, select()))
    assert 0 < count_events(rest) < count_events(exchanges(facts, select()))
    assert address(app) == {"form": ["sectors"], "list": ["without"]}


def test_filters_of_the_frame_apply_to_the_figure(facts, select):
    app = whole(press(visit(form="sectors"), "filter-sectors", SECTORS, "sport"))
    found = exchanges(facts, select(sectors=("sport",)))
    assert f"im Bereich Sport mit {found['partner'].nunique()} Partnern" in app.header[0].value
    assert address(app) == {"form": ["sectors"], "sector": ["sport"]}


def test_a_topic_over_another_filter_says_so():
    app = visit(topic="economy", sector="culture")
    note = Texts("de").t("exchange.topic_over_filter", topic="Wirtschaft")
    assert note in [caption.value for caption in app.caption]


@pytest.mark.parametrize(("form", "where"), [("bands", f"{NAMED} "), ("sectors", "")])
def test_a_selection_without_activities_says_so(form, where):
    app = visit(form=form, partner="winnyzja", to="1990")
    assert charts(app) == []
    assert app.info[0].value == Texts("de").t("timeline.none", years=f"{where}mit Winnyzja von 1955 bis 1990")


LINK = {
    "topic": "economy",
    "indicator": "de_imports_from_partner_eur",
    "scale": "index",
    "interval": "five",
    "form": "partners",
    "list": "without",
}


def test_a_link_gives_the_whole_view_and_the_view_the_link():
    app = visit(**LINK, lang="en")
    assert address(app) == {name: [value] for name, value in LINK.items()} | {"lang": ["en"]}
    view = chosen(app)
    assert (view.topic, view.indicator, view.scale, view.interval, view.form, view.city_list) == tuple(LINK.values())
    assert app.selectbox(key="choice-indicator").value == LINK["indicator"]


@pytest.mark.parametrize("parameter", list(LINK))
@pytest.mark.parametrize("nasty", ["", "<script>", "x" * 500, "Wirtschaft", "__import__"])
def test_nonsense_is_dropped_in_one_quiet_line(parameter, nasty):
    app = visit(**{parameter: nasty})
    start = Texts("de").t("filters.dropped", values="")
    assert len([line for line in app.text if line.value.startswith(start)]) == 1
    assert address(app) == {}


def test_an_indicator_of_another_topic_gives_way_to_the_topics_first(facts):
    app = visit(topic="education", indicator="de_exports_to_partner_eur")
    assert app.selectbox(key="choice-indicator").value == statistics.indicators_of(facts, "education")[0]


def test_another_indicator_goes_back_to_plain_values():
    app = visit(topic="economy", scale="log")
    whole(app.selectbox(key="choice-indicator").set_value("de_imports_from_partner_eur").run())
    assert (chosen(app).indicator, chosen(app).scale) == ("de_imports_from_partner_eur", "linear")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_passport_says_level_unit_quality_and_definition(facts, lang):
    app, texts = visit(topic="economy", lang=lang), Texts(lang)
    meta = statistics.indicator(facts, statistics.indicators_of(facts, "economy")[0], lang)
    said = "\n".join(node.value for node in app.markdown)
    assert f"**{texts.label('geography', meta.geography)}** · {meta.unit_label}" in said
    assert texts.label("quality", meta.chart) in said
    assert meta.definition.split(".")[0][:40] in re.sub(r"\\(.)", r"\1", said)


@pytest.mark.parametrize("form", FORMS)
def test_the_table_holds_what_the_figure_counts(facts, select, form):
    """The table is computed once it is wanted; its figures are those of the chart."""
    app = visit(form=form)
    app.session_state["bands-shown" if form == "bands" else "activities-shown"] = "table"
    app = whole(app.run())
    assert len(tables(app)) == 1
    table, found = tables(app)[0].value, exchanges(facts, select())
    if form == "bands":
        for sector in BAND_SECTORS:
            column = table[Texts("de").t("bands.column_activities", sector=Texts("de").label("sector", sector))]
            own = found[found["sector"] == sector]
            assert sum(int(value) for value in column if value) == count_events(own)
    elif form == "programmes":
        assert len(table) == len(timelines.programmes(facts, select()))
    elif form == "cumulative":
        assert int(table.iloc[0][Texts("de").t("table.total")].replace(".", "")) == int(
            timelines.cumulative(found, 1955, 2026).groupby("year")["n"].sum().max()
        )
    else:
        totals = timelines.counts(found, "year", "sector" if form == "sectors" else "partner")["n"].sum()
        assert sum(int(value.replace(".", "")) for value in table[Texts("de").t("table.total")]) == totals


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bare_link_opens_a_band_per_sector_and_says_what_else_there_is(facts, select, lang):
    app, texts = visit(lang=lang), Texts(lang)
    (alternative,) = charts(app)
    assert app.header[0].value in alternative
    for sector in BAND_SECTORS:
        assert f"{texts.label('sector', sector)}: " in alternative
    (others,) = (node.value for node in app.markdown if texts.label("form", "sectors") in node.value)
    rest = exchanges(facts, select())
    rest = rest[~rest["sector"].isin(BAND_SECTORS)]
    assert texts.number(count_events(rest)) in others
    assert all(texts.label("sector_in", sector) in others for sector in set(rest["sector"]))


def test_a_chosen_sector_is_the_only_band_and_nothing_else_is_missing():
    app = visit(sector="sport")
    (alternative,) = charts(app)
    assert "Sport: " in alternative
    assert "Kultur" not in alternative
    assert not [node.value for node in app.markdown if Texts("de").label("form", "sectors") in node.value]


@pytest.mark.parametrize("form", [form for form in FORMS if form != "bands"])
def test_a_link_that_names_a_form_shows_it(form):
    app = visit(form=form)
    assert next(node.proto.id for node in app.main if node.type == "plotly_chart").endswith("activities")
    assert address(app) == {"form": [form]}
