"""How long a login lasts, and what keeps somebody who has logged in from publishing."""

import time

import pytest
import streamlit as st

from components.panels import upkeep
from components.session import permissions
from components.words.texts import Texts
from tests.visiting import open_page, sound

ADDRESS = "ada@example.org"


class User(dict):
    """What the framework knows of somebody who has logged in just now, unless ``claims`` say otherwise."""

    is_logged_in = True

    def __init__(self, **claims):
        """Make the claims."""
        super().__init__({"email": ADDRESS, "email_verified": True, "iat": time.time()} | claims)


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
