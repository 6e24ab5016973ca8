"""The first view in Chromium: it is painted before a session, gives way without a jump, and stays where there is none."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.running import with_first_view

pytestmark = pytest.mark.browser
#: Largest cumulative layout shift.
SHIFT = 0.05
WATCH = """
window.shift = 0; window.headings = [];
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
const look = () => {
  const seen = [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility({ visibilityProperty: true }));
  if (window.headings.length || seen.length) window.headings.push(seen.map((one) => one.innerText));
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
SILENT = "**/_stcore/stream"


@pytest.fixture
def arrive(profiles, address):
    opened = []

    def open_page(path, width=1440, height=900, silent=False, **options):
        page = profiles(address, **options).new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": height})
        if options.get("java_script_enabled", True):
            page.add_init_script(WATCH)
        if silent:
            page.route_web_socket(SILENT, lambda socket: None)
        page.failed, page.errors = [], []
        page.on("response", lambda response: page.failed.append(response.url) if response.status >= 400 else None)
        page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
        with_first_view(address + path)
        page.goto(address + path)
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/", 1440),
        ("/", 390),
        ("/partner?city=krasnodar", 1440),
        *(
            pytest.param(path, width, marks=pytest.mark.thorough)
            for path, width in (("/exchange?sector=culture&lang=en", 1440), ("/partner", 390), ("/data", 390))
        ),
    ],
)
def test_it_gives_way_without_a_jump_and_the_heading_is_there_once(arrive, path, width):
    page = arrive(path, width)
    page.wait_for_selector(".st-key-footer", timeout=30_000)
    expect(page.locator("#first-view")).to_have_count(0, timeout=30_000)
    page.wait_for_timeout(500)
    assert page.failed == page.errors == [], "a deep link asks for nothing that is not there"
    assert page.evaluate("window.shift") <= SHIFT
    headings = page.evaluate("window.headings")
    assert {len(seen) for seen in headings} == {1}
    assert len({seen[0] for seen in headings}) == 1, "the first view says what the page says"


@pytest.mark.parametrize("path", ["/", pytest.param("/partner?city=krasnodar&lang=en", marks=pytest.mark.thorough)])
def test_without_a_session_it_stays_and_can_be_read(arrive, path):
    page = arrive(path, silent=True)
    first = page.locator("#first-view")
    expect(first.locator("h1")).to_be_visible()
    expect(first.locator("figure :is(svg[role=img], img)").first).to_be_visible()
    page.wait_for_timeout(1000)
    assert first.count() == 1
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/comparison?lang=en"])
def test_without_scripts_it_is_a_page(arrive, address, path):
    page = arrive(path, java_script_enabled=False)
    expect(page.locator("#first-view h1")).to_be_visible()
    expect(page.locator("#first-view table")).to_be_visible()
    picture = page.locator("#first-view figure :is(img, svg[role=img])").first
    expect(picture).to_be_visible()
    assert page.locator("noscript").bounding_box()["y"] < page.locator("#first-view").bounding_box()["y"]
    for link in page.locator("#first-view nav a").all():
        assert page.request.get(address + link.get_attribute("href")).ok
