"""Every page as one sees it: axe finds nothing, no word is in the wrong language, nothing is too wide, all comes from us.

A walk begins with a view as its link opens it, then turns its tables, language, ground and width at once. So every view is seen in both
languages, on both grounds, at a desk and on a phone; all pairings of all views, with their menus open and their tables too, are walked by
``make accessibility``.
"""

import re

import pytest
from playwright.sync_api import expect

from data.vocabulary import LANGUAGES
from tests.browser.conftest import settle
from tests.browser.test_accessibility import violations
from tests.browser.test_partner_chronicle import PHONE, TOO_WIDE, drawn
from tests.browser.words import foreign_words

pytestmark = pytest.mark.browser

#: Walked with every change; with those of ``MORE`` they show all that pages can show.
VIEWS = [
    "/?",
    "/?view=europe&city=krasnodar&sector=culture",
    "/exchange?",
    "/exchange?form=partners&interval=decade",
    "/exchange?topic=economy",
    "/partner?city=krasnodar",
    "/chronicle?",
    "/comparison?",
    "/comparison?aspect=partners",
    "/comparison?aspect=cities",
    "/networks?network=eurodistrict-pamina&view=europe",
    "/anniversaries?today=2026-11-25",
    "/data?table=observations",
    "/data?part=doubts",
    "/about?",
]
MORE = [
    "/?view=globe",
    "/exchange?topic=culture&form=programmes",
    "/exchange?topic=education",
    "/partner?city=nancy",
    "/partner?city=san-miguel-de-los-bancos",
    "/chronicle?q=Universitaet",
    "/chronicle?entry=nancy-1955-02",
    "/comparison?measure=since",
    "/networks?",
    "/networks?network=klima-buendnis&view=globe",
    "/anniversaries?today=2026-11-25&partner=krasnodar",
    "/data?part=sources",
    "/data?part=completeness",
    "/data?part=licences",
    "/data?part=upkeep",
]
DESK = {"width": 1440, "height": 900}
#: Here the navigation puts what has no room into a menu, in the framework's own words.
TABLET = {"width": 820, "height": 1180}
#: A window of 1280 by 1024 pixels at 400 % zoom.
ZOOMED = {"width": 320, "height": 256}
GROUNDS = ("light", "dark")
OTHER = dict(zip((*LANGUAGES, *GROUNDS), (*LANGUAGES[::-1], *GROUNDS[::-1]), strict=True))


def too_wide(page):
    """Return what of the page reaches beyond the window."""
    widths = page.evaluate(
        "() => [document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => [e.scrollWidth, e.clientWidth])"
    )
    return [width for width in widths if width[0] > width[1]] + page.evaluate(TOO_WIDE)


def resized(page, size):
    page.set_viewport_size(size)
    page.wait_for_timeout(500)
    return page


def turned(page, lang, theme):
    """Let the open page speak ``lang`` and stand on the ground of ``theme``."""
    page.emulate_media(color_scheme=theme)
    page.wait_for_timeout(400)  # then the page is drawn anew in the colours of its ground (scripts/colour_scheme.js)
    settle(page)
    page.locator(".st-key-language button").filter(has_text=re.compile(f"{lang.upper()}$")).click()
    page.wait_for_function("(lang) => document.documentElement.lang === lang", arg=lang)
    settle(page)
    return drawn(page)


def with_tables(page, lang):
    """Open the tables of the page; return whether it has any."""
    switches = page.get_by_role("radio", name={"de": "Tabelle", "en": "Table"}[lang], exact=True).all()
    for switch in switches:
        switch.click()
        page.wait_for_timeout(200)
        page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    if switches:
        page.wait_for_function("(n) => document.querySelectorAll('table').length >= n", arg=len(switches), timeout=15_000)
    return bool(switches)


def whole(page, lang):
    """Assert what holds of every page at any width, once it stands still: while a script runs the framework fades what is old."""
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'")
    page.wait_for_timeout(200)
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    assert foreign_words(page, lang) == []


