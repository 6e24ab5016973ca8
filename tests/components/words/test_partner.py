"""Sentences on one partner, over all partners."""

import pytest

from components.words.partner import began_sentence
from components.words.texts import Texts
from data import queries
from data.vocabulary import BEGINNINGS


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_relation_begins_with_its_first_agreement_and_not_with_a_decision_to_look_for_one(facts, lang):
    prepared = 0
    for city in facts.partner_ids:
        steps = queries.status_history(facts, city, lang)
        begun = steps.loc[steps["kind"].isin(BEGINNINGS), "date"]
        if len(begun):
            assert began_sentence(facts, city, steps, Texts(lang)).endswith(begun.iloc[0][:4])
            prepared += begun.iloc[0][:4] != steps.iloc[0]["date"][:4]
    assert prepared
