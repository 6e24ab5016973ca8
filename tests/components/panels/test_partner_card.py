"""Partner card on the map page: its content and how it closes."""

from dataclasses import replace

import pytest

from components.words.phrases import escaped
from components.words.texts import Texts
from data.queries import exchanges, latest_activities, status_history
from data.vocabulary import LANGUAGES
from tests.visiting import address, lines, open_page, stands_still


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_card_of_a_city_tells_names_relation_status_activities_and_history(facts, select, lang):
    texts = Texts(lang)
    for row in facts.partner_rows:
        app = open_page(lang=lang, city=row["id"], ended="yes")
        assert stands_still(app)
        same = select(lang=lang, ended=True)
        assert app.header[0].value == row[f"name_{lang}"]
        told = lines(app)
        for name in {row["name_local"], row["name_en"], row["name_de"]} - {row[f"name_{lang}"]}:
            assert any(name in line and texts.country(row["country"]) in line for line in told), name
        assert any(texts.label("relation", row["kind"]) in line for line in told)
        status = f"**{texts.label('status', row['status']).capitalize()}**"
        assert any(line.endswith(status) for line in told) == (row["status"] != "active")
        found = exchanges(facts, same)
        own = found[found["partner"] == row["id"]]
        latest = latest_activities(facts, replace(same, partners=(row["id"],)))
        assert len(latest) == min(3, len(own))
        titled = [next((i for i, line in enumerate(told) if escaped(title) in line), None) for title in latest["title"]]
        assert None not in titled
        assert titled == sorted(titled), "newest first"
        steps = status_history(facts, row["id"], same.lang)
        histories = [expander for expander in app.expander if str(len(steps)) in expander.label]
        assert len(histories) == bool(len(steps))
        for expander in histories:
            assert [escaped(step.title) in line.value for step, line in zip(steps.itertuples(), expander.markdown, strict=True)] == [
                True
            ] * len(steps)


def test_the_card_says_when_there_was_no_relation_yet():
    app = open_page(city="winnyzja", to="1990", lang="en")
    assert stands_still(app)
    assert "At the end of 1990 no partnership was documented yet." in lines(app)


def test_closing_the_card_takes_it_out_of_the_address():
    app = open_page(city="nancy")
    app.button(key="card-close").click().run()
    assert stands_still(app)
    assert address(app) == {}
    assert not app.header
    assert app.radio(key="city").value is None
