"""Serve the framework's script for charts without the kinds of chart that no page draws: 1.4 MB instead of 4.7.

It is by far the largest script, and the browser compiles and runs all of it before it draws the first chart: without this module the
interactive map stood 0.6 seconds later (``make bench``).

Plotly is in that script as its build has left it: a row of modules ``name=wrap({"path"(...){...}}),``, each run when it is first called as
``name()``, and last a list of the kinds of chart that are registered. So the kinds that nobody needs are taken from this list, and then the
modules that nobody calls any more.
"""

import logging
import re
from hashlib import sha256
from itertools import groupby, takewhile
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from components.figures.layout import TRACES

log = logging.getLogger(__name__)
_FILE: Final = next((Path(st.__file__).parent / "static" / "static" / "js").glob("PlotlyChart.*.js"))
#: The path of the script.
CHARTS: Final = f"/static/js/{_FILE.name}"
#: The beginning of a module, with its name and its path; the last one, which nobody calls, has no name.
_MODULE: Final = re.compile(r'(?:([\w$]+)=|return )[\w$]+\(\{"([^"]+)"\(')
#: The end of a module, if nothing is between it and the next one; else functions and variables of the next one follow.
_END: Final = "}}),"
_CALL: Final = re.compile(r"(?<![\w$.])([\w$]+)\(\)")
#: The list of what is registered, between what is before and after it.
_LIST: Final = re.compile(r"(?<=\.register\(\[)(?:[\w$]+\(\),)+[\w$]+\(\)(?=\]\),\w+\.exports=)")
#: The modules of the kinds of chart. The list has none for ``scatter``, without which Plotly cannot be.
_KINDS: Final = {f"lib/{kind}.js" for kind in TRACES if kind != "scatter"}


def slim(script: str) -> str:
    """Return the framework's ``script`` for charts with the modules that :data:`TRACES` need, and no others.

    Raises:
        ValueError: the script is not built as it was expected.
    """
    found = list(_MODULE.finditer(script))
    ends = [*(module.start() for module in found[1:]), len(script)]
    code = {module[1]: script[module.start() : end] for module, end in zip(found, ends, strict=False)}
    wanted = {f"{module[1]}()" for module in found if module[2] in _KINDS}
    code[None], lists = _LIST.subn(lambda calls: ",".join(call for call in calls[0].split(",") if call in wanted), code.get(None, ""))
    if lists != 1 or len(wanted) != len(_KINDS):
        raise ValueError(f"{_FILE.name} is built in another way")
    needed, calls = {None}, _CALL.findall(code[None])
    while calls:
        name = calls.pop()
        if name in code and name not in needed:
            needed.add(name)
            calls += _CALL.findall(code[name])
    parts = [script[: found[0].start()]]
    for is_needed, modules in groupby(code, needed.__contains__):
        texts = [code[name] for name in modules]
        # What the next module needs stands in the last ones before it; they stay.
        parts += texts if is_needed else reversed(list(takewhile(lambda text: not text.endswith(_END), reversed(texts))))
    return "".join(parts)


class Charts:
    """ASGI middleware that answers requests for the script."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``; if the script is not built as expected, the framework's own is served and the log says so."""
        self.app = app
        self._answer: Response | None = None
        try:
            body = slim(_FILE.read_text(encoding="utf-8")).encode()
        except ValueError as error:
            log.warning("%s; all of it is served, and charts come later.", error)
        else:
            # The browser asks each time whether it has changed, because its name is that of the framework's file.
            headers = {"cache-control": "no-cache", "etag": f'"{sha256(body).hexdigest()[:16]}"'}
            self._answer = Response(body, media_type="text/javascript", headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        ours = self._answer and scope["type"] == "http" and scope["path"] == CHARTS and scope["method"] in ("GET", "HEAD")
        await (self._answer if self._answer and ours else self.app)(scope, receive, send)
