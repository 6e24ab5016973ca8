"""Build inline script elements from constant text, so that the content security policy can allow each script by its hash."""

from html import escape


def script_element(script: str, **values: str) -> str:
    """Return ``script`` as an HTML element; the script reads ``values`` by name from ``document.currentScript.dataset``."""
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
    return f"<script{data}>{script}</script>"
