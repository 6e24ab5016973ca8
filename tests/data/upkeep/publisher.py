"""Publish without end, to be killed: ``python -m tests.data.upkeep.publisher ADDRESS FOLDER``."""

import sys
from itertools import count
from pathlib import Path

from data.upkeep.store import Store
from data.validation import read_tables


def main(address: str, folder: str) -> None:
    """Publish the tables of FOLDER, which carry the running number in one cell, and say each number once it is written."""
    cells = read_tables(Path(folder))
    store = Store(address)
    for number in count(store.latest() + 1):
        marked = {name: frame.copy() for name, frame in cells.items()}
        for name in ("institutions", "networks"):
            marked[name].loc[0, "name_de"] = f"Fassung {number}"
        print(store.publish(marked, number - 1, "Probe", f"Fassung {number}"), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
