"""Legal texts: both languages, every field of the operator shown unchanged or clearly marked as missing."""

from string import Formatter

import pytest

from components.words.legal import FIELDS, legal_text
from components.words.texts import LOCALES_DIRECTORY, Texts
from data.city import CITY
from data.vocabulary import LANGUAGES
from serving.settings import read_settings

SECTIONS = ("accessibility", "privacy", "imprint", "easy")


def fields_of(lang, section):
    text = (LOCALES_DIRECTORY / lang / "about" / f"{section}.md").read_text(encoding="utf-8")
    return [name for _, name, _, _ in Formatter().parse(text) if name and name not in CITY.words(lang)]


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_say_as_much(section):
    assert fields_of("de", section) == fields_of("en", section)
    lengths = [len((LOCALES_DIRECTORY / lang / "about" / f"{section}.md").read_text(encoding="utf-8").split("\n\n")) for lang in LANGUAGES]
    assert lengths[0] == lengths[1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_a_field_that_is_not_filled_is_marked_and_none_is_left_as_a_placeholder(monkeypatch, section, lang):
    for setting in FIELDS.values():
        monkeypatch.delenv(setting, raising=False)
    text = legal_text(section, Texts(lang))
    assert "{" not in text
    for field in fields_of(lang, section):
        if field not in ("checked", "operator_phone", "supervisory"):
            assert Texts(lang).t("about.unfilled", setting=FIELDS[field]).replace("_", "\\_") in text


def test_what_the_office_has_filled_in_is_shown_and_never_read_as_markup(monkeypatch):
    monkeypatch.setenv("OPERATOR_NAME", "Stadt *Musterort* <script>alert(1)</script> | [x](y)")
    text = legal_text("imprint", Texts("de"))
    assert "<script>" not in text.replace("\\<", "")
    assert "\\*Musterort\\*" in text
    assert "\\[x\\]" in text


def test_every_field_is_a_setting_of_the_server():
    settings = read_settings({})
    assert all(hasattr(settings, field) for field in FIELDS)


def test_the_notice_names_what_the_browser_keeps():
    for lang in LANGUAGES:
        text = legal_text("privacy", Texts(lang))
        assert "`_streamlit_xsrf`" in text
        assert "`stActiveTheme-…`" in text
