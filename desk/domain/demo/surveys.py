"""Two years of invented surveys for the measured awards, taken in by the same verbs as an administrator's files.

A second run finds every file known already, so one that was interrupted goes on where it was.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from accounts.models import User
from measurement import making
from measurement.domain import imports, names, uploads
from measurement.models import OrganisationYear, SurveyImport
from operations.domain import jobs
from operations.models import Job
from programs.domain import roles
from programs.enums import Role
from programs.models import Cycle

from .cast import texts

SEED = 2018
KINDS = ("organizations", "participation", "agents", "customers", "employees")
SURVEYS_AN_ORGANISATION = 1_250
FEWEST, MOST = 12, 500


def tell(*, customers: int, say: Callable[[str], None] = lambda line: None) -> int:
    """Make and take in the files of every measured cycle's two years. Says how many files count now."""
    administrator = administrator_of_the_demo()
    taken = 0
    for cycle in measured_cycles():
        roles.grant(administrator, cycle.program, Role.ADMINISTRATOR, by=administrator)
        with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
            for path in files_of(cycle, customers, Path(folder)):
                say(f"  {path.name}")
                taken += take_in(cycle, path, by=administrator)
    return taken


def administrator_of_the_demo() -> User:
    return User.objects.get(email=texts("cast")["administrator"]["email"])


def measured_cycles() -> list[Cycle]:
    cycles = Cycle.objects.exclude(survey_year=None).select_related("program")
    return [cycle for cycle in cycles if cycle.categories.exclude(measure={}).exists()]


def somebody_surveyed(cycle: Cycle) -> str:
    """Who can look at an organization's own figures: the address of somebody there who has a password."""
    rows = OrganisationYear.objects.filter(program=cycle.program, year=cycle.survey_year).order_by()
    people = User.objects.filter(memberships__organisation__in=rows.values("organisation")).order_by("pk")
    return next((one.email for one in people if one.has_usable_password()), "")


def files_of(cycle: Cycle, customers: int, folder: Path) -> list[Path]:
    """As large as asked for, with organizations enough that most have the samples that awards ask for."""
    return making.make(
        folder,
        customers=customers,
        employees=max(3_500, customers // 60),
        organisations=max(FEWEST, min(MOST, customers // SURVEYS_AN_ORGANISATION)),
        years=[cycle.survey_year - 1, cycle.survey_year],
        bad_percent=0.2,
        seed=SEED,
    )


def take_in(cycle: Cycle, path: Path, *, by: User) -> bool:
    """One file from the first piece to the tallies; names that nobody knows become organizations."""
    kind = path.stem.partition("-")[0].replace("organizations", "organisations")
    made = uploads.begin(cycle.program, kind=kind, file_name=path.name, size=path.stat().st_size, attested_by="", by=by)
    with path.open("rb") as file:
        offset = 0
        while piece := file.read(uploads.PIECE):
            offset = uploads.add_piece(made, offset, piece, by=by)
    made = worked_on(made)
    if made.state == "checked" and names.to_settle(cycle.program, made.report.get("unknown", {})):
        names.create_all(cycle.program, made.report["unknown"], by=by)
        imports.check(made, by=by)
        made = worked_on(made)
    if made.state == "checked":
        imports.take(made, by=by)
        made = worked_on(made)
    return made.state == "taken"


def worked_on(survey_import: SurveyImport) -> SurveyImport:
    """Do at once what the file waits for; the portal's other work is left to the worker."""
    while True:
        row = SurveyImport.objects.select_related("program", "uploaded_by").get(pk=survey_import.pk)
        job = imports.job_of(row)
        if job is None or jobs.run(job.pk) is None:
            return row
        if Job.objects.get(pk=job.pk).last_error:
            raise RuntimeError(f"{row.file_name}: {Job.objects.get(pk=job.pk).last_error}")
