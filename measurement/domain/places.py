"""Where somebody finds the measured awards of their organisations."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Organisation
from programs.models import Cycle

from ..models import OrganisationYear, Participation, Tally


@dataclass(frozen=True)
class Place:
    """A page of an organisation's own figures in one cycle."""

    organisation: Organisation
    cycle: Cycle


def of(user, organisation: Organisation | None = None) -> list[Place]:
    """The pages of the organisations that this person belongs to, or of one of them, where the study knows it.

    One query for who belongs to none that was surveyed, three for everybody else.
    """
    theirs = {"organisation__memberships__user": user}
    if organisation is not None:
        theirs["organisation"] = organisation
    columns = ("organisation", "program", "year")
    rows, *more = (
        model.objects.filter(**theirs).order_by().values_list(*columns)
        for model in (OrganisationYear, Participation, Tally)
    )
    known = set(rows.union(*more))
    if not known:
        return []
    cycles = Cycle.objects.public().filter(program__in={program for _o, program, _y in known})
    cycles = cycles.exclude(survey_year=None).select_related("program").order_by("-survey_year", "program__name", "pk")
    named = Organisation.objects.in_bulk({pk for pk, _program, _year in known})
    return [
        Place(named[pk], cycle)
        for cycle in cycles
        for pk in sorted(named, key=lambda pk: (named[pk].name, pk))
        if (pk, cycle.program_id, cycle.survey_year) in known
    ]
