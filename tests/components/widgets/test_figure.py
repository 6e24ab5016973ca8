"""Every chart and map of every page can be saved as a picture."""

import json
import re

import pytest

from components.words.phrases import as_of_text
from components.words.texts import Texts
from data.vocabulary import LANGUAGES
from pages import PAGES
from tests.visiting import open_page, real_facts, whole

#: Maps that buttons below them save.
BY_BUTTONS = {"map": "take-map-{}-here", "network-map": "take-members-{}-here", "towns-map": "take-towns-map-{}-here"}
VIEWS = [(page, {}) for page in PAGES if page not in ("stage", "embed")]
VIEWS += [("comparison", {"aspect": aspect}) for aspect in ("partners", "cities", "profiles")] + [("exchange", {"form": "sectors"})]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("page", "params"), VIEWS)
def test_every_figure_can_be_saved(page, params, lang):
    app = whole(open_page(page, lang=lang, **params))
    buttons = {node.proto.id.partition("take-")[2] for node in app.main if node.type == "download_button"}
    for node in app.main:
        if node.type != "plotly_chart":
            continue
        key = node.proto.id.split("-", 2)[2]  # after a mark and a hash
        if key in BY_BUTTONS:
            assert {BY_BUTTONS[key].format(form).removeprefix("take-") for form in ("png", "svg")} <= buttons
        else:
            assert json.loads(node.proto.config)["modeBarButtons"] == [["toImage"]]
            assert json.loads(node.proto.config)["displayModeBar"]
            said = json.loads(node.proto.config)["toImageButtonOptions"]
            assert said["title"]
            assert as_of_text(real_facts(), Texts(lang)) in said["source"]
            assert not re.search(r"[{}<>]|\\", said["title"] + said["source"])
