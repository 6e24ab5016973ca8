"""Frame in Chromium: links, filters, languages and page changes keep the URL and the page in agreement."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from components.figures.map_views import VIEWS
from data.queries import count_events, exchanges, relations
from data.selection import PARAMETERS
from data.vocabulary import SECTORS
from tests.browser.conftest import settle

pytestmark = pytest.mark.browser

LINK = "lang=en&sector=education&partner=nancy&from=1990&to=2020"
FILTERS = parse_qs(LINK)


def parameters(page):
    return parse_qs(urlsplit(page.url).query)


def wait_for_parameters(page, expected):
    """Wait until exactly the parameters ``expected`` stand in the address."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == expected, timeout=10_000)
    settle(page)


def pressed(page, widget):
    """Return the words of the pressed buttons of a widget, icons left out."""
    buttons = page.locator(f".st-key-{widget} button[aria-pressed=true], .st-key-{widget} button[aria-checked=true]")
    return [text.split("\n")[-1].strip() for text in buttons.locator("p").evaluate_all("ps => ps.map(p => p.lastChild.textContent)")]


def pill(page, widget, word):
    return page.locator(f".st-key-{widget} button").filter(has_text=re.compile(rf"{word}$"))


def title(page):
    return page.locator("h1").inner_text()


def go_to(page, name):
    page.locator("header").get_by_role("link", name=name).click()


def test_a_link_shows_exactly_its_view_in_a_fresh_browser(visit, facts, select):
    page = visit(f"/?{LINK}", fresh=True)
    same = select(lang="en", sectors=("education",), partners=("nancy",), first_year=1990, last_year=2020)
    found = exchanges(facts, same)
    n = count_events(found)
    assert n > 0
    assert title(page) == "Karlsruhe had exchanges with Nancy in education from 1990 to 2020"
    assert parameters(page) == FILTERS
    assert pressed(page, "filter-sectors") == ["Education"]
    assert pressed(page, "language") == ["EN"]
    assert pressed(page, "view") == ["World"]
    assert page.locator("[data-testid=stMetricValue]").nth(2).inner_text() == str(n)
    assert page.locator(".st-key-year").inner_text().strip() == "2020"
    assert page.get_by_text("Unknown values in the address").count() == 0

    further = page.locator(".st-key-further-filters button").first
    assert "(3)" in further.inner_text()
    further.click()
    expect(page.locator(".st-key-filter-partners [data-tag]")).to_have_text(["Nancy"])
    years = page.locator(".st-key-filter-years input[type=range]")
    assert [years.nth(i).get_attribute("value") for i in range(2)] == ["1990", "2020"]
    assert pressed(page, "filter-relations") == []
    assert not page.locator(".st-key-filter-ended input").is_checked()
    page.keyboard.press("Escape")

    page.get_by_role("radio", name="Table").click()
    rows = page.locator("table tbody tr")
    expect(rows).to_have_count(1)
    shown = relations(facts, same, found).iloc[0]
    cells = rows.first.locator("td, th").all_inner_texts()
    assert cells[0] == "Nancy"
    assert cells[1] == "France"
    assert cells[3] == "active"
    assert cells[4] == "1955"
    assert cells[6] == str(shown["exchanges"])


#: What must be shown as it came, never as a link, a picture, an icon or a formula.
MARKUP = {
    "lang": "[klicken](https://boese.example)",
    "sector": "![x](https://boese.example/x.png)",
    "partner": "**fett** :material/bolt:",
    "relation": "https://boese.example/y",
    "from": "<b>$x^2$</b>",
}


def test_garbage_in_every_parameter_gives_the_page_and_one_quiet_line(visit):
    garbage = dict.fromkeys((name for name in PARAMETERS.values() if name != "q"), "\0" + "x" * 90) | MARKUP
    page = visit(f"/?{urlencode(garbage)}")
    assert re.fullmatch(r"Karlsruhe hat sich seit 1955 mit \d+ Partnern in \d+ Ländern ausgetauscht", title(page))
    lines = page.get_by_text("Unbekannte Angaben in der Adresse wurden ignoriert")
    assert lines.count() == 1
    assert parameters(page) == {}
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    shown = lines.inner_text()
    assert [f"{name}={value}" for name, value in MARKUP.items() if f"{name}={value}" not in shown] == []
    assert page.locator("a[href*=boese], img[src*=boese]").count() == 0


