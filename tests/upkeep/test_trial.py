"""The trial before publishing: everything is made once with the new tables, and what fails is named."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import components.session.facts
from components.exports.workbook_report import remedy
from components.session import trial as runner
from components.words.texts import Texts
from data.upkeep.changes import Change, changes_between
from data.vocabulary import LANGUAGES
from upkeep import trial

PARTNER = Change("partners", "changed", "nancy", {"language": "fr"}, {"language": "Französisch"})


@pytest.fixture
def alone(monkeypatch):
    """Keep the facts that the trial serves from other tests, and make only one page."""
    monkeypatch.setattr(components.session.facts, "_PRESENT", components.session.facts._Present())
    monkeypatch.setattr(trial, "PAGES", {"map": trial.PAGES["map"]})
    monkeypatch.setattr(trial, "_files", lambda *_: iter(()))


def made(facts):
    """Return what fails with ``facts``; in a thread of its own, because Playwright keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(trial.failures, facts, [], Texts("de")).result()


def test_a_page_that_cannot_be_drawn_is_named_in_every_language_and_so_are_the_answers_of_the_api(alone, facts):
    broken = replace(facts, partners=facts.partners.assign(kind="nonsense"))
    failed = {each["step"]: each["reason"] for each in made(broken)}
    t = Texts("de")
    assert {f"{t.t('page.map')} ({t.label('language', lang)})" for lang in LANGUAGES} <= set(failed)
    assert "/api/v1/partners.geojson" in failed
    assert "nonsense" in failed[f"{t.t('page.map')} ({t.label('language', 'de')})"]


def test_what_can_be_made_is_not_named(alone, facts):
    assert made(facts) == []


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_published_tables_pass_the_whole_trial(facts, lang):
    assert runner.trial_findings(facts.cells, [PARTNER], lang) == []


def test_a_failure_is_placed_at_the_changed_cell_that_the_error_quotes(facts, monkeypatch):
    answer = '[{"step": "Dossier", "reason": "KeyError: \'Französisch\'"}, {"step": "Karte", "reason": "ValueError"}]'
    monkeypatch.setattr(runner.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, answer))
    placed, unplaced = runner.trial_findings(facts.cells, [PARTNER], "de")
    assert (placed.table, placed.column, placed.value, placed.fault) == ("partners", "language", "nancy: Französisch", "trial")
    assert (unplaced.table, unplaced.fault, unplaced.details) == ("partners", "trial_unplaced", {"step": "Karte", "reason": "ValueError"})


@pytest.fixture
def edited(facts):
    """Return tables with 12 changes, and the changes; the fourth and the ninth have titles that a step below cannot show."""
    cells = dict(facts.cells)
    titles = cells["activities"].copy()
    titles.loc[10:19, "title_de"] = [f"Neuer Titel {number}" for number in range(10)]
    titles.loc[[13, 18], "title_de"] = "unmöglich"
    extra = titles.iloc[[30]].assign(id="nancy-2026-99")
    cells["activities"] = pd.concat([titles.drop(index=40), extra], ignore_index=True)
    return cells, changes_between(facts.cells, cells)


def test_changes_can_be_undone(facts, edited):
    cells, changes = edited
    assert {change.kind for change in changes} == {"new", "changed", "removed"}
    before = trial.undone(cells, changes)["activities"].sort_values("id", ignore_index=True)
    assert before.equals(facts.cells["activities"].sort_values("id", ignore_index=True))


