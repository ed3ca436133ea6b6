"""What a program's measuring is set to, and the one lock under which files come into force or go out of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operations.codes import new_code
from operations.domain import audit, jobs
from operations.domain.jobs import Progress
from operations.enums import JobState
from operations.models import Job
from operations.refusal import Refused
from programs.models import Program

from ..models import OrganisationYear, Study

WAIT = 0.5
PATIENCE_OF_A_REQUEST = 15
RECOUNT = "survey_recount"
LONG_WORK = """
SET LOCAL statement_timeout = '15min';
SET LOCAL idle_in_transaction_session_timeout = '15min';
"""


def of(program: Program) -> Study:
    return Study.objects.get_or_create(program=program)[0]


@contextmanager
def held(program: Program, progress: Progress | None = None) -> Iterator[Study]:
    """A transaction that alone changes what is in force in this program; others wait, and their leases with them."""
    of(program)
    began = time.monotonic()
    while True:
        with transaction.atomic():
            study = Study.objects.select_for_update(skip_locked=True).filter(program=program).first()
            if study is not None:
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute(LONG_WORK)
                yield study
                return
        if progress is not None:
            progress.advance(0, note=_("Waiting for another file of this program"))
        elif time.monotonic() - began > PATIENCE_OF_A_REQUEST:
            raise Refused(_("A survey file is being taken in right now. Please try again in a minute."))
        time.sleep(WAIT)


def wait(program: Program) -> None:
    """Inside the caller's transaction: from now until its end no file comes into force or goes out of it."""
    with held(program):
        pass  # the row stays locked beyond this savepoint


@transaction.atomic
def limit_sectors(program: Program, most: int | None, *, by) -> Study:
    """S22: in how many sectors an organization may stand. Years that stand in more already are named, not cut."""
    study = Study.objects.select_for_update().get(pk=of(program).pk)
    if most is not None:
        over = [year for year in OrganisationYear.objects.filter(program=program) if len(year.sectors) > most]
        if over:
            raise Refused(
                ngettext(
                    "%(n)d organization stands in more sectors: %(names)s. Change it first.",
                    "%(n)d organizations stand in more sectors, such as %(names)s. Change them first.",
                    len(over),
                )
                % {"n": len(over), "names": ", ".join(str(year) for year in over[:3])}
            )
    if study.most_sectors != most:
        change = {"most sectors": [study.most_sectors, most]}
        study.most_sectors = most
        study.save(update_fields=["most_sectors"])
        audit.record("study changed", f"study:{program.slug}", by=by, program=program.slug, change=change)
    return study


def is_recounting(program: Program) -> bool:
    """Whether which surveys count was changed, and the figures are still those of before."""
    unfinished = (JobState.DUE, JobState.RUNNING, JobState.PARKED)
    return Job.objects.filter(kind=RECOUNT, program=program.slug, state__in=unfinished).exists()


@transaction.atomic
def choose_surveys(program: Program, *, only_random: bool, only_representative: bool, by) -> Study:
    """S52: whether surveys that are flagged as not random, or as not reflecting the call types, are left out.

    Everything is counted anew in the background; until then the figures are those of before.
    """
    study = Study.objects.select_for_update().get(pk=of(program).pk)
    before, after = (study.only_random, study.only_representative), (only_random, only_representative)
    if before == after:
        return study
    study.only_random, study.only_representative = after
    study.save(update_fields=["only_random", "only_representative"])
    jobs.enqueue(
        RECOUNT,
        key=f"{RECOUNT}:{program.pk}:{new_code()}",
        payload={"program": program.pk},
        program=program.slug,
        by=by,
    )
    change = {name: list(pair) for name, *pair in zip(("random", "representative"), before, after, strict=True)}
    audit.record("study changed", f"study:{program.slug}", by=by, program=program.slug, change=change)
    return study