#: One view of every other page; the others are walked by ``make accessibility``.
WALKS = [
    (view, LANGUAGES[n % 2], GROUNDS[n // 2 % 2])
    for n, view in enumerate(list({view.partition("?")[0]: view for view in reversed(VIEWS)}.values())[::2])
]


@pytest.mark.parametrize(
    "path",
    ["exchange?form=programmes", "comparison", "comparison?aspect=partners", "comparison?aspect=cities", "anniversaries", "chronicle"],
)
def test_no_chart_is_drawn_again_for_a_margin(visit, path):
    """Plotly counts in its layout how often it has begun anew because a label or a legend needs more room than the figure left."""
    page = visit(f"/{path}")
    redrawn = page.locator(".js-plotly-plot").evaluate_all("all => all.map(one => one._fullLayout._redrawFromAutoMarginCount ?? -1)")
    assert set(redrawn) == {-1}


@pytest.mark.parametrize(("view", "lang", "theme"), WALKS)
def test_a_view_is_whole_in_both_languages_on_both_grounds_and_on_a_phone(visit, requests, address, view, lang, theme):
    page = drawn(visit(f"{view}&lang={lang}", theme=theme))
    assert page.evaluate("document.documentElement.lang") == lang
    whole(page, lang)
    with_tables(page, lang)
    turned(page, OTHER[lang], OTHER[theme])
    whole(resized(page, PHONE), OTHER[lang])
    assert too_wide(page) == []
    assert too_wide(resized(page, ZOOMED)) == []
    assert too_wide(resized(page, TABLET)) == []
    page.wait_for_selector("[data-testid=stTopNavSection]")
    page.wait_for_timeout(300)
    assert foreign_words(page, OTHER[lang]) == []
    assert all(request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")) for request in requests)


def menus(page):
    """Return the buttons in sight that open a menu."""
    buttons = page.locator("[data-testid=stPopoverButton]").filter(visible=True)
    return [buttons.nth(number) for number in range(buttons.count())]


def test_a_word_that_the_framework_changes_in_place_is_put_into_german_again(visit):
    page = resized(drawn(visit("/about?")), TABLET)
    rest = page.locator("[data-testid=stTopNavSection]").first
    expect(rest).to_contain_text("noch")
    rest.evaluate("""menu => {
        const texts = document.createTreeWalker(menu, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) if (texts.currentNode.data.startsWith("noch")) { texts.currentNode.data = "9 more"; return; }
    }""")
    expect(rest).to_contain_text("noch 9")


@pytest.mark.thorough
@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS + MORE)
def test_a_view_is_whole_in_every_pairing(visit, view, lang, theme):
    page = drawn(visit(f"{view}&lang={lang}", theme=theme))
    for size in (DESK, PHONE):
        whole(resized(page, size), lang)
        assert too_wide(page) == []
        for menu in menus(page):
            menu.focus()
            page.keyboard.press("Enter")
            page.wait_for_selector("[data-testid=stPopoverBody]")
            settle(page)
            whole(page, lang)
            page.keyboard.press("Escape")
            page.wait_for_selector("[data-testid=stPopoverBody]", state="detached")
    whole(resized(page, TABLET), lang)
    assert too_wide(page) == []
    if with_tables(page, lang):
        for size in (PHONE, DESK):
            whole(resized(page, size), lang)
            assert too_wide(page) == []


def test_words_of_the_wrong_language_are_noticed(visit):
    page = visit("/?lang=en")
    found = foreign_words(page, "de")
    assert {"Copy link", "Culture"} <= set(found)
    assert any("exchanges with" in text for text in found)
    page.evaluate("document.body.append(Object.assign(document.createElement('p'), {textContent: 'Page 7'}))")
    assert foreign_words(page, "en") == []
    assert "Page 7" in foreign_words(page, "de")


@pytest.mark.parametrize(
    ("figure", "lang", "theme"), [pytest.param("map", "de", "light", marks=pytest.mark.thorough), ("matrix", "en", "dark")]
)
def test_an_embedded_figure_stands_alone_with_a_link_back(visit, figure, lang, theme):
    page = visit(f"/embed?figure={figure}&sector=culture&lang={lang}", width=700, theme=theme, ready=".js-plotly-plot .main-svg")
    page.wait_for_timeout(700)
    assert page.locator("[data-testid=stHeader], .st-key-filter-bar, .st-key-footer").filter(visible=True).count() == 0
    back = page.locator("[data-testid=stCaptionContainer] a").last
    assert "sector=culture" in back.get_attribute("href")
    assert "figure" not in back.get_attribute("href")
    assert violations(page) == []
    assert foreign_words(page, lang) == []
