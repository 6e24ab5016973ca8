"""Derive stable ids of sources from their URLs."""

import hashlib


def source_id(url: str) -> str:
    """Return the id of the source at ``url``: ``s`` and the first ten hex digits of the SHA-256 of the URL.

    The same URL always gives the same id, so foreign keys stay valid if a table is rebuilt. An empty URL gives an empty id.
    """
    return "s" + hashlib.sha256(url.encode()).hexdigest()[:10] if url else ""
