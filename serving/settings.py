"""The operator's settings, from environment variables: one declaration that parses, validates and documents them."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from components.session.permissions import LOGIN_HOURS

#: How alike a variable must be to one of ours to be taken for a slip of the pen; 1 is the same word.
_SLIP: Final = 0.86
#: Names of other programs that look like slips of ours.
_NOT_OURS: Final = frozenset({"SUPERVISOR"})
_HOST: Final = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_ANCESTOR: Final = re.compile(r"https?://(\*\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")


class WrongSettings(Exception):
    """Some settings are invalid; the message names all of them."""


class _Wrong(ValueError):
    """What a valid value is."""


def _text(value: str) -> str:
    return value.strip()


#: What the framework needs in the section ``[auth]`` for one provider.
_LOGIN_KEYS: Final = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")


def _login_file(value: str) -> str:
    """Return ``value``, the path of a file that configures a login; without one everybody could use what a login protects."""
    if not value:
        return value
    try:
        login = tomllib.loads(Path(value).read_text(encoding="utf-8")).get("auth", {})
    except (OSError, ValueError) as error:
        raise _Wrong(f"a TOML file that this server can read ({error})") from error
    missing = [key for key in _LOGIN_KEYS if not login.get(key)]
    if missing:
        raise _Wrong(f"a TOML file whose section [auth] has {', '.join(_LOGIN_KEYS)} ({', '.join(missing)} missing)")
    return value


def _host(value: str) -> str:
    if not value or re.search(r"[\s/]", value):
        raise _Wrong("a host name or an address to listen on")
    return value


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit()) or not 0 < int(value) < 65536:
        raise _Wrong("a number from 1 to 65535")
    return int(value)


def _megabytes(value: str) -> int:
    if not (value.isascii() and value.isdigit()) or int(value) > 100:
        raise _Wrong("a number from 0 to 100")
    return int(value)


def _hours(value: str) -> int:
    if not (value.isascii() and value.isdigit()) or not 0 < int(value) <= 24:
        raise _Wrong("a number from 1 to 24")
    return int(value)


def _yes(value: str) -> bool:
    if value not in ("yes", "no"):
        raise _Wrong("yes or no")
    return value == "yes"


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            raise _Wrong(f"one of {', '.join(choice or 'empty' for choice in choices)}")
        return value

    return read


def _address(value: str) -> str:
    if not value:
        return ""
    wrong = _Wrong("an address such as https://weltweit.stadt.example")
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment or " " in value:
        raise wrong
    return value.rstrip("/")


def _email(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise _Wrong("an e-mail address")
    return value


def _contact(value: str) -> str:
    if value.startswith("https://"):
        return _address(value)
    try:
        return _email(value)
    except _Wrong:
        raise _Wrong("an e-mail address or an address such as https://www.stadt.example/security") from None


def _uri(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value):
        raise _Wrong("a URI such as http://dcat-ap.de/def/contributors/example")
    return value


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(value.lower().replace(",", " ").split())
    if not all(_HOST.fullmatch(host) for host in hosts):
        raise _Wrong("host names without port, separated by spaces")
    return hosts


def _networks(value: str) -> tuple[str, ...]:
    networks = tuple(value.replace(",", " ").split())
    try:
        return tuple(str(ip_network(network)) for network in networks)
    except ValueError:
        raise _Wrong("addresses or networks such as 10.0.0.0/8, separated by spaces") from None


def _people(value: str) -> tuple[str, ...]:
    people = tuple(value.casefold().replace(",", " ").split())
    for each in people:
        _email(each)
    return people


def _database(value: str) -> str:
    if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise _Wrong("an address that begins with sqlite:/// or postgresql://")
    return value


def _ancestors(value: str) -> tuple[str, ...]:
    sources = tuple(f"'{source.strip(chr(39))}'" if source.strip("'") in ("self", "none") else source for source in value.split())
    alone = "'none'" not in sources or len(sources) == 1
    if not sources or not alone or not all(source in ("'self'", "'none'") or _ANCESTOR.fullmatch(source) for source in sources):
        raise _Wrong("self, none or origins such as https://www.stadt.example, separated by spaces")
    return sources


def _setting(default: str, read: Callable[[str], Any], meaning: str) -> Any:
    return field(default=read(default), metadata={"default": default, "read": read, "meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """Every setting with its default; the environment variable is the field's name in capitals."""

    city: str = _setting("", _text, "folder of the city to show, see [another city](another-city.md); empty: `data`")
    environment: str = _setting(
        "development", _one_of("development", "production"), "`production` logs as JSON and warns about what the imprint lacks"
    )
    address: str = _setting("localhost", _host, "where the server listens; `0.0.0.0` in a container")
    port: int = _setting("8501", _port, "port the server listens on")
    public_address: str = _setting("", _address, "address guests reach, for links and QR codes; empty: the one the viewer uses")
    allowed_hosts: tuple[str, ...] = _setting(
        "", _hosts, "host names the server answers to, `*.` before a name for all below it; empty: any. Health checks are exempt"
    )
    frame_ancestors: tuple[str, ...] = _setting(
        "self", _ancestors, "who may embed the pages: `self`, `none` or origins, separated by spaces"
    )
    behind_tls: bool = _setting(
        "no", _yes, "`yes` where visitors come by HTTPS only: browsers are told to stay with it, cookies are marked Secure"
    )
    trusted_proxies: tuple[str, ...] = _setting(
        "", _networks, "addresses or networks of the proxies whose X-Forwarded-For is believed; only the log uses it"
    )
    max_upload_mb: int = _setting(
        "0", _megabytes, "largest workbook that may be uploaded to be checked, 10 is ample; 0 closes uploading. See *Upkeep* below"
    )
    database_url: str = _setting(
        "", _database, "where published versions of the data are kept: `sqlite:////path/file.db` or `postgresql://...`; empty: nowhere"
    )
    worldbank_address: str = _setting(
        "", _address, "API of the World Bank, `https://api.worldbank.org/v2`; empty: not asked. See *Official statistics* below"
    )
    eurostat_address: str = _setting("", _address, "API of Eurostat, `https://ec.europa.eu/eurostat/api/dissemination`; empty: not asked")
    genesis_address: str = _setting(
        "", _address, "API of GENESIS-Online, `https://www-genesis.destatis.de/genesisWS/rest/2020`; empty: not asked"
    )
    genesis_token: str = _setting("", _text, "token of the user account at GENESIS-Online")
    regionaldatenbank_address: str = _setting(
        "", _address, "API of the Regionaldatenbank, `https://www.regionalstatistik.de/genesisws/rest/2020`; empty: not asked"
    )
    regionaldatenbank_user: str = _setting("", _text, "user name of the account at the Regionaldatenbank, or its token")
    regionaldatenbank_password: str = _setting("", _text, "password of this account; empty with a token")
    ckan_address: str = _setting(
        "", _address, "API of the city's transparency portal, `https://transparenz.stadt.example/api/3`; empty: not asked"
    )
    secrets_file: str = _setting(
        "",
        _login_file,
        "the file with the section `[auth]` that names the OpenID provider; empty: `.streamlit/secrets.toml`, if there is one",
    )
    login_hours: int = _setting(
        str(LOGIN_HOURS), _hours, "how many hours a login lasts, 1 to 24; after that whoever checks or publishes logs in again"
    )
    editors: tuple[str, ...] = _setting("", _people, "e-mail addresses of those who may check workbooks once a login is configured")
    publishers: tuple[str, ...] = _setting("", _people, "e-mail addresses of those who may also publish and restore versions")
    email_verified_not_sent: bool = _setting(
        "no",
        _yes,
        "`yes` if the OpenID provider verifies every address but does not send the claim `email_verified`: then its absence is accepted; "
        "any value but `true` is still refused",
    )
    log_level: str = _setting(
        "",
        _one_of("", "debug", "info", "warning", "error"),
        "`debug`, `info`, `warning`, `error`; empty: `info` in production, else `warning`",
    )
    log_format: str = _setting(
        "", _one_of("", "json", "plain"), "`json`, one object a line, or `plain`; empty: `json` in production, else `plain`"
    )
    operator_name: str = _setting("", _text, "imprint: who answers for the site; **mandatory**")
    operator_address: str = _setting("", _text, "imprint: postal address; **mandatory**")
    operator_email: str = _setting("", _email, "imprint: e-mail address; **mandatory**")
    operator_phone: str = _setting("", _text, "imprint: telephone")
    operator_representative: str = _setting("", _text, "imprint: who represents the operator by law; **mandatory**")
    data_protection_email: str = _setting("", _email, "privacy notice: the data protection officer; **mandatory**")
    accessibility_email: str = _setting("", _email, "accessibility statement: where barriers are reported; **mandatory**")
    security_contact: str = _setting(
        "", _contact, "where faults of security are reported, an e-mail address or a page: `/.well-known/security.txt`; empty: no such file"
    )
    data_contact_email: str = _setting(
        "",
        _email,
        "e-mail address for questions on the data: catalogue and the links *Something wrong?*; empty: `OPERATOR_EMAIL`, "
        "and without both no links",
    )
    data_contributor: str = _setting(
        "",
        _uri,
        "catalogue: URI by which a data portal knows the provider (`dcatde:contributorID`), as the portal assigns it; empty: none",
    )
    data_licence: str = _setting(
        "",
        _one_of("", "cc-by-4.0", "cc-zero", "dl-de-by-2.0", "dl-de-zero-2.0"),
        "catalogue: licence under which the operator releases its own record of activities; empty: none. See *Open data* below",
    )
    supervisory: str = _setting("", _text, "imprint: supervisory authority, where there is one")

    @property
    def is_production(self) -> bool:
        """Return whether the server runs in production."""
        return self.environment == "production"

    @property
    def unfilled(self) -> tuple[str, ...]:
        """Return the variables of the legal pages that are mandatory and empty."""
        return tuple(
            each.name.upper() for each in fields(self) if "**mandatory**" in each.metadata["meaning"] and not getattr(self, each.name)
        )


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings in ``environment``; variables of other programs are ignored.

    Raises:
        WrongSettings: values that cannot be used, and variables that look like one of ours misspelt, all in one message.
    """
    values: dict[str, Any] = {}
    faults: list[str] = []
    names = [each.name.upper() for each in fields(Settings)]
    for each in fields(Settings):
        name = each.name.upper()
        if name in environment:
            try:
                values[each.name] = each.metadata["read"](environment[name])
            except _Wrong as wrong:
                # An address of a database may hold a password.
                shown = "" if each.name == "database_url" else f', but is "{environment[name]}"'
                faults.append(f"{name} must be {wrong}{shown}.")
    for name in sorted(environment.keys() - {*names, *_NOT_OURS}):
        meant = get_close_matches(name.upper(), names, n=1, cutoff=_SLIP)
        if meant:
            faults.append(f"{name} is not a setting; did you mean {meant[0]}?")
    if faults:
        raise WrongSettings("The server does not start, because settings are wrong:\n  " + "\n  ".join(faults))
    return Settings(**values)


def settings_table() -> str:
    """Return the settings as the Markdown table of docs/operations.md."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for each in fields(Settings):
        default = f"`{each.metadata['default']}`" if each.metadata["default"] else ""
        rows.append(f"| `{each.name.upper()}` | {default} | {each.metadata['meaning']} |")
    return "\n".join(rows)
