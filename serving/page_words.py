"""Translate the framework's own words, which are English and have no catalogue; ``scripts/framework_words.js`` replaces them."""

import json
from typing import Final

from components.words.texts import Texts
from data.vocabulary import LANGUAGES
from serving.plain import without_session

#: The framework's words, ``#`` being what varies, and the message that stands for each.
WORDS: Final = {
    "App pages": "framework.pages",
    "Skip to main content": "framework.skip",
    "Navigate to home page": "framework.home",
    "Link to heading": "framework.heading",
    "Main menu": "framework.menu",
    "# more": "framework.more",
    "Open": "framework.open",
    "Close": "framework.close",
    "Clear value": "framework.clear",
    "Clear all": "framework.clear_all",
    "Clear entry": "framework.clear",
    "Remove #": "framework.remove",
    "Selected values": "framework.selected",
    "Choose an option": "framework.choose",
    "Choose options": "framework.choose",
    "No options to select": "framework.no_results",
    "No options to select.": "framework.no_results",
    "No results": "framework.no_results",
    "Press Enter to apply": "framework.enter",
    "Pagination": "framework.pagination",
    "Previous page": "framework.previous",
    "Next page": "framework.next",
    "Page #": "framework.page",
    "# — start": "framework.from",
    "# — end": "framework.to",
    "Running...": "framework.running",
    "Stop script": "framework.stop",
    "Connecting": "framework.connecting",
    "Connecting to Streamlit server": "framework.connecting",
    "Error": "framework.lost",
    "Unable to connect to Streamlit server": "framework.lost",
    "Connection error": "framework.lost",
    "Streamlit server is not responding. Are you connected to the internet?": "framework.lost_why",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "framework.lost_why",
    "Page not found": "framework.not_found",
    "The page that you have requested does not seem to exist. Running the app's main page.": "framework.not_found_why",
    "Failed to generate file for download": "framework.no_file",
    "Deferred download not properly configured": "framework.no_file",
    "Download failed": "framework.no_file",
    "Request timed out": "framework.file_late",
    "Connection closed": "framework.lost",
    "Cannot send backend operation request: not connected to server": "framework.lost",
    "Upload": "upload.choose",
    "#MB per file": "upload.limit",
}


def _no_connection(t: Texts) -> dict[str, object]:
    """Return what ``scripts/no_connection.js`` says; ``#`` is the address of the session."""
    return {
        "title": t.t("connection.title"),
        "refused": [t.t("connection.refused"), t.t("connection.ask"), t.t("connection.cookies")],
        "silent": [t.t("connection.silent")],
        "links": without_session(t),
    }


def page_words() -> str:
    """Return what the scripts of the page say, as JSON that can stand in HTML: by language, the framework's words and theirs."""
    whole_first = sorted(WORDS, key=lambda said: "#" in said)
    words = {
        lang: {
            "framework": [[said, Texts(lang).t(WORDS[said])] for said in whole_first],
            "svg": Texts(lang).t("picture.svg"),
            "preview": [Texts(lang).t(f"lost_preview.{part}") for part in ("title", "why", "again", "close")],
            "changed": [Texts(lang).t(f"changed.{part}") for part in ("title", "why", "again")],
            "connection": _no_connection(Texts(lang)),
        }
        for lang in LANGUAGES
    }
    return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
