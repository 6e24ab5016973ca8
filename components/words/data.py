"""Write the headline of the data page."""

from components.words.texts import Texts
from data.dataset import Dataset


def data_headline(facts: Dataset, texts: Texts) -> str:
    """Return how many activities, observations and sources the dashboard is based on, and when they were last checked, in one sentence.

    Without activities and observations it names the partners.
    """
    return texts.t(
        "data.headline" if len(facts.activities) or len(facts.observations) else "data.headline_partners",
        partners=texts.number(len(facts.partners)),
        activities=texts.number(len(facts.activities)),
        observations=texts.number(len(facts.observations)),
        sources=texts.number(len(facts.sources)),
        date=texts.date(facts.checked),
    )
