"""Playing the years on the map: one year at a time, until the last year or until stopped, never unasked."""

from streamlit.testing.v1 import AppTest

from tests.visiting import address, chosen, go_to, lines, open_page, stands_still


def playing(app: AppTest) -> bool:
    return bool(app.session_state["playing"])


def test_play_moves_one_year_at_a_time_and_stops_at_the_last(facts):
    last = facts.years[1]
    app = open_page(to=str(last - 2))
    assert app.button(key="play-button").label == "Abspielen"
    app.button(key="play-button").click().run()
    assert playing(app)
    assert app.button(key="play-button").label == "Anhalten"
    years = [chosen(app).last_year]
    for _ in range(3):
        app.run()
        years.append(chosen(app).last_year)
    assert years == [last - 2, last - 1, last, last]
    assert not playing(app)
    assert app.button(key="play-button").label == "Abspielen"
    assert stands_still(app)
    assert address(app) == {}


def test_pause_stops_where_it_is_and_writes_the_year_into_the_address():
    app = open_page(to="1980")
    app.button(key="play-button").click().run()
    app.button(key="play-button").click().run()
    year = chosen(app).last_year
    assert not playing(app)
    assert address(app) == {"to": [str(year)]}
    app.run()
    assert chosen(app).last_year == year == 1980


def test_play_at_the_end_begins_with_the_first_year(facts):
    app = open_page()
    app.button(key="play-button").click().run()
    assert "1955" in lines(app), "the first picture shows the first year"
    assert chosen(app).first_year == facts.years[0]
    assert playing(app)


def test_nothing_plays_unasked_after_coming_back_to_the_map():
    app = open_page(to="1980")
    app.button(key="play-button").click().run()
    go_to(app, "about", "about")
    go_to(app, "map", "")
    assert app.button(key="play-button").label == "Abspielen"
    assert not playing(app)


def test_a_visit_to_another_page_while_playing_loses_no_filter():
    app = open_page(sector="sport", to="1980")
    app.button(key="play-button").click().run()
    go_to(app, "about", "about")
    go_to(app, "map", "")
    app.run()
    assert chosen(app).sectors == ("sport",)
