"""Accessibility in Chromium: axe-core finds no violation, the keyboard reaches everything, nothing moves unasked."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import settle

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes need not be described, which takes two thirds of the time
}


def violations(page):
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    # What fades in or out has no colour of its own.
    page.wait_for_function(
        "() => document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getTiming().iterations > 1)"
    )
    found = page.evaluate("(rules) => axe.run(rules)", RULES)["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]


def test_axe_finds_no_violation_on_a_phone_with_filters_open(visit):
    page = visit("/", width=390, height=844)
    page.locator(".st-key-further-filters button").first.click()
    page.wait_for_timeout(500)
    assert violations(page) == []


FOCUSED = """() => {
  const element = document.activeElement;
  const words = element.innerText || element.closest("label")?.innerText || element.ariaLabel || "";
  return [words.trim().split("\\n").pop(), element.closest("[class*=st-key-]")?.className.match(/st-key-([\\w-]+)/)[1] ?? ""];
}"""


def tab_to(page, widget, most=60):
    """Press Tab until the focus is in ``widget``; return the words of all it has passed."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        words, found = page.evaluate(FOCUSED)
        passed.append(words)
        if found == widget:
            return passed
    raise AssertionError(f"{widget} is not reached; passed {passed}")


def still_in(page, widget):
    """Assert that the focus is where it was before the page was drawn anew."""
    settle(page)
    assert page.evaluate(FOCUSED)[1] == widget


def announced(page, words):
    page.wait_for_function("(words) => document.getElementById('announcement').textContent.includes(words)", arg=words, timeout=5_000)


def test_how_much_the_chronicle_has_found_is_told(visit):
    page = visit("/chronicle?lang=en")
    before = page.locator(".st-key-found").inner_text().strip()
    page.locator(".st-key-filter-sectors button").nth(2).click()
    page.wait_for_function("(before) => document.querySelector('.st-key-found').innerText.trim() !== before", arg=before)
    announced(page, page.locator(".st-key-found").inner_text().strip())


def test_what_a_run_changes_that_is_never_shown_as_running_is_told(visit):
    page = visit("/anniversaries?lang=en")
    page.evaluate("""() => {
      const heading = document.querySelector("[data-testid=stMain] h1");
      heading.click();
      heading.textContent = "Changed within one frame";
    }""")
    announced(page, "Changed within one frame")


def test_the_keyboard_alone_filters_reads_the_table_opens_a_city_and_takes_a_file_along(visit):
    page = visit("/?lang=en")
    passed = tab_to(page, "filter-sectors")
    for key in ("ArrowRight", "ArrowRight", "Space"):
        page.keyboard.press(key)
    page.wait_for_url("**sector=education**")
    still_in(page, "filter-sectors")
    headline = page.locator("h1").inner_text()
    assert "in education" in headline
    announced(page, headline)

    passed += tab_to(page, "view")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_url("**view=europe**")
    still_in(page, "view")

    page.get_by_role("radio", name="Map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_selector("table")
    settle(page)
    assert page.evaluate("document.activeElement.innerText.trim()") == "Table"
    assert page.locator("table tbody tr").count() > 5

    passed += tab_to(page, "city")
    page.keyboard.press("Space")
    page.wait_for_url("**city=**")
    still_in(page, "city")
    name = page.locator("h2").first.inner_text()
    announced(page, name)
    page.get_by_role("link", name="More about this city").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/partner?**")
    page.wait_for_function("(name) => document.querySelector('h1')?.innerText === name", arg=name)
    settle(page)
    announced(page, name)

    page.locator(".st-key-take-away [data-testid=stPopoverButton]").filter(visible=True).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-take-deck", timeout=15_000)
    settle(page)
    tab_to(page, "take-deck", most=200)
    with page.expect_download(timeout=30_000) as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".pptx")
    page.keyboard.press("Escape")
    page.wait_for_selector(".st-key-take-deck", state="detached")
    assert page.evaluate(FOCUSED)[1] == "take-away", "the focus goes back to what opened the menu"
    assert {"Copy link", "Play"} <= set(passed)


#: What two elements have in common that look alike.
KIND = """() => {
  const { tagName, className, type, dataset } = document.activeElement;
  return [tagName, String(className).replace(/st-key-\\S+/g, ""), type, dataset.testid].join(" ");
}"""


def test_the_focus_is_seen_wherever_it_goes(visit):
    page = visit("/", reduced_motion="reduce")
    unseen, stops, kinds = [], set(), set()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # behind the last stop, where the browser's own begin
        box = page.evaluate("""() => {
          const { left, top, width, height } = document.activeElement.getBoundingClientRect();
          return { x: Math.max(0, left - 6), y: Math.max(0, top - 6), width: width + 12, height: height + 12 };
        }""")
        words = page.evaluate(FOCUSED)[0]
        assert box["width"] > 12, words
        assert box["y"] + box["height"] / 2 < 900, f"{words} is out of sight"
        stops.add(words)
        kind = page.evaluate(KIND)
        if kind in kinds:
            continue
        kinds.add(kind)
        page.wait_for_timeout(80)
        focused = page.screenshot(clip=box)
        page.evaluate("() => { window.held = document.activeElement; held.blur(); }")
        page.wait_for_timeout(80)
        if page.screenshot(clip=box) == focused:
            unseen.append(words)
        page.evaluate("() => window.held.focus()")
    assert unseen == []
    assert len(stops) > 20
    assert len(kinds) > 4


@pytest.mark.thorough
def test_what_is_chosen_is_seen_in_the_viewers_own_colours(visit):
    page = visit("/?sector=culture", forced_colors="active")
    chosen, other = (page.locator(".st-key-filter-sectors button").nth(n) for n in (0, 1))
    outlines = [button.evaluate("button => getComputedStyle(button).outlineStyle") for button in (chosen, other)]
    assert outlines == ["solid", "none"]
    assert violations(page) == []


def test_nothing_moves_where_less_motion_is_wanted(visit):
    page = visit("/")
    assert page.locator(".st-key-play-button").is_visible()
    page.emulate_media(reduced_motion="reduce")
    assert not page.locator(".st-key-play-button").is_visible()
