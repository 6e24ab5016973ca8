"""Who may check and who may publish: people who have logged in by OpenID Connect and whom the configuration names."""

import os
from typing import Final

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from components.session.facts import store

_EDITORS: Final = "EDITORS"
_PUBLISHERS: Final = "PUBLISHERS"


def _named(role: str) -> frozenset[str]:
    return frozenset(os.environ.get(role, "").casefold().replace(",", " ").split())


def login_is_configured() -> bool:
    """Return whether the secrets name an OpenID provider."""
    return bool(get_secrets_auth_section())


def is_logged_in() -> bool:
    """Return whether a login is configured and the viewer has logged in."""
    return login_is_configured() and bool(st.user.is_logged_in)


def person() -> str:
    """Return the e-mail address of who has logged in, in small letters; empty where nobody has, or where it is not verified."""
    if not login_is_configured() or not st.user.is_logged_in or st.user.get("email_verified") is False:
        return ""
    return str(st.user.get("email") or "").casefold()


def uploads_are_open() -> bool:
    """Return whether this server takes files at all."""
    return int(st.get_option("server.maxUploadSize")) > 0


def may_check() -> bool:
    """Return whether the viewer may upload a workbook: anybody where no login is configured, else editors and publishers."""
    if not uploads_are_open():
        return False
    return not login_is_configured() or person() in _named(_EDITORS) | _named(_PUBLISHERS)


def may_publish() -> bool:
    """Return whether the viewer may publish: only with a store, a configured login, and as a publisher."""
    return store() is not None and bool(person()) and person() in _named(_PUBLISHERS)
