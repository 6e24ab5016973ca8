"""Partner pages and chronicle in Chromium: usable by keyboard."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import settle
from tests.browser.test_accessibility import FOCUSED

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def drawn(page):
    """Wait until the figures of the page are drawn."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(c => c.querySelector('.main-svg') || !c.offsetParent)"
    )
    page.wait_for_timeout(300)
    return page


def parameters(page):
    return parse_qs(urlsplit(page.url).query)


def sentence(page):
    """Return what the chronicle says it has found."""
    return page.locator(".st-key-found").inner_text().strip()


def entries_shown(page):
    return page.locator("a[href*='chronicle?entry=']").count()


#: What reaches beyond the window and is neither hidden nor inside something that scrolls by itself.
TOO_WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(element => {
  const box = element.getBoundingClientRect();
  if (!box.width || !box.height || box.right <= innerWidth + 1) return false;
  for (let above = element; above && above.dataset?.testid !== 'stMain'; above = above.parentElement) {
    if (above !== element && ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(above).overflowX)) return false;
    if (above.matches('svg *')) return false;
  }
  return true;
}).map(element => element.outerHTML.slice(0, 120))"""


def test_the_check_for_width_notices_what_is_too_wide(visit):
    page = visit("/chronicle?entry=nancy-1955-02", **PHONE)
    page.evaluate("document.querySelector('.st-key-single-entry p').style.cssText = 'display: block; width: 700px'")
    assert page.evaluate(TOO_WIDE) != []


@pytest.mark.parametrize("path", ["/partner?city=nancy", pytest.param("/partner?city=winnyzja&lang=en", marks=pytest.mark.thorough)])
def test_the_summary_is_copied_as_it_is_read(visit, path):
    page = visit(path)
    read = page.locator(".portrait .sentences").inner_text()
    page.evaluate("navigator.clipboard.writeText('something else')")
    page.locator("#copy-summary").click()
    page.wait_for_function("() => document.getElementById('copy-summary-said').textContent !== ''")
    said = page.locator("#copy-summary-said").text_content()
    assert said == ("Text copied" if "lang=en" in path else "Text kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == read
    assert read.count(". ") >= 2
    assert len(read) > 100


def test_a_click_on_a_year_of_the_strip_narrows_the_years(visit):
    page = drawn(visit("/chronicle?q=Jugendorchester"))
    bars = page.locator(".st-key-strip .bars .point path")
    total = bars.count()
    assert total > 5
    box = bars.nth(total - 1).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(150)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**from=**")
    settle(page)
    found = parameters(page)
    assert found["q"] == ["Jugendorchester"]
    last = int(found["from"][0])
    # the end of the years is left out of the address where it is the last year of all
    assert found.get("to", ["2026"]) == [str(last)]
    assert str(last) in sentence(page)
    assert page.locator(".st-key-strip .bars .point path").count() == 1
    assert entries_shown(page) >= 1
    page.go_back()
    page.wait_for_function("() => !location.search.includes('from=')")
    page.wait_for_function(f"() => document.querySelectorAll('.st-key-strip .bars .point path').length === {total}")


def test_the_link_of_an_entry_opens_it_in_a_fresh_browser(visit, address):
    page = visit("/chronicle?q=Blutspender&lang=en")
    link = page.get_by_role("link", name="Link to this entry").first
    block = page.locator("[data-testid=stMarkdown] p").filter(has=link).first.inner_text()
    target = link.evaluate("link => link.href")
    assert target.startswith(address + "/chronicle?entry=nancy-1957-")
    fresh = visit(target.removeprefix(address))
    assert fresh.locator("h1").inner_text() == "Chronicle"
    assert entries_shown(fresh) == 1
    assert fresh.locator(".st-key-single-entry [data-testid=stMarkdown] p").inner_text() == block
    assert parameters(fresh) == {"entry": parse_qs(urlsplit(target).query)["entry"], "lang": ["en"]}
    fresh.get_by_role("button", name="Show all entries").click()
    fresh.wait_for_function("() => !location.search.includes('entry=')")
    settle(fresh)
    assert entries_shown(fresh) == 20


def test_the_keyboard_alone_searches(visit):
    page = visit("/chronicle")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED)[1] == "chronicle-query":
            break
    assert page.evaluate(FOCUSED)[1] == "chronicle-query"
    page.keyboard.type("Blutspendr")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Blutspendr**")
    settle(page)
    assert sentence(page).startswith("2 Einträge zu „Blutspendr“")
    assert entries_shown(page) == 2
    assert page.evaluate(FOCUSED)[1] == "chronicle-query"


def test_the_pages_of_the_chronicle_turn(visit):
    page = visit("/chronicle?q=Nancy")
    first = page.locator("a[href*='chronicle?entry=']").first.get_attribute("href")
    page.locator(".st-key-chronicle-page button").filter(has_text="2").first.click()
    page.wait_for_function("(old) => document.querySelector(\"a[href*='chronicle?entry=']\").getAttribute('href') !== old", arg=first)
    settle(page)
    assert entries_shown(page) == 20


def test_from_the_card_on_the_map_the_way_leads_to_the_city(visit):
    page = visit("/?city=nottingham&lang=en")
    page.get_by_role("link", name="More about this city").click()
    page.wait_for_url("**/partner?**")
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Nottingham'")
    settle(page)
    assert urlsplit(page.url).path == "/partner"
    assert parameters(page) == {"city": ["nottingham"], "lang": ["en"]}


@pytest.mark.thorough
def test_from_the_card_in_german_too(visit):
    page = visit("/?city=nancy&sector=sport")
    page.get_by_role("link", name="Mehr über diese Stadt").click()
    page.wait_for_url("**/partner?**")
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Nancy'")
    settle(page)
    assert parameters(page) == {"city": ["nancy"], "sector": ["sport"]}


def test_next_and_previous_turn_to_the_neighbours(visit):
    page = visit("/partner?city=nancy")
    after = page.locator(".st-key-profile-next button").inner_text().split("\n")[-1]
    page.locator(".st-key-profile-next button").click()
    page.wait_for_function("(name) => document.querySelector('h1')?.innerText === name", arg=after)
    settle(page)
    assert parameters(page)["city"] == ["nottingham"]
    page.locator(".st-key-profile-previous button").click()
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Nancy'")
    settle(page)
    assert parameters(page)["city"] == ["nancy"]
