"""Write the headline of the data page."""

from components.words.texts import Texts
from data.dataset import Dataset


def data_headline(facts: Dataset, texts: Texts) -> str:
    """Return how many activities, observations and sources the dashboard is based on, and when they were last checked, in one sentence."""
    return texts.t(
        "data.headline",
        activities=texts.number(len(facts.activities)),
        observations=texts.number(len(facts.observations)),
        sources=texts.number(len(facts.sources)),
        date=texts.date(facts.checked),
    )
