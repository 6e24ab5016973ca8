"""Who may check and who may publish: people who have logged in by OpenID Connect and whom the configuration names."""

import os
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.user_info import generate_login_redirect_url

from components.session.facts import store

_EDITORS: Final = "EDITORS"
_PUBLISHERS: Final = "PUBLISHERS"
_NOT_SENT: Final = "EMAIL_VERIFIED_NOT_SENT"
#: How long a login lasts unless LOGIN_HOURS says otherwise, in hours.
LOGIN_HOURS: Final = 2
#: Parameter of the login's URL with the page to come back to, and of that page with what became of the login (see ``serving.login``).
BACK: Final = "back"
OUTCOME: Final = "login"
#: Why a login fails: the person or the provider says no, it was used or left lying, the browser has lost it, clocks differ, no provider.
LOGIN_FAULTS: Final = ("denied", "refused", "stale", "lost", "skewed", "unreachable")
#: Why somebody who has logged in may not publish.
LIMITS: Final = ("no_address", "unverified", "unnamed", "editor", "no_database")


def _named(role: str) -> frozenset[str]:
    return frozenset(os.environ.get(role, "").casefold().replace(",", " ").split())


def login_is_configured() -> bool:
    """Return whether the secrets name an OpenID provider."""
    return bool(get_secrets_auth_section())


def _is_verified(claims: Mapping[str, object]) -> bool:
    """Return whether the provider answers for the e-mail address: by ``true`` alone, which some send as a word that may also be "false".

    If the operator says that the provider does not send the claim, its absence counts as well; a claim that is sent is never overruled.
    """
    if "email_verified" in claims:
        return claims["email_verified"] is True
    return os.environ.get(_NOT_SENT) == "yes"


def login_hours() -> int:
    """Return how many hours a login lasts."""
    return int(os.environ.get("LOGIN_HOURS") or LOGIN_HOURS)


def log_in(back: str) -> None:
    """Send the browser to the provider, and afterwards to ``back``, a path of this server with its query string."""
    context = get_script_run_ctx()
    if context:
        message = ForwardMsg()
        message.auth_redirect.url = f"{generate_login_redirect_url('default')}&{urlencode({BACK: back})}"
        context.enqueue(message)


def login_has_expired() -> bool:
    """Return whether the viewer has logged in longer ago than a login lasts; the browser may hold the session open."""
    if not login_is_configured() or not st.user.is_logged_in:
        return False
    return time.time() - float(str(st.user.get("iat") or 0)) > login_hours() * 60 * 60


def is_logged_in() -> bool:
    """Return whether a login is configured and the viewer has logged in, not too long ago."""
    return login_is_configured() and bool(st.user.is_logged_in) and not login_has_expired()


def person() -> str:
    """Return the verified e-mail address of whoever has logged in, in lower case; empty if nobody has, or if it is not verified."""
    if not login_is_configured() or not st.user.is_logged_in:
        return ""
    claims = st.user.to_dict()
    return str(claims.get("email") or "").casefold() if _is_verified(claims) else ""


def uploads_are_open() -> bool:
    """Return whether this server takes files at all."""
    return int(st.get_option("server.maxUploadSize")) > 0


def may_check() -> bool:
    """Return whether the viewer may upload a workbook: anybody where no login is configured, else editors and publishers."""
    if not uploads_are_open():
        return False
    return not login_is_configured() or (is_logged_in() and person() in _named(_EDITORS) | _named(_PUBLISHERS))


def may_publish() -> bool:
    """Return whether the viewer may publish: only with a store, a configured login, and as a publisher."""
    return store() is not None and is_logged_in() and bool(person()) and person() in _named(_PUBLISHERS)


def limit() -> str:
    """Return which of ``LIMITS`` keeps the viewer, who has logged in, from publishing; empty where nothing does."""
    if not st.user.get("email"):
        return "no_address"
    if not person():
        return "unverified"
    if person() not in _named(_PUBLISHERS):
        return "editor" if person() in _named(_EDITORS) else "unnamed"
    return "" if store() else "no_database"
