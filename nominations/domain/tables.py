"""Answers that are tables: reading what was typed cell by cell, and saying what is wrong by row and column.

A stored table is a list of rows {cells: {column: text}, confidential}; numbers are kept as exact text. Blank rows at
the end are left out, except where the question names its rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operations import clock
from programs.domain import current_year
from programs.models import Question

EXTRA_ROWS = 3
MOST_ROWS = 100
LONGEST_CELL = 2000
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?", re.ASCII)
LINE_ENDS = re.compile(r"\s*[\r\n]\s*")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def columns_of(question: Question) -> list[dict]:
    return question.table.get("columns", [])


def named_rows(question: Question) -> list[str]:
    return question.table.get("rows", [])


def most_rows(question: Question) -> int:
    return len(named_rows(question)) or question.table.get("max_rows") or MOST_ROWS


def typed(question: Question, data: Mapping) -> list[dict]:
    """The rows as a form sent them, nothing judged: fields are named q-<slug>.<row>.<column>."""
    start = f"q-{question.slug}."
    places = {name.removeprefix(start).split(".")[0] for name in data if name.startswith(start)}
    highest = max(
        (int(place) for place in places if place.isascii() and place.isdecimal() and len(place) < 4), default=-1
    )
    return [
        {
            "cells": {
                column["slug"]: data.get(f"{start}{place}.{column['slug']}", "") for column in columns_of(question)
            },
            "confidential": bool(data.get(f"{start}{place}.confidential")),
        }
        for place in range(min(highest + 1, MOST_ROWS + EXTRA_ROWS))
    ]


def clean(question: Question, raw: object) -> list[dict] | None:
    """The table as it is stored; InvalidAnswer with one sentence for each cell that cannot be read."""
    from .values import InvalidAnswer

    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        raise InvalidAnswer(_("Please fill in the table row by row."))
    rows, wrong = [], []
    for place, row in enumerate(raw, start=1):
        given = row.get("cells") if isinstance(row.get("cells"), dict) else {}
        cells = {}
        for column in columns_of(question):
            text = CONTROL.sub("", str(given.get(column["slug"]) or "")).strip()
            try:
                cells[column["slug"]] = read(column, text) if text else ""
            except ValueError as problem:
                wrong.append(f"{where(question, place, column)}: {problem}")
        rows.append({"cells": cells, "confidential": bool(row.get("confidential")) and has_confidential(question)})
    if wrong:
        raise InvalidAnswer(" ".join(wrong))
    if not any(is_filled(row) for row in rows):
        return None
    if not named_rows(question):
        while rows and not is_filled(rows[-1]):
            rows.pop()
    if len(rows) > most_rows(question):
        raise InvalidAnswer(_("This table takes at most %(n)d rows.") % {"n": most_rows(question)})
    return rows


def read(column: dict, text: str) -> str:
    """One cell as exact text; ValueError says what to write instead."""
    if len(text) > LONGEST_CELL:
        raise ValueError(_("at most %(n)d characters fit here.") % {"n": LONGEST_CELL})
    kind = column.get("kind", "text")
    if kind in ("number", "percent"):
        digits = text.replace(",", "").replace("\u202f", "").replace(" ", "")
        digits = digits.removesuffix("%") if kind == "percent" else digits
        if not NUMBER.fullmatch(digits):
            raise ValueError(_("“%(text)s” is no number. Write digits, e.g. 82.5.") % {"text": text[:40]})
        return digits
    if kind == "date":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError(
                _("“%(text)s” is no date. Write year-month-day, e.g. 2026-03-31.") % {"text": text[:40]}
            ) from None
    if kind == "choice" and text not in column.get("choices", []):
        raise ValueError(_("“%(text)s” is none of the answers offered.") % {"text": text[:40]})
    return LINE_ENDS.sub(" ", text)  # a cell is one line, however it was pasted


def problems(question: Question, rows: list[dict]) -> list[str]:
    """What keeps a table from being submitted: empty required cells, too few rows, a year that is not over."""
    rows = asked(question, rows)
    found = [
        empty_in_words(question, place, missing)
        for place, row in enumerate(rows, start=1)
        if (missing := empty_cells(question, row))
    ]
    found += too_early(question, rows)
    least = question.table.get("min_rows", 0)
    filled = sum(is_filled(row) for row in rows)
    if filled < least:
        found.append(
            ngettext(
                "“%(label)s” needs at least one row; %(n)d is filled in.",
                "“%(label)s” needs at least %(least)d rows; %(n)d filled in.",
                least,
            )
            % {"label": question.label, "least": least, "n": filled}
        )
    return found


def asked(question: Question, rows: list[dict]) -> list[dict]:
    """A named row is asked for, sent or not."""
    return [*rows, *({"cells": {}} for _name in named_rows(question)[len(rows) :])]


def empty_cells(question: Question, row: dict) -> list[dict]:
    """The columns that a row must still be filled in. A row that nobody began is asked for only where it has a name."""
    if not is_filled(row) and not named_rows(question):
        return []
    return [one for one in columns_of(question) if one.get("required") and not row["cells"].get(one["slug"])]


def empty_in_words(question: Question, place: int, missing: list[dict]) -> str:
    """One sentence a row: whoever has a table before them finds the cells."""
    quoted = [_("“%(column)s”") % {"column": column["label"]} for column in missing]
    words = {"label": question.label, "row": row_in_words(question, place), "last": quoted[-1]}
    if len(quoted) == 1:
        return _("“%(label)s”: %(row)s, %(last)s is empty.") % words
    words["first"] = ", ".join(quoted[:-1])
    return _("“%(label)s”: %(row)s, %(first)s and %(last)s are empty.") % words


def left(question: Question, rows: list[dict]) -> int:
    """How many cells are still to be filled in."""
    return sum(len(empty_cells(question, row)) for row in asked(question, rows))


def too_early(question: Question, rows: list[dict]) -> list[str]:
    """Figures of a whole year while it lasts, on the clocks of the program (S37)."""
    place = current_year.row_of(question.table)
    if place is None or place >= len(rows) or not is_filled(rows[place]):
        return []
    today = clock.now().astimezone(question.category.cycle.zone).date()
    sentence = current_year.too_early(question, today)
    return [sentence] if sentence else []


def row_in_words(question: Question, place: int) -> str:
    names = named_rows(question)
    return _("Row “%(name)s”") % {"name": names[place - 1]} if place <= len(names) else _("Row %(n)d") % {"n": place}


def where(question: Question, place: int, column: dict) -> str:
    return _("%(row)s, “%(column)s”") % {"row": row_in_words(question, place), "column": column["label"]}


def is_filled(row: dict) -> bool:
    return any(str(text).strip() for text in row.get("cells", {}).values())


def has_confidential(question: Question) -> bool:
    return bool(question.table.get("confidential"))


def is_published(question: Question) -> bool:
    """Whether a winner's page shows the rows that are not marked confidential."""
    return has_confidential(question) and bool(question.table.get("published"))


