"""Make the QR code of a URL, and check whether a guest's phone can reach the URL."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import segno

#: Endings of host names that can be reached only from this machine or its network.
_LOCAL_ENDINGS: Final = (".local", ".lan", ".internal", ".home.arpa")


def qr_data(address: str) -> str:
    """Return the QR code of ``address`` as a data URL of an SVG: dark on white, with the quiet zone that scanners need."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(border=4, omitsize=True, light="#ffffff", dark="#000000"))


def is_local(address: str) -> bool:
    """Return whether ``address`` can be reached only from this machine or its network."""
    host = urlsplit(address).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_ENDINGS)
