"""Scripts that stand within the page: constant text, so that the content security policy can name each by its hash."""

from html import escape


def script_element(script: str, **values: str) -> str:
    """Return ``script`` as an element; what varies reaches it as ``document.currentScript.dataset``, under the names of ``values``."""
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
    return f"<script{data}>{script}</script>"
