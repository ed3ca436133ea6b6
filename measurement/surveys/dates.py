"""Days as files write them: 2017-03-31, 3/31/2017, 31-Mar-2017, or Excel's number 42825.

2017-03-04 is one day everywhere; 03/04/2017 is two. Which of both a file means is told by the file as a whole (`order_of`);
where nothing in it tells, such a day is refused rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?")
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
SLASHED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ].*)?")
EXCEL = re.compile(r"([2-7]\d{4})(?:[.,]\d+)?")
NAMED = re.compile(r"(\d{1,2})[-. ]+([A-Za-z]{3,9})[-., ]+(\d{4})|([A-Za-z]{3,9})[-. ]+(\d{1,2})[-., ]+(\d{4})")
EXCEL_DAY_ZERO, MACINTOSH_DAY_ZERO = date(1899, 12, 30), date(1904, 1, 1)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_FIRST, MONTH_FIRST, EITHER, BOTH = "day", "month", "", "both"


def order_of(values: Iterable[str]) -> str:
    """Whether days like 03/04/2017 have the day first, the month first, nobody can tell, or the file has both."""
    found = [(int(match[1]), int(match[3])) for match in map(SLASHED.fullmatch, values) if match]
    day_first = any(first > 12 >= second for first, second in found)
    month_first = any(second > 12 >= first for first, second in found)
    if day_first and month_first:
        return BOTH
    return DAY_FIRST if day_first else MONTH_FIRST if month_first else EITHER


def read_date(value: str, order: str, day_zero: date = EXCEL_DAY_ZERO) -> date:
    """The day, or ValueError that says what is expected."""
    try:
        return parsed(value, order, day_zero)
    except (ValueError, OverflowError) as error:
        raise ValueError(str(error) if isinstance(error, Ambiguous) else _("a day such as 2017-03-31")) from error


class Ambiguous(ValueError):
    pass


def parsed(value: str, order: str, day_zero: date) -> date:
    if match := ISO.fullmatch(value):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := COMPACT.fullmatch(value):
        return date(*map(int, match.groups()))
    if match := SLASHED.fullmatch(value):
        return slashed(int(match[1]), int(match[3]), int(match[4]), order)
    if match := EXCEL.fullmatch(value):
        return day_zero + timedelta(days=int(match[1]))
    if match := NAMED.fullmatch(value):
        number, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        return date(int(year), MONTHS.index(name[:3].lower()) + 1, int(number))
    raise ValueError(value)


def slashed(first: int, second: int, year: int, order: str) -> date:
    if first == second:
        return date(year, first, second)
    if order == BOTH:
        raise Ambiguous(
            _("a day such as 2017-03-31: this file writes the day first in some rows and the month first in others")
        )
    if order == EITHER:
        one, other = date(year, first, second), date(year, second, first)
        raise Ambiguous(
            _("a day such as 2017-03-31: this could be %(one)s or %(other)s, and nothing in the file tells which")
            % {"one": one.isoformat(), "other": other.isoformat()}
        )
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    return date(year, month, day)
