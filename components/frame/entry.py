"""Run the dashboard when Streamlit runs a file of ``pages`` by itself.

Streamlit takes a folder ``pages`` for its older kind of multipage app until ``st.navigation`` has been called once in the process.
Until then a deep link makes it run the bare page file. ``server.py`` switches that off before the first visitor; under
``streamlit run dashboard.py`` nothing of ours runs that early, so each page file calls :func:`run_dashboard` when it is run as a script.
"""

import runpy
from pathlib import Path
from typing import Final

_DASHBOARD: Final = Path(__file__).parents[2] / "dashboard.py"


def run_dashboard() -> None:
    """Run ``dashboard.py`` in the present script run; it finds the page in the URL."""
    runpy.run_path(str(_DASHBOARD), run_name="__main__")
