"""Run the dashboard when Streamlit runs a file of ``pages`` as a script.

Streamlit treats a folder ``pages`` as its older kind of multipage app until ``st.navigation`` has been called once in the process.
Until then a deep link makes it run the bare page file. ``server.py`` switches this off before the first visitor. Under
``streamlit run dashboard.py`` none of our code runs that early, so each page file calls :func:`run_dashboard` when it is run as a
script.
"""

import runpy
from pathlib import Path
from typing import Final

_DASHBOARD: Final = Path(__file__).parents[2] / "dashboard.py"


def run_dashboard() -> None:
    """Run ``dashboard.py`` in the current script run; it reads the page from the URL."""
    runpy.run_path(str(_DASHBOARD), run_name="__main__")
