"""Links that open a mail: addressed, with view, id and source in it, and absent without an address."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from components.words.remarks import contact, remark_link
from components.words.texts import Texts
from data.vocabulary import LANGUAGES

VIEW = "https://welt.example.org/chronicle?entry=nancy-1955-01&q=a%20(b)"


def mail(link: str) -> tuple[str, dict[str, str]]:
    """Return the recipient and the fields of the mail that ``link``, Markdown, opens."""
    address = urlsplit(re.fullmatch(r"\[[^\]]+\]\((mailto:\S+)\)", link)[1])
    return address.path, {name: values[0] for name, values in parse_qs(address.query).items()}


@pytest.fixture
def configured(monkeypatch):
    monkeypatch.setenv("DATA_CONTACT_EMAIL", "daten+welt@karlsruhe.example")
    monkeypatch.setenv("OPERATOR_EMAIL", "amt@karlsruhe.example")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mail_names_view_id_and_source(configured, lang):
    to, fields = mail(
        remark_link("nancy-1955-01", VIEW, f"{Texts(lang).t('source.label')}: " + r"[Amt \(Süd\)](https://a.example/%29) & Co", Texts(lang))
    )
    assert to.replace("%2B", "+") == "daten+welt@karlsruhe.example"
    assert "nancy-1955-01" in fields["subject"]
    assert VIEW in fields["body"].split("\r\n")[-2]
    source = Texts(lang).t("remark.source", source="Amt (Süd) & Co")
    assert fields["body"].split("\r\n")[-1] == source


def test_a_long_source_is_cut_because_mail_programs_cut_long_links(configured):
    link = remark_link("statistic", VIEW, "Ü" * 5000, Texts("de"))
    assert "…" in mail(link)[1]["body"]
    assert len(link) < 2700


def test_the_operator_answers_unless_another_address_is_configured(configured, monkeypatch):
    assert contact() == "daten+welt@karlsruhe.example"
    monkeypatch.delenv("DATA_CONTACT_EMAIL")
    assert contact() == "amt@karlsruhe.example"
    monkeypatch.delenv("OPERATOR_EMAIL")
    assert remark_link("map", VIEW, "Quelle", Texts("de")) == ""
