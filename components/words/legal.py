"""Legal texts: Markdown files per language, with what the operating office has configured, or a clear mark that it has not yet."""

import os
from functools import cache
from typing import Final

from components.words.phrases import plain
from components.words.texts import LOCALES_DIRECTORY, Texts

#: Day of the last check of accessibility, on which the statement rests.
CHECKED: Final = "2026-11-25"
#: Fields of the operating office, by the setting that fills each (see ``serving.settings``).
FIELDS: Final = {
    "operator_name": "OPERATOR_NAME",
    "operator_address": "OPERATOR_ADDRESS",
    "operator_representative": "OPERATOR_REPRESENTATIVE",
    "operator_email": "OPERATOR_EMAIL",
    "operator_phone": "OPERATOR_PHONE",
    "supervisory": "SUPERVISORY",
    "data_protection_email": "DATA_PROTECTION_EMAIL",
    "accessibility_email": "ACCESSIBILITY_EMAIL",
}
#: What an office may leave empty; the line then says that there is none.
_OPTIONAL: Final = ("operator_phone", "supervisory")


@cache
def _text(lang: str, section: str) -> str:
    return (LOCALES_DIRECTORY / lang / "about" / f"{section}.md").read_text(encoding="utf-8")


def legal_text(section: str, texts: Texts) -> str:
    """Return ``section``, a file of ``locales/<lang>/about``, as Markdown; what is configured is shown as it stands, never as Markdown.

    A field that the office must fill and has not is marked in words.
    """
    values = {}
    for field, setting in FIELDS.items():
        value = " ".join(os.environ.get(setting, "").split())
        if value:
            values[field] = plain(value)
        else:
            values[field] = "–" if field in _OPTIONAL else f"**{texts.t('about.unfilled', setting=setting)}**".replace("_", "\\_")
    return _text(texts.lang, section).format(checked=texts.date(CHECKED), **values)
