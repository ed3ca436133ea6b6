"""A new program with its first cycle: from nothing, like another one, or as a program file says."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from operations.refusal import Refused
from programs.domain import loading, plans, shifting
from programs.domain.plans import Plan
from programs.domain.shape import CYCLE, PROGRAM
from programs.models import Cycle, Program

from .structure import slug_beside
from .submissions import submissions_of

#: What a program and a cycle say about themselves: it is never another one's.
OF_THE_PROGRAM = ("tagline", "description", "website", "logo", "signatories")
OF_THE_CYCLE = ("introduction", "notes", "event", "ceremony_on")


def nothing() -> Plan:
    """A program and a cycle about which nothing is said yet."""
    program = Program()
    return {
        "program": {**plans.data_of(program, PROGRAM, program), "terms": {}},
        "cycle": plans.data_of(Cycle(), CYCLE, program),
        "rules": [],
        "categories": [],
    }


def found(
    *,
    name: str,
    organiser: str,
    contact_email: str,
    time_zone: str,
    cycle_name: str,
    award_year: int,
    dates: dict[str, str],
    like: Cycle | None = None,
    by,
) -> Cycle:
    """A program with its first cycle, hidden until it is made public.

    `like` another cycle, with its categories, rules, questions, terms and colors; its survey year keeps its distance
    from the award year. `dates` are written as in a program file, in the new program's zone.
    """
    plan = blank = nothing()
    if like is not None:
        plan = shifting.shifted(plans.plan_of(like), award_year - like.award_year)
        plan["program"] |= {key: blank["program"][key] for key in OF_THE_PROGRAM}
        plan["cycle"] |= {key: blank["cycle"][key] for key in OF_THE_CYCLE}
    taken = set(Program.objects.values_list("slug", flat=True))
    plan["program"] |= {
        "slug": slug_beside(taken, slugify(name)[:70] or "program"),
        "name": name,
        "organiser": organiser,
        "contact_email": contact_email,
        "time_zone": time_zone,
    }
    plan["cycle"] |= {
        "slug": str(award_year), "name": cycle_name, "award_year": award_year, "is_public": False, **dates,
    }  # fmt: skip
    return loading.apply(plan, submissions_of=submissions_of, by=by).cycle


@transaction.atomic
def found_as_written(plan: Plan, *, dry_run: bool = False, by) -> loading.Loaded:
    """The program and cycle of a file; a cycle that exists is changed on its own page."""
    if cycle := loading.cycle_of(plan):
        raise Refused(
            _("%(cycle)s exists already. Change it under “Cycle and dates”, “As one file”.") % {"cycle": cycle}
        )
    return loading.apply(plan, submissions_of=submissions_of, dry_run=dry_run, by=by)
