"""What becomes of a login, asked of a real server and a real provider: where it leads, what it tells, how long it lasts."""

import re
import time
from html import unescape
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.browser.provider import COOKIE_SECRET, DENY, LATE, NOBODY, served_with_login

pytestmark = pytest.mark.xdist_group("login")
BACK = "/data?part=upkeep&lang=en"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served_with_login(tmp_path_factory.mktemp("login"), LOGIN_HOURS="3", LOG_LEVEL="error") as address:
        yield address


@pytest.fixture
def browser(address):
    """Yield what keeps cookies as a browser does and follows no redirect by itself."""
    with httpx2.Client(base_url=address) as client:
        yield client


def begin(browser, back=BACK, provider="default", seconds=60):
    """Follow the button's link; return what the server answers."""
    claims = {"provider": provider, "exp": int(time.time()) + seconds}
    token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(COOKIE_SECRET))
    return browser.get(f"/auth/login?{urlencode({'provider': token, 'back': back})}")


def returned(browser, person, back=BACK):
    """Return the address to which the provider sends back the browser of ``person``."""
    page = httpx2.get(begin(browser, back).headers["location"]).text
    links = {name: unescape(link) for link, name in re.findall(r'<a href="([^"]+)">([^<]+)</a>', page)}
    return links[person]


def led_to(answer):
    assert answer.status_code == 302
    return answer.headers["location"]


def test_a_login_leads_back_to_where_one_came_from_and_lasts_as_long_as_is_set(browser):
    answer = browser.get(returned(browser, "publisher@example.org"))
    assert led_to(answer) == BACK
    [cookie] = [each for each in answer.headers.get_list("set-cookie") if each.startswith("_streamlit_user=")]
    assert "Max-Age=10800" in cookie
    assert "_streamlit_user" in browser.cookies


def test_a_login_without_an_address_leads_back_where_the_page_says_what_to_do(browser):
    assert led_to(browser.get(returned(browser, NOBODY))) == BACK


@pytest.mark.parametrize(
    ("outcome", "come_back"),
    [
        ("denied", lambda browser: returned(browser, DENY)),
        ("skewed", lambda browser: returned(browser, LATE)),
        ("refused", lambda browser: returned(browser, DENY).replace("access_denied", "server_error")),
        ("refused", lambda browser: re.sub("code=[^&]+", "code=unknown", returned(browser, NOBODY))),
        ("stale", lambda browser: re.sub("state=[^&]+", "state=older", returned(browser, NOBODY))),
    ],
)
def test_a_login_that_fails_leads_back_and_says_why(browser, outcome, come_back):
    assert led_to(browser.get(come_back(browser))) == f"{BACK}&login={outcome}"
    assert "_streamlit_user" not in browser.cookies


def test_a_login_that_is_used_twice_is_stale(browser):
    link = returned(browser, "publisher@example.org")
    browser.get(link)
    assert led_to(browser.get(link)) == f"{BACK}&login=stale"


def test_a_browser_that_has_lost_its_cookies_is_told_on_the_page_where_logins_begin(browser, address):
    link = returned(browser, "publisher@example.org")
    assert led_to(httpx2.get(link)) == "/data?part=upkeep&login=lost"


def test_a_button_that_was_pressed_too_late_is_stale(browser):
    assert led_to(begin(browser, seconds=-60)) == f"{BACK}&login=stale"


def test_a_provider_that_cannot_be_reached_is_named(browser):
    assert led_to(begin(browser, provider="away")) == f"{BACK}&login=unreachable"


def test_a_return_from_a_logout_is_no_failure(browser):
    assert led_to(browser.get("/oauth2callback")) == "/data?part=upkeep"


@pytest.mark.parametrize("foreign", ["https://a.example/", "//a.example", "/\\a.example", "javascript:alert(1)", "a.example", "/x\r\nX: y"])
def test_a_login_leads_to_no_foreign_place(browser, foreign):
    assert led_to(browser.get(returned(browser, DENY, foreign))) == "/data?part=upkeep&login=denied"
    forged = httpx2.get(returned(browser, DENY), cookies={"login_back": quote(foreign, safe="")})
    assert led_to(forged) == "/data?part=upkeep&login=denied"


def test_an_outcome_in_the_link_back_is_replaced(browser):
    target = led_to(browser.get(returned(browser, DENY, "/data?login=stale&part=upkeep")))
    assert parse_qs(urlsplit(target).query)["login"] == ["denied"]