def test_another_language_midway_keeps_every_filter(visit):
    page = visit(f"/?{LINK.replace('lang=en&', '')}&view=europe&city=nancy")
    assert "von 1990 bis 2020 im Bereich Bildung mit Nancy" in title(page)
    pill(page, "language", "EN").click()
    wait_for_parameters(page, FILTERS | {"view": ["europe"], "city": ["nancy"]})
    assert "with Nancy in education from 1990 to 2020" in title(page)
    assert pressed(page, "filter-sectors") == ["Education"]
    assert pressed(page, "view") == ["Europe"]
    assert page.locator("header").get_by_role("link", name="World map").count() == 1


def test_another_page_keeps_the_filters_and_back_returns(visit):
    page = visit(f"/?{LINK}")
    heading = title(page)
    go_to(page, "About")
    page.wait_for_url("**/about?*")
    wait_for_parameters(page, FILTERS)
    assert pressed(page, "filter-sectors") == ["Education"]
    go_to(page, "World map")
    page.wait_for_url(lambda url: "/about" not in url)
    wait_for_parameters(page, FILTERS)
    assert title(page) == heading

    pill(page, "filter-sectors", "Sport").click()
    wait_for_parameters(page, FILTERS | {"sector": ["education", "sport"]})
    page.go_back()
    wait_for_parameters(page, FILTERS)
    expect(page.locator("h1")).to_have_text(heading)
    assert pressed(page, "filter-sectors") == ["Education"]


def test_a_change_of_page_is_one_step_back(visit):
    page = visit(f"/?{LINK}")
    heading = title(page)
    go_to(page, "Comparison")
    wait_for_parameters(page, FILTERS)
    page.wait_for_url("**/comparison?*")
    page.go_back()
    page.wait_for_url(lambda url: "/comparison" not in url)
    wait_for_parameters(page, FILTERS)
    expect(page.locator("h1")).to_have_text(heading)


def test_what_is_chosen_on_a_page_without_filters_is_a_step_of_its_own(visit):
    page = visit("/about")
    go_to(page, "Vergleich")
    page.wait_for_url("**/comparison")
    settle(page)
    pill(page, "filter-sectors", "Sport").click()
    wait_for_parameters(page, {"sector": ["sport"]})
    page.go_back()
    wait_for_parameters(page, {})
    assert page.url.endswith("/comparison")


def test_a_click_draws_the_view_alone_and_a_language_the_frame_too(visit):
    page, received = visit("/exchange?lang=en"), []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(frame)))
    page.reload()
    settle(page)
    foot = page.locator(".st-key-footer a").first.inner_text().encode()
    assert foot in b"".join(received)

    received.clear()
    pill(page, "filter-sectors", "Sport").click()
    wait_for_parameters(page, {"lang": ["en"], "sector": ["sport"]})
    sent = b"".join(received)
    assert page.locator("h2").first.inner_text().encode() in sent
    assert foot not in sent
    assert b"<style>" not in sent

    received.clear()
    pill(page, "language", "DE").click()
    wait_for_parameters(page, {"sector": ["sport"]})
    expect(page.locator("header").get_by_role("link", name="Austausch")).to_be_visible()
    assert page.locator(".st-key-footer a").first.inner_text().encode() in b"".join(received)


