"""Facts of a session: the published ones, its preview, or those its presentation began with."""

import gc
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import components.session.facts
from components.session import previews
from data.cache import cached, cached_views
from data.dataset import made
from data.upkeep.store import Store
from tests.visiting import open_page, tables

ROOT = Path(__file__).parents[3]


@pytest.fixture
def store(monkeypatch, tmp_path):
    """Let the facts come from a store of this test."""
    store = Store(f"sqlite:///{tmp_path}/versions.db")
    monkeypatch.setattr(components.session.facts, "store", lambda: store)
    monkeypatch.setattr(components.session.facts, "_PRESENT", components.session.facts._Present())
    monkeypatch.setattr(components.session.facts._Present, "_watch", lambda self: None)
    yield store
    store.close()


def renamed(facts, name):
    """Return the cells of ``facts`` with another name for its first partner, which nobody could take for a fact."""
    partners = facts.cells["partners"].copy()
    partners.loc[0, "name_de"] = name
    return dict(facts.cells) | {"partners": partners}


def test_an_empty_store_shows_the_delivered_tables(store):
    assert components.session.facts.published().version == 0


def test_a_new_version_is_taken_up_and_the_old_one_kept_by_who_holds_it(store, facts):
    before = components.session.facts.published()
    store.publish(renamed(facts, "Musterstadt"), 0, "a", "b")
    assert components.session.facts.published() is before
    components.session.facts.refresh()
    after = components.session.facts.published()
    assert after.version == 1
    assert after.partner(after.partner_ids[0])["name_de"] == "Musterstadt"
    components.session.facts.refresh()
    assert components.session.facts.published() is after


def test_a_store_that_fails_leaves_what_is_shown(store, facts, monkeypatch):
    before = components.session.facts.published()

    def fails():
        raise OSError("gone")

    monkeypatch.setattr(store, "latest", fails)
    with pytest.raises(OSError, match="gone"):
        components.session.facts.refresh()
    assert components.session.facts.published() is before


def test_a_preview_is_seen_by_its_session_alone_and_says_so(facts):
    word = previews.begin(made(renamed(facts, "Musterstadt")))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.context |= {"url": "http://localhost:8501/data", "theme": "light"}
    app.query_params = {"table": "partners"}
    app.session_state["preview"] = word
    app = app.switch_page("pages/data.py").run()
    assert "Musterstadt" in tables(app)[0].value.to_string()
    assert [each.value for each in app.warning] == ["Vorschau: Nur Sie sehen diese Daten. Sie sind nicht veröffentlicht."]
    assert "Musterstadt" not in tables(open_page("data", table="partners"))[0].value.to_string()
    app.button(key="preview-end").click().run()
    assert "Musterstadt" not in tables(app)[0].value.to_string()
    assert not app.warning
    assert previews.previewed(word) is None


def test_the_oldest_of_too_many_previews_ends(facts):
    words = [previews.begin(facts) for _ in range(previews.PREVIEWS_AT_MOST + 1)]
    assert previews.previewed(words[0]) is None
    assert previews.previewed(words[-1]) is facts
    for word in words:
        previews.end(word)


def test_a_choice_that_new_data_lack_is_dropped(store, facts):
    app = open_page("embed", figure="map", partner="nancy")
    assert app.session_state["selection"].partners == ("nancy",)
    cells = dict(facts.cells)
    partners = cells["partners"]
    cells["partners"] = partners[partners["id"] != "nancy"].reset_index(drop=True)
    for name in ("activities", "relation_steps", "observations", "partner_sources"):
        cells[name] = cells[name][cells[name]["partner"] != "nancy"].reset_index(drop=True)
    cells["relation_steps"] = cells["relation_steps"].assign(
        activity=cells["relation_steps"]["activity"].where(cells["relation_steps"]["activity"].isin(cells["activities"]["id"]), "")
    )
    store.publish(cells, 0, "a", "b")
    components.session.facts.refresh()
    app.run()
    assert not app.exception
    assert app.session_state["selection"].partners == ()


def test_a_presentation_keeps_the_data_it_began_with_until_its_first_slide(store, facts):
    app = open_page("stage", story="1-three-minutes", slide="2")
    begun = app.session_state["presented"][1]
    store.publish(renamed(facts, "Musterstadt"), 0, "a", "b")
    components.session.facts.refresh()
    app.run()
    assert app.session_state["presented"][1] is begun
    app.session_state["selection"] = replace(app.session_state["selection"], slide=1)
    app.run()
    assert app.session_state["presented"][1].version == 1


def test_answers_about_a_dataset_go_with_it(facts):
    asked = []

    @cached
    def once(dataset):
        asked.append(dataset.version)
        return len(dataset.partners)

    @cached_views(2)
    def each(dataset, factor):
        asked.append(factor)
        return len(dataset.partners) * factor

    other = replace(facts, version=9)
    assert [once(facts), once(facts), once(other)] == [16, 16, 16]
    assert asked == [facts.version, 9]
    assert [each(other, 2), each(other, 2), each(other, factor=3)] == [32, 32, 48]
    assert asked[2:] == [2, 3]

    gone = weakref.ref(other)
    del other
    gc.collect()
    assert gone() is None
