"""Tables as HTML: cells show what they say, and nothing in them becomes markup, a script or a request."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from components.exports.html_table import html_table
from components.widgets.table import cell_html
from components.words.phrases import escaped


def cell_of(words: str) -> html.HtmlElement:
    """Return the second cell of a table of one row, in which ``words`` stand."""
    made = html.fromstring(html_table(pd.DataFrame({"Partner": ["Nancy"], "Words": [words]}), "Words", cell_html))
    (cell,) = made.iter("td")
    return cell


def test_columns_rows_and_the_table_have_names():
    made = html.fromstring(
        html_table(pd.DataFrame({"Partner": ["Nancy", "Van"], "Activities": ["2", "–"]}), 'Partners & "others"', cell_html)
    )
    assert made.xpath("./table/@aria-label") == ['Partners & "others"']
    assert made.xpath(".//th[@scope='col']/text()") == ["Partner", "Activities"]
    assert made.xpath(".//th[@scope='row']/text()") == ["Nancy", "Van"]
    assert made.xpath(".//td/text()") == ["2", "–"]


def test_a_link_opens_beside_the_page():
    (link,) = cell_of("[two entries](chronicle?q=Nancy&lang=en) (press)").iter("a")
    assert (link.text, link.get("href"), link.get("target")) == ("two entries", "chronicle?q=Nancy&lang=en", "_blank")
    assert link.tail == " (press)"


def test_an_icon_is_not_read_aloud_and_one_in_a_text_is_text():
    (icon,) = cell_of(":material/palette:\N{NO-BREAK SPACE}Culture").iter("span")
    assert (icon.text, icon.get("aria-hidden"), icon.tail) == ("palette", "true", "\N{NO-BREAK SPACE}Culture")
    assert cell_of(escaped(":material/palette:")).text_content() == ":material/palette:"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src="https://example.org/x">',
        "![](https://example.org/x)",
        "[a](javascript:alert(1))",
        "[a](data:text/html;base64,eA==)",
        '<a href="https://example.org">a</a>',
    ],
)
def test_nothing_in_a_cell_runs_or_asks_another_server(hostile):
    cell = cell_of(hostile)
    assert not list(cell.iter("script", "img"))
    assert {link.get("href").partition(":")[0] for link in cell.iter("a")} <= {"https"}
    assert cell_of(escaped(hostile)).text_content() == hostile


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp", "Zs"))))
def test_escaped_text_is_shown_unchanged(text):
    assert cell_of(escaped(text)).text_content() == text
