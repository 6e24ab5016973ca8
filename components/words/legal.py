"""Fill the legal texts (one Markdown file per section and language) with the operating office's settings, and mark missing ones."""

import os
from functools import cache
from typing import Final

from components.words.phrases import escaped
from components.words.texts import LOCALES_DIRECTORY, Texts, with_city

#: Date of the latest accessibility check, on which the accessibility statement is based.
CHECKED: Final = "2026-11-25"
#: Placeholders in the texts, and the setting that fills each (see ``serving.settings``).
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
#: Placeholders whose setting may stay empty; the text then shows a dash.
_OPTIONAL: Final = ("operator_phone", "supervisory")


@cache
def _text(lang: str, section: str) -> str:
    return with_city((LOCALES_DIRECTORY / lang / "about" / f"{section}.md").read_text(encoding="utf-8"), lang)


def legal_text(section: str, texts: Texts) -> str:
    """Return ``section``, a file of ``locales/<lang>/about``, as Markdown with the operating office's settings.

    Values of settings are escaped, so that they are shown unchanged and never read as Markdown. A missing value that is required is marked
    in the text.
    """
    values = {}
    for field, setting in FIELDS.items():
        value = " ".join(os.environ.get(setting, "").split())
        if value:
            values[field] = escaped(value)
        else:
            values[field] = "–" if field in _OPTIONAL else f"**{texts.t('about.unfilled', setting=setting)}**".replace("_", "\\_")
    return _text(texts.lang, section).format(checked=texts.date(CHECKED), **values)
