"""Run the reference app in Dash: the dashboard's own map at the same size (``python -m bench.dash_app``)."""

import logging
import os
from dataclasses import replace
from typing import Final

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html
from flask import Response, send_from_directory
from werkzeug.serving import WSGIRequestHandler

from bench.servers import ROOT
from components.figures.map_views import ASPECT
from components.figures.world_map import world_map
from components.words.texts import Texts
from data.dataset import load
from data.queries import connections
from data.selection import Options, Selection
from data.vocabulary import SECTORS

#: HTML page with the map as wide as on the dashboard's page; as there, one of the two sets of names is hidden.
_PAGE: Final = """<!DOCTYPE html>
<html lang="de">
<head>{%metas%}<title>{%title%}</title>{%css%}
<style>
#map { width: 60vw; aspect-ratio: ASPECT; }
.scattergeo:nth-last-child(2) { display: none; }
</style>
</head>
<body>{%app_entry%}<footer>{%config%}{%scripts%}{%renderer%}</footer></body>
</html>""".replace("ASPECT", str(ASPECT))


class KeepAlive(WSGIRequestHandler):
    """Keep connections open, as the dashboard's server does."""

    protocol_version = "HTTP/1.1"


def main() -> None:
    """Serve the app on loopback, at the port in the environment variable ``PORT``."""
    facts, texts = load(), Texts("de")
    default = Selection.default(Options(partners=facts.partner_ids, years=facts.years))

    def figure(sectors: list[str]) -> go.Figure:
        chosen = replace(default, sectors=tuple(sector for sector in SECTORS if sector in sectors))
        shown = connections(facts, chosen)[1]
        return world_map(shown, chosen.view, chosen.sector, texts, "light")

    def topojson(name: str) -> Response:
        return send_from_directory(ROOT / "static" / "topojson", name)

    app = Dash("bench", index_string=_PAGE, assets_folder="no-assets")
    app.server.add_url_rule("/topojson/<name>", view_func=topojson)
    app.layout = html.Div(
        [
            html.H1("Dash"),
            dcc.Checklist({sector: texts.label("sector", sector) for sector in SECTORS}, [], id="sectors", inline=True),
            dcc.Graph(id="map", config={"topojsonURL": "/topojson/", "displayModeBar": False, "scrollZoom": False}),
        ]
    )
    app.callback(Output("map", "figure"), Input("sectors", "value"))(figure)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]), request_handler=KeepAlive)


if __name__ == "__main__":
    main()
