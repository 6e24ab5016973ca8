"""The script for charts: the kinds that figures have and what they need, nothing else; the framework's own if it is built differently."""

import logging
from itertools import pairwise

import pytest

from components.figures.layout import TRACES
from serving import charts
from serving.charts import CHARTS, Charts, slim
from tests.running import run

#: A script of the same build: two kinds of chart, each with a helper, and a function that belongs to the module after it.
SMALL = (
    'import"x";var w=n((()=>{var e=(()=>{var c=_({"src/core.js"(e,t){t.exports=1}}),'
    'h=_({"src/bar.js"(e,t){c()}}),i=_({"lib/bar.js"(e,t){h()}}),'
    'p=_({"src/pie.js"(e,t){c()}}),q=_({"src/ends.js"(e,t){p()}});function used(){return 1}var '
    'u=_({"src/geo.js"(e,t){used()}}),r=_({"lib/pie.js"(e,t){q()}}),LISTED'
    'return _({"lib/index.js"(e,t){var n=c();n.register([i(),r(),KINDS]),t.exports=n}})()})();return e}));export{w}'
)


def small() -> str:
    """Return :data:`SMALL` with a module for each kind of chart."""
    kinds = [kind for kind in TRACES if kind not in ("scatter", "bar")]
    listed = "".join(f'k{number}=_({{"lib/{kind}.js"(e,t){{u()}}}}),' for number, kind in enumerate(kinds))
    return SMALL.replace("LISTED", f"{listed[:-1]};").replace("KINDS", ",".join(f"k{number}()" for number in range(len(kinds))))


def test_what_nobody_needs_is_left_out_and_what_belongs_to_another_module_stays():
    script = slim(small())
    assert '"lib/pie.js"' not in script
    assert '"src/pie.js"' not in script
    assert "register([i(),k0()" in script
    assert "function used(){return 1}var u=_(" in script
    for part in ('import"x";', '"src/core.js"', '"src/bar.js"', '"lib/bar.js"', "export{w}"):
        assert part in script


def test_the_framework_s_script_has_every_kind_of_ours_and_a_third_of_its_size():
    whole = charts._FILE.read_text(encoding="utf-8")
    script = slim(whole)
    assert len(script) < len(whole) / 3
    for kind in TRACES:
        assert f'"src/traces/{kind}/index.js"' in script
    for other in ("src/traces/pie/plot.js", "src/plots/gl3d/index.js", "node_modules/maplibre-gl/dist/maplibre-gl.mjs"):
        assert f'"{other}"' in whole
        assert f'"{other}"' not in script
    assert script.endswith(whole[-200:])


@pytest.mark.parametrize("script", ["", "export{}", small().replace("lib/bar.js", "lib/column.js"), small().replace(".register", ".add")])
def test_a_script_of_another_build_is_refused(script):
    with pytest.raises(ValueError, match="built in another way"):
        slim(script)


def test_if_the_framework_is_built_differently_its_own_script_is_served_and_the_log_says_so(monkeypatch, caplog):
    monkeypatch.setattr(charts, "_KINDS", {"lib/another.js"})
    asked = []

    async def framework(scope, receive, send):
        asked.append(scope["path"])

    with caplog.at_level(logging.WARNING):
        middleware = Charts(framework)
    run(middleware({"type": "http", "path": CHARTS, "method": "GET"}, None, None))
    assert asked == [CHARTS]
    assert "charts come later" in caplog.text


def test_every_module_is_found_once():
    paths = [module[2] for module in charts._MODULE.finditer(charts._FILE.read_text(encoding="utf-8"))]
    assert len(paths) > 1000
    assert all(one != other for one, other in pairwise(sorted(paths)))
