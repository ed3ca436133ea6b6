"""Survey files in a few lines, and what their check finds."""

from __future__ import annotations

import csv
import time
from datetime import date
from pathlib import Path

import polars as pl

from measurement import surveys
from measurement.enums import FileKind
from measurement.surveys.formats import columns_of

KNOWN = {"acme": 1, "bell": 2}
TODAY = date(2026, 11, 27)
CUSTOMER = {
    "survey_id": "S1",
    "organization": "Acme",
    "survey_date": "2017-03-01",
    "method": "live telephone",
    "channel": "call center",
}
EMPLOYEE = {
    "response_id": "R1",
    "organization": "Acme",
    "role": "CSR",
    "survey_date": "2017-03-01",
    "method": "online",
    "satisfaction": "5",
}


def write(path: Path, rows: list[dict], *, columns: list[str] | None = None, encoding="utf-8", delimiter=",") -> Path:
    columns = columns or list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def customers(*changes: dict) -> list[dict]:
    """One row for each change, with identifiers S1, S2, …"""
    return [CUSTOMER | {"survey_id": f"S{n}"} | change for n, change in enumerate(changes, 1)]


def check(path: Path, kind: str = FileKind.CUSTOMERS, **options) -> surveys.Checked:
    folder = path.parent / f"checked {path.name}"
    folder.mkdir(exist_ok=True)
    options = {"mapping": {}, "organisations": KNOWN, "today": TODAY} | options
    return surveys.check(path, kind=kind, file_name=path.name, folder=folder, **options)


def accepted(found: surveys.Checked) -> list[dict]:
    return pl.read_parquet(found.accepted).to_dicts()


def refused(found: surveys.Checked) -> list[dict]:
    if found.refused is None:
        return []
    with found.refused.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def why(found: surveys.Checked) -> list[tuple[str, str, str]]:
    """Row, column and value of each refused row."""
    return [(row["row"], row["column"], row["value"]) for row in refused(found)]


def quiet(seconds: float, *, folder: Path) -> str:
    """Work of a child process that says nothing until it is done."""
    time.sleep(seconds)
    return "done"


def all_columns(kind: str) -> list[str]:
    return [column.name for column in columns_of(kind)]