def test_the_row_because_of_which_a_step_fails_is_found(edited, monkeypatch):
    cells, changes = edited

    def steps(facts, *_):
        def impossible():
            if "unmöglich" in set(facts.activities["title_de"]):
                raise ValueError("no word of the row")

        def never():
            raise RuntimeError("without any change")

        yield "fine", lambda: None
        yield "Karte", impossible
        yield "Bericht", impossible
        yield "Server", never
        yield "Netze (Deutsch)", lambda: None
        yield "Netze (Deutsch)", impossible

    monkeypatch.setattr(trial, "_steps", steps)
    tables = {name: frame.to_csv(index=False) for name, frame in cells.items()}
    told = [[change.table, change.kind, change.key, change.before, change.after] for change in changes]
    asked = {"tables": tables, "changes": told, "partners": [], "lang": "de"}
    first, last = trial.trial(asked)
    assert first is last
    failed = {each["step"]: each for each in last}
    bad = [change.key for change in changes if change.after.get("title_de") == "unmöglich"]
    assert set(failed) == {"Karte", "Bericht", "Server", "Netze (Deutsch)"}
    assert {failed[step]["table"] for step in failed if step != "Server"} == {"activities"}
    assert {failed[step]["key"] for step in failed if step != "Server"} == {bad[0]}
    assert "key" not in failed["Server"]
    monkeypatch.setattr(trial, "_SECONDS_OF_SEARCH", -1)
    *_, last = trial.trial(asked)
    assert all("key" not in each for each in last)


def test_a_failure_is_placed_at_the_row_that_was_found(facts, monkeypatch):
    answer = '[{"step": "Karte", "reason": "ValueError", "table": "partners", "key": "nancy"}]'
    monkeypatch.setattr(runner.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, answer))
    [found] = runner.trial_findings(facts.cells, [PARTNER], "de", {("partners", "nancy"): 8})
    assert (found.table, found.row, found.value, found.fault) == ("partners", 8, "nancy", "trial_row")
    assert "Zeile" in remedy(found, Texts("de"))


def test_a_step_that_does_not_fail_again_is_blamed_on_no_row(edited, monkeypatch):
    cells, changes = edited
    left = [True]

    def once():
        if left.pop() if left else False:
            raise RuntimeError("once")

    monkeypatch.setattr(trial, "_steps", lambda *_: iter([("Karte", once)]))
    tables = {name: frame.to_csv(index=False) for name, frame in cells.items()}
    told = [[change.table, change.kind, change.key, change.before, change.after] for change in changes]
    *_, [failed] = trial.trial({"tables": tables, "changes": told, "partners": [], "lang": "de"})
    assert failed == {"step": "Karte", "reason": "RuntimeError: once"}


def test_what_failed_is_told_even_if_the_search_for_its_row_does_not_end(facts, monkeypatch):
    def silent(*_, **__):
        raise subprocess.TimeoutExpired("trial", 1, output=b'[{"step": "Karte", "reason": "ValueError"}]\n')

    monkeypatch.setattr(runner.subprocess, "run", silent)
    [finding] = runner.trial_findings(facts.cells, [PARTNER], "de")
    assert finding.details == {"step": "Karte", "reason": "ValueError"}


def test_a_trial_that_does_not_end_is_a_failure(facts, monkeypatch):
    monkeypatch.setattr(runner, "_SECONDS", 0.1)
    [finding] = runner.trial_findings(facts.cells, [PARTNER], "de")
    assert finding.is_error
    assert "TimeoutExpired" in finding.details["reason"]


def test_the_trial_is_of_the_city_of_this_process(facts, monkeypatch, tmp_path):
    given = {}
    monkeypatch.chdir(tmp_path.parent)
    monkeypatch.setattr(runner, "FOLDER", Path(tmp_path.name))
    monkeypatch.setattr(runner.subprocess, "run", lambda *_, **settings: given.update(settings) or subprocess.CompletedProcess([], 0, "[]"))
    assert runner.trial_findings(facts.cells, [PARTNER], "de") == []
    assert given["env"]["CITY"] == str(tmp_path)


def test_the_trial_knows_no_versions(facts, monkeypatch):
    given = {}
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x")
    monkeypatch.setattr(runner.subprocess, "run", lambda *_, **settings: given.update(settings) or subprocess.CompletedProcess([], 0, "[]"))
    assert runner.trial_findings(facts.cells, [PARTNER], "de") == []
    assert "DATABASE_URL" not in given["env"]
    assert '"partners": ["nancy"]' in given["input"]
