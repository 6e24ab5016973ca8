"""*Something wrong?* at every entry, figure and partner of the pages, in lines that are there anyway, and only with an address."""

import pytest

from tests.visiting import open_page

#: Pages, and their partners and figures with a source line in the given view.
PAGES = {
    ("", "nancy"): 2,
    ("exchange", ""): 1,
    ("partner", "nancy"): 3,
    ("comparison", ""): 1,
    ("networks", ""): 4,
    ("anniversaries", ""): 1,
    ("chronicle", ""): 1,
}
LINK = "[Stimmt etwas nicht?](mailto:"


def texts_of(app) -> list[str]:
    return [element.value for element in (*app.markdown, *app.caption)]


@pytest.mark.parametrize(("page", "city"), PAGES)
def test_every_figure_and_partner_has_the_link_without_an_element_of_its_own(page, city, monkeypatch):
    view = {"city": city} if city else {}
    monkeypatch.delenv("DATA_CONTACT_EMAIL", raising=False)
    monkeypatch.delenv("OPERATOR_EMAIL", raising=False)
    without = open_page(page, **view)
    monkeypatch.setenv("DATA_CONTACT_EMAIL", "daten@karlsruhe.example")
    app = open_page(page, **view)
    assert not app.exception
    assert LINK not in "".join(texts_of(without))
    assert sum(LINK in text for text in texts_of(app)) >= PAGES[page, city]
    assert len(texts_of(app)) == len(texts_of(without))


def test_every_entry_of_the_chronicle_has_the_link_with_its_own_address(monkeypatch):
    monkeypatch.setenv("DATA_CONTACT_EMAIL", "daten@karlsruhe.example")
    monkeypatch.setenv("PUBLIC_ADDRESS", "https://welt.example.org")
    entries = [text for text in texts_of(open_page("chronicle", lang="en")) if "(chronicle?entry=" in text]
    assert entries
    for text in entries:
        entry = text.split("(chronicle?entry=")[1].split("&")[0]
        assert "[Something wrong?](mailto:daten@karlsruhe.example?" in text
        assert f"https%3A%2F%2Fwelt.example.org%2Fchronicle%3Fentry%3D{entry}" in text
