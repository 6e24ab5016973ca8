"""QR codes of a view, and whether a guest's phone can reach it."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import segno

#: Names that lead nowhere outside this machine or this network.
_LOCAL_ENDINGS: Final = (".local", ".lan", ".internal", ".home.arpa")


def qr_data(address: str) -> str:
    """Return ``address`` as a QR code, an SVG picture as a data address: dark on white with the quiet zone scanners need."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(border=4, omitsize=True, light="#ffffff", dark="#000000"))


def is_local(address: str) -> bool:
    """Return whether ``address`` leads only to this machine or the network around it."""
    host = urlsplit(address).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_ENDINGS)
