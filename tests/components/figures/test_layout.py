"""Figure layout: a data hash that changes only with the data, plain lists and no template, so that charts are drawn once."""

import numpy as np
import pytest

from components.exhibits.slides import exhibit, figure_slide
from components.figures.layout import Figure, laid_out
from data.vocabulary import FIGURES

TODAY = "2026-11-25"


@pytest.fixture
def chosen(select):
    return lambda name: select(city="nancy", topic="economy" if name == "statistic" else "all")


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "anniversaries"])
def test_every_figure_carries_its_mark_plain_lists_and_no_template(facts, chosen, name):
    figure = exhibit(figure_slide(name), chosen(name), "", facts, ("de",), "light", TODAY).figure
    assert isinstance(figure.layout.datarevision, int)
    assert "bdata" not in figure.to_json(), "an array that the browser cannot compare"
    assert not figure.layout.template.to_plotly_json()


def marked(*values):
    return laid_out([{"type": "scatter", "y": np.array(values)}], {"height": 100}).layout.datarevision


def test_the_mark_is_that_of_the_data():
    assert marked(1.0, 2.0) == marked(1.0, 2.0)
    assert len({marked(1.0, 2.0), marked(2.0, 1.0), marked(1.0), marked(1.0, None)}) == 4


class Kept(dict):
    """A trace that nothing may be taken out of, because other threads read it."""

    def pop(self, *names):
        """Refuse."""
        raise AssertionError(f"{names} is taken out of the specification")


def test_reading_a_part_of_a_figure_leaves_its_specification_to_other_threads():
    figure = Figure({"data": [Kept(type="bar", y=[1], textposition="none")], "layout": {"height": 300}})
    assert figure.layout.height == 300
    assert figure.data[0].type == "bar"


def test_a_part_that_another_thread_has_made_meanwhile_is_found():
    figure = Figure({"data": [{"type": "bar", "y": [1]}], "layout": {}})
    traces = figure.data
    assert len(traces) == 1
    assert figure.__getattr__("_data_objs") is not None


def test_a_kind_of_trace_that_the_browser_does_not_have_is_refused():
    with pytest.raises(ValueError, match="add to TRACES: pie"):
        laid_out([{"type": "bar"}, {"type": "pie"}], {"height": 100})
