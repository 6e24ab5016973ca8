"""Partner picker: to the next partner, and to any by name."""

import pytest

from tests.components.panels.test_partner import PARTNERS
from tests.visiting import open_page, sound


@pytest.mark.parametrize("step", ["previous", "next"])
def test_previous_and_next_go_round(facts, step):
    app = open_page("partner", city="nancy")
    order = sorted(PARTNERS, key=lambda city: facts.partner(city)["name_de"])
    start, seen = order.index("nancy"), []
    for _ in PARTNERS:
        button = app.button(key=f"profile-{step}")
        label = button.label
        sound(button.click().run())
        assert app.title[0].value == label
        seen.append(app.session_state["selection"].city)
        assert app.query_params["city"] in (seen[-1], [seen[-1]])
    wanted = order[start:] + order[:start]
    assert seen == ([*wanted[1:], "nancy"] if step == "next" else wanted[::-1])


def test_the_picker_turns_the_page_and_lists_all_by_name(facts):
    app = open_page("partner", lang="en")
    picker = app.selectbox(key="profile-city")
    assert len(picker.options) == len(PARTNERS)
    assert picker.value == "halle"
    assert "city" not in app.query_params
    sound(picker.set_value("pune").run())
    assert app.title[0].value == "Pune"
    assert app.query_params["city"] in ("pune", ["pune"])
    assert app.query_params["lang"] in ("en", ["en"])


@pytest.mark.parametrize("nasty", ["", "paris", "<script>", "../../etc/passwd", "a" * 3000, "NANZIG"])
def test_an_unknown_partner_in_the_address_shows_the_first(nasty):
    app = sound(open_page("partner", city=nasty))
    assert app.title[0].value == "Halle (Saale)"
    assert len(app.title) == 1


def test_a_partner_whose_name_a_mail_client_has_put_into_capitals_is_the_one_meant():
    app = sound(open_page("partner", city="NANCY"))
    assert app.title[0].value == "Nancy"
    assert app.query_params["city"] in ("nancy", ["nancy"])
