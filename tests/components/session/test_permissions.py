"""Who is let in: people whose address the provider has verified, and sessions to which an upload is offered."""

from unittest.mock import patch

import pytest
import streamlit as st

from components.session import permissions
from components.session.uploads import may_upload
from tests.visiting import open_page

PUBLISHER = "publisher@example.org"
#: What an unverified address comes with; a list holds the claims that are sent.
UNVERIFIED = [{"email_verified": value} for value in ("false", "False", "true", "yes", 0, 1, None, [], False)]


class User(dict):
    """What the framework says of whoever has logged in."""

    is_logged_in = True
    to_dict = dict.copy


def person(monkeypatch, claims, **environment):
    """Return who is known by ``claims``."""
    for name, value in ({"PUBLISHERS": PUBLISHER} | environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(permissions, "login_is_configured", lambda: True)
    monkeypatch.setattr(permissions, "uploads_are_open", lambda: True)
    monkeypatch.setattr(permissions, "store", lambda: object())
    monkeypatch.setattr(st, "user", User({"email": "Publisher@example.org"} | claims))
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
