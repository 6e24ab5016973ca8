"""Stable ids of sources."""

import hashlib


def source_id(url: str) -> str:
    """Return the id of the source at ``url``: ``s`` and the first ten hex digits of the address's SHA-256.

    The same address always yields the same id, so a table made anew keeps its foreign keys. An empty address has
    the empty id.
    """
    return "s" + hashlib.sha256(url.encode()).hexdigest()[:10] if url else ""
