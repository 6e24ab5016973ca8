"""Every page as it opens: axe finds nothing, all comes from us, one main heading, nothing wider than a phone.

Each page is visited in both languages on light and on dark ground, spread over what it can show.
"""

import pytest

from tests.browser.test_accessibility import violations
from tests.browser.test_partner_chronicle import PHONE, TOO_WIDE, drawn

pytestmark = pytest.mark.browser

#: Two groups share the visits, so that both browsers have about as much to do.
VISITS = [
    ("/?", "de", "light"),
    ("/?", "en", "dark"),
    ("/?view=europe&city=krasnodar&sector=culture", "en", "light"),
    ("/?view=globe&city=krasnodar&sector=culture", "de", "dark"),
    ("/exchange?", "de", "light"),
    ("/exchange?form=partners&interval=decade", "en", "dark"),
    ("/exchange?topic=economy", "de", "dark"),
    ("/exchange?topic=education", "en", "light"),
    ("/exchange?topic=culture&form=programmes", "de", "light"),
    ("/partner?city=nancy", "de", "light"),
    ("/partner?city=krasnodar", "en", "dark"),
    ("/partner?city=vinnytsia", "de", "dark"),
    ("/partner?city=strasbourg", "en", "light"),
    ("/chronicle?", "de", "light"),
    ("/chronicle?q=Universitaet", "en", "dark"),
    ("/chronicle?entry=nancy-1955-02", "de", "dark"),
    ("/chronicle?entry=nancy-1955-02", "en", "light"),
    ("/comparison?", "de", "light"),
    ("/comparison?measure=since", "en", "dark"),
    ("/comparison?aspect=partners", "en", "light"),
    ("/comparison?aspect=partners", "de", "dark"),
    ("/comparison?aspect=cities", "de", "light"),
    ("/comparison?aspect=cities", "en", "dark"),
    ("/networks?", "de", "light"),
    ("/networks?network=eurodistrict-pamina&view=europe", "en", "dark"),
    ("/networks?network=klima-buendnis&view=globe", "de", "dark"),
    ("/networks?network=mayors-for-peace", "en", "light"),
    ("/anniversaries?today=2026-11-25", "de", "light"),
    ("/anniversaries?today=2026-11-25", "en", "dark"),
    ("/anniversaries?today=2026-11-25&partner=halle", "en", "light"),
    ("/anniversaries?today=2026-11-25&partner=krasnodar", "de", "dark"),
    ("/data?", "de", "light"),
    ("/data?part=sources", "en", "dark"),
    ("/data?part=completeness", "en", "light"),
    ("/data?part=doubts", "de", "dark"),
    ("/data?part=licences", "de", "light"),
    ("/about?", "de", "light"),
    ("/about?", "en", "dark"),
]
NARROW = [
    "/partner?city=san-miguel-de-los-bancos&lang=en",
    "/chronicle?entry=nancy-1955-02",
    "/comparison?",
    "/networks?network=mayors-for-peace&view=europe&lang=en",
    "/anniversaries?today=2026-11-25",
    "/data?table=observations",
]


def too_wide(page):
    """Return what of the page reaches beyond the window."""
    widths = page.evaluate(
        "() => [document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => [e.scrollWidth, e.clientWidth])"
    )
    return [width for width in widths if width[0] > width[1]] + page.evaluate(TOO_WIDE)


def shared_out(cases):
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.xdist_group(("browser", "browser-new")[number % 2]))
        for number, case in enumerate(cases)
    ]


@pytest.mark.parametrize(("path", "lang", "theme"), shared_out(VISITS))
def test_axe_finds_nothing_in_figures_and_tables_and_all_comes_from_us(visit, requests, address, path, lang, theme):
    page = drawn(visit(f"{path}&lang={lang}", theme=theme))
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == lang
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(500)
    assert too_wide(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    # Behind the tabs the same page is looked at on dark ground, where colours are harder to get right.
    tabs = page.get_by_role("tab", name={"de": "Tabelle", "en": "Table"}[lang], exact=True).all() if theme == "dark" else []
    for tab in tabs:
        tab.click()
        page.wait_for_timeout(200)
        page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    if tabs:
        page.wait_for_function("(n) => document.querySelectorAll('table').length >= n", arg=len(tabs), timeout=15_000)
        assert violations(page) == []
    assert all(request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")) for request in requests)


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize(("figure", "lang", "theme"), [("map", "de", "light"), ("matrix", "en", "dark")])
def test_an_embedded_figure_stands_alone_with_a_link_back(visit, address, figure, lang, theme):
    page = visit("/about", width=700, theme=theme)
    page.goto(f"{address}/embed?figure={figure}&sector=culture&lang={lang}")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_timeout(700)
    assert page.locator("[data-testid=stHeader], .st-key-filter-bar, .st-key-footer").filter(visible=True).count() == 0
    back = page.locator("[data-testid=stCaptionContainer] a").last
    assert "sector=culture" in back.get_attribute("href")
    assert "figure" not in back.get_attribute("href")
    assert violations(page) == []


@pytest.mark.parametrize("path", shared_out(NARROW))
def test_nothing_reaches_beyond_a_phone_and_axe_finds_nothing_there(visit, path):
    page = drawn(visit(path, **PHONE))
    assert too_wide(page) == []
    assert violations(page) == []
