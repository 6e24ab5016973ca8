"""A page that does not come says so after 15 seconds, says what to ask for, and leads to data and imprint; a slow one goes on."""

import pytest
from playwright.sync_api import expect

from components.words.texts import Texts
from tests.browser.conftest import settle
from tests.browser.test_frame import pill, wait_for_parameters

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("connection")]
PATIENCE = 15_000
STREAM = "**/_stcore/stream"
WORDS = {
    "de": ("kann gerade nicht angezeigt werden", "Bitten Sie Ihre Netzwerkadministration"),
    "en": ("cannot be displayed", "Ask your network administrator"),
}


def drop(socket):
    """Connect, and close with the first message from the server."""
    socket.connect_to_server().on_message(lambda _: socket.close())


#: What becomes of the session.
FAULTS = {"refused": lambda socket: socket.close(), "dropped": drop, "silent": lambda socket: None}


@pytest.fixture(scope="module")
def timed(browser, address):
    """Return a function that gives the browser profile with the options, whose clock the tests turn; a page keeps its scripts."""
    kept = {}

    def profile(**options):
        key = repr(options)
        if key not in kept:
            kept[key] = browser.new_context(**options)
            kept[key].clock.install()
            kept[key].new_page().goto(f"{address}/healthz")
        return kept[key]

    yield profile
    for context in kept.values():
        context.close()


@pytest.fixture
def arrive(timed, address):
    """Yield a function that opens a path in a profile whose clock can be turned on by the patience of the page."""
    opened = []

    def open_page(path, fault=None, cookies=(), **options):
        context = timed(**options)
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
        page = context.new_page()
        opened.append(page)
        if fault:
            page.route_web_socket(STREAM, fault)
        page.goto(address + path)
        return page

    yield open_page
    for page in opened:
        page.close()
        page.context.clear_cookies()


#: Each fault in one language; in both by ``make accessibility``.
TOLD = [
    pytest.param(fault, lang, marks=[] if (number + other) % 2 == 0 else [pytest.mark.thorough])
    for number, fault in enumerate(FAULTS)
    for other, lang in enumerate(WORDS)
]


@pytest.mark.parametrize(("fault", "lang"), TOLD)
def test_a_session_that_does_not_come_about_is_told(arrive, address, fault, lang):
    page = arrive(f"/exchange?lang={lang}", FAULTS[fault])
    message = page.locator("#no-connection")
    assert message.count() == 0
    page.clock.fast_forward(PATIENCE)
    expect(message).to_be_visible()
    for words in (*WORDS[lang], Texts(lang).t("footer.imprint"), f"{address.replace('http', 'ws')}/_stcore/stream"):
        expect(message).to_contain_text(words)
    for link in message.locator("a").all():
        target = link.get_attribute("href")
        assert page.request.get(address + target).ok, target


def test_many_cookies_do_no_harm_here_and_are_named_where_a_session_fails(arrive):
    cookies = [(f"portal{number}", "x" * 3000) for number in range(5)]
    page = arrive("/", cookies=cookies)
    page.wait_for_selector(".st-key-footer", timeout=30_000)
    assert page.locator("#no-connection").count() == 0
    page = arrive("/", FAULTS["refused"], cookies=cookies)
    page.clock.fast_forward(PATIENCE)
    expect(page.locator("#no-connection")).to_contain_text("löschen Sie die Cookies")


def test_a_server_that_does_not_answer_is_told(arrive):
    page = arrive("/", FAULTS["silent"])
    page.route("**/_stcore/health", lambda route: route.abort())
    page.clock.fast_forward(PATIENCE)
    expect(page.locator("#no-connection")).to_contain_text("Der Server antwortet nicht.")


def test_a_page_that_comes_late_takes_the_message_away(arrive):
    held, sockets = [], []

    def hold(socket):
        sockets.append(socket)
        socket.connect_to_server().on_message(lambda message: held.append(message) if held is not None else socket.send(message))

    page = arrive("/", hold)
    page.clock.fast_forward(PATIENCE)
    expect(page.locator("#no-connection")).to_be_visible()
    late, held = held, None
    for message in late:
        sockets[0].send(message)
    expect(page.locator("#no-connection")).to_have_count(0, timeout=20_000)
    expect(page.locator("#root h1")).to_be_visible()


def test_a_page_that_comes_says_nothing(arrive):
    page = arrive("/about")
    page.wait_for_selector(".st-key-footer", timeout=20_000)
    page.clock.fast_forward(2 * PATIENCE)
    page.wait_for_timeout(300)
    assert page.locator("#no-connection").count() == 0


@pytest.mark.parametrize("lang", WORDS)
def test_without_script_the_same_is_said_at_once(arrive, address, lang):
    page = arrive(f"/?lang={lang}", java_script_enabled=False)
    words = page.locator("noscript")
    assert {"de": "Netzwerkadministration", "en": "network administrator"}[lang] in words.inner_text()
    assert words.locator("a").first.get_attribute("href") == "/api/v1/package.zip"


#: Each message of the server arrives 0.3 seconds late, as on a poor mobile network.
LATE = """(() => {
  const listen = WebSocket.prototype.addEventListener;
  WebSocket.prototype.addEventListener = function (kind, heard) {
    listen.call(this, kind, kind === "message" ? (event) => setTimeout(heard, 300, event) : heard);
  };
})()"""


def test_a_step_back_before_the_last_one_is_answered_keeps_the_session(visit):
    page = visit("/exchange?topic=economy", ready=".st-key-footer")
    page.add_init_script(LATE)
    page.reload()
    heading = page.locator("h1")
    expect(heading).to_have_text("Austausch im Zeitverlauf")
    settle(page)
    pill(page, "language", "EN").click()
    expect(heading).to_have_text("Exchange over time")
    settle(page)
    pill(page, "filter-sectors", "Culture").click()
    wait_for_parameters(page, {"topic": ["economy"], "lang": ["en"], "sector": ["culture"]})
    page.wait_for_timeout(700)
    # The server has answered the first step before the second, and the answer is still on its way.
    page.evaluate("() => { history.back(); setTimeout(() => history.back(), 200); }")
    expect(heading).to_have_text("Austausch im Zeitverlauf")
    expect(page.get_by_role("dialog")).to_have_count(0)