@pytest.mark.parametrize(
    ("path", "query", "words"),
    [
        ("exchange", {"topic": ["economy"]}, "Germany’s goods exports to the partner country (Destatis)"),
        pytest.param(
            "comparison", {"aspect": ["partners"], "compare": ["strasbourg", "temeswar"]}, "Timișoara", marks=pytest.mark.thorough
        ),
        pytest.param("data", {"table": ["partners"]}, "Partners", marks=pytest.mark.thorough),
    ],
)
def test_another_language_midway_words_every_choice_and_no_word_is_taken_for_a_click(visit, path, query, words):
    page = visit(f"/{path}?{urlencode(query, doseq=True)}")
    pill(page, "language", "EN").click()
    wait_for_parameters(page, query | {"lang": ["en"]})
    chosen = page.locator("main [data-tag], main [data-testid=stSelectbox] input")
    assert words in chosen.evaluate_all("all => all.map(one => one.value ?? one.innerText.trim())")
    pill(page, "filter-sectors", "Culture").click()
    wait_for_parameters(page, query | {"lang": ["en"], "sector": ["culture"]})
    page.go_back()
    wait_for_parameters(page, query | {"lang": ["en"]})
    page.go_back()
    wait_for_parameters(page, query)
    page.wait_for_function("() => document.documentElement.lang === 'de'")
    expect(pill(page, "language", "DE")).to_have_attribute("aria-checked", "true")


def test_two_quick_steps_back_are_both_taken(visit):
    page = visit("/exchange?topic=economy")
    pill(page, "language", "EN").click()
    wait_for_parameters(page, {"topic": ["economy"], "lang": ["en"]})
    pill(page, "filter-sectors", "Culture").click()
    wait_for_parameters(page, {"topic": ["economy"], "lang": ["en"], "sector": ["culture"]})
    page.evaluate("() => { history.back(); setTimeout(() => history.back(), 40); }")
    wait_for_parameters(page, {"topic": ["economy"]})
    expect(page.locator("h1")).to_have_text("Austausch im Zeitverlauf")
    settle(page)
    assert parameters(page) == {"topic": ["economy"]}
    assert pressed(page, "language") == ["DE"]
    assert pressed(page, "filter-sectors") == []


@pytest.mark.parametrize("lang", ["de", pytest.param("en", marks=pytest.mark.thorough)])
def test_active_filters_move_no_tool_to_another_row(visit, lang):
    page = visit(f"/?lang={lang}")
    page.set_viewport_size({"width": 1440, "height": 900})
    row = page.locator(".st-key-filter-bar").bounding_box()["height"]
    page = visit(f"/?lang={lang}&partner=nancy&partner=krasnodar&from=1990&to=2020&ended=yes")
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".st-key-further-filters button").first).to_contain_text("(4)")
    assert page.locator(".st-key-filter-bar").bounding_box()["height"] == row


def test_reset_clears_filters_and_address_and_keeps_the_language(visit):
    page = visit(f"/?{LINK}&view=globe")
    page.locator(".st-key-reset button").click()
    wait_for_parameters(page, {"lang": ["en"]})
    assert re.match(r"Karlsruhe has had exchanges with \d+ partners in \d+ countries since 1955", title(page))
    assert pressed(page, "filter-sectors") == []
    assert pressed(page, "view") == ["World"]
    assert page.locator(".st-key-reset button").is_disabled()


def test_copy_link_copies_the_address_and_says_so(visit):
    page = visit(f"/?{LINK}")
    said = page.locator("#copy-link-said")
    assert said.get_attribute("role") == "status"
    assert said.inner_text() == ""
    page.locator("#copy-link").click()
    expect(said).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert parameters(page) == FILTERS


def click_city(page, facts, partner, view="world"):
    row = facts.partner(partner)
    box = page.locator(".st-key-map").bounding_box()
    x, y = VIEWS[view].pixels(row["lat"], row["lon"], box["width"])
    page.mouse.move(box["x"] + x - 3, box["y"] + y)
    page.mouse.move(box["x"] + x, box["y"] + y, steps=3)
    page.wait_for_timeout(150)
    page.mouse.click(box["x"] + x, box["y"] + y)


def test_the_globe_turns_by_hand_and_a_flat_map_stays_where_it_is(visit):
    page = visit("/?view=europe")
    for view, turns in (("europe", False), ("globe", True)):
        if view not in page.url:
            pill(page, "view", "Globus").click()
            wait_for_parameters(page, {"view": [view]})
        place = page.locator(".st-key-map").bounding_box()
        marker = page.locator(".st-key-map path.point").first
        before = marker.bounding_box()
        page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] * 0.8)
        page.mouse.down()
        page.mouse.move(place["x"] + place["width"] / 2 + 80, place["y"] + place["height"] * 0.7, steps=8)
        page.mouse.up()
        settle(page)
        assert (marker.bounding_box() != before) is turns, view


