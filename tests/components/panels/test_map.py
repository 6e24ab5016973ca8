"""The list of partners beside the map: it names the status of a relation that is not active, as the map draws it."""

from tests.visiting import open_page


def test_the_list_of_partners_names_the_status_of_a_suspended_relation():
    names = {lang: [option.split(" · ")[0] for option in open_page(lang=lang).radio(key="city").options] for lang in ("de", "en")}
    assert "Krasnodar (ausgesetzt)" in names["de"]
    assert "Krasnodar (suspended)" in names["en"]
    assert "Nancy" in names["de"]


def test_a_relation_that_was_active_in_the_year_shown_names_its_status_as_todays():
    names = {
        lang: [option.split(" · ")[0] for option in open_page(to="2000", lang=lang).radio(key="city").options] for lang in ("de", "en")
    }
    assert "Krasnodar (heute ausgesetzt)" in names["de"]
    assert "Krasnodar (now suspended)" in names["en"]
    assert "Krasnodar (ausgesetzt)" in [option.split(" · ")[0] for option in open_page(to="2023").radio(key="city").options]
