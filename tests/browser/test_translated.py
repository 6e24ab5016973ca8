"""A page whose texts another program has rewritten: a click leads to the true page or to a message, never to a mixture."""

import pytest

from components.words.texts import Texts
from tests.browser.conftest import settle
from tests.browser.test_stage import turned

pytestmark = pytest.mark.browser

#: What a translator does with every text, at first and after every change; ``wrap`` puts it into elements, ``replace`` into a new text.
TRANSLATE = """(way) => {
  const seen = new WeakSet();
  const rewrite = () => {
    const texts = document.createTreeWalker(document.getElementById("root"), NodeFilter.SHOW_TEXT), all = [];
    while (texts.nextNode()) all.push(texts.currentNode);
    for (const text of all) {
      const holder = text.parentElement;
      if (seen.has(text) || !text.data.trim() || holder.closest("svg, script, style, [data-testid=stIconMaterial]")) continue;
      const own = document.createTextNode(text.data);
      seen.add(own);
      if (way === "replace") { text.replaceWith(own); continue; }
      const font = document.createElement("font");
      font.append(document.createElement("font"));
      font.firstChild.append(own);
      text.replaceWith(font);
    }
  };
  rewrite();
  document.documentElement.lang = "fr";
  new MutationObserver(rewrite).observe(document.getElementById("root"), { subtree: true, childList: true, characterData: true });
}"""
CLICKS = {
    "/": ".st-key-filter-sectors button >> nth=2",
    "/chronicle": "[data-testid=stPaginationNext]",
    "/partner?city=nancy": ".st-key-language button >> nth=1",
    "/exchange?lang=en": ".st-key-language button >> nth=0",
    "/anniversaries": ".st-key-choice-occasions button >> nth=1",
}
SAID = "() => document.querySelector('[data-testid=stMain]').innerText.replace(/\\s+/g, ' ').trim()"


def is_told(page):
    return page.locator("#page-changed").count() == 1


def says_so(page):
    said = page.locator("#page-changed").inner_text()
    return all(Texts(lang).t(f"changed.{part}") in said for lang in ("de", "en") for part in ("title", "why", "again"))


#: Puts another text into the heading, as a translator does.
REPLACED = """() => {
  const texts = document.createTreeWalker(document.querySelector("h1"), NodeFilter.SHOW_TEXT);
  const own = texts.nextNode();
  own.replaceWith(document.createTextNode(own.data));
}"""


def test_a_text_that_was_taken_away_is_told_when_it_changes_and_not_before(visit):
    page = visit("/chronicle")
    page.evaluate(REPLACED)
    page.locator("[data-testid=stPaginationNext]").click()
    page.wait_for_timeout(1500)
    assert not is_told(page)
    page.locator(".st-key-language button >> nth=1").click()
    page.wait_for_selector("#page-changed")
    assert says_so(page)


@pytest.mark.parametrize("way", ["wrap", pytest.param("replace", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("path", [path if path == "/chronicle" else pytest.param(path, marks=pytest.mark.thorough) for path in CLICKS])
def test_a_click_on_a_translated_page_shows_its_page_or_a_message(visit, path, way):
    page, errors = visit(path), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate(TRANSLATE, way)
    before = page.evaluate(SAID)
    page.locator(CLICKS[path]).first.click()
    page.wait_for_function(f"(before) => document.getElementById('page-changed') || ({SAID})() !== before", arg=before, timeout=15_000)
    page.wait_for_timeout(1500)
    assert page.locator("[data-testid=stException]").count() == 0
    if is_told(page):
        assert says_so(page)
        page.locator("#page-changed button").click()
        page.wait_for_load_state()
        settle(page)
        assert not is_told(page)
    else:
        now = page.evaluate(SAID)
        page.reload()
        settle(page)
        assert page.evaluate(SAID) == now
    assert errors == []


def test_a_translated_slide_turns_to_its_page_or_a_message(visit):
    page = visit("/stage?story=partner&city=nancy", ready=".st-key-stage h1")
    turned(page, 1)
    page.evaluate(TRANSLATE, "wrap")
    page.keyboard.press("PageDown")
    page.wait_for_url("**slide=2**")
    page.wait_for_timeout(2500)
    if is_told(page):
        assert says_so(page)
    else:
        shown = page.evaluate(SAID)
        page.reload()
        page.wait_for_selector(".st-key-stage h1")
        page.wait_for_timeout(1500)
        assert page.evaluate(SAID) == shown


def test_the_page_asks_not_to_be_translated(visit):
    page = visit("/about?lang=en")
    assert page.evaluate("[document.documentElement.translate, document.documentElement.className]") == [False, "notranslate"]
    assert page.locator("meta[name=google][content=notranslate]").count() == 1


def test_nothing_is_said_where_nothing_was_changed(visit):
    page = visit("/chronicle")
    page.locator("[data-testid=stPaginationNext]").click()
    page.wait_for_timeout(1500)
    assert not is_told(page)
