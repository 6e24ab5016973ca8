"""Figures of exchange for a selection are alike in both languages."""

from components.exhibits.exchange import statistic_chart
from components.words.texts import Texts
from data.vocabulary import LANGUAGES


def test_a_country_has_the_same_colour_in_every_language(facts, select):
    colours = []
    for lang in LANGUAGES:
        chart = statistic_chart(facts, select(lang=lang, topic="education", indicator="students_from_country_in_germany_isced6_7"), "light")
        codes = {Texts(lang).country(row["country"]): row["country"] for row in facts.partner_rows}
        colours.append({codes[trace.name]: trace.line.color for trace in chart.figure.data if trace.name in codes})
    assert len(colours[0]) > 5
    assert colours[0] == colours[1]
