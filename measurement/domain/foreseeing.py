"""What would change in the standings if a file were taken in, found out without taking it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operations import clock
from programs.enums import Metric, SelectionMethod
from programs.models import Category

from .. import enums
from ..models import SurveyImport
from . import book, results, studies, taking, tallying
from .measured import Measured

NAMED = 5
AWARDS_KEPT = 200


def changes(survey_import: SurveyImport) -> dict:
    """By award, who would become eligible, be certified or stand first, and who would be so no more."""
    program = survey_import.program
    if survey_import.kind not in taking.SURVEYS:
        return _by_trial(survey_import)
    years = tallying.years_touched(survey_import)
    cycles = taking.cycles_of(program, years)
    wanted = years | {cycle.survey_year - back for cycle in cycles for back in (0, 1)}
    now, then = tallying.rows_with(program, wanted), tallying.rows_with(program, wanted, survey_import)
    before, after = book.Book(now), book.Book(then)
    awards = []
    for cycle in cycles:
        standing = results.of_cycle(cycle, book=before)
        awards += differences(standing, results.of_cycle(cycle, book=after))
    return {"computed": bool(cycles), "awards": awards[:AWARDS_KEPT], "samples": samples(now, then, years)}


def _by_trial(survey_import: SurveyImport) -> dict:
    """Headcounts, participation and teams stand in rows of their own: they are made anew and put back."""
    years = set(survey_import.years)
    if survey_import.kind == enums.FileKind.AGENTS:
        years |= taking.years_of(survey_import.program, taking.SURVEYS)
    cycles = taking.cycles_of(survey_import.program, years)
    before = {cycle: results.of_cycle(cycle) for cycle in cycles}
    awards = []
    with transaction.atomic():
        with studies.held(survey_import.program):
            state, survey_import.state = survey_import.state, enums.ImportState.TAKEN
            rows = SurveyImport.objects.filter(pk=survey_import.pk)
            rows.update(state=survey_import.state, accepted=survey_import.accepted, taken_at=clock.now())
            taking.make_anew(survey_import)
            for cycle in cycles:
                awards += differences(before[cycle], results.of_cycle(cycle))
            survey_import.state = state
        transaction.set_rollback(True)
    return {"computed": bool(cycles), "awards": awards[:AWARDS_KEPT], "samples": []}


def differences(before: dict[Category, list[Measured]], after: dict[Category, list[Measured]]) -> list[dict]:
    """The awards in which anything changes, each with sentences."""
    found = []
    for category, rows in after.items():
        if lines := lines_of(category, before.get(category, []), rows):
            found.append({"name": category.name, "lines": lines})
    return found


def lines_of(category: Category, before: list[Measured], after: list[Measured]) -> list[str]:
    names = {row.key: called(row) for row in [*before, *after]}
    lines = []
    if category.method == SelectionMethod.THRESHOLD:
        lines += _come_and_gone(
            names, _awarded(before), _awarded(after), _("would reach the bar"), _("would reach it no more")
        )
    elif (first := _first(before)) != (now_first := _first(after)):
        lines.append(
            _("First: %(then)s (now %(now)s)") % {"then": _named(names, now_first), "now": _named(names, first)}
        )
    eligible, now_eligible = _eligible(before), _eligible(after)
    lines += _come_and_gone(
        names, eligible, now_eligible, _("would become eligible"), _("would not be eligible any more")
    )
    return lines


def called(row: Measured) -> str:
    """A site or a person with the organization's name, which nobody else has."""
    return row.name if row.name == row.organisation_name else f"{row.name} ({row.organisation_name})"


def _come_and_gone(names: dict[str, str], before: set[str], after: set[str], come: str, gone: str) -> list[str]:
    return [
        f"{_named(names, some)} {words}" for some, words in ((after - before, come), (before - after, gone)) if some
    ]


def _named(names: dict[str, str], keys: set[str]) -> str:
    """A few by name, the others by number."""
    known = sorted(names[key] for key in keys)
    if len(known) <= NAMED:
        return ", ".join(known) or _("nobody")
    more = len(known) - NAMED
    others = ngettext("and %(n)d other", "and %(n)d others", more) % {"n": more}
    return f"{', '.join(known[:NAMED])} {others}"


def _eligible(rows: Iterable[Measured]) -> set[str]:
    return {row.key for row in rows if row.eligible}


def _awarded(rows: Iterable[Measured]) -> set[str]:
    return {row.key for row in rows if row.eligible and row.meets_bar}


def _first(rows: Iterable[Measured]) -> set[str]:
    """Who has the highest value; several where values are equal."""
    rated = [row for row in rows if row.eligible and row.meets_bar and row.value is not None]
    best = max((row.value for row in rated), default=None)
    return {row.key for row in rated if row.value == best}


def samples(now: list[book.Row], then: list[book.Row], years: set[int]) -> list[dict]:
    """How many surveys of each metric count, before and after; what stays the same is left out."""
    counts: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for place, rows in enumerate((now, then)):
        for row in rows:
            if row.level == enums.TallyLevel.SITE and row.year in years:
                counts[row.year, row.metric][place] += sum(row.counts)
    return [
        {"year": year, "label": str(Metric(metric).label), "now": was, "then": will}
        for (year, metric), (was, will) in sorted(counts.items(), key=lambda one: (-one[0][0], one[0][1]))
        if was != will
    ]