def public_grid(question: Question, rows: object) -> list[list[str]]:
    """What everybody may read of a table: the heading and its filled rows without a mark; nothing where none is left.

    A row whose mark is not plainly absent counts as marked.
    """
    if not is_published(question) or not isinstance(rows, list):
        return []
    names, columns = named_rows(question), columns_of(question)
    body = [
        ([names[place] if place < len(names) else ""] if names else [])
        + [shown(column, row["cells"].get(column["slug"], "")) for column in columns]
        for place, row in enumerate(rows)
        if row.get("confidential") is False and is_filled(row)
    ]
    return [([""] if names else []) + [column["label"] for column in columns], *body] if body else []


def grid(question: Question, rows: object) -> list[list[str]]:
    """A table for reading: the heading first, then each row, with its name where rows are named."""
    if not isinstance(rows, list) or not rows:
        return []
    names, columns = named_rows(question), columns_of(question)
    head = ([""] if names else []) + [heading(column) for column in columns]
    body = []
    for place, row in enumerate(rows):
        name = [names[place] if place < len(names) else ""] if names else []
        cells = [shown(column, row["cells"].get(column["slug"], "")) for column in columns]
        if has_confidential(question):
            cells.append(_("Confidential") if row.get("confidential") else "")
        body.append(name + cells)
    return [head + ([_("Confidential")] if has_confidential(question) else []), *body]


def heading(column: dict) -> str:
    return f"{column['label']} ({column['unit']})" if column.get("unit") else column["label"]


def shown(column: dict, text: str) -> str:
    if text and column.get("kind") == "date":
        with suppress(ValueError):  # written when the column was not one of days yet
            return date_format(date.fromisoformat(text), "M j, Y")
    return f"{text}%" if text and column.get("kind") == "percent" else text


def as_text(question: Question, rows: object) -> str:
    """A table as lines of text, for lists, comparisons and exports."""
    return "\n".join(" | ".join(row) for row in grid(question, rows)[1:])


def drawn(question: Question, rows: object) -> list[dict]:
    """The rows of the form: those there are, then blank ones to go on with."""
    there = list(rows) if isinstance(rows, list) else []
    names, this_year = named_rows(question), current_year.row_of(question.table)
    least = len(names) or min(most_rows(question), max(len(there) + EXTRA_ROWS, question.table.get("min_rows", 0)))
    while len(there) < least:
        there.append({"cells": {}, "confidential": False})
    return [
        {
            "place": place,
            "number": place + 1,
            "name": names[place] if place < len(names) else "",
            "hint": current_year.hint(question) if place == this_year else "",
            "confidential": row.get("confidential"),
            "cells": [{**column, "value": row["cells"].get(column["slug"], "")} for column in columns_of(question)],
        }
        for place, row in enumerate(there)
    ]
