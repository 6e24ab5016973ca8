"""Who may check and who may publish: people who have logged in by OpenID Connect and whom the configuration names."""

import os
from collections.abc import Mapping
from typing import Final

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from components.session.facts import store

_EDITORS: Final = "EDITORS"
_PUBLISHERS: Final = "PUBLISHERS"
_NOT_SENT: Final = "EMAIL_VERIFIED_NOT_SENT"


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
    return not login_is_configured() or person() in _named(_EDITORS) | _named(_PUBLISHERS)


def may_publish() -> bool:
    """Return whether the viewer may publish: only with a store, a configured login, and as a publisher."""
    return store() is not None and bool(person()) and person() in _named(_PUBLISHERS)
