"""All tallies of a program's years in memory, by what is asked: a metric, a year, whose surveys, made how.

Results are computed from a book alone, so the same rules answer for what is in the database and, in a dry run, for
what would be there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from programs.enums import SurveyMethod, Surveys
from programs.models import Program
from programs.rules import Sample

from ..enums import TallyLevel
from ..models import Tally

Shelf = tuple[int, str, str, str]
"""A year, a metric, for whom it is counted together, and how the surveys were made."""
Subject = tuple[int, str]
"""An organisation with a site's name or a person's number; "" for the organisation as a whole."""

PIECE = 2000


class Row(NamedTuple):
    """One tally as plain data. `counts` and `hits` have twelve numbers."""

    year: int
    metric: str
    level: str
    organisation: int
    site: str
    person: str
    method: str
    counts: tuple[int, ...]
    hits: tuple[int, ...]


class Book:
    """Samples by year, metric, level and survey method."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._shelves: dict[Shelf, dict[Subject, Sample]] = defaultdict(dict)
        for year, metric, level, organisation, site, person, method, counts, hits in rows:
            self.put((year, metric, level, method), (organisation, person or site), Sample(counts, hits))

    def put(self, where: Shelf, subject: Subject, sample: Sample) -> None:
        shelf = self._shelves[where]
        shelf[subject] = shelf[subject] + sample if subject in shelf else sample

    def samples(
        self, metric: str, year: int, level: str, surveys: str, *, with_automated: bool = True
    ) -> Mapping[Subject, Sample]:
        """Every subject's sample of a metric. For sites, the organisation as a whole is found under ""."""
        first, *others = methods_of(surveys, with_automated=with_automated)
        found = dict(self._shelves.get((year, metric, level, first), {}))
        for method in others:
            for subject, sample in self._shelves.get((year, metric, level, method), {}).items():
                found[subject] = found[subject] + sample if subject in found else sample
        return with_wholes(found) if level == TallyLevel.SITE else found


def methods_of(surveys: str, *, with_automated: bool = True) -> tuple[str, ...]:
    """How a survey may have been made to count among these (S06)."""
    if surveys == Surveys.ONLINE:
        return (SurveyMethod.ONLINE,)
    if surveys == Surveys.LIVE or not with_automated:
        return (SurveyMethod.LIVE,)
    return (SurveyMethod.LIVE, SurveyMethod.AUTOMATED)


def with_wholes(sites: dict[Subject, Sample]) -> dict[Subject, Sample]:
    """Sites, and each organisation as the sum of its sites. Surveys without a site count for the whole alone."""
    wholes: dict[Subject, Sample] = {}
    for (organisation, _site), sample in sites.items():
        whole = (organisation, "")
        wholes[whole] = wholes[whole] + sample if whole in wholes else sample
    return {subject: sample for subject, sample in sites.items() if subject[1]} | wholes


def read(
    program: Program,
    years: Iterable[int],
    *,
    metrics: Iterable[str] | None = None,
    wanted: Iterable[tuple[int, str, str]] | None = None,
    organisations: Iterable[int] | None = None,
) -> Book:
    """The tallies in the database, in one query. `wanted` names the year, metric and level of what is asked."""
    found = Tally.objects.filter(program=program, year__in=set(years))
    if metrics is not None:
        found = found.filter(metric__in=set(metrics))
    if organisations is not None:
        found = found.filter(organisation__in=list(organisations))
    if wanted is not None:
        by_shelf = defaultdict(set)
        for year, metric, level in wanted:
            by_shelf[year, level].add(metric)
        found = found.filter(
            reduce(
                or_,
                (Q(year=year, level=level, metric__in=sorted(names)) for (year, level), names in by_shelf.items()),
                Q(pk__in=[]),
            )
        )
    # As text: nobody looks at the months of most rows.
    found = found.annotate(counts_text=Cast("counts", TextField()), hits_text=Cast("hits", TextField()))
    rows = found.order_by().values_list(
        "year", "metric", "level", "method", "organisation_id", "site", "person", "n", "top", "counts_text", "hits_text"
    )
    made = Book()
    for year, metric, level, method, organisation, site, person, n, top, counts, hits in rows.iterator(
        chunk_size=PIECE
    ):
        made.put((year, metric, level, method), (organisation, person or site), Sample(counts, hits, n, top))
    return made
