"""Replace the tables in the folder of a city: all of them or none."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from data.dataset import table_file


def replace_tables(directory: Path, cells: Mapping[str, pd.DataFrame]) -> None:
    """Write ``cells``, tables as text, as the CSV files of ``directory``.

    The files are written into a folder beside it, which then takes its place, so that no error leaves a mixture.

    Raises:
        OSError: something cannot be written; ``directory`` is as it was.
    """
    beside = Path(mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    new, old = beside / "new", beside / "old"
    try:
        shutil.copytree(directory, new)
        for name, frame in cells.items():
            (new / f"{name}.csv").write_bytes(table_file(frame))
        directory.rename(old)
        try:
            new.rename(directory)
        except OSError:
            old.rename(directory)
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