def test_a_click_on_a_city_opens_its_card_and_another_click_another(visit, facts):
    page = visit("/?lang=en")
    for partner, name in (("suseong-gu", "Suseong-gu (Daegu)"), ("san-miguel-de-los-bancos", "San Miguel de Los Bancos")):
        click_city(page, facts, partner)
        wait_for_parameters(page, {"lang": ["en"], "city": [partner]})
        expect(page.locator("h2")).to_have_text(name)
    page.locator(".st-key-card-close button").click()
    wait_for_parameters(page, {"lang": ["en"]})
    assert page.locator("h2").count() == 0


def test_the_view_switches_and_moves_nothing_else(visit, facts):
    page = visit("/")
    below = page.locator(".st-key-time-control").bounding_box()
    for word, view in (("Europa", "europe"), ("Globus", "globe")):
        pill(page, "view", word).click()
        wait_for_parameters(page, {"view": [view]})
        assert pressed(page, "view") == [word]
        assert page.locator(".st-key-time-control").bounding_box() == below
    click_city(page, facts, "krasnodar", "globe")
    wait_for_parameters(page, {"view": ["globe"], "city": ["krasnodar"]})
    assert page.get_by_text("Ausgesetzt", exact=True).count() == 1


PILLS = """() => [...document.querySelectorAll(".st-key-filter-sectors button")].map((button) => {
  const words = button.querySelector("p"), box = button.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(words);
  const text = range.getBoundingClientRect();
  const at = (x) => button.contains(document.elementFromPoint(x, text.top + text.height / 2));
  return {
    word: words.lastChild.textContent.trim(),
    inside: box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight,
    whole: text.left >= box.left && text.right <= box.right && words.scrollWidth <= words.clientWidth + 1,
    uncovered: at(text.left + 2) && at((text.left + text.right) / 2) && at(text.right - 2),
  };
})"""


def test_all_sectors_are_in_sight_without_opening_anything(visit, address):
    page = visit("/", width=1280, height=800)
    for lang, last in (("de", "Humanitäre Hilfe"), ("en", "Humanitarian aid")):
        if lang == "en":
            page.goto(f"{address}/?lang={lang}")
        for width, height in ((1280, 800), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            settle(page)
            pills = page.evaluate(PILLS)
            assert len(pills) == len(SECTORS)
            assert pills[-1]["word"] == last
            assert [one for one in pills if not (one["inside"] and one["whole"] and one["uncovered"])] == [], (lang, width)


def year(page):
    return int(page.locator(".st-key-year").inner_text())


def test_play_lets_the_years_pass_until_it_is_stopped(visit):
    page = visit("/?sector=culture&to=1990")
    page.wait_for_timeout(1000)
    assert year(page) == 1990, "nothing moves unasked"
    page.locator(".st-key-play-button button").click()
    asked = page.wait_for_function("""() => {
      const now = Number(document.querySelector(".st-key-year")?.innerText), stop = document.querySelector(".st-key-play-button button");
      if (now > 1992 && stop) {
        stop.click();
        return now;
      }
    }""").json_value()
    expect(page.locator(".st-key-play-button")).to_have_text(re.compile("Abspielen"), timeout=8000)
    settle(page)
    stopped = year(page)
    # The browser says with the click what the slider shows, and that follows the figure of the year a moment later.
    assert asked - 1 <= stopped <= asked + 3
    page.wait_for_timeout(1500)
    assert year(page) == stopped
    assert parameters(page) == {"sector": ["culture"], "to": [str(stopped)]}


def test_charts_follow_a_device_that_turns_dark_and_back(visit):
    page = visit("/exchange?lang=en&form=sectors")
    ink = "() => { const one = document.querySelector('.legendtext'); return one && getComputedStyle(one).fill; }"
    page.wait_for_selector(".legendtext")
    light = page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"(light) => {{ const now = ({ink})(); return now && now !== light; }}", arg=light)
    assert parameters(page) == {"lang": ["en"], "form": ["sectors"]}
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"(light) => ({ink})() === light", arg=light)
