"""Figures of the current year: to date, or only once the year is over (S37).

A table with named rows may say which of them is the current year's, as `current_year: {row, partial_allowed}`. The
current year is the cycle's survey year; where nothing is surveyed, its award year.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ..models import Cycle, Question


def year_of(cycle: Cycle) -> int:
    return cycle.survey_year or cycle.award_year


def row_of(table: dict) -> int | None:
    """Which of the named rows is the current year's, counted from 0; None where the table does not say."""
    row = table.get("current_year", {}).get("row")
    return table["rows"].index(row) if row else None


def asks_for_all(table: dict) -> bool:
    """Whether figures of a part of the current year are not enough."""
    return not table.get("current_year", {}).get("partial_allowed", True)


def hint(question: Question) -> str:
    """What stands beside the row on the form."""
    year = year_of(question.category.cycle)
    if asks_for_all(question.table):
        return _("All of %(year)d, January 1 to December 31") % {"year": year}
    return _("%(year)d, to date") % {"year": year}


def too_early(question: Question, day: date) -> str:
    """Why figures of the current year cannot be whole on this day; nothing where they can, or need not be."""
    year = year_of(question.category.cycle)
    if not asks_for_all(question.table) or day.year > year:
        return ""
    return _(
        "“%(label)s”: row “%(row)s” is about all of %(year)d, which is not over yet. "
        "It can be submitted from January 1, %(next)d."
    ) % {
        "label": question.label,
        "row": question.table["current_year"]["row"],
        "year": year,
        "next": year + 1,
    }
