"""Make the QR code of a URL, and tell whether a guest's phone can reach it."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import segno

#: Host names that work only on this machine or in this network.
_LOCAL_ENDINGS: Final = (".local", ".lan", ".internal", ".home.arpa")


def qr_data(address: str) -> str:
    """Return ``address`` as a QR code, an SVG picture in a data URL: dark on white, with the quiet zone that scanners need."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(border=4, omitsize=True, light="#ffffff", dark="#000000"))


def is_local(address: str) -> bool:
    """Return whether ``address`` works only on this machine or in its local network."""
    host = urlsplit(address).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_ENDINGS)
