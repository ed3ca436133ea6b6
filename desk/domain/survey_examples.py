"""A small file of each kind of survey file to begin with, as CSV, workbook or Parquet: all of it may be taken in."""

from __future__ import annotations

import io
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse

from measurement.surveys import formats

from . import exports

FORMS = ("csv", "xlsx", "parquet")
ROWS = (1, 2)
NAMED = {"site": "Austin", "supervisor_id": "T-01", "name": "Amara Okonkwo", "to": ""}
BY_KIND = {"organisation": "Cedar Bank", "rating": 5}


def example(kind: str, form: str) -> HttpResponse | StreamingHttpResponse:
    columns = formats.columns_of(kind)
    name, header = f"{kind}-example", [column.name for column in columns]
    rows = [[value_of(column, n) for column in columns] for n in ROWS]
    if form == "parquet":
        return as_parquet(name, header, rows)
    written = [[value.isoformat() if isinstance(value, date) else value for value in row] for row in rows]
    return (exports.as_xlsx if form == "xlsx" else exports.as_csv)(name, header, written)


def value_of(column: formats.Column, n: int) -> str | int | date:
    """Something that may stand in a column, in its n-th row."""
    if column.choices:
        return str(column.choices[(n - 1) % len(column.choices)][0])
    if column.name in NAMED:
        return NAMED[column.name]
    match column.kind:
        case "past_date":
            return date(2017, 3, n)
        case "date":
            return date(2017, n, 1)
        case "year":
            return 2015 + n
        case "number":
            return 100 * n
        case "identifier":
            return f"S-{n:06d}"
        case "email":
            return f"person{n}@cedar.example"
        case "text" if column.name.endswith("_id"):
            return f"{column.name[0].upper()}-{n:03d}"
        case kind:
            return BY_KIND.get(kind, "")


def as_parquet(name: str, header: list[str], rows: list[list]) -> HttpResponse:
    import polars  # large, and only for this

    columns = {title: [row[place] or None for row in rows] for place, title in enumerate(header)}
    content = io.BytesIO()
    polars.DataFrame(columns).write_parquet(content)
    response = HttpResponse(content.getvalue(), content_type="application/vnd.apache.parquet")
    response["Content-Disposition"] = f'attachment; filename="{name}.parquet"'
    return response
