"""Permissions: only verified addresses are known, a login lasts a limited time, and the page says what keeps somebody from publishing."""

import time
from unittest.mock import patch

import pytest
import streamlit as st

from components.panels import upkeep
from components.session import permissions
from components.session.uploads import may_upload
from components.words.texts import Texts
from tests.visiting import open_page, sound

PUBLISHER = "publisher@example.org"
ADDRESS = "ada@example.org"
#: What an unverified address comes with; a list holds the claims that are sent.
UNVERIFIED = [{"email_verified": value} for value in ("false", "False", "true", "yes", 0, 1, None, [], False)]


class User(dict):
    """What the framework knows of somebody who has logged in just now, unless ``claims`` say otherwise."""

    is_logged_in = True
    to_dict = dict.copy

    def __init__(self, **claims):
        """Make the claims."""
        super().__init__({"email": ADDRESS, "email_verified": True, "iat": time.time()} | claims)


def person(monkeypatch, claims, **environment):
    """Return who is known by ``claims``."""
    for name, value in ({"PUBLISHERS": PUBLISHER} | environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(permissions, "login_is_configured", lambda: True)
    monkeypatch.setattr(permissions, "uploads_are_open", lambda: True)
    monkeypatch.setattr(permissions, "store", lambda: object())
    user = User(email="Publisher@example.org", **claims)
    if "email_verified" not in claims:
        del user["email_verified"]
    monkeypatch.setattr(st, "user", user)
    known = permissions.person()
    assert permissions.may_publish() == permissions.may_check() == bool(known)
    return known


def test_a_verified_address_is_known(monkeypatch):
    assert person(monkeypatch, {"email_verified": True}) == PUBLISHER


@pytest.mark.parametrize("claims", [*UNVERIFIED, {}], ids=str)
def test_an_address_that_is_not_verified_is_nobodys(monkeypatch, claims):
    assert person(monkeypatch, claims) == ""


def test_the_operator_may_say_that_the_claim_is_not_sent(monkeypatch):
    assert person(monkeypatch, {}, EMAIL_VERIFIED_NOT_SENT="yes") == PUBLISHER
    assert person(monkeypatch, {}, EMAIL_VERIFIED_NOT_SENT="no") == ""


@pytest.mark.parametrize("claims", UNVERIFIED, ids=str)
def test_a_claim_that_is_sent_is_never_overruled(monkeypatch, claims):
    assert person(monkeypatch, claims, EMAIL_VERIFIED_NOT_SENT="yes") == ""


@pytest.mark.parametrize("may", [True, False])
def test_a_session_may_upload_while_the_page_offers_it(may):
    with patch("components.panels.upkeep.may_check", return_value=True):
        app = open_page("data", part="upkeep")
    session = "test session id"
    assert may_upload(session)
    with patch("components.panels.upkeep.may_check", return_value=may):
        app.run()
    assert may_upload(session) is may
    assert not may_upload("another")


@pytest.fixture
def user(monkeypatch):
    """Return a function that lets a user with these claims be logged in; only ``PUBLISHERS`` and ``EDITORS`` say what they may do."""
    for module in (permissions, upkeep):
        monkeypatch.setattr(module, "login_is_configured", lambda: True)
    monkeypatch.setattr(permissions, "uploads_are_open", lambda: True)
    monkeypatch.setattr(permissions, "store", object)
    monkeypatch.setenv("PUBLISHERS", ADDRESS)
    monkeypatch.delenv("EDITORS", raising=False)
    monkeypatch.delenv("LOGIN_HOURS", raising=False)
    return lambda **claims: monkeypatch.setattr(st, "user", User(**claims))


def rights():
    return permissions.is_logged_in(), permissions.may_check(), permissions.may_publish()


def test_a_login_lasts_for_two_hours_whatever_the_browser_keeps(user):
    user(iat=time.time() - 2 * 3600 + 60)
    assert rights() == (True, True, True)
    user(iat=time.time() - 2 * 3600 - 60)
    assert rights() == (False, False, False)
    assert permissions.login_has_expired()
    user(iat=None)
    assert rights() == (False, False, False)


def test_a_login_lasts_as_long_as_is_set(user, monkeypatch):
    monkeypatch.setenv("LOGIN_HOURS", "5")
    user(iat=time.time() - 5 * 3600 + 60)
    assert rights() == (True, True, True)
    user(iat=time.time() - 5 * 3600 - 60)
    assert rights() == (False, False, False)


@pytest.mark.parametrize(
    ("claims", "publishers", "editors", "limit"),
    [
        ({}, ADDRESS, "", ""),
        ({"email": None}, ADDRESS, "", "no_address"),
        ({"email_verified": False}, ADDRESS, "", "unverified"),
        ({}, "bob@example.org", "", "unnamed"),
        ({}, "bob@example.org", ADDRESS, "editor"),
    ],
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_says_what_keeps_somebody_from_publishing(user, monkeypatch, claims, publishers, editors, limit, lang):
    user(**claims)
    monkeypatch.setenv("PUBLISHERS", publishers)
    monkeypatch.setenv("EDITORS", editors)
    monkeypatch.setattr(upkeep, "store", lambda: None)
    assert permissions.limit() == limit
    app = sound(open_page("data", part="upkeep", lang=lang))
    assert [each.value for each in app.info] == ([Texts(lang).label("limit", limit)] if limit else [])


def test_without_a_database_a_publisher_is_told(user, monkeypatch):
    monkeypatch.setattr(permissions, "store", lambda: None)
    user()
    assert permissions.limit() == "no_database"


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("fault", permissions.LOGIN_FAULTS)
def test_the_page_says_why_a_login_failed_and_forgets_it_in_the_link(user, fault, lang):
    user()
    st.user.is_logged_in = False
    app = open_page("data", part="upkeep", lang=lang, login=fault)
    assert [each.value for each in app.error] == [Texts(lang).label("login_fault", fault)]
    assert "login" not in app.query_params
    assert not app.exception


def test_an_invented_fault_says_nothing(user):
    user()
    st.user.is_logged_in = False
    assert "login" not in sound(open_page("data", part="upkeep", login="<b>you won</b>")).query_params


def test_an_expired_login_says_so_and_offers_another(user):
    user(iat=time.time() - 3 * 3600)
    app = sound(open_page("data", part="upkeep"))
    assert [each.value for each in app.warning] == [Texts("de").n("upkeep.login_expired", 2)]
    assert [each.key for each in app.button if each.key == "upkeep-login"]
