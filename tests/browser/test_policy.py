"""Content security policy in Chromium: no page violates it (every test that uses ``visit`` checks this as well)."""

import pytest

from components.widgets.copy_button import SCRIPT
from tests.browser.test_stage import turned

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("policy")]

#: Keeps what the browser refuses, from the first script on.
WATCH = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) => window.refused.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""


@pytest.fixture(scope="module")
def profile(browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(WATCH)
    yield context
    context.close()


@pytest.fixture
def watched(profile, address):
    """Yield a function that opens a path and hands the page over once it is drawn; in the end nothing may have been refused."""
    pages, errors = [], []

    def note(message):
        # Below a page's own path the framework looks for itself first.
        if message.type == "error" and not message.location["url"].endswith(("/_stcore/health", "/_stcore/host-config")):
            errors.append(message.text)

    def open_page(path, drawn=".st-key-footer"):
        page = profile.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        page.wait_for_selector(drawn, timeout=20_000)
        pages.append(page)
        return page

    yield open_page
    refused = [each for page in pages for each in page.evaluate("window.refused")]
    for page in pages:
        page.close()
    assert refused == []
    assert errors == []


@pytest.mark.thorough
def test_the_link_is_copied_by_a_script_the_policy_knows(watched):
    page = watched("/?sector=culture")
    page.locator("#copy-link").click()
    page.wait_for_function("() => document.getElementById('copy-link-said').textContent !== ''")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_stage_turns_by_key_and_its_clock_runs(watched):
    page = watched("/stage?story=map&room=0123456789abcdef", ".stage-count")
    # Plotly reports an error of its own where its chart is taken away while it still draws.
    turned(page, 1)
    page.keyboard.press("PageDown")
    turned(page, 2)
    speaker = watched("/stage?story=map&room=0123456789abcdef&speaker=yes", "#speaker-now")
    speaker.wait_for_function("() => /^\\d\\d:\\d\\d:\\d\\d$/.test(document.getElementById('speaker-now').textContent)")


@pytest.mark.thorough
def test_a_chart_offers_itself_as_svg(watched):
    page = watched("/exchange?")
    page.locator(".js-plotly-plot").first.hover()
    assert page.locator(".svg-button").first.get_attribute("aria-label")


def test_a_script_that_the_policy_does_not_know_is_refused(profile, address):
    page, told = profile.new_page(), []
    page.on("console", lambda message: told.append(message.text))
    page.goto(address)
    page.evaluate(
        "(text) => { const script = document.createElement('script'); script.textContent = text; document.body.append(script); }",
        SCRIPT + "window.foreign = true;",
    )
    page.wait_for_function("() => window.refused.length > 0")
    assert page.evaluate("window.foreign") is None
    assert page.evaluate("window.refused[0]").startswith("script-src-elem inline")
    assert any("Content Security Policy" in text for text in told), "what all tests in the browser listen for"
    page.close()
